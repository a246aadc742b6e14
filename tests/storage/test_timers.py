"""Timers are replaced with the case, taken by one clock at a time, and never stand in a case's way."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

from storage.database import Database
from tests.storage.samples import accepted, filed

HOUR = timedelta(hours=1)


async def test_timers_come_when_due_and_go_when_done(database: Database, at: datetime) -> None:
    case = await filed(database)
    async with database.begin() as uow:
        await uow.timers.replace(case.id, 1, [("d2", "due", at + 2 * HOUR, {}), ("d1", "warn", at + HOUR, {"n": [1]})])
    async with database.begin() as uow:
        assert await uow.timers.due(at) == []
        (first,) = await uow.timers.due(at + HOUR)
        assert (first.case, first.rule, first.kind, first.version) == (case.id, "d1", "warn", 1)
        assert (first.due_at, first.data) == (at + HOUR, {"n": [1]})
        assert [timer.rule for timer in await uow.timers.due(at + 9 * HOUR)] == ["d1", "d2"]
        assert [timer.rule for timer in await uow.timers.due(at + 9 * HOUR, limit=1)] == ["d1"]
        await uow.timers.done(first.id)
        assert [timer.rule for timer in await uow.timers.due(at + 9 * HOUR)] == ["d2"]


async def test_a_newer_version_replaces_all(database: Database, at: datetime) -> None:
    case, other = await filed(database), await filed(database)
    async with database.begin() as uow:
        await uow.timers.replace(case.id, 1, [("d1", "due", at, {}), ("d1", "warn", at, {})])
        await uow.timers.replace(other.id, 1, [("d1", "due", at, {})])
        await uow.timers.replace(case.id, 2, [("d2", "due", at, {})])
        assert [(t.rule, t.version) for t in await uow.timers.of_case(case.id)] == [("d2", 2)]
        await uow.timers.replace(case.id, 3, [])
        assert {timer.case for timer in await uow.timers.due(at)} == {other.id}


async def test_a_timer_that_failed_is_tried_later(database: Database, at: datetime) -> None:
    case = await filed(database)
    async with database.begin() as uow:
        await uow.timers.replace(case.id, 1, [("d1", "due", at, {})])
        (timer,) = await uow.timers.due(at)
        await uow.timers.later(timer.id, at + HOUR)
        assert await uow.timers.due(at) == []
        assert len(await uow.timers.due(at + HOUR)) == 1


async def test_two_clocks_share_the_timers(database: Database, at: datetime) -> None:
    cases = [await filed(database) for _ in range(20)]
    async with database.begin() as uow:
        for case in cases:
            await uow.timers.replace(case.id, 1, [("d1", "due", at, {})])
    fired: list[str] = []

    async def clock() -> None:
        while len(fired) < 20:
            async with database.begin() as uow:
                for timer in await uow.timers.due(at, limit=3):
                    fired.append(timer.case)
                    await asyncio.sleep(0.001)
                    await uow.timers.done(timer.id)

    await asyncio.gather(clock(), clock(), clock())
    assert sorted(fired) == sorted(case.id for case in cases)


async def test_the_clock_passes_over_a_case_somebody_works_on(database: Database, at: datetime) -> None:
    """An officer answers while the deadline passes: nobody waits in a ring, no timer fires for the old state."""
    case, other = await filed(database), await filed(database)
    async with database.begin() as uow:
        await uow.timers.replace(case.id, 1, [("d1", "due", at, {})])
        await uow.timers.replace(other.id, 1, [("d1", "due", at + HOUR, {})])
    read = asyncio.Event()
    fired: list[str] = []

    async def officer() -> None:
        async with database.begin() as uow:
            held = await uow.complaints.for_staff().get(case.number)
            assert held
            read.set()
            await asyncio.sleep(0.1)
            after, entry = accepted(held)
            await uow.complaints.save(after, entry)
            await uow.timers.replace(case.id, 2, [])

    async def clock() -> None:
        await read.wait()
        async with database.begin() as uow:
            for timer in await uow.timers.due(at + HOUR, limit=1):
                fired.append(timer.case)
                await asyncio.sleep(0.2)
                await uow.timers.done(timer.id)

    async with asyncio.timeout(10):
        await asyncio.gather(officer(), clock())
    assert fired == [other.id]
