"""How each database wants to be opened; knows drivers and pragmas, no table."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from storage.errors import SchemaMismatch, StorageError
from storage.sqlite_engine import SqliteEngine

DRIVERS = {"sqlite": "sqlite", "postgresql": "postgresql+asyncpg", "postgres": "postgresql+asyncpg"}
#: Readers beside the one writer of SQLite; connections of a process to PostgreSQL. More only add latency.
READERS, CONNECTIONS = 3, 8
#: A writer waits for another in `SqliteEngine`, not in the driver, where it would stop the event loop.
WRITING = ("journal_mode=WAL", "busy_timeout=0")


def address(url: str) -> sa.URL:
    """The URL with our driver; refuses what we do not speak."""
    try:
        made = sa.make_url(url)
        made = made.set(drivername=DRIVERS[made.get_backend_name()])
    except (KeyError, sa.exc.ArgumentError):
        raise StorageError("Alamat basis data harus sqlite:///berkas atau postgresql://pengguna@tuan/nama.") from None
    if made.get_backend_name() == "sqlite" and made.database in (None, "", ":memory:"):
        raise StorageError("Basis data SQLite harus berupa berkas: sqlite:///data/narahubung.db.")
    return made


def writer(url: sa.URL) -> AsyncEngine | SqliteEngine:
    """For everything that writes."""
    if url.get_backend_name() == "postgresql":
        engine = create_async_engine(url, pool_size=CONNECTIONS, max_overflow=0, pool_timeout=60)
        _follow_indexes(engine)
        return engine
    # One connection: several would poll for the write lock and starve each other (handbook §2). SQLAlchemy's own
    # transactions would begin too late and deferred: measured, they lose updates silently.
    return SqliteEngine(url, size=1, begin="BEGIN IMMEDIATE", pragmas=(*WRITING, "foreign_keys=ON"))


def reader(url: sa.URL) -> AsyncEngine | SqliteEngine:
    """For everything that only reads; may be slow without holding up the writer."""
    if url.get_backend_name() == "postgresql":
        engine = create_async_engine(url, pool_size=READERS, max_overflow=0, pool_timeout=60)
        return engine.execution_options(postgresql_readonly=True)
    return SqliteEngine(url, size=READERS, begin="BEGIN", pragmas=("query_only=ON",))


def migrator(url: sa.URL) -> AsyncEngine | SqliteEngine:
    """For schema changes: foreign keys off, since rebuilding a parent table would delete its children."""
    if url.get_backend_name() == "postgresql":
        return create_async_engine(url, poolclass=sa.NullPool)
    return SqliteEngine(url, size=1, begin="BEGIN IMMEDIATE", pragmas=(*WRITING, "foreign_keys=OFF"))


def damaged(error: BaseException) -> bool:
    """Did SQLite say that the file is no database?"""
    name: str = getattr(getattr(error, "orig", error), "sqlite_errorname", "")
    return name.startswith(("SQLITE_NOTADB", "SQLITE_CORRUPT"))


def private_file(url: sa.URL) -> None:
    """Make the file of a new SQLite database before the driver does: 0600, its folder too."""
    if url.get_backend_name() == "sqlite" and url.database:
        path = Path(url.database)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600, exist_ok=True)


def exists(url: sa.URL) -> bool:
    """Is there a SQLite file to open? True for a server: only asking it can tell."""
    return url.get_backend_name() != "sqlite" or Path(url.database or "").exists()


def require_file(url: sa.URL) -> None:
    """SchemaMismatch where the SQLite file is not there: opening it would make an empty one."""
    if not exists(url):
        raise SchemaMismatch(f"Basis data {url.database} belum ada. Jalankan: narahubung db upgrade")


def _follow_indexes(engine: AsyncEngine) -> None:
    """Queues are read in the order of an index, never sorted first.

    Their statistics are always of another moment: measured after a burst of 20,000 updates on a table
    PostgreSQL believed to be empty, it sorted them all for each turn, 100 ms instead of 0.5 ms.
    """

    @sa.event.listens_for(engine.sync_engine, "connect")
    def connect(connection: Any, _record: Any) -> None:
        cursor = connection.cursor()
        cursor.execute("SET enable_sort = off")
        cursor.close()
        connection.commit()
