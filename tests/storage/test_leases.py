"""Only one process leads; who took over is obeyed, who lost it writes nothing any more."""

from __future__ import annotations

from datetime import timedelta

import pytest

from storage.database import Database
from storage.errors import Fenced
from storage.leases import Lease
from storage.meta import Meta

LONG, NOTHING = timedelta(minutes=5), timedelta(0)


async def take(database: Database, owner: str, ttl: timedelta = LONG) -> Lease | None:
    async with database.begin() as uow:
        return await uow.leases.take("listen", owner, ttl)


async def test_the_first_leads_and_the_second_stands_by(database: Database) -> None:
    first = await take(database, "a")
    assert first is not None and first.fence == 1
    assert await take(database, "b") is None
    assert await take(database, "a") is None, "a second life under the same name has to wait too"
    async with database.begin() as uow:
        assert await uow.leases.renew(first, LONG)


async def test_a_lease_that_ended_goes_over_with_a_higher_fence(database: Database) -> None:
    first = await take(database, "a", NOTHING)
    second = await take(database, "b")
    assert first and second and second.fence == first.fence + 1
    async with database.begin() as uow:
        assert not await uow.leases.renew(first, LONG)
        await uow.leases.release(first)  # of somebody else by now: nothing happens
    assert await take(database, "c") is None


async def test_a_lease_given_back_is_free_at_once(database: Database) -> None:
    first = await take(database, "a")
    assert first
    async with database.begin() as uow:
        await uow.leases.release(first)
    assert await take(database, "b") is not None


async def test_what_a_former_leader_writes_is_refused_whole(database: Database) -> None:
    first = await take(database, "a", NOTHING)
    second = await take(database, "b")
    assert first and second
    with pytest.raises(Fenced):
        async with database.begin() as uow:
            await uow.meta.set("offset", "7")
            await uow.leases.require(first)
    async with database.begin() as uow:
        await uow.leases.require(second)
        assert await Meta(uow.meta._tx).get("offset") is None


async def test_leases_of_different_names_do_not_meet(database: Database) -> None:
    async with database.begin() as uow:
        assert await uow.leases.take("listen:a", "one", LONG)
        assert await uow.leases.take("listen:b", "one", LONG)
