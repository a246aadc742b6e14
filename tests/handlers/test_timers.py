"""What the clock does to a case: told honestly, closed as silence, never by a clock that went wrong, never twice."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from structlog.testing import capture_logs

from complaints.agency_rules import AgencyRules
from complaints.lifecycle import Action, Resolution, Status
from complaints.model import Actor, Complaint, Role
from complaints.office_hours import OfficeHours
from complaints.rules import RuleError
from handlers import cases, clocks
from tests.handlers.lapse import CITIZEN, DISDUKCAPIL, Lapse
from tests.handlers.opening import opened

WIB = ZoneInfo("Asia/Jakarta")
OFFICER = Actor(role=Role.FOCAL_POINT, key="r", name="Rina", agency_id=DISDUKCAPIL)
WARGA = Actor(role=Role.CITIZEN, key="c", name="Siti")
STAFF = Actor(role=Role.STAFF, key="dewi", name="Dewi")


@pytest.fixture
async def lapse(migrated: Path, tmp_path: Path) -> AsyncIterator[Lapse]:
    async with opened(Lapse, migrated, tmp_path) as house:
        yield house


def at(day: int, hour: int, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=WIB).astimezone(UTC)


async def does(lapse: Lapse, case: Complaint, action: Action, by: Actor = OFFICER, target: str | None = None) -> None:
    async with lapse.database.begin() as uow:
        found = await uow.complaints.for_clock().by_id(case.id)
        assert found is not None
        await cases.change(uow, lapse.services, found, action, by=by, note="ya", target=target)
    await lapse.deliver()


async def due(lapse: Lapse, case: Complaint, rule: str) -> str | None:
    deadline = (await lapse.case(case.number)).deadline(rule)
    return f"{deadline.due.astimezone(WIB):%d-%m-%Y %H:%M:%S}" if deadline else None


async def test_silence_is_noticed_beforehand_and_counted_as_silence(lapse: Lapse) -> None:
    case = await lapse.begins()
    await does(lapse, case, Action.ANSWER)
    await lapse.until(at(1, 9, 12))
    assert "ditutup Jumat, 4 Desember 2026 jika tidak ada balasan" in lapse.heard()[-1]
    await lapse.until(at(5, 12, 12))
    assert (await lapse.case(case.number)).status is Status.ANSWERED  # nothing is closed at night or on a Saturday
    await lapse.until(at(7, 9, 12))
    closed = await lapse.case(case.number)
    assert (closed.status, closed.resolution) == (Status.CLOSED, Resolution.SILENT)


async def test_three_notices_then_incomplete_and_open_again(lapse: Lapse) -> None:
    case = await lapse.begins()
    await does(lapse, case, Action.ASK)
    assert await due(lapse, case, "lengkapi") == "20-12-2026 23:59:59"
    assert await due(lapse, case, "respon_awal") is None
    await lapse.until(at(21, 9, 12))
    assert sum("masih menunggu keterangan" in text for text in lapse.heard()) == 3
    assert (await lapse.case(case.number)).resolution is Resolution.INCOMPLETE
    await does(lapse, case, Action.REFUSE, WARGA)
    assert (await lapse.case(case.number)).status is Status.REOPENED


async def test_waiting_for_the_citizen_moves_working_days_and_nothing_else(lapse: Lapse) -> None:
    lapse.services = replace(lapse.services, whole_case="ombudsman_kalender")
    case = await lapse.begins()
    assert await due(lapse, case, "penyelesaian_14") == "10-12-2026 23:59:59"
    assert await due(lapse, case, "ombudsman_kalender") == "19-01-2027 23:59:59"
    await does(lapse, case, Action.ASK)
    lapse.clock = at(25, 9)
    await does(lapse, case, Action.SUPPLY, WARGA)
    assert await due(lapse, case, "penyelesaian_14") == "14-12-2026 23:59:59"  # 23 and 24 November
    assert await due(lapse, case, "ombudsman_kalender") == "19-01-2027 23:59:59"


async def test_passing_on_begins_the_first_answer_anew_and_never_the_sixty_days(lapse: Lapse) -> None:
    case = await lapse.begins()
    lapse.clock = at(26, 10)
    await does(lapse, case, Action.HAND_OVER, target="2171.dlh")
    assert await due(lapse, case, "respon_awal") == "03-12-2026 23:59:59"
    assert await due(lapse, case, "penyelesaian_14") == "10-12-2026 23:59:59"
    assert await due(lapse, case, "ombudsman") == "19-02-2027 23:59:59"


async def test_reopened_begins_anew_until_somebody_answers(lapse: Lapse) -> None:
    case = await lapse.begins()
    await does(lapse, case, Action.RESOLVE)
    lapse.clock = at(24, 9)
    await does(lapse, case, Action.REFUSE, WARGA)
    lapse.clock = at(25, 9)
    await does(lapse, case, Action.SUPPLY, WARGA)
    assert await due(lapse, case, "respon_awal") == "01-12-2026 23:59:59"  # since the refusal, not the addition
    await does(lapse, case, Action.ACCEPT)
    assert await due(lapse, case, "respon_awal") == "01-12-2026 23:59:59"  # taking it up answers nobody
    await does(lapse, case, Action.ANSWER)
    assert await due(lapse, case, "respon_awal") is None


async def test_what_was_told_once_is_not_told_again_after_the_next_step(lapse: Lapse) -> None:
    case = await lapse.begins()
    await lapse.until(at(30, 12))
    assert sum("belum dijawab" in text for text in lapse.heard()) == 1
    await does(lapse, case, Action.ACCEPT)
    await lapse.passes(days=1)
    assert sum("belum dijawab" in text for text in lapse.heard()) == 1


async def test_reading_adding_and_a_restart_move_no_date(lapse: Lapse) -> None:
    case = await lapse.begins()
    before = [(t.rule, t.kind, t.due_at) for t in await lapse.timers(case)]
    async with lapse.database.read() as uow:
        assert await uow.complaints.for_staff().get(case.number)
    await does(lapse, case, Action.SUPPLY, WARGA)
    assert [(t.rule, t.kind, t.due_at) for t in await lapse.timers(case)] == before


async def test_a_clock_set_back_and_forth_loses_and_doubles_nothing(lapse: Lapse) -> None:
    await lapse.begins()
    lapse.clock = at(18, 9)  # back two days
    await lapse.rings()
    lapse.clock = at(30, 9)  # far ahead
    await lapse.rings()
    lapse.clock = at(24, 9)
    await lapse.rings()
    await lapse.until(at(1, 17, 12))
    assert sum("belum dijawab" in text for text in lapse.heard(CITIZEN)) == 1


async def test_one_timer_that_fails_stands_in_nobodys_way(lapse: Lapse, monkeypatch: pytest.MonkeyPatch) -> None:
    bad, good = await lapse.begins(), await lapse.begins(citizen="502")
    real = clocks.rhythm_of_case

    async def failing(uow: object, services: object, case: Complaint) -> object:
        if case.id == bad.id:
            raise RuntimeError("broken")
        return await real(uow, services, case)  # type: ignore[arg-type]

    monkeypatch.setattr("handlers.timers.clocks.rhythm_of_case", failing)
    lapse.clock = at(30, 9)
    await lapse.rings()
    assert (await lapse.case(good.number)).escalation == 3
    assert (await lapse.case(bad.number)).escalation == 0


async def test_an_agencys_own_rules_count_where_they_are_shorter(lapse: Lapse) -> None:
    early = (time(7), time(13))
    rules = AgencyRules(
        days={"respon_awal": 3, "penghubung": 20}, hours=OfficeHours(week=(early,) * 6 + (None,)), zone="WIT"
    )
    async with lapse.database.begin() as uow:
        await uow.agency_rules.set(DISDUKCAPIL, rules, STAFF, lapse.clock)
    with capture_logs() as logs:
        case = await lapse.begins()
    assert [line["rule"] for line in logs if line["event"] == "clock.longer_limit_ignored"] == ["penghubung"]
    # 10.00 WIB is 12.00 WIT, still open; Saturday counts there: 21, 23, 24 November.
    assert await due(lapse, case, "respon_awal") == "24-11-2026 21:59:59"
    assert (await lapse.case(case.number)).deadline("respon_awal").version.startswith("2026.1/3/holidays-")  # type: ignore[union-attr]
    warned = [t.due_at.astimezone(ZoneInfo("Asia/Jayapura")) for t in await lapse.timers(case) if t.kind == "warn"]
    assert {moment.time() for moment in warned} == {time(7)}


async def test_an_open_case_keeps_its_date_and_a_new_one_has_the_new_rule(lapse: Lapse) -> None:
    old = await lapse.begins()
    lapse.clock += timedelta(minutes=1)
    async with lapse.database.begin() as uow:
        await uow.agency_rules.set(DISDUKCAPIL, AgencyRules(days={"respon_awal": 2}), STAFF, lapse.clock)
    new = await lapse.begins(citizen="602")
    await does(lapse, old, Action.ACCEPT)
    dues = {one.number: (await lapse.case(one.number)).deadline("respon_awal") for one in (old, new)}
    versions = [due.version.split("/")[1] for due in dues.values() if due]
    assert (await due(lapse, old, "respon_awal"), await due(lapse, new, "respon_awal"), versions) == (
        "27-11-2026 23:59:59", "24-11-2026 23:59:59", ["5", "2"],
    )  # fmt: skip


def test_a_rule_that_is_not_the_agencys_is_refused() -> None:
    for days in ({"ombudsman": 10}, {"tutup_otomatis": 2}, {"respon_awal": 0}):
        with pytest.raises(RuleError):
            AgencyRules(days=days)


async def test_sixty_days_reach_into_a_year_nobody_decreed(lapse: Lapse) -> None:
    lapse.clock = datetime(2028, 12, 1, 3, tzinfo=UTC)
    lapse.services = replace(lapse.services, calendar=replace(lapse.services.calendar, years=range(2023, 2029)))
    case = await lapse.begins()
    deadline = (await lapse.case(case.number)).deadline("ombudsman")
    assert deadline is not None and deadline.version.endswith("?")
    await lapse.passes(days=1, hours=1)
    assert (await lapse.case(case.number)).status is Status.FORWARDED


async def test_city_hall_has_three_days_to_pass_it_on(lapse: Lapse) -> None:
    async with lapse.database.begin() as uow:
        unit = await uow.agencies.get(DISDUKCAPIL)
        assert unit is not None
        await uow.agencies.upsert(replace(unit, kind="pemda"), STAFF)
    case = await lapse.begins()
    assert await due(lapse, case, "admin") == "25-11-2026 23:59:59"
    await lapse.passes(days=timedelta(days=6).days)
    assert ("overdue", "admin") in [(e.action, e.note) for e in await lapse.history(case)]
