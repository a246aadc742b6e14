"""What an officer reads in the group: the list of open cases, and the help in five lines. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from conversations.card import due, topic
from conversations.messages import Message, Option, Quoted, Words, words
from conversations.tracking import CaseView

PAGE = 8


def tasks(views: Sequence[CaseView], *, page: int, total: int) -> Message:
    """Open cases, the most urgent first; one button each brings the card back."""
    if not views:
        return Message(lines=(words("desk.tasks.none"),))
    lines: list[Words | Quoted] = [words("desk.tasks.title", n=total), *(_line(view) for view in views)]
    options = [
        Option(id=f"desk:show:{view.case.number}", label=Quoted(view.case.number), row=place % 2 == 0)
        for place, view in enumerate(views)
    ]
    if page > 0:
        options.append(Option(id=f"desk:tasks:{page - 1}", label=Words("desk.button.previous"), row=True))
    if (page + 1) * PAGE < total:
        options.append(Option(id=f"desk:tasks:{page + 1}", label=Words("desk.button.next"), row=page == 0))
    return Message(lines=tuple(lines), options=tuple(options))


def _line(view: CaseView) -> Words:
    when = due(view) or words(f"card.state.{view.case.status}")
    return words("desk.tasks.line", number=view.case.number, topic=topic(view.case), due=when)


def help_() -> Message:
    """Five lines, no more."""
    return Message(lines=tuple(words(f"desk.help.{line}") for line in range(1, 6)))
