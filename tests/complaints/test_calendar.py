"""Working days and office hours as values: what they refuse, what they count."""

from datetime import date, time

import pytest

from complaints.calendar import CalendarMissing, WorkingCalendar
from complaints.office_hours import (
    OFFICE_HOURS,
    OfficeHours,
    OfficeHoursError,
    UnknownZone,
    zone_named,
)
from tests.complaints.decrees import DECREED

CLOSED = OFFICE_HOURS.week[6:]


@pytest.mark.parametrize(("year", "days"), [(2023, 239), (2024, 238), (2025, 237), (2026, 240), (2027, 242)])
def test_working_days_of_a_year(calendar: WorkingCalendar, year: int, days: int) -> None:
    """2024-2027: the counts of handbook §6."""
    every = (date.fromordinal(n) for n in range(*(date(y, 1, 1).toordinal() for y in (year, year + 1))))
    assert sum(calendar.is_working(day) for day in every) == days


def test_rolling_forward(calendar: WorkingCalendar) -> None:
    friday, monday = date(2026, 11, 20), date(2026, 11, 23)
    assert calendar.working_day_from(friday) == friday
    assert calendar.next_working_day(friday) == monday
    assert calendar.add_working_days(date(2026, 11, 21), 0) == monday


@pytest.mark.parametrize("year", [2022, 2029])
def test_a_year_without_a_list_is_never_a_year_without_holidays(calendar: WorkingCalendar, year: int) -> None:
    with pytest.raises(CalendarMissing, match=str(year)):
        calendar.is_working(date(year, 6, 1))


def test_an_undecreed_year_counts_but_is_not_enough(calendar: WorkingCalendar) -> None:
    assert not calendar.is_working(date(2028, 1, 26))
    with pytest.raises(CalendarMissing, match="2028"):
        calendar.require(2028)
    for year in DECREED:
        calendar.require(year)
    assert calendar.is_provisional(date(2027, 12, 1), date(2028, 1, 3))
    assert not calendar.is_provisional(date(2027, 1, 1), date(2027, 12, 31))


@pytest.mark.parametrize(
    "week",
    [
        (),
        CLOSED * 7,
        OFFICE_HOURS.week[:6],
        ((time(16), time(8)), *CLOSED * 6),
        ((time(8), time(8)), *CLOSED * 6),
    ],
)
def test_hours_that_contradict_themselves_are_refused(
    week: tuple[tuple[time, time] | None, ...],
) -> None:
    with pytest.raises(OfficeHoursError):
        OfficeHours(week=week)


@pytest.mark.parametrize(
    ("name", "key"),
    [("WIB", "Asia/Jakarta"), ("wita", "Asia/Makassar"), ("WIT", "Asia/Jayapura"),
     ("Asia/Pontianak", "Asia/Pontianak")],
)  # fmt: skip
def test_zones_by_the_names_people_use(name: str, key: str) -> None:
    assert zone_named(name).key == key


@pytest.mark.parametrize("name", ["", "WIX", "Asia", "../etc/passwd", "/etc/passwd", "a\0b", "+07:00"])
def test_what_is_no_zone_is_named(name: str) -> None:
    with pytest.raises(UnknownZone):
        zone_named(name)
