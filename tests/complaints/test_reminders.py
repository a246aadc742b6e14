"""Nobody is reminded between closing and opening, on weekends, libur or cuti bersama (systems §7 row 19)."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from complaints.calendar import WorkingCalendar
from complaints.office_hours import OFFICE_HOURS, OfficeHours
from complaints.pauses import Pause
from complaints.rules import RULES
from complaints.sla import due, is_working_moment, next_working_moment, warn_moments
from tests.complaints import oracle
from tests.complaints.decrees import DAYS_OFF

WIB = ZoneInfo("Asia/Jakarta")
SIX_DAYS = OfficeHours(week=(*OFFICE_HOURS.week[:5], (time(8), time(12)), None))


def wib(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=WIB)


def next_moment(calendar: WorkingCalendar, text: str, hours: OfficeHours = OFFICE_HOURS) -> str:
    found = next_working_moment(wib(text), zone=WIB, calendar=calendar, hours=hours)
    return found.isoformat(timespec="minutes").removesuffix("+07:00")


def is_open(wall: datetime) -> bool:
    """The oracle: five weekdays, hours in minutes, typed decrees."""
    minute = wall.hour * 60 + wall.minute
    weekday = wall.isoweekday() < 6 and wall.date() not in DAYS_OFF
    return weekday and 480 <= minute < oracle.closing_minute(wall.date())


def test_every_half_hour_of_five_years(calendar: WorkingCalendar) -> None:
    """Walking backwards, the next open half hour is known without counting days."""
    wall, following = datetime.fromisoformat("2028-01-03T08:00"), ""
    while wall.year >= 2023:
        following = wall.isoformat(timespec="minutes") if is_open(wall) else following
        assert next_moment(calendar, wall.isoformat()) == following
        wall -= timedelta(minutes=30)


def test_closing_is_already_closed(calendar: WorkingCalendar) -> None:
    assert next_moment(calendar, "2026-11-17T15:59:59") == "2026-11-17T15:59"
    assert next_moment(calendar, "2026-11-17T16:00") == "2026-11-18T08:00"
    assert next_moment(calendar, "2026-11-20T15:00") == "2026-11-23T08:00"
    assert next_moment(calendar, "2026-03-17T17:00") == "2026-03-25T08:00"


def test_the_moment_is_of_the_agencys_zone(calendar: WorkingCalendar) -> None:
    early = datetime(2026, 11, 17, 0, 30, tzinfo=UTC)  # 07.30 WIB, 09.30 WIT
    east = ZoneInfo("Asia/Jayapura")
    assert not is_working_moment(early, zone=WIB, calendar=calendar)
    assert is_working_moment(early, zone=east, calendar=calendar)
    assert next_working_moment(early, zone=east, calendar=calendar) == early


def test_an_office_open_on_saturday(calendar: WorkingCalendar) -> None:
    assert next_moment(calendar, "2026-11-20T18:00", SIX_DAYS) == "2026-11-21T08:00"
    assert next_moment(calendar, "2026-11-21T12:00", SIX_DAYS) == "2026-11-23T08:00"
    found = due(RULES["admin"], wib("2026-11-19T09:00"), zone=WIB, calendar=calendar, hours=SIX_DAYS)
    assert found.due.date() == date(2026, 11, 23)


def test_warnings_of_the_first_response(calendar: WorkingCalendar) -> None:
    moments = warn_moments(RULES["respon_awal"], wib("2026-03-13T09:00"), zone=WIB, calendar=calendar)
    assert moments == (wib("2026-03-25T08:00"), wib("2026-03-26T08:00"))


def test_a_pause_moves_the_warning_with_the_due_date(calendar: WorkingCalendar) -> None:
    waiting = [Pause(start=wib("2026-11-17T00:00"), end=wib("2026-11-18T00:00"))]
    moments = warn_moments(RULES["verifikasi"], wib("2026-11-16T09:00"), waiting, zone=WIB, calendar=calendar)
    assert moments == (wib("2026-11-19T08:00"),)


def test_calendar_warnings_wait_for_the_office_and_never_come_too_late(
    calendar: WorkingCalendar,
) -> None:
    # Day 28 is a Saturday; day 30 a Monday on which the office opens before the day ends.
    moments = warn_moments(RULES["lengkapi"], wib("2026-10-24T20:00"), zone=WIB, calendar=calendar)
    assert [moment.date() for moment in moments] == [
        date(2026, 11, 2),
        date(2026, 11, 16),
        date(2026, 11, 23),
    ]
    # Day 28 opens the days off of Idulfitri: the next opening lies behind the due date.
    late = warn_moments(RULES["lengkapi"], wib("2026-02-18T20:00"), zone=WIB, calendar=calendar)
    assert [moment.date() for moment in late] == [date(2026, 2, 25), date(2026, 3, 11)]


@settings(max_examples=200, deadline=None)
@given(
    st.datetimes(datetime.fromisoformat("2023-01-01"), datetime.fromisoformat("2027-09-01")),
    st.sampled_from(list(RULES)),
)
def test_warnings_lie_in_office_time_before_the_due_date(
    calendar: WorkingCalendar, start: datetime, code: str
) -> None:
    start = start.replace(tzinfo=WIB)
    end = due(RULES[code], start, zone=WIB, calendar=calendar).due
    moments = warn_moments(RULES[code], start, zone=WIB, calendar=calendar)
    assert list(moments) == sorted(set(moments))
    assert all(is_open(moment.replace(tzinfo=None)) for moment in moments)
    assert all(start < moment < end for moment in moments)
