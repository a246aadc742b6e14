"""When one agency works and how long it has: zone, days off, hours and limits together; reads no clock."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, tzinfo

from complaints import sla
from complaints.calendar import ONE_DAY, WorkingCalendar
from complaints.office_hours import OFFICE_HOURS, OfficeHours
from complaints.pauses import Pause
from complaints.rules import Rule, rule_named


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """`complaints.sla` with everything of the agency already said."""

    zone: tzinfo
    calendar: WorkingCalendar
    hours: OfficeHours = OFFICE_HOURS
    limits: Mapping[str, int] = field(default_factory=dict)
    #: (until when, what held then), oldest first: a clock keeps the rules it began with.
    earlier: tuple[tuple[datetime, Rhythm], ...] = ()

    def held(self, at: datetime) -> Rhythm:
        """What held for the agency then."""
        return next((rhythm for until, rhythm in self.earlier if at < until), self)

    def rule(self, code: str) -> Rule:
        """The rule of that code, shorter where the agency is quicker."""
        return rule_named(code).shortened(self.limits.get(code))

    def due(self, rule: Rule, start: datetime, pauses: Iterable[Pause] = ()) -> sla.Due:
        """When it runs out."""
        return sla.due(rule, start, pauses, zone=self.zone, calendar=self.calendar, hours=self.hours)

    def warn_moments(self, rule: Rule, start: datetime, pauses: Iterable[Pause] = ()) -> tuple[datetime, ...]:
        """When to remind of it."""
        return sla.warn_moments(rule, start, pauses, zone=self.zone, calendar=self.calendar, hours=self.hours)

    def is_working(self, at: datetime) -> bool:
        """The office is open."""
        return sla.is_working_moment(at, zone=self.zone, calendar=self.calendar, hours=self.hours)

    def next_working(self, at: datetime) -> datetime:
        """`at` itself in office hours, else the next opening."""
        return sla.next_working_moment(at, zone=self.zone, calendar=self.calendar, hours=self.hours)

    def next_morning(self, at: datetime) -> datetime:
        """The opening of the next working day after today."""
        return self.next_working(datetime.combine(self.day(at) + ONE_DAY, time.min, tzinfo=self.zone))

    def day(self, at: datetime) -> date:
        """The day it is there."""
        return at.astimezone(self.zone).date()

    def soon(self, at: datetime, days: int) -> date:
        """The last day that counts as near: so many working days from today."""
        return self.calendar.add_working_days(self.day(at), days, self.hours)
