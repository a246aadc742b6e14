"""The case card of an agency's group: what is asked, by when, who has it, and the buttons its status allows.

Pure: takes a CaseView and a story already masked; knows no chat and no storage. Wording under ``card.``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from complaints.lifecycle import TRANSITIONS, Action, Status
from complaints.model import ENDED, Complaint
from complaints.recurrence import MANY, Pattern
from conversations.dates import dated, late, short, when
from conversations.messages import Message, Option, Quoted, Words, words
from conversations.recurrence import years_of
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
    today: date | None = None  # in the agency's zone
    emergency: bool = False  # danger to life, as read from the story
    supporters: int = 0  # people who support this report instead of filing the same
    repeats: Pattern | None = None  # the same matter at this agency over the years
    partners: tuple[str, ...] = ()  # short names of the agencies that help
    notes: int = 0  # internal notes of this agency
    settle: tuple[str, date] | None = None  # class somebody chose, and until when
    lapor: str = ""  # tracking id of the same matter at SP4N-LAPOR!
    came: Words | None = None  # how it came in, where its citizen did not write to the bot
    named: bool = False  # the group works for several agencies: say for which of them this is
    lead: str = ""  # the agency that answers the citizen, on the card of one that only helps


def card(shown: CardView) -> Message:
    """The card as it stands now."""
    case = shown.view.case
    lines: list[Words | Quoted] = [
        head(shown.view, shown.today),
        words("card.story", story=Quoted(cut(shown.story))),
        facts(case, lead=shown.lead),
        *flags(case, emergency=shown.emergency),
    ]
    if shown.named and shown.view.agency and not shown.lead:
        lines.append(words("card.for", agency=Quoted(shown.view.agency)))
    if case.kind != "pengaduan":
        lines.append(words(f"card.kind.{case.kind}"))
    if shown.came and not shown.lead:
        lines.append(shown.came)
    if case.on_behalf:
        lines.append(words("card.on_behalf", whom=Quoted(case.on_behalf)))
    if shown.supporters:
        lines.append(words("card.supporters", n=shown.supporters))
    if shown.repeats and not shown.lead:
        lines.append(words("card.repeats", years=years_of(shown.repeats, most=MANY)))
    if shown.lead:
        lines.append(words("card.partner_of", agency=Quoted(shown.lead)))
    elif shown.partners:
        lines.append(words("card.partners", agencies=Quoted(", ".join(shown.partners))))
    if shown.settle and not shown.lead:
        code, until = shown.settle
        kind = words(f"class.{code}")
        lines.append(words("card.class", kind=kind, due=when(until, today=shown.today)))
    if shown.lapor:
        lines.append(words("card.lapor", id=shown.lapor))
    lines.append(state(shown))
    if shown.notes:
        lines.append(words("card.notes", n=shown.notes))
    long = len(shown.story) > STORY_SHOWN
    return Message(lines=tuple(lines), options=reading(case, long=long) if shown.lead else buttons(case, long=long))


def head(view: CaseView, today: date | None = None) -> Words:
    """Number · topic · by when."""
    case, day = view.case, due(view, today)
    if day is None:
        return words("card.head", number=case.number, topic=topic(case))
    return words("card.head_due", number=case.number, topic=topic(case), due=day)


def topic_title(view: CaseView, today: date | None = None) -> Words:
    """What the topic of a forum is called: number · topic · due, the due date short enough for a list."""
    case, day = view.case, view.due
    if case.status in ENDED or day is None:
        return words("card.title_state", number=case.number, topic=topic(case), state=Words(f"status.{case.status}"))
    return words("card.title", number=case.number, topic=topic(case), due=short(day, today=today))


def flags(case: Complaint, *, emergency: bool = False) -> list[Words]:
    """What has to be known before anybody talks about it."""
    marks = []
    if emergency:
        marks.append(words("card.emergency"))
    if case.anonymous:
        marks.append(words("card.anonymous"))
    if case.confidential:
        marks.append(words("card.confidential"))
    return marks


def topic(case: Complaint) -> Words:
    """What it is about, as a few words."""
    return Words(f"topic.{case.topic}" if case.topic else "card.topic_none")


def due(view: CaseView, today: date | None = None) -> Words | None:
    """By when, said for the one who has to act; "lewat 2 hari" where that has passed."""
    day = view.due
    if day is None:
        return None
    if n := late(day, today=today):
        return words("card.due_passed", n=n, due=short(day, today=today))
    if view.settling:
        return words("card.due.settlement", due=when(day, today=today))
    return words(f"card.due.{view.case.status}", due=when(day, today=today))


def facts(case: Complaint, *, lead: str = "", veiled: bool = False) -> Words:
    """When and where it happened, who reports, how many files; who helps is not told who reports.

    `veiled`: who reports is told on demand only, and each time written down (handlers.identity).
    """
    happened = (
        words("card.happened", day=dated(case.happened_on)) if case.happened_on else words("card.happened_unknown")
    )
    if case.place:
        happened = words("card.happened_at", happened=happened, place=Quoted(case.place))
    count = len(case.attachments)
    return words(
        "card.facts",
        happened=happened,
        reporter=words("card.reporter_lead", agency=Quoted(lead)) if lead else reporter(case, veiled=veiled),
        files=words("card.files_some", n=count) if count else words("card.files_none"),
    )


def reporter(case: Complaint, *, veiled: bool = False) -> Words | Quoted:
    """The name, unless the citizen asked to hide it from the agency."""
    if veiled:
        return words("card.reporter_veiled")
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
    if deeds:
        # What is rarely needed stays one tap away: four buttons are read, eight are not.
        deeds.append(button(case.number, "other", row=True))
    return (*deeds, *reading(case, long=long))


def reading(case: Complaint, *, long: bool) -> tuple[Option, ...]:
    """What may be read of it."""
    found = [button(case.number, "story", row=True)] if long else []
    if case.attachments:
        found.append(button(case.number, "files", row=not found))
    return tuple(found)


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
