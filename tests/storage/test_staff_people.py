"""People of the staff group and the owner's code, on both databases."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import sqlalchemy as sa

from complaints.standing import Standing
from storage.database import Database
from storage.staff_people import StaffPerson


def person(key: str, standing: Standing, at: datetime, name: str = "Dewi") -> StaffPerson:
    return StaffPerson(key=key * 32, standing=standing, since=at, name=name)


async def test_people_are_kept_owners_first(database: Database, at: datetime) -> None:
    async with database.begin() as uow:
        assert not await uow.staff_people.owned()
        await uow.staff_people.keep(person("a", Standing.NONE, at, "Agus"))
        assert not await uow.staff_people.owned(), "somebody without a place is no owner"
        await uow.staff_people.keep(person("b", Standing.OWNER, at))
        await uow.staff_people.keep(person("a", Standing.OBSERVER, at, "Agus"))
    async with database.read() as uow:
        assert [each.name for each in await uow.staff_people.all()] == ["Dewi", "Agus"]
        assert await uow.staff_people.get("a" * 32) == person("a", Standing.OBSERVER, at, "Agus")
        assert await uow.staff_people.owned()


async def test_two_owners_who_step_down_at_once_leave_one(database: Database, at: datetime) -> None:
    async with database.begin() as uow:
        for key in "ab":
            await uow.staff_people.keep(person(key, Standing.OWNER, at))

    async def steps_down(key: str) -> None:
        async with database.begin() as uow:
            if await uow.staff_people.owners() != [key * 32]:
                await asyncio.sleep(0)
                await uow.staff_people.keep(person(key, Standing.STAFF, at))

    await asyncio.gather(steps_down("a"), steps_down("b"))
    async with database.begin() as uow:
        assert len(await uow.staff_people.owners()) == 1


async def test_a_code_is_used_once_also_by_two_at_once(database: Database, at: datetime) -> None:
    async with database.begin() as uow:
        code = await uow.staff_people.offer_code(at)

    async def uses() -> bool:
        async with database.begin() as uow:
            return await uow.staff_people.use_code(code, at)

    assert sorted(await asyncio.gather(*(uses() for _ in range(4)))) == [False, False, False, True]


async def test_a_code_ends_and_can_be_revoked_and_is_stored_nowhere(database: Database, at: datetime) -> None:
    async with database.begin() as uow:
        code = await uow.staff_people.offer_code(at)
        assert not await uow.staff_people.use_code(code, at + timedelta(days=7))
        assert await uow.staff_people.revoke_codes() == 1
        assert not await uow.staff_people.use_code(code, at)
        await uow.staff_people.offer_code(at)
    async with database._reader.begin() as connection:
        rows = (await connection.execute(sa.text("SELECT * FROM owner_codes"))).all()
    assert len(rows) == 1 and code not in str(rows)
