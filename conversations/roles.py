"""/peran and /klaim in words and buttons: who is what among staff, and how an owner changes it. Pure.

Option ids: "role:who:<key>", "role:<standing>:<key>", "role:list".
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from complaints.standing import WRITTEN, Standing
from conversations.messages import Message, Option, Quoted, Words, words

SCOPE = "role"


class Person(Protocol):
    """One person of the staff group."""

    @property
    def key(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def standing(self) -> Standing: ...


def called(what: Standing) -> Words:
    """What it is called."""
    return Words(f"role.is.{what}")


def listing(people: Sequence[Person], *, may_change: bool) -> Message:
    """Everybody and what they are; an owner gets a button for each."""
    if not people:
        return Message(lines=(words("role.unclaimed"),))
    lines: list[Words | Quoted] = [words("role.title")]
    lines += [words("role.line", name=Quoted(each.name), role=called(each.standing)) for each in people]
    lines.append(words("role.choose" if may_change else "role.only_owner"))
    options = tuple(Option(id=f"role:who:{each.key}", label=Quoted(each.name), row=True) for each in people)
    return Message(lines=tuple(lines), options=options if may_change else ())


def question(person: Person) -> Message:
    """What shall this person be?"""
    line = words("role.ask", name=Quoted(person.name), role=called(person.standing))
    offered = tuple(
        Option(id=f"role:{standing}:{person.key}", label=Words(f"role.button.{standing}"), row=place % 2 == 0)
        for place, standing in enumerate(each for each in Standing if each is not person.standing)
    )
    return Message(lines=(line,), options=(*offered, Option(id="role:list", label=Words("role.button.back"))))


def given(name: str, what: Standing, *, by: str) -> Words:
    """What has been done."""
    return words("role.given", name=Quoted(name), role=called(what), by=Quoted(by))


def written(args: str) -> tuple[str, Standing] | None:
    """ "agus staf": a name and what they shall be; None where it is not that."""
    *name, last = args.split() or [""]
    what = WRITTEN.get(last.casefold())
    return (" ".join(name), what) if name and what is not None else None


def named(people: Sequence[Person], name: str) -> list[Person]:
    """Who can be meant by that name, however it is written."""
    wanted = name.casefold()
    exact = [each for each in people if each.name.casefold() == wanted]
    return exact or [each for each in people if each.name.casefold().startswith(wanted)]
