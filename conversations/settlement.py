"""The class of a report, chosen by whoever handles it: 5, 14 or 60 days to settle it. Pure; the rules are elsewhere.

Ids "class:set:<number>.<rule>", the same in an agency's group and in the staff group.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from conversations.messages import Message, Option, Quoted, Words, words

#: Information, aspiration, a plain norm; no supervision content; supervision content (handbook domain §1.4).
CLASSES = ("penyelesaian_5", "penyelesaian_14", "penyelesaian_60")


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
        *(
            words("desk.class.line", kind=words(f"class.{code}"), n=one.days, due=one.until)
            for code, one in choices.items()
        ),
    ]
    options = tuple(
        Option(id=f"class:set:{number}.{code}", label=words("desk.class.button", n=one.days))
        for code, one in choices.items()
        if one.fits and code != present
    )
    return Message(lines=tuple(lines), options=options)


def done(number: str, code: str, until: date, *, by: str, at: str) -> Message:
    """What the question becomes."""
    kind = words(f"class.{code}")
    return Message(lines=(words("desk.class.done", number=number, kind=kind, due=until, by=Quoted(by), at=at),))
