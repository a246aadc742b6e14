"""When a clock of a case runs out and when to remind; time is an argument, limits come from `rules`.

* Working days: received after closing or on a day off counts from the next working day, which is
  day 0. A working day after day 0 is left out only if its whole office time lies inside pauses.
* Calendar days: day 0 is the day of receipt as it is; pauses and days off change nothing.
* Due at 23:59:59 of day N in the agency's zone.
* Nobody is reminded outside office hours (handbook systems §7 row 19).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache

from complaints.calendar import ONE_DAY, WorkingCalendar
from complaints.errors import ComplaintError
from complaints.office_hours import OFFICE_HOURS, OfficeHours, aware
from complaints.pauses import FOREVER, Pause, merged
from complaints.rules import RULES, RULES_VERSION, Basis, Rule, rule_named

__all__ = [
    "RULES",
    "RULES_VERSION",
    "Basis",
    "Due",
    "Pause",
    "Rule",
    "StillPaused",
    "day_zero",
    "due",
    "is_working_moment",
    "next_working_moment",
    "rule_named",
    "warn_moments",
]

_LAST_SECOND = time(23, 59, 59)


class StillPaused(ComplaintError):
    """The clock stands still: the citizen was asked and has not answered."""

    msgid = "error.still_paused"

    def __init__(self, counted_from: date) -> None:
        super().__init__("jeda masih berjalan: tenggat baru ada setelah jeda selesai")
        self.counted_from = counted_from


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A due date with everything needed to check it by hand.

    `skipped` holds every date after day 0 and up to the due day that was not counted (weekend,
    holiday, cuti bersama, paused): due day - day 0 = rule.days + len(skipped).
    """

    due: datetime  # aware, in the agency's zone
    counted_from: date  # day 0
    skipped: tuple[date, ...]
    rule: Rule
    calendar_version: str
    rules_version: str = RULES_VERSION
    provisional: bool = False  # touches a year whose cuti bersama is not decreed: count again later

    @property
    def version(self) -> str:
        """What it was counted with, in one word: stored next to the date."""
        mark = "?" if self.provisional else ""
        return f"{self.rules_version}/{self.rule.days}/{self.calendar_version}{mark}"


def day_zero(
    rule: Rule,
    start: datetime,
    *,
    zone: tzinfo,
    calendar: WorkingCalendar,
    hours: OfficeHours = OFFICE_HOURS,
) -> date:
    """The day counting starts from. Exactly at closing time is not yet after closing."""
    local = aware(start).astimezone(zone)
    day = local.date()
    if rule.basis is Basis.CALENDAR:
        return day
    span = hours.on(day)
    late = span is not None and local.time() > span[1]
    return calendar.working_day_from(day + ONE_DAY if late else day, hours)


def due(
    rule: Rule,
    start: datetime,
    pauses: Iterable[Pause] = (),
    *,
    zone: tzinfo,
    calendar: WorkingCalendar,
    hours: OfficeHours = OFFICE_HOURS,
) -> Due:
    """When `rule` runs out for what came in at `start`; StillPaused while a running pause holds it."""
    first = day_zero(rule, start, zone=zone, calendar=calendar, hours=hours)
    days = _counted_days(rule, first, pauses, zone, calendar, hours)
    last, taken = days[-1], frozenset(days)
    passed = (first + timedelta(days=n) for n in range(1, (last - first).days + 1))
    working = rule.basis is Basis.WORKING
    return Due(
        due=datetime.combine(last, _LAST_SECOND, tzinfo=zone),
        counted_from=first,
        skipped=tuple(day for day in passed if day not in taken),
        rule=rule,
        calendar_version=calendar.version,
        provisional=working and calendar.is_provisional(first, last),
    )


def warn_moments(
    rule: Rule,
    start: datetime,
    pauses: Iterable[Pause] = (),
    *,
    zone: tzinfo,
    calendar: WorkingCalendar,
    hours: OfficeHours = OFFICE_HOURS,
) -> tuple[datetime, ...]:
    """When to remind: the opening of each warn day, moved on over days off, never after the due date."""
    first = day_zero(rule, start, zone=zone, calendar=calendar, hours=hours)
    days = _counted_days(rule, first, pauses, zone, calendar, hours)
    mornings = [datetime.combine(days[number - 1], time.min, tzinfo=zone) for number in rule.warn]
    moments = [
        next_working_moment(morning, zone=zone, calendar=calendar, hours=hours) for morning in mornings
    ]
    return tuple(moment for moment in dict.fromkeys(moments) if moment.date() <= days[-1])


def is_working_moment(
    at: datetime,
    *,
    zone: tzinfo,
    calendar: WorkingCalendar,
    hours: OfficeHours = OFFICE_HOURS,
) -> bool:
    """The office is open: from opening until just before closing on a working day."""
    local = aware(at).astimezone(zone)
    span = hours.on(local.date())
    open_now = span is not None and span[0] <= local.time() < span[1]
    return open_now and calendar.is_working(local.date(), hours)


def next_working_moment(
    at: datetime,
    *,
    zone: tzinfo,
    calendar: WorkingCalendar,
    hours: OfficeHours = OFFICE_HOURS,
) -> datetime:
    """`at` itself in office hours, else the next opening; the answer is in the agency's zone."""
    local = aware(at).astimezone(zone)
    if is_working_moment(at, zone=zone, calendar=calendar, hours=hours):
        return local
    span = hours.on(local.date())
    over = span is not None and local.time() >= span[1]
    day = calendar.working_day_from(local.date() + ONE_DAY if over else local.date(), hours)
    return _opening_hours(day, zone, hours)[0]


def _counted_days(
    rule: Rule,
    first: date,
    pauses: Iterable[Pause],
    zone: tzinfo,
    calendar: WorkingCalendar,
    hours: OfficeHours,
) -> Sequence[date]:
    """Day 1 to day N of the rule."""
    if rule.basis is Basis.CALENDAR:
        return [first + timedelta(days=number) for number in range(1, rule.days + 1)]
    spans = merged(pauses)
    if not spans:
        return _working_days(calendar, hours, first, rule.days)
    counted: list[date] = []
    day = first
    while len(counted) < rule.days:
        day = calendar.next_working_day(day, hours)
        until = _paused_until(day, spans, zone, hours)
        if until is None:
            counted.append(day)
        elif until == FOREVER:
            raise StillPaused(first)
    return counted


@lru_cache(maxsize=512)
def _working_days(calendar: WorkingCalendar, hours: OfficeHours, after: date, count: int) -> tuple[date, ...]:
    """So many working days after that day: every case filed on one day asks for the same sixty."""
    days = [after]
    for _ in range(count):
        days.append(calendar.next_working_day(days[-1], hours))
    return tuple(days[1:])


def _paused_until(
    day: date, spans: Sequence[tuple[datetime, datetime]], zone: tzinfo, hours: OfficeHours
) -> datetime | None:
    """End of the pause in which the whole office time of `day` lies, None if some of it is left."""
    opening, closing = (at.astimezone(UTC) for at in _opening_hours(day, zone, hours))
    return next((end for begin, end in spans if begin <= opening and closing <= end), None)


def _opening_hours(day: date, zone: tzinfo, hours: OfficeHours) -> tuple[datetime, datetime]:
    """Opening and closing of a working day as moments."""
    span = hours.on(day)
    assert span is not None, "only asked of working days"
    opening, closing = span
    return datetime.combine(day, opening, tzinfo=zone), datetime.combine(day, closing, tzinfo=zone)
