"""Statements as asyncpg says them: compiled once, expanded, named where they fail, and never stale."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime

import pytest
import sqlalchemy as sa
from sqlalchemy import bindparam

from storage import engines
from storage.errors import Stale
from storage.postgres_engine import PostgresEngine
from storage.postgres_statements import KEPT, _said, said
from storage.tables import chat_locks, inbox
from storage.tables import meta as kept

MANY = sa.select(kept).where(kept.c.name.in_(bindparam("names", expanding=True))).order_by(kept.c.name)
ADD = kept.insert()


@pytest.fixture
async def engine(postgresql_url: str) -> AsyncIterator[PostgresEngine]:
    made = engines.writer(engines.address(postgresql_url))
    assert isinstance(made, PostgresEngine)
    yield made
    await made.dispose()


async def test_one_list_may_be_asked_with_any_number_of_names(engine: PostgresEngine) -> None:
    async with engine.begin() as session:
        await session.execute(ADD, [{"name": name, "value": name * 2} for name in "abc"])
        for names in ([], ["a"], ["c", "a"], ["a", "b", "c", "d"]):
            found = (await session.execute(MANY, {"names": names})).all()
            assert [row.value for row in found] == sorted(name * 2 for name in names if name != "d")


async def test_what_was_changed_is_counted_and_what_fails_is_named(engine: PostgresEngine) -> None:
    async with engine.begin() as session:
        await session.execute(ADD, {"name": "a", "value": "1"})
        changed = await session.execute(kept.update().where(kept.c.name == "a").values(value="2"))
        assert changed.rowcount == 1
    with pytest.raises(sa.exc.IntegrityError):
        async with engine.begin() as session:
            await session.execute(ADD, {"name": "a", "value": "2"})
    with pytest.raises(sa.exc.DBAPIError, match="does not exist"):
        async with engine.begin() as session:
            await session.execute(sa.text("SELECT 1 FROM nowhere"))
    with pytest.raises(sa.exc.InvalidRequestError, match="names"):
        async with engine.begin() as session:
            await session.execute(sa.select(kept).where(kept.c.name == bindparam("names", required=True)))


async def test_a_turn_that_is_cancelled_leaves_nothing_behind(engine: PostgresEngine) -> None:
    async def endless() -> None:
        async with engine.begin() as session:
            await session.execute(ADD, {"name": "a", "value": "1"})
            await session.execute(sa.text("SELECT pg_sleep(60)"))

    turn = asyncio.create_task(endless())
    await asyncio.sleep(0.3)
    turn.cancel()
    with pytest.raises(asyncio.CancelledError):
        await turn
    async with engine.begin() as session:
        assert (await session.execute(MANY, {"names": ["a"]})).first() is None


async def test_a_table_changed_by_a_newer_version_makes_the_turn_run_again(engine: PostgresEngine) -> None:
    """A rolling restart: the newer program has brought the tables to its revision while this one still runs."""
    whole = sa.text("SELECT * FROM meta")
    async with engine.begin() as session:
        await session.execute(whole)
    async with engine.begin() as session:
        await session.execute(sa.text("ALTER TABLE meta ADD COLUMN of_tomorrow integer"))
    with pytest.raises(Stale):
        for _ in range(3):  # whichever connection holds the plan
            async with engine.begin() as session:
                await session.execute(whole)
    async with engine.begin() as session:
        await session.execute(whole)
        await session.execute(sa.text("ALTER TABLE meta DROP COLUMN of_tomorrow"))


async def test_reading_and_writing_never_see_a_moment_in_two_forms(engine: PostgresEngine, at: datetime) -> None:
    row = {
        "chat_key": "c" * 32, "channel": "telegram", "account": "1", "event_key": "e" * 32, "payload": None,
        "received_at": at, "due_at": at, "state": 0, "tries": 0,
    }  # fmt: skip
    with pytest.raises(sa.exc.IntegrityError):  # nothing sealed: refused
        async with engine.begin() as session:
            await session.execute(chat_locks.insert(), {"chat_key": row["chat_key"]})
            await session.execute(inbox.insert(), row)
    asked = sa.select(sa.literal(at, inbox.c.received_at.type).label("received_at"))
    async with engine.begin() as session:
        assert (await session.execute(asked)).scalar_one() == at


def test_a_statement_is_compiled_once_and_one_made_on_the_way_makes_room() -> None:
    assert said(MANY, {"names": []}) is said(MANY, {"names": ["a"]})
    assert said(ADD, {"name": "a"}) is not said(ADD, {"name": "a", "value": "b"})
    for _ in range(KEPT + 1):
        said(sa.text("SELECT 1"), None)
    assert _said.cache_info().currsize == KEPT
