"""The question which case is meant, when a citizen with cases just writes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from conversations.messages import Message, Option, Quoted, Words

MOST = 5


@dataclass(frozen=True, slots=True)
class Known:
    """A case as it can be told from the others: its number and who holds it."""

    number: str
    agency: str


def options(cases: Sequence[Known]) -> tuple[Option, ...]:
    """One button a case, and a new one."""
    picks = tuple(
        Option(id=f"which:case:{one.number}", label=Quoted(_label(one)), short=Quoted(one.number), row=True)
        for one in cases
    )
    return (*picks, Option(id="which:new", label=Words("button.new_report"), row=True))


def _label(one: Known) -> str:
    return " · ".join(filter(None, (one.number, one.agency)))


def question(cases: Sequence[Known]) -> Message:
    """Ask it."""
    return Message(lines=(Words("which.ask"),), options=options(cases))
