"""When it happened: asked only if the story did not say."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from conversations.answers import meaning_of, resolve, words_of
from conversations.draft import Draft
from conversations.messages import Content, Message, say
from conversations.steps import Scene, Step, Taken, option

#: Days are said in western Indonesian time unless the agency's zone is known (Kepri and Babel are WIB).
ZONE = ZoneInfo("Asia/Jakarta")


#: "16/11", "16-11-2026": in a story it may be the number of a house, in answer to "when" it is a day.
_FIGURES = re.compile(r"(?:tgl|tanggal)?\s*(\d{1,2})\s*[-/.]\s*(\d{1,2})(?:\s*[-/.]\s*(\d{4}|\d{2}))?")
#: Days of the week are read in Indonesian; who speaks English to us gives them in English.
_WEEKDAYS = dict(
    zip(
        "monday tuesday wednesday thursday friday saturday sunday".split(),
        "senin selasa rabu kamis jumat sabtu minggu".split(),
        strict=True,
    )
)


def _in_figures(said: str, today: date) -> date | None:
    """A day written as day and month; without a year the last such day."""
    found = _FIGURES.fullmatch(said.strip().casefold())
    if not found:
        return None
    day, month, year = int(found[1]), int(found[2]), int(found[3] or 0)
    years = [year + 2000 if year < 100 else year] if year else [today.year, today.year - 1]
    for each in years:
        try:
            meant = date(each, month, day)
        except ValueError:
            continue
        if meant <= today:
            return meant
    return None


def _in_indonesian(said: str) -> str:
    """ "Last Monday" as "hari senin lalu"."""
    words = said.casefold().replace("last ", "").split()
    return f"hari {_WEEKDAYS[words[-1]]} lalu" if words and len(words) <= 2 and words[-1] in _WEEKDAYS else said


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
        said = words_of(content)
        day = _in_figures(said, today) or scene.ears.day(_in_indonesian(said), at=scene.at)
        return Taken(draft=replace(draft, happened_on=day, editing=None)) if day else None
    match meaning_of(chosen.id):
        case "today":
            return Taken(draft=replace(draft, happened_on=today, editing=None))
        case "yesterday":
            return Taken(draft=replace(draft, happened_on=today - timedelta(days=1), editing=None))
        case _:
            return Taken(draft=replace(draft, happened_on=None, day_unknown=True, editing=None))


DAY = Step(name="day", needed=lambda draft: draft.needs_day, ask=_ask, take=_take)
