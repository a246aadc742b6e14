"""The words of a talk between a citizen and staff, as each side sees them. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from conversations.card import cut
from conversations.draft import Draft
from conversations.ears import Office
from conversations.messages import Content, Message, Option, Quoted, Text, Words, words
from conversations.vocabulary import fold

#: Said by the citizen, alone: the talk is over.
ENDS = frozenset({"selesai", "sudah selesai", "sudah cukup", "cukup", "done", "tutup"})


def ends(content: Content) -> bool:
    """Does this end the talk?"""
    return isinstance(content, Text) and fold(content.body) in ENDS


def _close() -> tuple[Option, ...]:
    return (Option(id="talk:end", label=Words("petugas.button.end")),)


def opened(tag: str, draft: Draft | None, office: Office | None, story: str) -> Message:
    """What staff see first: who asks is a tag, the draft is what is known so far, identity masked."""
    lines: list[Words | Quoted] = [words("petugas.staff.opened", tag=tag)]
    if draft is None:
        lines.append(words("petugas.staff.no_draft"))
    elif not story:
        lines.append(words("petugas.staff.no_consent"))
    else:
        lines.append(words("petugas.staff.story", text=Quoted(cut(story))))
        lines.append(_known(draft, office))
    return Message(lines=(*lines, words("petugas.staff.how")), options=_close())


def _known(draft: Draft, office: Office | None) -> Words:
    return words(
        "petugas.staff.known",
        office=Quoted(office.name) if office else Words("petugas.staff.unknown"),
        day=draft.happened_on or Words("petugas.staff.unknown"),
        place=Quoted(draft.place) if draft.place else Words("petugas.staff.unknown"),
        n=len(draft.attachments),
    )


def said(tag: str, text: str) -> Message:
    """The citizen's next words."""
    return Message(lines=(words("petugas.staff.said", tag=tag, text=Quoted(text)),), options=_close())


def file_of(tag: str) -> Words:
    """Above a file of the citizen."""
    return words("petugas.staff.file", tag=tag)


def answer(text: str) -> Message:
    """What the citizen reads; how to end is said each time, because days may lie between."""
    return Message(lines=(words("petugas.answer"), Quoted(text), words("petugas.how_to_end")))


def handed(*, drafting: bool, shown: bool) -> Message:
    """The citizen is told who reads now, when, and what becomes of the draft."""
    lines: Sequence[Words] = (
        words("petugas.handed_draft" if shown else "petugas.handed"),
        words("petugas.hours"),
        *((words("petugas.draft_kept"),) if drafting else ()),
    )
    return Message(lines=tuple(lines))
