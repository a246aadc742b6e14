"""Who leads works; who stands by follows at once when the lease is given back, and a lost lease ends the work."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta

from bot.lead import Lead
from storage.database import Database
from storage.leases import Lease

LONG = timedelta(seconds=30)


async def test_the_next_leads_when_the_first_has_ended(sqlite_database: Database) -> None:
    led: list[str] = []
    stops = {name: asyncio.Event() for name in ("one", "two")}

    async def lead(name: str) -> None:
        async def work(lease: Lease | None) -> None:
            assert lease is not None and lease.owner == name
            led.append(name)
            await stops[name].wait()

        await Lead(sqlite_database, name, timedelta(seconds=1)).hold("ears", work, stops[name])

    tasks = [asyncio.create_task(lead(name)) for name in stops]
    async with asyncio.timeout(10):
        await _until(lambda: len(led) == 1)
        stops[led[0]].set()
        await _until(lambda: len(led) == 2)
        stops[led[1]].set()
        await asyncio.gather(*tasks)
    assert sorted(led) == ["one", "two"]


async def test_a_lease_taken_by_another_ends_the_work(sqlite_database: Database) -> None:
    begun, ended, stop = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def work(lease: Lease | None) -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    task = asyncio.create_task(Lead(sqlite_database, "one", timedelta(seconds=1)).hold("ears", work, stop))
    async with asyncio.timeout(10):
        await begun.wait()
        async with sqlite_database.begin() as uow:  # as after a pause of the whole machine
            await uow.leases.renew(Lease("ears", "one", 1), timedelta(0))
            assert await uow.leases.take("ears", "two", LONG)
        await ended.wait()
        stop.set()
        await task
        async with sqlite_database.read() as uow:
            assert await uow.leases.owner("ears") == "two"


async def test_a_database_that_does_not_answer_ends_the_work_before_the_lease_ends(
    sqlite_database: Database,
) -> None:
    ended, stop = asyncio.Event(), asyncio.Event()

    async def work(lease: Lease | None) -> None:
        await sqlite_database.close()
        async with sqlite_database.begin():  # the one writer of SQLite is taken: nobody can renew
            try:
                await asyncio.Event().wait()
            finally:
                ended.set()

    began = asyncio.get_running_loop().time()
    task = asyncio.create_task(Lead(sqlite_database, "one", timedelta(seconds=1)).hold("ears", work, stop))
    async with asyncio.timeout(10):
        await ended.wait()
        assert asyncio.get_running_loop().time() - began < 1.5
        stop.set()
        await task


async def _until(true: Callable[[], bool]) -> None:
    while not true():  # noqa: ASYNC110 - what happens in a task rings no bell
        await asyncio.sleep(0.01)
