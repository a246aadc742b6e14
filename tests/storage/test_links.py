"""Links of counters: unguessable, the same for the same poster, revocable, counted."""

from __future__ import annotations

import asyncio
import re
from datetime import datetime, timedelta

import sqlalchemy as sa

from storage.database import Database

OFFICE = "2171.disdukcapil"


async def test_a_token_fits_a_start_link_and_cannot_be_guessed(database: Database, at: datetime) -> None:
    async with database.begin() as uow:
        made = [await uow.links.ensure(OFFICE, f"Loket {n}", at=at) for n in range(50)]
    tokens = {link.token for link in made}
    assert len(tokens) == 50
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{22,64}", token) for token in tokens)
    assert not any("disduk" in token.lower() for token in tokens)


async def test_the_same_counter_keeps_its_poster(database: Database, at: datetime) -> None:
    async with database.begin() as uow:
        first = await uow.links.ensure(OFFICE, "Loket 4", at=at)
    async with database.begin() as uow:
        assert await uow.links.ensure(OFFICE, "loket 4", at=at) == first
        assert (await uow.links.ensure(OFFICE, at=at)).token != first.token
        assert sorted(link.counter for link in await uow.links.of_agency(OFFICE)) == ["", "Loket 4"]


async def test_each_use_is_counted_also_at_once(database: Database, at: datetime) -> None:
    async with database.begin() as uow:
        link = await uow.links.ensure(OFFICE, at=at)

    async def follow() -> None:
        async with database.begin() as uow:
            assert await uow.links.use(link.token, at + timedelta(hours=1))

    await asyncio.gather(*(follow() for _ in range(8)))
    async with database.read() as uow:
        (found,) = await uow.links.of_agency(OFFICE)
    assert (found.uses, found.used_at) == (8, at + timedelta(hours=1))


async def test_a_revoked_link_opens_nothing_and_a_new_one_is_another(database: Database, at: datetime) -> None:
    async with database.begin() as uow:
        link = await uow.links.ensure(OFFICE, "Loket 4", at=at)
        assert await uow.links.revoke(link, at)
        assert not await uow.links.revoke(link, at)
        assert await uow.links.use(link.token, at) is None
        assert (await uow.links.ensure(OFFICE, "Loket 4", at=at)).token != link.token


async def test_what_is_no_token_is_not_even_looked_up(database: Database, at: datetime) -> None:
    async with database.begin() as uow:
        for strange in ("", "1", "a" * 15, "x" * 65, "a" * 22, "' OR 1=1 --", "ÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄ"):
            assert await uow.links.use(strange, at) is None


async def test_a_copy_of_the_tables_opens_no_link(database: Database, at: datetime) -> None:
    async with database.begin() as uow:
        link = await uow.links.ensure(OFFICE, "Loket Bu Rina", at=at)
    async with database._reader.begin() as connection:
        row = (await connection.execute(sa.text("SELECT * FROM links"))).one()
    raw = b"".join(value if isinstance(value, bytes) else str(value).encode() for value in row)
    assert link.token.encode() not in raw and b"Rina" not in raw
