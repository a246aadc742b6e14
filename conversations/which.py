"""The question which case is meant, when a citizen with cases just writes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from conversations.answers import bare, resolve, words_of
from conversations.messages import Content, Message, Option, Quoted, Words
from conversations.vocabulary import AROUND_NUMBERS, fold

MOST = 5
#: Said where just one case is on offer.
THAT_ONE = frozenset({"ya", "iya", "y", "itu", "ini", "betul", "benar", "yes", "that one"})
#: More words are no name of an office but more of the message.
NAMED = 4
_BESIDE = AROUND_NUMBERS | {"untuk", "laporan", "itu", "ini"}


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


def question(cases: Sequence[Known], note: str | None = None) -> Message:
    """Ask it; asked once more it says first what became of the message meanwhile, and numbers the answers."""
    lines = (Words(note), Words("which.ask")) if note else (Words("which.ask"),)
    return Message(lines=lines, options=options(cases), numbered=note is not None)


def chosen(content: Content, cases: Sequence[Known]) -> Option | None:
    """The answer: a tap, a number, the words of a button, the office's name, or "iya" where there is just one."""
    picks = options(cases)
    if found := resolve(content, picks):
        return found
    said = bare(fold(words_of(content)))
    if len(cases) == 1 and said in THAT_ONE:
        return picks[0]
    heard = {word for word in said.split() if word not in _BESIDE}
    named = [
        pick
        for pick, one in zip(picks, cases, strict=False)
        if heard and len(heard) <= NAMED and heard <= set(fold(one.agency).split())
    ]
    return named[0] if len(named) == 1 else None
