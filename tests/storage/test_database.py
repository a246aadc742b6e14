"""Commit or nothing, no lost update, no leaked connection, and a clear word when the database is away."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.moment import now
from storage.database import Database
from storage.errors import Damaged, Stale, StorageError, Unavailable
from storage.keys import Keyring
from storage.migrate import current, upgrade
from storage.signals import Signals
from tests.storage.samples import a_chat


async def test_an_exception_takes_everything_back(database: Database) -> None:
    with pytest.raises(KeyError):
        async with database.begin() as uow:
            await uow.meta.set("a", "1")
            raise KeyError
    async with database.read() as uow:
        assert await uow.meta.get("a") is None


async def test_reading_does_not_write(database: Database) -> None:
    with pytest.raises(sa.exc.DBAPIError):
        async with database.read() as uow:
            await uow.meta.set("a", "1")
    async with database.read() as uow:
        assert await uow.meta.get("a") is None


async def test_readers_do_not_wait_for_the_writer(database: Database) -> None:
    async with database.begin() as uow:
        await uow.meta.set("a", "1")
        async with asyncio.timeout(5), database.read() as other:
            assert await other.meta.get("a") is None


async def test_two_hundred_counts_at_once(database: Database) -> None:
    async def one_more() -> int:
        async with database.begin() as uow:
            return await uow.meta.count("n")

    assert sorted(await asyncio.gather(*(one_more() for _ in range(200)))) == list(range(1, 201))


async def test_two_hundred_changes_of_one_chat_at_once(database: Database) -> None:
    """Read, think, write: a change that came too late is told so and repeated, never lost."""
    key = (await a_chat(database)).key
    repeated = 0

    async def one_more() -> None:
        nonlocal repeated
        while True:
            try:
                async with database.begin() as uow:
                    chat = await uow.chats.get(key)
                    assert chat
                    await uow.chats.save(replace(chat, state={"n": chat.state.get("n", 0) + 1}))
                return
            except Stale:
                repeated += 1
                await asyncio.sleep(secrets.randbelow(20) / 1000)

    await asyncio.gather(*(one_more() for _ in range(200)))
    async with database.read() as uow:
        chat = await uow.chats.get(key)
    assert chat and chat.state == {"n": 200}
    assert chat.version == 201


async def test_cancelled_work_leaves_nothing_and_locks_nobody(database: Database) -> None:
    async def slow(n: int) -> None:
        async with database.begin() as uow:
            await uow.meta.set(f"n{n}", "half")
            await uow.meta.get("x")
            await asyncio.sleep(0.02)
            await uow.meta.set(f"n{n}", "done")
            await asyncio.sleep(0.02)
            raise KeyError

    tasks = [asyncio.create_task(slow(n)) for n in range(40)]
    for n, task in enumerate(tasks):
        await asyncio.sleep(0.0007 * (n % 7))
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    async with asyncio.timeout(20), database.begin() as uow:
        await uow.meta.set("after", "1")
    async with database.read() as uow:
        assert [await uow.meta.get(f"n{n}") for n in range(40)] == [None] * 40
        assert await uow.meta.get("after") == "1"


async def test_transactions_that_wait_for_each_other_give_way(postgresql_url: str, keyring: Keyring) -> None:
    database = Database(postgresql_url, keyring, clock=now)
    await database.start()
    both = asyncio.Barrier(2)

    async def cross(first: str, second: str) -> None:
        async with database.begin() as uow:
            await uow.meta.set(first, "1")
            await both.wait()
            await uow.meta.set(second, "1")

    results = await asyncio.gather(cross("a", "b"), cross("b", "a"), return_exceptions=True)
    assert [type(result) for result in results if result is not None] == [Stale]
    await database.close()


async def test_another_process_that_writes_the_file_is_waited_for(
    sqlite_url: str, sqlite_database: Database, keyring: Keyring
) -> None:
    other = Database(sqlite_url, keyring, clock=now)

    async def count(database: Database) -> None:
        for _ in range(20):
            async with database.begin() as uow:
                before = int(await uow.meta.get("n") or 0)
                await asyncio.sleep(0.001)
                await uow.meta.set("n", str(before + 1))

    await asyncio.gather(count(other), count(sqlite_database))
    await other.close()
    async with sqlite_database.read() as uow:
        assert await uow.meta.get("n") == "40"


async def test_a_server_that_is_not_there_is_unavailable(keyring: Keyring) -> None:
    database = Database("postgresql://nobody@127.0.0.1:1/none", keyring, clock=now)
    for opening in (database.start(), upgrade("postgresql://nobody@127.0.0.1:1/none")):
        with pytest.raises(Unavailable, match="tidak menjawab"):
            await opening
    with pytest.raises(Unavailable):
        async with database.begin():
            pass


@pytest.fixture
async def served(postgresql_url: str, keyring: Keyring) -> AsyncIterator[Database]:
    database = Database(postgresql_url, keyring, clock=now)
    await database.start()
    yield database
    await database.close()


async def test_a_server_that_went_away_is_unavailable_and_comes_back(served: Database) -> None:
    async def cut() -> None:
        """What a restart of the server does to every connection."""
        async with served._reader.begin() as connection:
            await connection.execute(
                sa.text(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
            )

    with pytest.raises(Unavailable):
        async with served.begin() as uow:
            await uow.meta.set("a", "1")
            await cut()
            await uow.meta.set("b", "1")
    async with served.begin() as uow:
        assert await uow.meta.get("a") is None
    await cut()
    await asyncio.sleep(0.05)  # of a connection nobody uses the pool hears by itself
    async with served.begin() as uow:
        await uow.meta.set("a", "2")


async def test_a_full_disk_is_unavailable_and_loses_nothing_stored(sqlite_database: Database) -> None:
    async with sqlite_database.begin() as uow:
        await uow.meta.set("before", "1")
    with pytest.raises(Unavailable):
        async with sqlite_database.begin() as uow:
            await uow.meta.set("half", "1")
            await uow.meta._tx.connection.exec_driver_sql("PRAGMA max_page_count = 1")
            await uow.meta.set("big", "x" * 10_000_000)
    async with sqlite_database.read() as uow:
        assert (await uow.meta.get("before"), await uow.meta.get("half")) == ("1", None)


async def test_a_file_that_is_no_database_is_one_sentence(tmp_path: Path, keyring: Keyring) -> None:
    (tmp_path / "x.db").write_bytes(b"not a database" * 100)
    database = Database(f"sqlite:///{tmp_path / 'x.db'}", keyring, clock=now)
    with pytest.raises(Damaged, match="Pulihkan"):
        await database.start()
    await database.close()


async def test_naive_times_are_refused(database: Database, at: datetime) -> None:
    with pytest.raises((sa.exc.StatementError, ValueError), match="Timezone aware"):
        async with database.read() as uow:
            await uow.timers.due(at.replace(tzinfo=None))


@pytest.mark.parametrize("mode", ["disable", "prefer"])
async def test_the_line_is_sealed_as_the_address_says(postgresql_url: str, keyring: Keyring, mode: str) -> None:
    url = sa.make_url(postgresql_url).update_query_dict({"sslmode": mode}).render_as_string(hide_password=False)
    database = Database(url, keyring, clock=now)
    await database.start()
    await database.close()
    heard = asyncio.Event()
    hears, tells = Signals(url, lambda _: heard.set()), Signals(url, lambda _: None)
    running = [asyncio.create_task(one.run()) for one in (hears, tells)]
    async with asyncio.timeout(10):
        while not heard.is_set():
            tells.send("dispatch")
            await asyncio.sleep(0.02)
    for task in running:
        task.cancel()
    assert await current(url)


def test_what_an_address_may_not_say_is_named(keyring: Keyring) -> None:
    with pytest.raises(StorageError, match=r"\?sslrootcert tidak dikenal"):
        Database("postgresql://u@h/x?sslrootcert=/a", keyring, clock=now)
