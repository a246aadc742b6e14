"""The day a citizen speaks of ("kemarin", "tgl 3"). Reads words and a given clock; never the future."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from classifiers.date_parts import Found, candidates
from classifiers.words import Words

#: Below this a reading is an estimate that must be asked, not a date that may be proposed.
SURE = 0.45
ZONE = ZoneInfo("Asia/Jakarta")


@dataclass(frozen=True, slots=True)
class DateReading:
    """A day read from the text. `exact` is False where the words only bound it ("sejak januari")."""

    day: date | None
    text: str
    start: int
    end: int
    exact: bool
    score: float


def read_date(words: Words, sent_at: datetime, zone: ZoneInfo = ZONE) -> DateReading | None:
    """The day of the event, an explicit last contact before any duration; None without words of time."""
    local = sent_at.astimezone(zone)
    found = [item for item in candidates(words, local) if item.day is None or item.day <= local.date()]
    if not found:
        return None
    best = max(found, key=_rank)
    if best.role == "other":  # a birthday, a promised or a due day says nothing of the event
        return None
    start, end = words.span(best.first, best.last)
    return DateReading(best.day, words.text[start:end], start, end, best.exact, best.score)


def _rank(item: Found) -> tuple[bool, bool, int, float, int]:
    """Days of the event before deadlines and birthdays, "terakhir ..." before the rest, then the first told."""
    return (
        item.role != "other",
        item.score >= SURE,
        (item.role == "last") - (item.role == "first"),
        round(item.score, 1) if item.score < SURE else item.tier,
        item.day.toordinal() if item.day and item.role == "last" else -item.first,
    )
