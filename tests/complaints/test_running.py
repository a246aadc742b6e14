"""Which clocks of a case run, and since when: four hops apart, a settlement by kind, and LAPOR!'s other ten days.

Handbook systems §5 rows 1 and 2.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from complaints.calendar import WorkingCalendar
from complaints.lifecycle import Action, Status
from complaints.model import Actor, Complaint, Entry, Role
from complaints.office_hours import OFFICE_HOURS
from complaints.rhythm import Rhythm
from complaints.running import running
from complaints.undo import UNDO

AT = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)  # Friday, 10.00 in Batam
LATER = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
CASE = Complaint(
    id="a" * 32, number="NH-7K3Q-9DXM", status=Status.FORWARDED, chat_key="c" * 32, reporter="Siti", story="KTP",
    agency_id="2171.disdukcapil", draft_id="d", filed_at=AT, forwarded_at=AT,
)  # fmt: skip
OFFICER = Actor(role=Role.FOCAL_POINT, key="r", agency_id="2171.disdukcapil")


@pytest.fixture
def rhythm(calendar: WorkingCalendar) -> Rhythm:
    return Rhythm(zone=ZoneInfo("Asia/Jakarta"), calendar=calendar, hours=OFFICE_HOURS)


def step(action: str, after: Status, at: datetime = LATER, by: Actor = OFFICER) -> Entry:
    return Entry(at=at, action=action, by=by, before=CASE.status, after=after, agency_id=CASE.agency_id)


def days(
    case: Complaint, rhythm: Rhythm, *history: Entry, whole: str = "ombudsman", disposes: bool = False
) -> dict[str, date]:
    found = running(case, history, [], rhythm, whole=whole, disposes=disposes)
    assert all(one.due.version.startswith("2026.1/") for one in found), "each carries the version it was counted with"
    return {one.rule: one.due.due.date() for one in found}


def test_the_hops_of_the_chain_are_four_clocks_each_with_its_own_day(rhythm: Rhythm) -> None:
    received = replace(CASE, status=Status.RECEIVED, agency_id=None, forwarded_at=None)
    assert days(received, rhythm) == {"verifikasi": date(2026, 11, 25), "ombudsman": date(2027, 2, 19)}
    assert days(CASE, rhythm, disposes=True) == {
        "admin": date(2026, 11, 25), "respon_awal": date(2026, 11, 27), "penghubung": date(2026, 12, 4),
        "penyelesaian_14": date(2026, 12, 10), "ombudsman": date(2027, 2, 19),
    }  # fmt: skip
    assert "admin" not in days(CASE, rhythm), "a unit disposes nothing"


SIXTY = [("ombudsman", date(2027, 2, 19)), ("ombudsman_kalender", date(2027, 1, 19))]


@pytest.mark.parametrize(("whole", "day"), SIXTY)
def test_sixty_days_are_working_or_calendar_days_as_the_operator_says(rhythm: Rhythm, whole: str, day: date) -> None:
    assert days(CASE, rhythm, whole=whole)[whole] == day


@pytest.mark.parametrize(
    ("kind", "rule", "day"),
    [
        ("pengaduan", "penyelesaian_14", date(2026, 12, 10)),
        ("aspirasi", "penyelesaian_5", date(2026, 11, 27)),
        ("permintaan_informasi", "penyelesaian_5", date(2026, 11, 27)),
    ],
)
def test_each_kind_has_its_own_settlement(rhythm: Rhythm, kind: str, rule: str, day: date) -> None:
    found = days(replace(CASE, kind=kind), rhythm)
    assert {code: due for code, due in found.items() if code.startswith("penyelesaian")} == {rule: day}


def test_a_hand_over_begins_the_hop_anew_and_never_the_sixty_days(rhythm: Rhythm) -> None:
    moved = days(CASE, rhythm, step(Action.HAND_OVER, Status.FORWARDED))
    assert (moved["respon_awal"], moved["penghubung"]) == (date(2026, 12, 1), date(2026, 12, 8))
    assert (moved["penyelesaian_14"], moved["ombudsman"]) == (date(2026, 12, 10), date(2027, 2, 19))


def test_silence_after_an_answer_is_a_clock_of_its_own_and_not_the_focal_points_ten(rhythm: Rhythm) -> None:
    answered = replace(CASE, status=Status.ANSWERED, answered_at=LATER)
    found = days(answered, rhythm, step(Action.ANSWER, Status.ANSWERED))
    assert found == {"tutup_otomatis": date(2026, 12, 8), "ombudsman": date(2027, 2, 19)}


def test_taking_up_and_an_answer_taken_back_are_no_first_response(rhythm: Rhythm) -> None:
    """Row 3: only a human word of the agency stops that clock."""
    taken = replace(CASE, status=Status.IN_PROGRESS)
    clock = Actor(role=Role.CLOCK, key="clock")
    for history in (
        [step(Action.ACCEPT, Status.IN_PROGRESS)],
        [step("remind", Status.IN_PROGRESS, by=clock)],
        [step(Action.ANSWER, Status.ANSWERED), step(UNDO, Status.IN_PROGRESS)],
    ):
        assert days(taken, rhythm, *history)["respon_awal"] == date(2026, 11, 27)
    reopened = replace(CASE, status=Status.IN_PROGRESS)
    assert "respon_awal" not in days(reopened, rhythm, step(Action.ANSWER, Status.ANSWERED))


def test_an_ended_case_has_no_clock(rhythm: Rhythm) -> None:
    assert days(replace(CASE, status=Status.CLOSED), rhythm) == {}
