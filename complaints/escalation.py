"""When a case may go to the Ombudsman, and what stands in the way; pure (UU 37/2008 ps. 23-24, 36; UU 25/2009 ps. 45).

Nothing here says that anybody did wrong: a ground is a date that passed, or a danger.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import IntEnum, StrEnum

from complaints.model import ENDED, Complaint, Entry
from complaints.rhythm import Rhythm
from complaints.rules import Basis, Rule, rule_named
from complaints.running import OFFICIALS_TURN, answered, told_agency, waits
from complaints.sla import StillPaused
from complaints.undo import valid

#: No answer at all for so long: the citizen need not wait for the sixty days (UU 25/2009 ps. 44-45).
SILENCE = Rule(code="tanpa_respon", days=14, basis=Basis.CALENDAR)
#: Before the two years of ps. 24(3) are over the citizen hears of it.
LIMIT_YEARS, LIMIT_WARNING = 2, timedelta(days=60)


class Level(IntEnum):
    """How loud a case has become; never falls."""

    NONE = 0
    REMINDED = 1
    COORDINATOR = 2
    STAFF = 3
    OMBUDSMAN = 4


class Ground(StrEnum):
    """Why it may go to the Ombudsman now."""

    SIXTY = "sixty"
    SILENT = "silent"
    DANGER = "danger"  # Respon Cepat Ombudsman: life, health, safety


class Bar(StrEnum):
    """Why no dossier can be made of it."""

    OMBUDSMAN = "ombudsman"  # cannot examine itself
    COURT = "court"  # ps. 36: what a court decided
    PRIVATE = "private"  # no public service in it
    OLD = "old"  # ps. 24(3)
    ENDED = "ended"


#: Labels of what a story is about that no office can decide -> the bar it is.
SCOPES = {"putusan_pengadilan": Bar.COURT, "sengketa_pribadi": Bar.PRIVATE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a case stands before the Ombudsman."""

    grounds: tuple[Ground, ...]
    bars: tuple[Bar, ...]
    silent_on: date | None  # last day of the fourteen; None once somebody answered
    sixty_on: date | None  # last day of the sixty; None while they stand still
    limit: date | None  # last day of the two years; None where nobody said when it happened
    near_limit: bool

    @property
    def eligible(self) -> bool:
        """May the dossier be made now?"""
        return bool(self.grounds) and not self.bars

    @property
    def opens_on(self) -> date | None:
        """The last day to wait for, if nothing happens until then."""
        return min((day for day in (self.silent_on, self.sixty_on) if day is not None), default=None)


def standing(
    case: Complaint,
    history: Sequence[Entry],
    rhythm: Rhythm,
    *,
    now: datetime,
    whole: str,
    urgent: bool,
    scope: str | None = None,
    agency_kind: str | None = None,
) -> Standing:
    """The grounds that are met and the bars that stand, today in the agency's zone."""
    today, lines = rhythm.day(now), valid(history)
    told = told_agency(case, lines)
    silent_on = silence_ends(case, lines, rhythm)
    try:
        sixty_on = rhythm.due(rule_named(whole), case.filed_at, waits(history)).due.date()
    except StillPaused:
        sixty_on = None
    owed = told is not None and case.status in OFFICIALS_TURN
    met = {
        Ground.DANGER: urgent,
        Ground.SILENT: owed and silent_on is not None and silent_on < today,
        Ground.SIXTY: owed and sixty_on is not None and sixty_on < today,
    }
    limit = two_years(case.happened_on)
    stands = {
        Bar.OMBUDSMAN: agency_kind == "ombudsman",
        Bar.OLD: too_old(case.happened_on, today),
        Bar.ENDED: case.status in ENDED,
    }
    bars = [bar for bar, true in stands.items() if true]
    if scope in SCOPES:
        bars.append(SCOPES[scope])
    return Standing(
        grounds=tuple(ground for ground, true in met.items() if true),
        bars=tuple(bars),
        silent_on=silent_on,
        sixty_on=sixty_on,
        limit=limit,
        near_limit=limit is not None and today <= limit <= today + LIMIT_WARNING,
    )


def silence_ends(case: Complaint, history: Sequence[Entry], rhythm: Rhythm) -> date | None:
    """The last of the fourteen days; None once somebody answered, and before an agency was told."""
    told = told_agency(case, history)
    return None if told is None or answered(history, told) else rhythm.due(SILENCE, told).due.date()


def two_years(happened_on: date | None) -> date | None:
    """The last day of ps. 24(3); of 29 February the 28th."""
    if happened_on is None:
        return None
    try:
        return happened_on.replace(year=happened_on.year + LIMIT_YEARS)
    except ValueError:
        return happened_on.replace(year=happened_on.year + LIMIT_YEARS, day=28)


def too_old(happened_on: date | None, today: date) -> bool:
    """The two years of ps. 24(3) are over."""
    limit = two_years(happened_on)
    return limit is not None and limit < today
