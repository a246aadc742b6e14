"""The staff's queue as it is shown: how much waits of each kind, and one page of a kind. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from complaints.bursts import Burst
from conversations.card import head
from conversations.messages import Message, Option, Quoted, Words, words
from conversations.tracking import CaseView

#: The order in which staff look: what nobody owns comes first.
SHELVES = ("unclear", "unreachable", "late", "letters", "bursts")
#: The shelf of one person of staff: this and their key.
OF_PERSON = "person-"
PAGE = 8
#: Letters have two buttons each.
LETTERS_PAGE = 5
NUMBERS_SHOWN = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A parked update or message: ids and reasons, never words."""

    way: str  # in, out
    id: int
    error: str
    at: str
    number: str = ""  # of the case it is about, where it is about one

    @property
    def name(self) -> str:
        """As buttons carry it."""
        return f"{self.way}.{self.id}"


def overview(counts: Mapping[str, int]) -> Message:
    """/antrean: one line and one button a kind that has something."""
    full = [shelf for shelf in SHELVES if counts.get(shelf)]
    if not full:
        return Message(lines=(words("staff.queue.none"),))
    total = sum(counts[shelf] for shelf in full)
    lines = (words("queue.title", n=total), *(words(f"queue.count.{shelf}", n=counts[shelf]) for shelf in full))
    options = tuple(
        Option(id=f"queue:page:{shelf}.0", label=Words(f"queue.button.{shelf}"), row=place % 2 == 0)
        for place, shelf in enumerate(full)
    )
    return Message(lines=lines, options=options)


def cases(
    shelf: str, views: Sequence[CaseView], *, n: int, page: int, more: bool, hands: Mapping[str, str]
) -> Message:
    """One page of cases, one button each; `hands` names who of staff has which."""
    title = "queue.shelf.person" if shelf.startswith(OF_PERSON) else f"queue.shelf.{shelf}"
    lines: list[Words] = [words(title, n=n)]
    for view in views:
        if shelf != "unclear" and view.agency:
            line = words("queue.line", head=head(view, view.today), agency=Quoted(view.agency))
        else:
            line = head(view, view.today)
        name = hands.get(view.case.id)
        lines.append(words("queue.in_hand", line=line, name=Quoted(name)) if name else line)
    options = [_show(view.case.number, row=place % 2 == 0) for place, view in enumerate(views)]
    return Message(lines=tuple(lines), options=(*options, *_turn(shelf, page, more)))


def letters(found: Sequence[Letter], *, n: int, page: int, more: bool) -> Message:
    """One page of dead letters; each can be tried again or put away."""
    lines: list[Words] = [words("queue.shelf.letters", n=n)]
    options: list[Option] = []
    for letter in found:
        msgid = f"queue.letter.{letter.way}_case" if letter.number else f"queue.letter.{letter.way}"
        params = {"number": letter.number} if letter.number else {}
        lines.append(Words(msgid, {"id": letter.id, "error": Quoted(letter.error), "at": letter.at, **params}))
        options += letter_options(letter.name, letter.id)
    return Message(lines=tuple(lines), options=(*options, *_turn("letters", page, more)))


def letter_options(name: str, n: int) -> tuple[Option, Option]:
    """[Coba lagi] [Singkirkan] of one letter."""
    return (
        Option(id=f"letter:again:{name}", label=words("queue.again", id=n), row=True),
        Option(id=f"letter:drop:{name}", label=words("queue.drop", id=n)),
    )


def bursts(found: Sequence[Burst], *, page: int, more: bool, n: int) -> Message:
    """What came all at once; nothing is held back because of it."""
    lines: list[Words] = [words("queue.shelf.bursts", n=n)]
    options: list[Option] = []
    for burst in found:
        shown = ", ".join(burst.numbers[:NUMBERS_SHOWN])
        lines.append(
            words(f"queue.burst.{burst.kind}", n=len(burst.numbers), senders=burst.senders, numbers=Quoted(shown))
        )
        options.append(_show(burst.numbers[0], row=len(options) % 2 == 0))
    return Message(lines=(*lines, words("queue.burst.note")), options=(*options, *_turn("bursts", page, more)))


def _show(number: str, *, row: bool) -> Option:
    return Option(id=f"triage:show:{number}", label=Quoted(number), row=row)


def _turn(shelf: str, page: int, more: bool) -> tuple[Option, ...]:
    """Back, on, and up to the overview."""
    found = []
    if page > 0:
        found.append(Option(id=f"queue:page:{shelf}.{page - 1}", label=Words("queue.previous"), row=True))
    if more:
        found.append(Option(id=f"queue:page:{shelf}.{page + 1}", label=Words("queue.next"), row=not found))
    found.append(Option(id="queue:page:all.0", label=Words("queue.all"), row=not found))
    return tuple(found)
