"""/kotak and /titip in words: which box, when, paper by paper, one look at all of them, the codes. Pure.

Option ids: "paper:<meaning>:<token>[.<place>]".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from complaints.sources import Source
from conversations.claim_code import written
from conversations.ears import Office
from conversations.messages import File, Message, Option, Quoted, Words, words
from conversations.paper_batch import Batch, Paper

SCOPE = "paper"
#: Of a paper in the preview.
SHOWN = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A paper as the classifiers read it: one line, and the office it will go to (None: staff decide)."""

    paper: Paper
    line: str
    office: Office | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """What became of a paper: its number, the code for its writer, who holds it."""

    number: str
    code: str
    holder: str


def button(token: str, meaning: str, *, row: bool = False, style: str | None = None) -> Option:
    """A button of one batch."""
    return Option(id=f"paper:{meaning}:{token}", label=Words(f"paper.button.{meaning}"), row=row, style=style)


def options(batch: Batch, offices: Sequence[Office] = ()) -> tuple[Option, ...]:
    """The answers to the question that stands."""
    token, cancel = batch.token, button(batch.token, "cancel", row=True)
    match batch.step:
        case "source":
            return (button(token, Source.WALK_IN), button(token, Source.LETTER), button(token, Source.PHONE), cancel)
        case "agency":
            picks = (
                Option(
                    id=f"paper:pick:{token}.{place}", label=Quoted(office.name), short=Quoted(office.short), row=True
                )
                for place, office in enumerate(offices)
            )
            return (*picks, button(token, "several", row=True), cancel)
        case "day":
            return (button(token, "today"), button(token, "yesterday"), cancel)
        case "paper" if batch.papers:
            return (button(token, "done", style="primary"), button(token, "last", row=True), cancel)
        case "review":
            more = () if batch.single else (button(token, "more"),)
            return (button(token, "file", style="primary"), *more, cancel)
    return (cancel,) if batch.open else ()


def question(batch: Batch, *notes: Words, offices: Sequence[Office] = ()) -> Message:
    """What is asked at this step."""
    lines: list[Words | Quoted] = list(notes)
    match batch.step:
        case "source":
            lines.append(words("paper.ask_source"))
        case "box":
            lines.append(words("paper.ask_box"))
        case "agency":
            lines.append(words("paper.ask_agency", label=Quoted(batch.label)))
        case "day":
            lines.append(words("paper.ask_received" if batch.single else "paper.ask_emptied"))
        case _:
            lines.append(words("paper.ask_one") if batch.single else words("paper.ask_paper", n=len(batch.papers) + 1))
            if not batch.papers:
                lines.append(words("paper.ask_how"))
    return Message(lines=tuple(lines), options=options(batch, offices))


def review(batch: Batch, found: Sequence[Read], *notes: Words) -> Message:
    """Everything once more before it is filed."""
    lines: list[Words | Quoted] = [*notes, words(f"paper.review.{batch.source}", n=len(found), day=batch.received_on)]
    if batch.label:
        lines.append(words("paper.review_box", label=Quoted(batch.label)))
    for place, each in enumerate(found, 1):
        office: Words | Quoted = Quoted(each.office.short) if each.office else Words("paper.office_open")
        lines.append(words("paper.review_line", n=place, text=Quoted(each.line[:SHOWN]), office=office))
        lines.append(words("paper.review_writer", writer=_writer(each.paper), files=len(each.paper.files)))
    lines.append(words("paper.review_change"))
    return Message(lines=tuple(lines), options=options(batch))


def _writer(paper: Paper) -> Words:
    """Known or not; the name itself is not for the whole group."""
    if not (paper.name or paper.contact):
        return words("paper.writer_unknown")
    return words("paper.writer_shown" if paper.shown else "paper.writer_hidden")


def filed(found: Sequence[Filed], slip: File) -> Message:
    """Numbers and codes, and the slips to print."""
    lines: list[Words | Quoted] = [words("paper.filed", n=len(found))]
    lines += [
        words("paper.filed_line", number=each.number, code=written(each.code), holder=Quoted(each.holder))
        if each.holder
        else words("paper.filed_open", number=each.number, code=written(each.code))
        for each in found
    ]
    lines.append(words("paper.filed_next"))
    return Message(lines=tuple(lines), files=(slip,))


def came(source: Source, label: str, day: date, *, joined: bool) -> Words:
    """How a case came in, on its card."""
    where = words(f"paper.came.{source}", day=day)
    if label:
        where = words("paper.came_label", came=where, label=Quoted(label))
    return words("paper.came_joined" if joined else "paper.came_alone", came=where)
