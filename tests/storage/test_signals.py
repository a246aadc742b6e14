"""A bell rung in one process is heard in the others, and not by whoever rang it."""

from __future__ import annotations

import asyncio

import asyncpg

from storage.signals import CHANNEL, Signals, speaks


async def test_a_signal_reaches_the_others_also_after_the_connection_was_cut(postgresql_url: str) -> None:
    heard: list[tuple[str, str]] = []
    told = asyncio.Event()

    def hear(who: str, name: str) -> None:
        heard.append((who, name))
        told.set()

    one, two = (Signals(postgresql_url, lambda name, who=who: hear(who, name)) for who in ("one", "two"))  # type: ignore[misc]
    one.again = two.again = 0.05
    tasks = [asyncio.create_task(each.run()) for each in (one, two)]
    try:
        await listening(postgresql_url, 2)
        one.send("dispatch")
        one.send("send")
        one.send("send")
        await asyncio.wait_for(told.wait(), 5)
        assert heard == [("two", "dispatch"), ("two", "send")]
        await cut(postgresql_url)
        told.clear()
        async with asyncio.timeout(5):
            while not told.is_set():  # what is said before the connection is back may be lost: it is a hint
                two.send("dispatch")
                await asyncio.sleep(0.05)
        assert {who for who, _ in heard[2:]} == {"one"}
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def test_sqlite_carries_no_signals() -> None:
    assert not speaks("sqlite:///x.db")


LISTENERS = f"""SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND query LIKE '%LISTEN%{CHANNEL}%' AND pid <> pg_backend_pid()"""


async def listening(url: str, wanted: int) -> None:
    """Until so many connections listen."""
    connection = await asyncpg.connect(url.replace("+asyncpg", ""))
    try:
        async with asyncio.timeout(10):
            while (await connection.fetchval(LISTENERS)) < wanted:  # noqa: ASYNC110 - the server's state
                await asyncio.sleep(0.02)
    finally:
        await connection.close()


async def cut(url: str) -> None:
    """The server drops everybody else."""
    connection = await asyncpg.connect(url.replace("+asyncpg", ""))
    try:
        await connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    finally:
        await connection.close()
