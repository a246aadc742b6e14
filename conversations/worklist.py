"""What an officer reads in the group: the list of open cases, and the help in five lines. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from conversations.card import due, topic
from conversations.messages import Message, Option, Quoted, Words, words
from conversations.tracking import CaseView

PAGE = 8


def tasks(
    views: Sequence[CaseView], *, page: int, total: int, today: date, helped: Collection[str] = ()
) -> Message:
    """Open cases, the most urgent first; one button each brings the card back."""
    if not views:
        return Message(lines=(words("desk.tasks.none"),))
    lines: list[Words | Quoted] = [words("desk.tasks.title", n=total)]
    lines += [line(view, today, helped=view.case.number in helped) for view in views]
    options = [
        Option(id=f"desk:show:{view.case.number}", label=Quoted(view.case.number), row=place % 2 == 0)
        for place, view in enumerate(views)
    ]
    return Message(lines=tuple(lines), options=(*options, *pages("tasks", page=page, total=total)))


def pages(deed: str, *, page: int, total: int) -> list[Option]:
    """[Sebelumnya] [Berikutnya], as far as there is anything."""
    turns = []
    if page > 0:
        turns.append(Option(id=f"desk:{deed}:{page - 1}", label=Words("desk.button.previous"), row=True))
    if (page + 1) * PAGE < total:
        turns.append(Option(id=f"desk:{deed}:{page + 1}", label=Words("desk.button.next"), row=page == 0))
    return turns


def line(view: CaseView, today: date, *, helped: bool = False) -> Words:
    """Number · topic · by when."""
    when = due(view, today) or words(f"card.state.{view.case.status}")
    msgid = "desk.tasks.line_helped" if helped else "desk.tasks.line"
    return words(msgid, number=view.case.number, topic=topic(view.case), due=when)


def units(views: Sequence[tuple[CaseView, str]], *, page: int, total: int, today: date, quiet: int) -> Message:
    """/tugas unit: open cases of the units below, the most urgent first; `quiet` units have none."""
    if not views:
        return Message(lines=(words("desk.units.none", n=quiet),))
    lines: list[Words | Quoted] = [words("desk.units.title", n=total)]
    for view, unit in views:
        when = due(view, today) or words(f"card.state.{view.case.status}")
        lines.append(
            words("desk.units.line", number=view.case.number, unit=Quoted(unit), topic=topic(view.case), due=when)
        )
    if quiet:
        lines.append(words("desk.units.quiet", n=quiet))
    return Message(lines=tuple(lines), options=tuple(pages("units", page=page, total=total)))


def found(views: Sequence[tuple[CaseView, str]], text: str, *, today: date) -> Message:
    """/cari: where the words stand in the group's own cases, numbers of identity left out."""
    if not views:
        return Message(lines=(words("desk.find.none"),))
    lines: list[Words | Quoted] = [words("desk.find.title", n=len(views), text=Quoted(text))]
    for view, around in views:
        lines.append(line(view, today))
        lines.append(words("desk.find.around", text=Quoted(around)))
    options = tuple(
        Option(id=f"desk:show:{view.case.number}", label=Quoted(view.case.number), row=place % 2 == 0)
        for place, (view, _) in enumerate(views)
    )
    return Message(lines=tuple(lines), options=options)


#: Lines of /bantuan; more would not be read.
HELP = 8


def help_() -> Message:
    """/bantuan."""
    start = Option(id="desk:tasks:0", label=Words("desk.button.tasks"))
    tour = Option(id="tour:tour:start", label=Words("desk.button.tour"))
    lines = tuple(words(f"desk.help.{line}") for line in range(1, HELP + 1))
    return Message(lines=lines, options=(start, tour))
