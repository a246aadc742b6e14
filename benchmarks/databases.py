"""Databases of the benchmarks: an empty one with our tables, and a PostgreSQL that is durable, whoever runs it."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.moment import now
from storage.database import Database
from storage.keys import Keyring
from storage.migrate import upgrade


@asynccontextmanager
async def opened(
    folder: Path, url: str = "", clock: Callable[[], datetime] = now
) -> AsyncIterator[tuple[Database, Keyring]]:
    """Started, with our tables; without a `url` an SQLite file in the folder, where the keys lie in any case."""
    url = url or f"sqlite:///{folder / 'narahubung.db'}"
    await upgrade(url)
    keyring = Keyring.open(folder / "keys.json", create=True)
    database = Database(url, keyring, clock=clock)
    await database.start()
    try:
        yield database, keyring
    finally:
        await database.close()


@contextmanager
def postgres() -> Iterator[Any]:
    """Makes empty databases: on the server that NARAHUBUNG_BENCH_PG names, else on one of our own with fsync on."""
    if dsn := os.environ.get("NARAHUBUNG_BENCH_PG"):
        from tests.postgres import Server

        yield Server(dsn)
        return
    from tests import postgres as own

    own.FAST = ()  # a benchmark may not lose what it says is stored
    with own.running() as server:
        yield server
