"""SQLite with one visit to the connection's thread a statement, where SQLAlchemy's adapter makes four.

It asks aiosqlite for a cursor, for its execution, for the rows and for the closing, and each of these wakes a thread
and the event loop again: half of what a turn of the bot cost. Everything else is the adapter's own. Knows no table.
"""

from __future__ import annotations

import sqlite3
from collections import deque
from collections.abc import Sequence
from typing import Any

from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.aiosqlite import (
    AsyncAdapt_aiosqlite_connection,
    AsyncAdapt_aiosqlite_cursor,
    AsyncAdapt_aiosqlite_dbapi,
    SQLiteDialect_aiosqlite,
)
from sqlalchemy.util import EMPTY_DICT

NAME = "sqlite+visiting"
registry.register("sqlite.visiting", __name__, "Dialect")


class Done:
    """What is left of a statement that has run: everything a result asks of a cursor."""

    __slots__ = ("arraysize", "description", "lastrowid", "rowcount", "rows")

    def __init__(self, cursor: sqlite3.Cursor | None = None) -> None:
        self.arraysize = 1
        self.description = cursor.description if cursor else None
        self.lastrowid = cursor.lastrowid if cursor else None
        self.rowcount = cursor.rowcount if cursor else -1
        self.rows: Sequence[Any] = cursor.fetchall() if cursor and cursor.description else ()

    async def close(self) -> None:
        """The cursor is closed already."""


def _visit(connection: sqlite3.Connection, many: bool, operation: str, parameters: Any) -> Done:
    cursor = connection.cursor()
    try:
        (cursor.executemany if many else cursor.execute)(operation, parameters)
        return Done(cursor)
    finally:
        cursor.close()


class Cursor(AsyncAdapt_aiosqlite_cursor):
    """Runs, fetches and closes in one visit."""

    __slots__ = ()

    def __init__(self, adapt_connection: AsyncAdapt_aiosqlite_connection) -> None:
        self._adapt_connection = adapt_connection
        self._connection = adapt_connection._connection
        self._cursor: Any = Done()
        self._soft_closed_memoized = EMPTY_DICT
        self._rows = deque()

    async def _execute_async(self, operation: Any, parameters: Any) -> Any:
        return await self._ran(False, operation, () if parameters is None else parameters)

    async def _executemany_async(self, operation: Any, seq_of_parameters: Any) -> Any:
        return await self._ran(True, operation, seq_of_parameters)

    async def _ran(self, many: bool, operation: Any, parameters: Any) -> Done:
        connection: Any = self._connection
        async with self._adapt_connection._execute_mutex:
            done: Done = await connection._execute(_visit, connection._conn, many, operation, parameters)
        self._cursor, self._rows = done, deque(done.rows)
        return done


class Connection(AsyncAdapt_aiosqlite_connection):
    """A connection whose cursors visit once."""

    __slots__ = ()
    _cursor_cls = Cursor


class Driver(AsyncAdapt_aiosqlite_dbapi):
    """aiosqlite with such connections."""

    def connect(self, *arg: Any, **kw: Any) -> AsyncAdapt_aiosqlite_connection:
        """Open one."""
        return Connection(self, super().connect(*arg, **kw)._connection)


class Dialect(SQLiteDialect_aiosqlite):
    """SQLite over it."""

    supports_statement_cache = True

    @classmethod
    def import_dbapi(cls) -> Driver:
        """As the dialect above does, with our connections."""
        return Driver(__import__("aiosqlite"), __import__("sqlite3"))
