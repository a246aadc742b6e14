"""An unfinished draft: when it is reminded of, and how it is brought back to mind in two lines. Pure."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from conversations import intake
from conversations.draft import Draft
from conversations.messages import Message, Option, Quoted, Words, say, words
from conversations.slots.review import REVIEW, office_of
from conversations.steps import Scene, option

#: About twenty hours after the last word, and inside the 24 hours in which WhatsApp lets us write freely.
AFTER, LATEST = timedelta(hours=20), timedelta(hours=23, minutes=30)
#: Nobody is written to at night.
WAKING = (time(8, 0), time(20, 0))
EVENING = time(19, 30)


def due(last: datetime, zone: ZoneInfo) -> datetime:
    """When to remind of a draft last touched at `last`: in waking hours of `zone`."""
    wanted = (last + AFTER).astimezone(zone)
    if awake(wanted, zone):
        return wanted
    day = wanted.date() if wanted.time() < WAKING[0] else wanted.date() + timedelta(days=1)
    morning = datetime.combine(day, WAKING[0], zone)
    if morning - last <= LATEST:
        return morning
    return datetime.combine(day - timedelta(days=1), EVENING, zone)


def awake(at: datetime, zone: ZoneInfo) -> bool:
    """May somebody be written to now?"""
    return WAKING[0] <= at.astimezone(zone).time() < WAKING[1]


def next_morning(at: datetime, zone: ZoneInfo) -> datetime:
    """The beginning of the next waking hours."""
    local = at.astimezone(zone)
    day = local.date() if local.time() < WAKING[0] else local.date() + timedelta(days=1)
    return datetime.combine(day, WAKING[0], zone)


def reminder(draft: Draft, scene: Scene) -> Message:
    """The one nudge."""
    return say("nudge.ask", Quoted(scene.ears.summary(draft.story)), "nudge.offer", options=_resumes(draft, "nudge"))


def resumed(draft: Draft, scene: Scene) -> Message:
    """Two lines of what is known, then the standing question; the review says it all by itself."""
    question = intake.ask(draft, scene)
    if not draft.story or intake.next_step(draft) is REVIEW:
        return question
    return Message(
        lines=(*brief(draft, scene), *question.lines), options=question.options, ask_location=question.ask_location
    )


def brief(draft: Draft, scene: Scene) -> tuple[Words | Quoted, ...]:
    """The story in one line, what is known of it in another."""
    day = words("review.day", day=draft.happened_on) if draft.happened_on else words("review.dayless")
    files = words("review.files", n=len(draft.attachments)) if draft.attachments else Words("review.no_files")
    known = words("draft.known", office=office_of(draft, scene) or Words("draft.no_office"), day=day, files=files)
    return (Quoted(scene.ears.summary(draft.story)), known)


def which_draft(draft: Draft, scene: Scene) -> Message:
    """Another complaint was begun while one is unfinished: neither is lost."""
    return say("draft.kept", *brief(draft, scene), "draft.which", options=choices(draft))


def choices(draft: Draft) -> tuple[Option, ...]:
    """Go on with the old one, or put it aside for a new one."""
    return (
        option(draft, "fresh", "resume", style="primary"),
        option(draft, "fresh", "new", label="button.new_report"),
    )


def _resumes(draft: Draft, step: str) -> tuple[Option, ...]:
    return (option(draft, step, "resume", style="primary"), option(draft, step, "drop"))
