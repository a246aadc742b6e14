"""When it happened: asked only if the story did not say."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from conversations.answers import meaning_of, resolve, words_of
from conversations.draft import Draft
from conversations.messages import Content, Message, say
from conversations.steps import Scene, Step, Taken, option

#: Days are said in western Indonesian time unless the agency's zone is known (Kepri and Babel are WIB).
ZONE = ZoneInfo("Asia/Jakarta")


def _ask(draft: Draft, scene: Scene) -> Message:
    options = (
        option(draft, "day", "today"),
        option(draft, "day", "yesterday"),
        option(draft, "day", "unknown", label="button.day_unknown", row=True),
    )
    return say("day.ask", options=options)


def _take(draft: Draft, content: Content, scene: Scene) -> Taken | None:
    chosen = resolve(content, _ask(draft, scene).options)
    today = scene.at.astimezone(ZONE).date()
    if chosen is None:
        day = scene.ears.day(words_of(content), at=scene.at)
        return Taken(draft=replace(draft, happened_on=day, editing=None)) if day else None
    match meaning_of(chosen.id):
        case "today":
            return Taken(draft=replace(draft, happened_on=today, editing=None))
        case "yesterday":
            return Taken(draft=replace(draft, happened_on=today - timedelta(days=1), editing=None))
        case _:
            return Taken(draft=replace(draft, happened_on=None, day_unknown=True, editing=None))


DAY = Step(name="day", needed=lambda draft: draft.needs_day, ask=_ask, take=_take)
