"""PostgreSQL behind the two verbs we ask of an engine, `begin` and `dispose`: asyncpg's own pool. Knows no table.

Statements are SQLAlchemy's; what says them is asyncpg itself. Measured, a statement by its key costs 57 µs of
processor so and 172 µs through SQLAlchemy's connection (a greenlet, a cursor and a result around the same call), and a
turn of the bot says a dozen to three dozens of them (docs/decisions/0038-statements-said-by-asyncpg.md).
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from typing import Any

import asyncpg
import sqlalchemy as sa

from storage.errors import Stale, Unavailable
from storage.postgres_statements import DIALECT, as_told, said

#: Seconds a transaction waits for one of our own connections.
PATIENCE = 60.0
#: Statements a connection keeps prepared; a turn's are some hundred.
PREPARED = 500


class Session:
    """One transaction's connection."""

    __slots__ = ("_connection",)

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    async def execute(self, statement: sa.Executable, values: Any = None) -> Any:
        """As an AsyncConnection does: rows to fetch, or how many were changed; raises SQLAlchemy's errors."""
        what = said(statement, values)
        several = values if isinstance(values, list) else [values]
        given = [what.arguments(each) for each in several]
        with _named(what.sql):
            if what.columns != ():
                rows = [row for sql, arguments in given for row in await self._connection.fetch(sql, *arguments)]
                return what.answer(rows)
            if len(given) != 1:
                await self._connection.executemany(what.sql, [arguments for _, arguments in given])
                return what.answer([])
            ((sql, arguments),) = given  # half the price of a list of one
            return what.answer([], await self._connection.execute(sql, *arguments))

    execute_aside = execute

    async def exec_driver_sql(self, statement: str, parameters: Sequence[Any] = ()) -> Any:
        """As an AsyncConnection does; "$1", "$2" stand for the parameters."""
        return as_told(await self._connection.fetch(statement, *parameters))


@contextmanager
def _named(sql: str) -> Iterator[None]:
    """The driver's errors as SQLAlchemy names them on every database; without the values, which may be personal."""
    try:
        yield
    except asyncpg.InvalidCachedStatementError as error:
        raise Stale("the tables were changed meanwhile") from error  # asyncpg prepares all of them anew
    except asyncpg.IntegrityConstraintViolationError as error:
        raise sa.exc.IntegrityError(sql, None, error) from error
    except asyncpg.PostgresError as error:
        raise sa.exc.DBAPIError(sql, None, error) from error


class PostgresEngine:
    """At most `size` transactions at once; `settings` is what each connection is told first."""

    def __init__(self, url: sa.URL, *, size: int, readonly: bool = False, settings: str = "", **told: Any) -> None:
        self._told = {"min_size": 0, "max_size": size, **told}
        self._url, self._readonly, self._settings = url, readonly, settings
        self._pool: Any = None
        self._opening = asyncio.Lock()

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[Session]:
        """A transaction: commits on a clean exit, rolls back on any exception.

        Raises Unavailable where the server left us in the midst of it.
        """
        pool = self._pool or await self._opened()
        async with pool.acquire(timeout=PATIENCE) as connection:
            transaction = connection.transaction(readonly=self._readonly)
            try:
                await transaction.start()
                yield Session(connection)
                await transaction.commit()
            except Exception as error:
                if not isinstance(error, TimeoutError) and await _rolled_back(connection, transaction):
                    raise
                _let_go(connection)
                raise Unavailable(f"Basis data tidak menjawab ({type(error).__name__}).") from error
            except BaseException:
                # Cancelled, at an end: a server that hangs would be asked to forget it and waited for.
                _let_go(connection)
                raise

    async def _opened(self) -> Any:
        async with self._opening:
            if self._pool is None:
                _, where = DIALECT.create_connect_args(self._url)
                self._pool = await asyncpg.create_pool(
                    **where, **self._told, init=self._greet, reset=_leave,
                    max_inactive_connection_lifetime=0, max_queries=1_000_000,
                    statement_cache_size=PREPARED, max_cached_statement_lifetime=0,
                )  # fmt: skip
        return self._pool

    async def _greet(self, connection: Any) -> None:
        # Not as parameters of the start, which poolers refuse.
        if self._settings:
            await connection.execute(self._settings)
        await connection.set_type_codec("jsonb", schema="pg_catalog", encoder=str, decoder=json.loads, format="text")

    async def dispose(self) -> None:
        """Let go of the connections."""
        if self._pool is not None:
            await self._pool.close()


async def _rolled_back(connection: Any, transaction: Any) -> bool:
    """Nothing of it stays and the connection is as it was; False where the server has left or does not answer."""
    with suppress(asyncpg.InterfaceError, asyncpg.PostgresConnectionError, OSError):
        if not connection.is_closed():
            await transaction.rollback()
            return True
    return False


def _let_go(connection: Any) -> None:
    with suppress(asyncpg.InterfaceError):  # the pool has taken it back already
        connection.terminate()


async def _leave(_connection: Any) -> None:
    """Nothing of a transaction stays on its connection: asyncpg's own sweep would cost a journey, and our settings."""
