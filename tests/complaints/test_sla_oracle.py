"""Due dates against a second opinion: every day of 2023-2027, pauses of every shape, every hop."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from complaints.calendar import WorkingCalendar
from complaints.pauses import Pause
from complaints.rules import RULES
from complaints.sla import due
from tests.complaints import oracle

ZONES = list(oracle.OFFSET)
EVERY_DAY = [date(2023, 1, 1) + timedelta(days=n) for n in range(1826)]
#: Around opening and both closings, to the second.
EDGES = [time(0), time(7, 59), time(15), time(15, 0, 1), time(16), time(16, 0, 1), time(23, 59, 59)]

Span = tuple[datetime, datetime]


@pytest.mark.parametrize("code", RULES)
def test_every_start_date(calendar: WorkingCalendar, code: str) -> None:
    for number, day in enumerate(EVERY_DAY):
        name = ZONES[number % 3]
        zone = ZoneInfo(name)
        for edge in EDGES:
            start = datetime.combine(day, edge, tzinfo=zone)
            found = due(RULES[code], start.astimezone(UTC), zone=zone, calendar=calendar)
            answer = (found.counted_from, found.due.date())
            assert answer == oracle.due_day(code, start, name), start
            assert (answer[1] - answer[0]).days == RULES[code].days + len(found.skipped)
            assert found.due.timetz() == time(23, 59, 59, tzinfo=zone)


moments = st.builds(
    lambda day, minute, zone: (
        datetime.combine(day, time(), tzinfo=ZoneInfo(zone)) + timedelta(minutes=minute)
    ),
    st.sampled_from(EVERY_DAY[1:]),  # New Year's first hours lie in 2022 further west
    st.integers(0, 1439) | st.sampled_from([479, 480, 481, 899, 900, 901, 959, 960, 961]),
    st.sampled_from(ZONES),
)


@st.composite
def spans(draw: st.DrawFn, start: datetime, zone: str) -> list[Span]:
    """Pauses that like to begin and end where the office opens and closes, on the agency's wall."""
    midnight = datetime.combine(start.astimezone(ZoneInfo(zone)), time(), tzinfo=ZoneInfo(zone))
    edge = st.sampled_from([0, 479, 480, 481, 720, 899, 900, 901, 959, 960, 961])
    writer = st.sampled_from([*map(ZoneInfo, ZONES), UTC])
    drawn = []
    for _ in range(draw(st.integers(0, 5))):
        begin = draw(st.integers(-5, 30)) * 1440 + draw(edge)
        end = begin + draw(st.integers(0, 9)) * 1440 + draw(edge)
        pair = sorted(midnight + timedelta(minutes=minute) for minute in (begin, end))
        drawn.append((pair[0].astimezone(draw(writer)), pair[1].astimezone(draw(writer))))
    return drawn


@settings(max_examples=400, deadline=None)
@given(st.data(), moments, st.sampled_from(ZONES), st.sampled_from(list(oracle.LIMIT)))
def test_pauses(
    calendar: WorkingCalendar, data: st.DataObject, start: datetime, zone: str, code: str
) -> None:
    drawn = data.draw(spans(start, zone))
    given_pauses = [Pause(start=begin, end=end) for begin, end in drawn]
    found = due(RULES[code], start, given_pauses, zone=ZoneInfo(zone), calendar=calendar)
    expected = oracle.paused_due_day(code, start, drawn, zone)
    assert (found.counted_from, found.due.date()) == expected
    assert (expected[1] - expected[0]).days == RULES[code].days + len(found.skipped)


@settings(max_examples=100, deadline=None)
@given(
    st.data(),
    moments,
    st.lists(st.tuples(st.integers(0, 20 * 1440), st.sampled_from(ZONES)), min_size=1, max_size=4),
)
def test_hops(
    calendar: WorkingCalendar,
    data: st.DataObject,
    filed: datetime,
    hops: list[tuple[int, str]],
) -> None:
    """A case handed on from zone to zone, all its pauses given to every clock: each hop has its own."""
    home = hops[0][1]
    drawn = data.draw(spans(filed, home))
    waits = [Pause(start=begin, end=end) for begin, end in drawn]
    whole = due(RULES["ombudsman"], filed, waits, zone=ZoneInfo(home), calendar=calendar)
    at = filed
    for wait, zone in hops:
        at += timedelta(minutes=wait)
        for code in ("respon_awal", "penghubung"):
            hop = due(RULES[code], at, waits, zone=ZoneInfo(zone), calendar=calendar)
            expected = oracle.paused_due_day(code, at, drawn, zone)
            assert (hop.counted_from, hop.due.date()) == expected
            over = [pause for pause in waits if pause.end is None or pause.end > at]
            assert hop == due(RULES[code], at, over, zone=ZoneInfo(zone), calendar=calendar)
    again = due(RULES["ombudsman"], filed, waits, zone=ZoneInfo(home), calendar=calendar)
    assert again == whole


@settings(max_examples=100, deadline=None)
@given(st.data(), moments, st.sampled_from(ZONES))
def test_calendar_days_know_no_pause(
    calendar: WorkingCalendar, data: st.DataObject, start: datetime, zone: str
) -> None:
    waits = [Pause(start=begin, end=end) for begin, end in data.draw(spans(start, zone))]
    for code in oracle.CALENDAR_LIMIT:
        found = due(RULES[code], start, waits, zone=ZoneInfo(zone), calendar=calendar)
        assert (found.counted_from, found.due.date()) == oracle.due_day(code, start, zone)
