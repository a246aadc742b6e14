"""Counting: parts add up, order does not matter, few cases have no share, silence is never a merit."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from complaints.counting import FEW, OUTCOMES, Fact, Numbers, Recap, counted, overdue_now, rolled_up, waits
from complaints.lifecycle import OPEN, Resolution, Status

ZONE = ZoneInfo("Asia/Jakarta")
SINCE = datetime(2026, 10, 31, 17, tzinfo=UTC)  # midnight in Batam
RULES = ("verifikasi", "respon_awal", "penghubung", "penyelesaian_14")


@st.composite
def facts(draw: st.DrawFn) -> Fact:
    status = draw(st.sampled_from(Status))
    closings = [each for each in Resolution if each is not Resolution.ARCHIVED]
    ended = {Status.CLOSED: closings, Status.ARCHIVED: [Resolution.ARCHIVED]}
    filed = SINCE + timedelta(seconds=draw(st.integers(0, 30 * 86_400)))
    wait = draw(st.none() | st.integers(0, 60 * 86_400))
    return Fact(
        id=str(draw(st.integers(0, 10**9))), number="NH-7K3Q-9DXM", status=status,
        agency_id=draw(st.sampled_from([None, "a", "b", "c"])),
        region=draw(st.sampled_from(["", "21.71", "21.71.01"])),
        topic=draw(st.sampled_from([None, "ADM", "JLN"])), channel=draw(st.sampled_from(["", "telegram", "whatsapp"])),
        resolution=draw(st.sampled_from(ended[status])) if status in ended else None, filed_at=filed,
        first_response_at=None if wait is None else filed + timedelta(seconds=wait),
        overdue=draw(st.frozensets(st.sampled_from(RULES))),
    )  # fmt: skip


many = st.lists(facts(), max_size=40)


def groups(recap: Recap) -> list[list[Numbers]]:
    return [[g.numbers for g in found] for found in (recap.agencies, recap.topics, recap.places, recap.channels)]


@given(many)
def test_the_parts_of_every_table_add_up_to_the_whole(cases: list[Fact]) -> None:
    recap = counted(cases, ZONE)
    total = recap.total
    assert total.received == len(cases) == sum(total.outcomes.values()) and set(total.outcomes) == set(OUTCOMES)
    for parts in (*groups(recap), [numbers for _, numbers in recap.days]):
        assert sum(part.received for part in parts) == total.received
        assert sum(part.solved for part in parts) == total.solved
        assert sum(part.open for part in parts) == total.open
        assert sum(part.late for part in parts) == total.late
        assert sum(part.answered for part in parts) == total.answered
    assert total.late <= sum(n for _, n in recap.overdue) or not total.late
    assert all(n <= total.late for _, n in recap.overdue)


@given(many, st.randoms(use_true_random=False))
def test_the_order_of_the_cases_changes_no_number(cases: list[Fact], chance: random.Random) -> None:
    shuffled = list(cases)
    chance.shuffle(shuffled)
    assert counted(shuffled, ZONE, ["a", "z"]) == counted(cases, ZONE, ["a", "z"])


@given(many)
def test_no_share_is_told_of_few_and_none_is_beyond_its_bounds(cases: list[Fact]) -> None:
    recap = counted(cases, ZONE)
    for numbers in (recap.total, *(each for group in groups(recap) for each in group)):
        assert (numbers.share is None) == (numbers.received < FEW)
        assert numbers.share is None or 0 <= numbers.share <= 100
        assert numbers.solved + numbers.open <= numbers.received


@given(st.lists(st.floats(0, 400), min_size=1, max_size=50))
def test_median_and_nine_of_ten_lie_among_the_waits(days: list[float]) -> None:
    found = waits(days)
    assert found is not None and found.n == len(days)
    assert found.median <= found.p90 + 0.05 and found.p90 <= round(max(days), 1)
    assert sum(day <= found.p90 + 0.051 for day in days) >= 0.9 * len(days)


def fact(status: Status, resolution: Resolution | None = None, wait: float | None = None, **given: object) -> Fact:
    first = None if wait is None else SINCE + timedelta(days=wait)
    return Fact(
        **{"id": "1", "number": "NH-7K3Q-9DXM", "agency_id": "a", "filed_at": SINCE} | given,  # type: ignore[arg-type]
        status=status, resolution=resolution, first_response_at=first,
    )  # fmt: skip


def test_the_month_is_counted_by_its_definition() -> None:
    cases = [
        fact(Status.CLOSED, Resolution.CONFIRMED, 1), fact(Status.RESOLVED, wait=2), fact(Status.ANSWERED, wait=6),
        fact(Status.FORWARDED, overdue=frozenset({"respon_awal"})), fact(Status.REOPENED, wait=2),
    ]  # fmt: skip
    total = counted(cases, ZONE).total
    assert (total.received, total.solved, total.open, total.late, total.share) == (5, 2, 3, 1, 40)
    assert total.waits is not None
    assert (total.waits.n, total.waits.mean, total.waits.median, total.waits.p90) == (4, 2.8, 2.0, 6.0)
    assert counted(cases[:4], ZONE).total.share is None and counted([], ZONE).total.waits is None


def test_a_reopened_case_leaves_the_numerator_and_withdrawn_ones_never_were_in_it() -> None:
    for status in OPEN - {Status.RESOLVED}:
        assert not fact(status).solved
    assert fact(Status.RESOLVED).solved and fact(Status.CLOSED, Resolution.SILENT).outcome == "silent"
    for resolution in (Resolution.WITHDRAWN, Resolution.INCOMPLETE):
        assert not fact(Status.CLOSED, resolution).solved


def test_every_ending_is_an_outcome_of_its_own() -> None:
    ends = {resolution: fact(Status.CLOSED, resolution).outcome for resolution in Resolution}
    assert sorted(ends.values()) == sorted(set(OUTCOMES) - {"open", "claimed"})


def test_who_received_nothing_is_named_apart_and_who_said_nothing_has_no_time() -> None:
    silent = [fact(Status.FORWARDED, agency_id="silent") for _ in range(6)]
    quick = [fact(Status.CLOSED, Resolution.CONFIRMED, 1, agency_id="quick")]
    recap = counted([*silent, *quick], ZONE, ["silent", "quick", "nothing"])
    assert recap.quiet == ("nothing",) and "nothing" not in {group.key for group in recap.agencies}
    numbers = {group.key: group.numbers for group in recap.agencies}
    assert numbers["silent"].waits is None and numbers["silent"].share == 0 and numbers["quick"].share is None
    assert [group.key for group in recap.agencies] == ["silent", "quick"]  # by what came, not by how little is open


@given(many)
def test_an_office_above_others_has_what_they_have_together(cases: list[Fact]) -> None:
    recap = counted(cases, ZONE)
    above = {"a": ("dinas", "pemda"), "b": ("dinas", "pemda"), "c": ("pemda",)}
    sums = {group.key: group.numbers for group in rolled_up(recap.agencies, above)}
    by = {group.key: group.numbers for group in recap.agencies if group.key}
    for office, units in {"dinas": {"a", "b"}, "pemda": {"a", "b", "c"}}.items():
        below = [by[unit] for unit in units & by.keys()]
        assert (office in sums) == (len(below) > 1), "over one unit it would say the same twice"
        if office in sums:
            assert sums[office].received == sum(each.received for each in below)
            assert sums[office].solved == sum(each.solved for each in below)
            assert sums[office].waits is None, "no mean of means"
    assert sums.keys() <= {"dinas", "pemda"}


def test_a_day_is_the_day_of_the_service_and_a_wait_is_counted_in_whole_seconds() -> None:
    late_evening = fact(Status.FORWARDED, filed_at=datetime(2026, 11, 1, 16, 59, tzinfo=UTC))
    after_midnight = fact(Status.FORWARDED, filed_at=datetime(2026, 11, 1, 17, 0, tzinfo=UTC))
    days = counted([late_evening, after_midnight], ZONE).days
    assert [day.day for day, _ in days] == [1, 2]
    odd = fact(Status.ANSWERED, filed_at=SINCE + timedelta(microseconds=999_999), wait=0.5)
    assert odd.wait == 0.5


def test_only_officials_are_late_and_from_the_very_second() -> None:
    deadlines = [("respon_awal", SINCE), ("tutup_otomatis", SINCE), ("penghubung", SINCE + timedelta(seconds=2))]
    assert overdue_now(deadlines, SINCE) == frozenset()
    assert overdue_now(deadlines, SINCE + timedelta(seconds=1)) == {"respon_awal"}
