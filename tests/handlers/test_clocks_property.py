"""Whatever happened to a case, its timer rows are what `complaints.sla` says of each running clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.holidays import load_calendar
from complaints import sla
from complaints.errors import NotAllowed, TargetMissing
from complaints.lifecycle import Action, Status
from complaints.model import ENDED, MAY, Actor, Complaint, Entry, Role
from complaints.rhythm import Rhythm
from complaints.running import running, starts, waits
from handlers.clocks import rows

WIB = ZoneInfo("Asia/Jakarta")
CALENDAR = load_calendar()
RHYTHM = Rhythm(zone=WIB, calendar=CALENDAR)
FIRST = datetime(2023, 1, 2, tzinfo=UTC)
#: So that sixty working days and every wait still end in a decreed year.
LAST_START, STEP = 1_500 * 24 * 60, 5 * 24 * 60

steps = st.lists(st.tuples(st.sampled_from(sorted(Action)), st.integers(1, STEP)), max_size=6)


def lived(start: datetime, done: list[tuple[Action, int]]) -> tuple[Complaint, list[Entry], datetime]:
    """A case to which that happened, as far as it was allowed."""
    case = Complaint(
        id="0" * 32, number="NH-7K3Q-9DXM", status=Status.FORWARDED, chat_key="c", story="x", draft_id="d",
        agency_id="a", filed_at=start, forwarded_at=start,
    )  # fmt: skip
    history, at, target = [case.submitted(by=Actor(role=Role.CITIZEN, key="c"))], start, "b"
    for action, minutes in done:
        at += timedelta(minutes=minutes)
        role = next(role for role, may in MAY.items() if action in may)
        try:
            case, entry = case.apply(action, by=Actor(role=role, key="x"), at=at, target=target)
        except (NotAllowed, TargetMissing):
            continue
        target = "a" if case.agency_id == "b" else "b"
        history.append(entry)
    return case, history, at


@settings(max_examples=150, deadline=None)
@given(start=st.integers(0, LAST_START), done=steps)
def test_every_row_is_what_the_rules_say(start: int, done: list[tuple[Action, int]]) -> None:
    case, history, at = lived(FIRST + timedelta(minutes=start), done)
    paused = waits(history)
    began = starts(case, history, whole="ombudsman")
    found = running(case, history, paused, RHYTHM, whole="ombudsman", disposes=False)
    planned = rows(case, history, found, RHYTHM, at=at)
    wanted = []
    for code, since in began.items():
        rule = sla.rule_named(code)
        try:
            ends = sla.due(rule, since, paused, zone=WIB, calendar=CALENDAR).due
        except sla.StillPaused:
            continue
        wanted.append((code, "due", ends))
        moments = sla.warn_moments(rule, since, paused, zone=WIB, calendar=CALENDAR)
        wanted += [(code, "warn", moment) for moment in moments if at < moment < ends]
    assert sorted((rule, kind, moment) for rule, kind, moment, _ in planned) == sorted(wanted)
    warned = [moment for _, kind, moment in wanted if kind == "warn"]
    assert all(sla.is_working_moment(moment, zone=WIB, calendar=CALENDAR) for moment in warned)


@settings(max_examples=150, deadline=None)
@given(start=st.integers(0, LAST_START), done=steps)
def test_the_sixty_days_begin_once_and_end_with_the_case(start: int, done: list[tuple[Action, int]]) -> None:
    case, history, _ = lived(FIRST + timedelta(minutes=start), done)
    began = starts(case, history, whole="ombudsman")
    assert (case.status in ENDED) == (began == {})
    assert began.get("ombudsman", case.filed_at) == case.filed_at
    if case.status is Status.NEEDS_INFO:
        assert set(began) == {"ombudsman", "lengkapi"}
