"""The question which case is meant, when a citizen with open cases just writes."""

from __future__ import annotations

from collections.abc import Sequence

from conversations.messages import Message, Option, Quoted, Words

MOST = 5


def options(numbers: Sequence[str]) -> tuple[Option, ...]:
    """One button a case, and a new one."""
    picks = tuple(Option(id=f"which:case:{number}", label=Quoted(number), row=True) for number in numbers)
    return (*picks, Option(id="which:new", label=Words("button.new_report"), row=True))


def question(numbers: Sequence[str]) -> Message:
    """Ask it."""
    return Message(lines=(Words("which.ask"),), options=options(numbers))
