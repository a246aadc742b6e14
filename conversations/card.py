"""The case card of an agency's group: what is asked, by when, who has it, and the buttons its status allows.

Pure: takes a CaseView and a story already masked; knows no chat and no storage. Wording under ``card.``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from complaints.lifecycle import TRANSITIONS, Action, Status
from complaints.model import Complaint
from conversations.messages import Message, Option, Quoted, Words, words
from conversations.tracking import CaseView

#: Buttons in their order; the lifecycle table alone decides which of them a status shows.
BUTTONS: tuple[tuple[Action, str], ...] = (
    (Action.ACCEPT, "accept"),
    (Action.ASK, "ask"),
    (Action.HAND_OVER, "handover"),
    (Action.RESOLVE, "resolve"),
)
#: A card is read on a phone among other cards; the rest of a long story is one tap away.
STORY_SHOWN = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class CardView:
    """A case as its own agency may see it: the story masked, the officer who took it up."""

    view: CaseView
    story: str
    officer: str = ""
    since: str = ""  # a clock, said by the one who knows what day it is


def card(shown: CardView) -> Message:
    """The card as it stands now."""
    case = shown.view.case
    lines: list[Words | Quoted] = [
        head(shown.view),
        words("card.story", story=Quoted(cut(shown.story))),
        facts(case),
    ]
    if case.kind != "pengaduan":
        lines.append(words(f"card.kind.{case.kind}"))
    if case.confidential:
        lines.append(words("card.confidential"))
    lines.append(state(shown))
    return Message(lines=tuple(lines), options=buttons(case, long=len(shown.story) > STORY_SHOWN))


def head(view: CaseView) -> Words:
    """Number · topic · by when."""
    case, when = view.case, due(view)
    if when is None:
        return words("card.head", number=case.number, topic=topic(case))
    return words("card.head_due", number=case.number, topic=topic(case), due=when)


def topic(case: Complaint) -> Words:
    """What it is about, as a few words."""
    return Words(f"topic.{case.topic}" if case.topic else "card.topic_none")


def due(view: CaseView) -> Words | None:
    """By when, said for the one who has to act."""
    day = view.due
    if day is None:
        return None
    if view.case.status is Status.IN_PROGRESS and view.case.first_response_at is not None:
        return words("card.due.settlement", due=day)
    return words(f"card.due.{view.case.status}", due=day)


def facts(case: Complaint) -> Words:
    """When and where it happened, who reports, how many files."""
    happened = words("card.happened", day=case.happened_on) if case.happened_on else words("card.happened_unknown")
    if case.place:
        happened = words("card.happened_at", happened=happened, place=Quoted(case.place))
    count = len(case.attachments)
    return words(
        "card.facts",
        happened=happened,
        reporter=reporter(case),
        files=words("card.files_some", n=count) if count else words("card.files_none"),
    )


def reporter(case: Complaint) -> Words | Quoted:
    """The name, unless the citizen asked to hide it from the agency."""
    if case.anonymous:
        return words("card.reporter_hidden")
    return Quoted(case.reporter) if case.reporter else words("card.reporter_unknown")


def state(shown: CardView) -> Words:
    """Where the case stands, with the officer's name once somebody took it up."""
    case = shown.view.case
    if case.status is Status.IN_PROGRESS and shown.officer and shown.since:
        return words("card.state.taken", officer=Quoted(shown.officer), at=shown.since)
    if case.status is Status.CLOSED and case.resolution:
        return words(f"card.closed.{case.resolution}")
    return words(f"card.state.{case.status}")


def buttons(case: Complaint, *, long: bool = False) -> tuple[Option, ...]:
    """What may be done now, then what may be read."""
    deeds = [
        button(case.number, meaning, style="primary" if action is Action.ACCEPT else None)
        for action, meaning in BUTTONS
        if (case.status, action) in TRANSITIONS
    ]
    reading = [button(case.number, "story", row=True)] if long else []
    if case.attachments:
        reading.append(button(case.number, "files", row=not reading))
    return (*deeds, *reading)


def button(number: str, meaning: str, *, row: bool = False, style: str | None = None) -> Option:
    """A button about one case: id "desk:<meaning>:<number>", label msgid "desk.button.<meaning>"."""
    return Option(id=f"desk:{meaning}:{number}", label=Words(f"desk.button.{meaning}"), row=row, style=style)


def moved(view: CaseView, *, by: str, at: str) -> Message:
    """What stays of the card in the group that passed the case on: no story, no button."""
    return Message(
        lines=(
            words("card.head", number=view.case.number, topic=topic(view.case)),
            words(
                "card.moved",
                to=Quoted(view.agency_name or view.agency or ""),
                by=Quoted(by),
                at=at,
            ),
        )
    )


def full_story(number: str, story: str) -> Message:
    """The whole story, on demand."""
    return Message(lines=(words("card.full_story", number=number), Quoted(story)))


def cut(story: str, limit: int = STORY_SHOWN) -> str:
    """The beginning of a long story, ended at a word."""
    if len(story) <= limit:
        return story
    return story[:limit].rsplit(" ", 1)[0].rstrip(" ,.;:") + " …"


def nameless(story: str, name: str) -> str:
    """The story without the reporter's own name: "nama saya Budi" would undo what was promised."""
    parts = [name, *name.split()] if name else []
    for part in sorted({p for p in parts if len(p) >= 3}, key=len, reverse=True):
        story = re.sub(rf"(?<!\w){re.escape(part)}(?!\w)", "…", story, flags=re.IGNORECASE)
    return story
