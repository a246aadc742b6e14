"""How each database wants to be opened; knows drivers and pragmas, no table."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import sqlalchemy as sa

from storage.errors import SchemaMismatch, StorageError
from storage.sqlite_engine import SqliteEngine

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncEngine

    from storage.postgres_engine import PostgresEngine

Engine: TypeAlias = "PostgresEngine | SqliteEngine"
DRIVERS = {"sqlite": "sqlite", "postgresql": "postgresql+asyncpg", "postgres": "postgresql+asyncpg"}
#: What an address may say after "?": a socket's folder, and how the line is sealed (certificates: PGSSLROOTCERT).
QUERY = {"host", "port", "sslmode"}
#: Readers beside the one writer of SQLite; connections of a process to PostgreSQL. More only add latency.
READERS, CONNECTIONS = 3, 8
#: Seconds a statement may take, and a connection: a server that died without a word (a failover, a cable) would else
#: be waited for until TCP gives up, a quarter of an hour. Nothing of ours takes a tenth of that.
ANSWER, CONNECT = 60.0, 10.0
#: A process that hangs in the middle of a turn holds its chats and cases no longer than that.
IDLE_IN_TURN = "60s"
#: Queues are read in the order of an index, never sorted first. Their statistics are always of another moment:
#: measured after a burst of 20,000 updates on a table PostgreSQL believed to be empty, it sorted them all for each
#: turn, 100 ms instead of 0.5 ms.
NEVER_SORT = "SET enable_sort = off"
#: A writer waits for another in `SqliteEngine`, not in the driver, where it would stop the event loop.
WRITING = ("journal_mode=WAL", "busy_timeout=0")


def address(url: str) -> sa.URL:
    """The URL with our driver; refuses what we do not speak."""
    try:
        made = sa.make_url(url)
        made = made.set(drivername=DRIVERS[made.get_backend_name()])
    except (KeyError, ValueError, sa.exc.ArgumentError):
        raise StorageError("Alamat basis data harus sqlite:///berkas atau postgresql://pengguna@tuan/nama.") from None
    if made.get_backend_name() == "sqlite" and made.database in (None, "", ":memory:"):
        raise StorageError("Basis data SQLite harus berupa berkas: sqlite:///data/narahubung.db.")
    if strange := sorted(set(made.query) - QUERY):
        raise StorageError(f"Alamat basis data: ?{strange[0]} tidak dikenal, hanya {', '.join(sorted(QUERY))}.")
    return made


def writer(url: sa.URL, *, patient: bool = False) -> Engine:
    """For everything that writes; `patient` is for a command that reads a long list in its one transaction."""
    if url.get_backend_name() == "postgresql":
        idle = f"SET idle_in_transaction_session_timeout = '{'0' if patient else IDLE_IN_TURN}'"
        return _pool(url, patient, size=CONNECTIONS, settings=f"{NEVER_SORT}; {idle}")
    # One connection: several would poll for the write lock and starve each other (handbook §2). SQLAlchemy's own
    # transactions would begin too late and deferred: measured, they lose updates silently.
    return SqliteEngine(url, size=1, begin="BEGIN IMMEDIATE", pragmas=(*WRITING, "foreign_keys=ON"))


def reader(url: sa.URL, *, patient: bool = False) -> Engine:
    """For everything that only reads; may be slow without holding up the writer."""
    if url.get_backend_name() == "postgresql":
        return _pool(url, patient, size=READERS, readonly=True)
    return SqliteEngine(url, size=READERS, begin="BEGIN", pragmas=("query_only=ON",))


def migrator(url: sa.URL) -> AsyncEngine | SqliteEngine:
    """For schema changes: foreign keys off, since rebuilding a parent table would delete its children."""
    if url.get_backend_name() == "postgresql":
        from sqlalchemy.ext.asyncio import create_async_engine  # Alembic wants SQLAlchemy's own connection

        return create_async_engine(_plain(url), connect_args=_told(url), poolclass=sa.NullPool)
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


def _pool(url: sa.URL, patient: bool, **more: Any) -> PostgresEngine:
    from storage.postgres_engine import PostgresEngine  # the driver is 5 MB that SQLite does without

    return PostgresEngine(_plain(url), command_timeout=None if patient else ANSWER, **_told(url), **more)


def _plain(url: sa.URL) -> sa.URL:
    return url.difference_update_query(["sslmode"])


def _told(url: sa.URL) -> dict[str, Any]:
    mode = url.query.get("sslmode")  # libpq's word, of which SQLAlchemy knows the other
    return {"timeout": CONNECT} | ({"ssl": mode} if mode else {})
