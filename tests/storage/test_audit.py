"""The audit log keeps its order, and a changed, moved or missing line shows."""

from __future__ import annotations

import asyncio
from datetime import datetime

import pytest
import sqlalchemy as sa

from storage.database import Database
from tests.storage.samples import OFFICER, STAFF

CASE = "c" * 32


async def write(database: Database, at: datetime, *events: str, case: str | None = CASE) -> None:
    for event in events:
        async with database.begin() as uow:
            await uow.audit.add(at, OFFICER, event, case, {"event": event})


async def test_lines_come_back_in_order(database: Database, at: datetime) -> None:
    await write(database, at, "filed", "accepted", "answered")
    async with database.read() as uow:
        lines = await uow.audit.of_case(CASE)
        assert [(line.seq, line.event) for line in lines] == [(1, "filed"), (2, "accepted"), (3, "answered")]
        assert (lines[0].actor, lines[0].actor_name, lines[0].role) == (OFFICER.key, "Bu Rina", "focal_point")
        assert (lines[0].detail, lines[0].at, lines[0].case) == ({"event": "filed"}, at, CASE)
        assert await uow.audit.broken(CASE) is None
        assert await uow.audit.of_case("d" * 32) == []


async def test_many_writers_make_one_chain(database: Database, at: datetime) -> None:
    await asyncio.gather(*(write(database, at, f"e{n}") for n in range(25)))
    async with database.read() as uow:
        assert [line.seq for line in await uow.audit.of_case(CASE)] == list(range(1, 26))
        assert await uow.audit.broken(CASE) is None


async def test_what_concerns_no_case_is_chained_by_actor(database: Database, at: datetime) -> None:
    await write(database, at, "login", "login", case=None)
    async with database.begin() as uow:
        await uow.audit.add(at, STAFF, "login")
    async with database.read() as uow:
        assert await uow.audit.broken(f"focal_point:{OFFICER.key}") is None
        assert len(await uow.audit.of_case(f"staff:{STAFF.key}")) == 1


@pytest.mark.parametrize(
    ("deed", "line"),
    [
        ("UPDATE audit SET event = 'x' WHERE seq = 2", 2),
        ("UPDATE audit SET actor = 'x' WHERE seq = 1", 1),
        ("UPDATE audit SET at = at + 1 WHERE seq = 3", 3),
        ("UPDATE audit SET words = (SELECT words FROM audit WHERE seq = 1) WHERE seq = 2", 2),
        ("DELETE FROM audit WHERE seq = 1", 1),
        ("DELETE FROM audit WHERE seq = 2", 2),
    ],
)
async def test_a_line_changed_by_hand_shows(database: Database, at: datetime, deed: str, line: int) -> None:
    await write(database, at, "filed", "accepted", "answered")
    async with database._writer.begin() as connection:
        await connection.execute(sa.text(deed))
    async with database.read() as uow:
        assert await uow.audit.broken(CASE) == line
