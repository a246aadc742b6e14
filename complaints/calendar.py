"""The working days of a region as a value; knows no rules, no clock and not where the list came from.

Holidays and cuti bersama are decreed year by year (SKB of three ministers, usually in September). A
year nobody decreed yet is not a year without holidays: asking for it is an error that names the year.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from complaints.errors import ComplaintError
from complaints.office_hours import OFFICE_HOURS, OfficeHours

ONE_DAY = timedelta(days=1)


class CalendarMissing(ComplaintError):
    """No list of holidays and cuti bersama for this year."""

    msgid = "error.calendar_missing"

    def __init__(self, year: int) -> None:
        super().__init__(f"daftar hari libur dan cuti bersama tahun {year} belum ada")
        self.year = year


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingCalendar:
    """Days off of one region. `version` is stored with every due date counted on it."""

    holidays: frozenset[date]
    version: str
    years: range  # decreed: holidays and cuti bersama both known
    #: Public holidays known, cuti bersama not yet decreed: counted, but the due date says so.
    provisional: frozenset[int] = frozenset()

    def is_holiday(self, day: date) -> bool:
        """Public holiday or cuti bersama; raises CalendarMissing outside the known years."""
        if day.year not in self.years and day.year not in self.provisional:
            raise CalendarMissing(day.year)
        return day in self.holidays

    def is_working(self, day: date, hours: OfficeHours = OFFICE_HOURS) -> bool:
        """The office opens on that day."""
        return not self.is_holiday(day) and hours.on(day) is not None

    def working_day_from(self, day: date, hours: OfficeHours = OFFICE_HOURS) -> date:
        """`day` itself where it is a working day, else the next one."""
        while not self.is_working(day, hours):
            day += ONE_DAY
        return day

    def next_working_day(self, day: date, hours: OfficeHours = OFFICE_HOURS) -> date:
        """The first working day after `day`."""
        return self.working_day_from(day + ONE_DAY, hours)

    def add_working_days(self, day: date, count: int, hours: OfficeHours = OFFICE_HOURS) -> date:
        """The `count`-th working day after `day`; a day off first rolls forward and is then day 0."""
        day = self.working_day_from(day, hours)
        for _ in range(count):
            day = self.next_working_day(day, hours)
        return day

    def require(self, year: int) -> None:
        """Raises CalendarMissing unless the list of `year` is decreed and complete."""
        if year not in self.years:
            raise CalendarMissing(year)

    def is_provisional(self, first: date, last: date) -> bool:
        """Whether the days from first to last touch a year without decreed cuti bersama."""
        return any(year in self.provisional for year in range(first.year, last.year + 1))
