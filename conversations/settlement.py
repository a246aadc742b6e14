"""The class of a report, chosen by whoever handles it: 5, 14 or 60 days to settle it. Pure; the rules are elsewhere.

Ids "class:set:<number>.<rule>", the same in an agency's group and in the staff group.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from conversations.messages import Message, Option, Quoted, Words, words

#: Information, aspiration, a plain norm; no supervision content; supervision content (handbook domain §1.4).
CLASSES = ("penyelesaian_5", "penyelesaian_14", "penyelesaian_60")
#: The class in words: "60", "60 hari kerja".
_DAYS = re.compile(r"(5|14|60)(?:\s+hari(?:\s+kerja)?)?[.\s]*", re.IGNORECASE)


def read(said: str) -> str:
    """The class meant; "" where the words say something else."""
    days = _DAYS.fullmatch(said.strip())
    return f"penyelesaian_{days[1]}" if days else ""


@dataclass(frozen=True, slots=True)
class Choice:
    """One class: so many working days, until that day; `fits`: not later than the whole case and not past."""

    days: int
    until: date
    fits: bool


def offer(number: str, present: str, choices: Mapping[str, Choice]) -> Message:
    """What each class means for this case, and a button for each that is open now."""
    lines: list[Words | Quoted] = [
        words("desk.class.ask", number=number, present=words(f"class.{present}")),
        *(_line(*one) for one in choices.items()),
    ]
    return Message(lines=tuple(lines), options=tuple(_button(number, *one) for one in _others(present, choices)))


def beside(first: Words, number: str, present: str, choices: Mapping[str, Choice]) -> Message:
    """The same asked in passing, under what was to be said anyway: as what it is counted unless somebody chooses."""
    now, others = choices[present], _others(present, choices)
    if not now.fits or not others:
        return Message(lines=(first,))
    counted = words("desk.class.now", n=now.days, due=now.until, kind=words(f"class.{present}"))
    lines = (_line(*one) for one in others)
    return Message(lines=(first, counted, *lines), options=tuple(_button(number, *one) for one in others))


def _others(present: str, choices: Mapping[str, Choice]) -> list[tuple[str, Choice]]:
    return [(code, one) for code, one in choices.items() if one.fits and code != present]


def _line(code: str, one: Choice) -> Words:
    return words("desk.class.line", kind=words(f"class.{code}"), n=one.days, due=one.until)


def _button(number: str, code: str, one: Choice) -> Option:
    return Option(id=f"class:set:{number}.{code}", label=words("desk.class.button", n=one.days))


def done(number: str, code: str, until: date, *, by: str, at: str) -> Message:
    """What the question becomes."""
    kind = words(f"class.{code}")
    return Message(lines=(words("desk.class.done", number=number, kind=kind, due=until, by=Quoted(by), at=at),))
