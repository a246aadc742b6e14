"""SQLite behind the two verbs we ask of an engine: `begin` and `dispose`. Knows no table.

A statement that finds its row by an index takes 20 µs; a visit to a thread and back costs ten times that, and half of
what a turn of the bot cost was such visits. So a transaction says where its statements run: `here`, on the event
loop, for the short ones of every turn; else each in a thread, where it may take its time.
"""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any, ParamSpec, TypeVar

import sqlalchemy as sa

P = ParamSpec("P")
T = TypeVar("T")
#: Seconds a transaction waits for another process that writes the same file (a console command), and between looks.
BUSY, LOOK = 15.0, 0.01
#: Seconds a transaction waits for one of our own connections.
PATIENCE = 60.0
#: Rows that one statement may write on the event loop: 2 ms.
FEW = 100
#: Commits after which what the log holds is brought into the file, in a thread: a commit itself never waits for disk.
CHECKPOINT = 200


class Cursor(sqlite3.Cursor):
    """Holds its rows when the statement has run: who fetches them is on another thread by then."""

    def execute(self, *args: Any) -> Cursor:
        super().execute(*args)
        self._rows = iter(super().fetchall()) if self.description else iter(())
        return self

    def fetchone(self) -> Any:
        return next(self._rows, None)

    def fetchmany(self, size: int | None = 1) -> list[Any]:
        return [row for _, row in zip(range(size or 1), self._rows, strict=False)]

    def fetchall(self) -> list[Any]:
        return list(self._rows)


class Raw(sqlite3.Connection):
    """A connection of such cursors."""

    def cursor(self, factory: Any = Cursor) -> Any:
        return super().cursor(factory)


class Session:
    """One transaction's connection."""

    __slots__ = ("_connection", "_here")

    def __init__(self, connection: sa.Connection, here: bool) -> None:
        self._connection, self._here = connection, here

    async def execute(self, statement: sa.Executable, values: Any = None) -> sa.CursorResult[Any]:
        """As an AsyncConnection does."""
        if self._here and not (isinstance(values, list) and len(values) > FEW):
            return self._connection.execute(statement, values)
        return await self.execute_aside(statement, values)

    async def execute_aside(self, statement: sa.Executable, values: Any = None) -> sa.CursorResult[Any]:
        """In a thread, wherever the transaction works."""
        return await aside(self._connection.execute, statement, values)

    async def exec_driver_sql(self, statement: str, parameters: Any = None) -> sa.CursorResult[Any]:
        """As an AsyncConnection does."""
        return await aside(self._connection.exec_driver_sql, statement, parameters)

    async def run_sync(self, work: Callable[..., T], *args: Any) -> T:
        """As an AsyncConnection does."""
        return await aside(work, self._connection, *args)


class SqliteEngine:
    """At most `size` transactions at once, each begun with `begin` ("BEGIN" reads, "BEGIN IMMEDIATE" writes)."""

    def __init__(self, url: sa.URL, *, size: int, begin: str, pragmas: tuple[str, ...]) -> None:
        self._begin, self._free, self._commits = begin, asyncio.Semaphore(size), 0
        self._idle: list[sa.Connection] = []
        self.sync_engine = sa.create_engine(
            url, poolclass=sa.NullPool,
            connect_args={"factory": Raw, "check_same_thread": False, "timeout": BUSY, "isolation_level": None},
        )  # fmt: skip

        @sa.event.listens_for(self.sync_engine, "connect")
        def connect(connection: sqlite3.Connection, _record: Any) -> None:
            for pragma in ("synchronous=NORMAL", "wal_autocheckpoint=0", *pragmas):
                connection.execute(f"PRAGMA {pragma}")

    @asynccontextmanager
    async def begin(self, *, here: bool = False) -> AsyncIterator[Session]:
        """A transaction: commits on a clean exit, rolls back on any exception."""
        async with asyncio.timeout(PATIENCE):
            await self._free.acquire()
        connection: sa.Connection | None = None
        try:
            connection = self._idle.pop() if self._idle else await aside(self.sync_engine.connect)
            await self._started(connection)
            yield Session(connection, here)
            await self._ended(connection, here)
        except BaseException:
            if connection is not None:
                connection.rollback()
            raise
        finally:
            if connection is not None:
                self._idle.append(connection)
            self._free.release()

    async def _started(self, connection: sa.Connection) -> None:
        until = time.monotonic() + BUSY
        while True:
            try:
                connection.exec_driver_sql(self._begin)
                return
            except sa.exc.OperationalError as error:
                connection.rollback()
                busy = getattr(error.orig, "sqlite_errorname", "").startswith("SQLITE_BUSY")  # also: in recovery
                if not busy or time.monotonic() > until:
                    raise
            await asyncio.sleep(LOOK)

    async def _ended(self, connection: sa.Connection, here: bool) -> None:
        if here:
            connection.commit()
        else:
            await aside(connection.commit)
        self._commits += 1
        if self._commits % CHECKPOINT == 0:
            await aside(_checkpoint, connection)

    async def dispose(self) -> None:
        """Let go of the connections; the last one of a file brings its log home."""
        while self._idle:
            await aside(self._idle.pop().close)


def _checkpoint(connection: sa.Connection) -> None:
    # PASSIVE waits for nobody; what a reader still needs stays for the next time.
    raw = connection.connection.dbapi_connection
    assert raw is not None
    with suppress(sqlite3.OperationalError):
        raw.cursor().execute("PRAGMA wal_checkpoint(PASSIVE)")


async def aside(call: Callable[P, T], *args: P.args, **more: P.kwargs) -> T:
    """In a thread. Whoever is cancelled waits for its end: until then the connection is not theirs to roll back."""
    job = asyncio.ensure_future(asyncio.to_thread(call, *args, **more))
    try:
        return await asyncio.shield(job)
    except asyncio.CancelledError:
        await asyncio.wait({job})
        raise
