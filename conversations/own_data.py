"""The words around a citizen's own data: the summary of /dataku, the question of /hapusdata and its answers. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from conversations.answers import meaning_of, resolve, words_of
from conversations.messages import Content, Message, Option, Quoted, Text, Words, words
from conversations.tracking import CaseView
from conversations.vocabulary import fold

#: Numbers named in a question; the rest is counted.
MOST = 8
#: The labels as people type them; a bare "hapus" with cases going on leaves open what becomes of those.
SAID: dict[str, frozenset[str]] = {
    "yes": frozenset({"hapus", "hapus sekarang", "hapus saja", "erase", "erase now", "delete"}),
    "no": frozenset({"jangan hapus", "jangan dihapus", "tidak usah", "ga usah", "gak usah", "do not erase", "dont"}),
    "withdraw": frozenset({"tarik", "tarik dan hapus", "withdraw", "withdraw and erase"}),
    "later": frozenset({"tunggu", "tunggu selesai", "nanti", "wait", "wait until closed"}),
}
#: An answer longer than this is something else: a story, a question.
SHORT = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What is kept about one person, as it is told to them."""

    name: str
    consented_on: date | None
    notices: bool
    drafts: int  # unsent, those put aside too
    files: int
    cases: Sequence[CaseView]
    more: int = 0  # cases beyond those listed


def summary(kept: Kept) -> Message:
    """The copy for people (UU 27/2022 ps. 7); the one for machines follows as a file."""
    consent = words("data.consent", day=kept.consented_on) if kept.consented_on else words("data.no_consent")
    lines: list[Words | Quoted] = [
        words("data.title"),
        words("data.name", name=Quoted(kept.name)) if kept.name else words("data.no_name"),
        consent,
        words("data.notices_on" if kept.notices else "data.notices_off"),
        words("data.drafts", n=kept.drafts) if kept.drafts else words("data.no_draft"),
    ]
    if kept.files:
        lines.append(words("data.files", n=kept.files))
    lines.append(words("data.cases", n=len(kept.cases) + kept.more) if kept.cases else words("data.no_cases"))
    lines += [_line(view) for view in kept.cases]
    if kept.more:
        lines.append(words("data.more", n=kept.more))
    return Message(lines=(*lines, words("data.copy_follows"), words("data.rights")))


def _line(view: CaseView) -> Words:
    return words(
        "case.list.line",
        number=view.case.number,
        agency=Quoted(view.agency) if view.agency else Words("case.holder.short_staff"),
        status=Words(f"status.{view.case.status}"),
    )


def erase_options(*, going_on: bool) -> tuple[Option, ...]:
    """Erase, or not; with cases going on, what becomes of them."""
    never = Option(id="erase:no", label=Words("data.button.no"), row=True)
    if not going_on:
        return (Option(id="erase:yes", label=Words("data.button.yes"), style="danger"), never)
    return (
        Option(id="erase:withdraw", label=Words("data.button.withdraw"), style="danger", row=True),
        Option(id="erase:later", label=Words("data.button.later"), row=True),
        never,
    )


def erase_question(going_on: Sequence[str]) -> Message:
    """What goes, what stays and why, and the question (UU 27/2022 ps. 8 and 43-45)."""
    lines: list[Words | Quoted] = [words("data.erase.goes"), words("data.erase.stays"), words("data.erase.delivered")]
    if going_on:
        named = Quoted(", ".join(going_on[:MOST]))
        lines += [words("data.erase.open", n=len(going_on), numbers=named), words("data.erase.choose")]
    else:
        lines.append(words("data.erase.ask"))
    return Message(lines=tuple(lines), options=erase_options(going_on=bool(going_on)))


def perhaps(content: Content) -> bool:
    """Meant as an answer, though not understood: asked again, and nothing is erased meanwhile."""
    return isinstance(content, Text) and len(content.body.split()) <= SHORT


def decided(content: Content, *, going_on: bool) -> str | None:
    """yes, withdraw, later, no; None for something else."""
    options = erase_options(going_on=going_on)
    chosen = resolve(content, options)
    if chosen is not None:
        return meaning_of(chosen.id)
    said = fold(words_of(content))
    offered = {meaning_of(option.id) for option in options}
    return next((meaning for meaning, forms in SAID.items() if said in forms and meaning in offered), None)
