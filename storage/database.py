"""The database of the installation: opens units of work on SQLite or PostgreSQL; knows no noun."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import datetime

from sqlalchemy import exc

from storage import engines, key_check
from storage.errors import Damaged, Stale, Unavailable
from storage.keys import Keyring
from storage.schema import require_head, require_tables, revision
from storage.sqlite_engine import SqliteEngine
from storage.transaction import Transaction
from storage.unit_of_work import UnitOfWork

#: SQLSTATE of a deadlock and of a failed serialization: harmless when run again.
RUN_AGAIN = {"40P01", "40001"}
#: SQLSTATE classes and SQLite names of a server or disk that does not serve: connection, resources, shutdown, and
#: a transaction it ended because we were silent in it (storage.engines).
DOWN = ("08", "25P03", "53", "57P", "SQLITE_BUSY", "SQLITE_FULL", "SQLITE_IOERR", "SQLITE_CANTOPEN")

#: Seconds to say goodbye to the server.
PATIENCE = 3.0


class Database:
    """`begin` to write, `read` to look; nothing else reaches the tables.

    Never await the network inside either: on SQLite the whole bot waits for its one writer.
    """

    def __init__(self, url: str, keyring: Keyring, *, clock: Callable[[], datetime], patient: bool = False) -> None:
        """`patient` waits for long statements and may think long between them, as a command does."""
        self.url = engines.address(url)
        self._keys, self._clock = keyring, clock
        self._writer = engines.writer(self.url, patient=patient)
        self._reader = engines.reader(self.url, patient=patient)

    async def start(self) -> None:
        """Refuse a schema that is not ours and a key file that is not this database's."""
        engines.require_file(self.url)
        async with self._transaction(self._writer, writing=True) as tx:
            require_head(await revision(tx.connection, tx.dialect))
            await key_check.verify(tx)

    async def check(self) -> None:
        """Does it answer, with tables we can work with? Raises what is wrong."""
        async with self._transaction(self._reader, writing=False) as tx:
            require_tables(await revision(tx.connection, tx.dialect))

    @asynccontextmanager
    async def begin(self, *, here: bool = False) -> AsyncIterator[UnitOfWork]:
        """Write: commits on a clean exit, rolls back on any exception.

        `here` is for what runs often and finds its rows by an index: SQLite works on the event loop then.
        """
        async with self._transaction(self._writer, writing=True, here=here) as tx:
            yield UnitOfWork(tx)

    @asynccontextmanager
    async def read(self) -> AsyncIterator[UnitOfWork]:
        """Look at one moment of the database; writing fails."""
        async with self._transaction(self._reader, writing=False) as tx:
            yield UnitOfWork(tx)

    async def close(self) -> None:
        """Let go of all connections; a server that hangs is not waited for."""
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                await self._writer.dispose()
                await self._reader.dispose()

    @asynccontextmanager
    async def _transaction(
        self, engine: engines.Engine, *, writing: bool, here: bool = False
    ) -> AsyncIterator[Transaction]:
        dialect = self.url.get_backend_name()
        entered = False
        try:
            async with engine.begin(here=here) if isinstance(engine, SqliteEngine) else engine.begin() as connection:
                entered = True
                yield Transaction(connection, self._keys, self._clock, dialect, writing)
        except Exception as error:
            # What fails before we are in is the way to the server, in whatever word of the driver.
            down = Unavailable(f"Basis data tidak menjawab ({type(error).__name__}).")
            named = Damaged() if engines.damaged(error) else _named(error) if entered else down
            if named is error:
                raise
            raise named from error


def _named(error: Exception) -> Exception:
    """Our word for a driver's error: what to run again, what to wait for; the rest stays as it is."""
    if isinstance(error, TimeoutError):  # nothing but the database is waited for in a transaction
        return Unavailable(f"Basis data tidak menjawab ({type(error).__name__}).")
    told = error.orig if isinstance(error, exc.DBAPIError) else error
    state: str = getattr(told, "sqlstate", None) or getattr(told, "sqlite_errorname", None) or ""
    if state in RUN_AGAIN:
        return Stale("the database chose this transaction to give way")
    return Unavailable() if state.startswith(DOWN) else error
