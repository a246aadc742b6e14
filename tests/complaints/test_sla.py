"""The clocks: vectors of the handbook, the edges of each word of the rule."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from complaints.calendar import CalendarMissing, WorkingCalendar
from complaints.office_hours import NaiveTime
from complaints.pauses import Pause
from complaints.rules import RULES, Basis, Rule, RuleError, rule_named
from complaints.sla import Due, StillPaused, due

WIB, WITA, WIT = (ZoneInfo(f"Asia/{city}") for city in ("Jakarta", "Makassar", "Jayapura"))


def wib(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=WIB)


def pause(start: str, end: str | None) -> Pause:
    return Pause(start=wib(start), end=wib(end) if end else None)


@pytest.mark.parametrize(
    ("start", "days", "expected"),
    [
        ("2026-03-13", 3, "2026-03-25"),
        ("2026-03-13", 5, "2026-03-27"),
        ("2026-03-13", 14, "2026-04-10"),
        ("2025-03-26", 5, "2025-04-11"),
        ("2026-03-18", 1, "2026-03-26"),
        ("2026-12-23", 3, "2026-12-30"),
        ("2026-11-20", 14, "2026-12-10"),
        ("2026-11-20", 60, "2027-02-19"),
    ],
)
def test_vectors_of_the_handbook(calendar: WorkingCalendar, start: str, days: int, expected: str) -> None:
    rule = Rule(code="vector", days=days)
    found = due(rule, wib(f"{start}T10:00"), zone=WIB, calendar=calendar)
    assert found.due.isoformat() == f"{expected}T23:59:59+07:00"
    first, last = date.fromisoformat(start), date.fromisoformat(expected)
    assert calendar.add_working_days(first, days) == last


@pytest.mark.parametrize(
    ("start", "day_zero"),
    [
        ("2026-11-17T07:59", "2026-11-17"),  # before opening: the office still has the whole day
        ("2026-11-17T15:59:59", "2026-11-17"),
        ("2026-11-17T16:00:00", "2026-11-17"),  # exactly at closing is not after closing
        ("2026-11-17T16:00:00.000001", "2026-11-18"),
        ("2026-11-17T23:59:59", "2026-11-18"),
        ("2026-11-20T15:00", "2026-11-20"),  # Friday closes an hour earlier
        ("2026-11-20T15:00:01", "2026-11-23"),
        ("2026-11-20T15:59", "2026-11-23"),
        ("2026-11-21T09:00", "2026-11-23"),  # Saturday
        ("2026-03-18T09:00", "2026-03-25"),  # cuti bersama opens a week of days off
        ("2026-03-17T16:01", "2026-03-25"),
        ("2026-12-24T09:00", "2026-12-28"),  # cuti bersama, Christmas, weekend
        ("2026-12-31T16:30", "2027-01-04"),  # over the new year
    ],
)
def test_what_comes_late_or_on_a_day_off_counts_from_the_next_working_day(
    calendar: WorkingCalendar, start: str, day_zero: str
) -> None:
    found = due(RULES["verifikasi"], wib(start), zone=WIB, calendar=calendar)
    assert found.counted_from.isoformat() == day_zero


def test_calendar_days_count_from_receipt_and_never_move(calendar: WorkingCalendar) -> None:
    found = due(
        RULES["lengkapi"],
        wib("2026-03-20T22:00"),  # cuti bersama, late in the evening
        [pause("2026-03-21T00:00", None)],
        zone=WIB,
        calendar=calendar,
    )
    assert found.counted_from == date(2026, 3, 20)
    assert found.due == wib("2026-04-19T23:59:59")  # a Sunday
    assert found.skipped == ()


@pytest.mark.parametrize(
    ("pauses", "expected"),
    [
        ([("2026-11-17T08:00", "2026-11-17T16:00")], "2026-11-20"),  # exactly the office time
        ([("2026-11-17T08:01", "2026-11-17T16:00")], "2026-11-19"),  # a minute of work is left
        ([("2026-11-17T08:00", "2026-11-17T15:59")], "2026-11-19"),
        ([("2026-11-16T07:00", "2026-11-16T18:00")], "2026-11-19"),  # day 0 is never moved
        ([("2026-11-10T07:00", "2026-11-17T16:00")], "2026-11-20"),  # began before the clock
        ([("2026-11-17T12:00", "2026-11-17T17:00"), ("2026-11-17T07:00", "2026-11-17T12:00")], "2026-11-20"),
        ([("2026-11-17T07:00", "2026-11-17T13:00"), ("2026-11-17T11:00", "2026-11-17T16:00")], "2026-11-20"),
        ([("2026-11-17T07:00", "2026-11-17T11:59"), ("2026-11-17T12:00", "2026-11-17T16:00")], "2026-11-19"),
        ([("2026-11-19T00:00", "2026-11-20T15:00")], "2026-11-23"),  # due day and Friday to 15.00
        ([("2026-11-19T00:00", "2026-11-20T14:59")], "2026-11-20"),
        ([("2026-11-21T00:00", "2026-11-23T00:00")], "2026-11-19"),  # a weekend, after the due day
        ([("2026-11-20T00:00", None)], "2026-11-19"),  # still running, but too late to matter
        ([("2026-11-17T09:00", "2026-11-17T09:00")], "2026-11-19"),  # no time at all
    ],
)  # fmt: skip
def test_a_day_is_left_out_only_if_its_whole_office_time_is_paused(
    calendar: WorkingCalendar, pauses: list[tuple[str, str | None]], expected: str
) -> None:
    given = [pause(*pair) for pair in pauses]
    found = due(RULES["verifikasi"], wib("2026-11-16T09:00"), given, zone=WIB, calendar=calendar)
    assert found.counted_from == date(2026, 11, 16)
    assert found.due.date().isoformat() == expected


def test_a_pause_is_measured_in_the_zone_of_the_agency(calendar: WorkingCalendar) -> None:
    """10.00-18.00 WIT is 08.00-16.00 WIB: a whole day in Batam, not in Jayapura."""
    waiting = Pause(start=datetime(2026, 11, 17, 10, tzinfo=WIT), end=datetime(2026, 11, 17, 18, tzinfo=WIT))
    start = datetime(2026, 11, 16, 3, tzinfo=UTC)
    in_batam = due(RULES["verifikasi"], start, [waiting], zone=WIB, calendar=calendar)
    in_jayapura = due(RULES["verifikasi"], start, [waiting], zone=WIT, calendar=calendar)
    assert in_batam.due.isoformat() == "2026-11-20T23:59:59+07:00"
    assert in_jayapura.due.isoformat() == "2026-11-19T23:59:59+09:00"


def test_the_zone_decides_the_day_of_receipt(calendar: WorkingCalendar) -> None:
    evening = datetime(2026, 11, 16, 8, 30, tzinfo=UTC)  # 15.30 WIB, 16.30 WITA
    days = [
        due(RULES["admin"], evening, zone=zone, calendar=calendar).counted_from.day
        for zone in (WIB, WITA, WIT)
    ]
    assert days == [16, 17, 17]


def test_a_running_pause_holds_the_clock(calendar: WorkingCalendar) -> None:
    with pytest.raises(StillPaused) as stopped:
        due(
            RULES["respon_awal"],
            wib("2026-11-16T09:00"),
            [pause("2026-11-17T09:00", None)],
            zone=WIB,
            calendar=calendar,
        )
    assert stopped.value.counted_from == date(2026, 11, 16)


def test_skipped_explains_every_day_between(calendar: WorkingCalendar) -> None:
    waiting = [pause("2026-03-16T00:00", "2026-03-17T00:00")]
    found = due(RULES["respon_awal"], wib("2026-03-13T09:00"), waiting, zone=WIB, calendar=calendar)
    assert [day.day for day in found.skipped] == [14, 15, 16, 18, 19, 20, 21, 22, 23, 24, 28, 29]
    assert (found.due.date() - found.counted_from).days == 5 + len(found.skipped)


def test_an_unknown_year_is_loud_and_named(calendar: WorkingCalendar) -> None:
    with pytest.raises(CalendarMissing, match="2029"):
        due(RULES["ombudsman"], wib("2028-12-20T09:00"), zone=WIB, calendar=calendar)
    with pytest.raises(CalendarMissing, match="2022"):
        due(RULES["admin"], wib("2022-12-30T09:00"), zone=WIB, calendar=calendar)


def test_a_due_date_in_an_undecreed_year_says_so(calendar: WorkingCalendar) -> None:
    def count(code: str, start: str) -> Due:
        return due(RULES[code], wib(start), zone=WIB, calendar=calendar)

    assert count("ombudsman", "2027-11-22T09:00").provisional
    assert count("ombudsman", "2027-11-22T09:00").version == "2026.1/60/skb?"
    assert not count("ombudsman", "2027-09-01T09:00").provisional
    assert not count("ombudsman_kalender", "2027-11-22T09:00").provisional


def test_naive_times_are_refused(calendar: WorkingCalendar) -> None:
    naive = datetime(2026, 11, 16, 9)  # noqa: DTZ001
    with pytest.raises(NaiveTime):
        due(RULES["admin"], naive, zone=WIB, calendar=calendar)
    with pytest.raises(NaiveTime):
        Pause(start=naive)


def test_the_table_of_limits() -> None:
    limits = {rule.code: (rule.days, rule.basis) for rule in RULES.values()}
    working = {
        "verifikasi": 3, "admin": 3, "respon_awal": 5, "penghubung": 10, "penyelesaian_5": 5,
        "penyelesaian_14": 14, "penyelesaian_60": 60, "tutup_otomatis": 10, "ombudsman": 60,
    }  # fmt: skip
    assert limits == {code: (days, Basis.WORKING) for code, days in working.items()} | {
        "lengkapi": (30, Basis.CALENDAR),
        "ombudsman_kalender": (60, Basis.CALENDAR),
    }
    assert all(0 < day < rule.days for rule in RULES.values() for day in rule.warn)
    with pytest.raises(RuleError, match="penyelesaian_7"):
        rule_named("penyelesaian_7")


def test_an_agency_may_only_be_stricter() -> None:
    rule = RULES["penyelesaian_14"]
    assert rule.shortened(20) is rule.shortened(14) is rule.shortened(None) is rule
    assert (rule.shortened(11).days, rule.shortened(11).warn) == (11, (10,))
    assert rule.shortened(5).warn == (4,)
    assert rule.shortened(1).warn == ()
    with pytest.raises(RuleError):
        rule.shortened(0)


def test_a_hand_over_starts_a_new_response_clock_only(calendar: WorkingCalendar) -> None:
    """Handbook §1.6 (b): the 60 days go on from the day of filing, wherever the case travels."""
    filed, moved = wib("2026-11-16T09:00"), wib("2026-11-20T15:30")
    whole = due(RULES["ombudsman"], filed, zone=WIB, calendar=calendar)
    hop = due(RULES["respon_awal"], moved, zone=WIB, calendar=calendar)
    assert hop.counted_from == date(2026, 11, 23)
    assert hop.due - wib("2026-11-30T23:59:59") == timedelta()
    assert whole.due.date() == calendar.add_working_days(filed.date(), 60)
