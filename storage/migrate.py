"""Schema changes: up, down, and whether the tables are what the code says; Alembic configured in code."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.util import CommandError

from storage import engines
from storage.errors import Damaged, SchemaMismatch, StorageError, Unavailable
from storage.tables_past import metadata

T = TypeVar("T")
#: Any number, the same in every process: two upgrades at once run one after the other.
LOCK = 7_046_117
#: SQLSTATE: since PostgreSQL 15 only the owner of a database may make tables in it.
NO_RIGHT = "42501"
#: How we look at a schema. Server defaults on SQLite compare as text and differ where nothing does.
OPTIONS: dict[str, Any] = {"render_as_batch": True, "compare_type": True, "transactional_ddl": True}


def config() -> Config:
    """Alembic's configuration; the connection travels in `attributes`."""
    made = Config()
    made.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    made.set_main_option("path_separator", "os")
    return made


async def upgrade(url: str, to: str = "head") -> None:
    """Bring the tables to that revision; all of it or, on an error, nothing."""
    engines.private_file(engines.address(url))
    await _run(url, lambda c: command.upgrade(_with(c), to))


async def downgrade(url: str, to: str) -> None:
    """Go back to an older revision ("base": no tables at all)."""
    engines.require_file(engines.address(url))
    await _run(url, lambda c: command.downgrade(_with(c), to))


async def current(url: str) -> str | None:
    """The revision of the database, None where it has no tables; makes no file where there is none."""
    if not engines.exists(engines.address(url)):
        return None
    found: str | None = await _run(url, lambda c: MigrationContext.configure(c).get_current_revision())
    return found


async def check(url: str) -> list[Any]:
    """Differences between the tables there and the tables in the code; [] is right."""
    engines.require_file(engines.address(url))
    differences: list[Any] = await _run(url, _differences)
    return differences


async def inspected(url: str, look: Callable[[sa.Connection], T]) -> T:
    """What `look` finds or does, while nobody changes the schema."""
    found: T = await _run(url, look)
    return found


def _differences(connection: sa.Connection) -> list[Any]:
    options = OPTIONS | {"compare_server_default": connection.dialect.name == "postgresql"}
    return list(compare_metadata(MigrationContext.configure(connection, opts=options), metadata))


def _with(connection: sa.Connection) -> Config:
    made = config()
    made.attributes["connection"] = connection
    return made


async def _run(url: str, step: Any) -> Any:
    engine = engines.migrator(engines.address(url))
    try:
        async with engine.begin() as connection:
            return await connection.run_sync(_locked, step)
    except CommandError as error:
        raise SchemaMismatch(f"Versi skema itu tidak dikenal program ini: {error}") from error
    except sa.exc.DatabaseError as error:
        if engines.damaged(error):
            raise Damaged from error
        if isinstance(error, sa.exc.OperationalError):
            raise Unavailable(f"Basis data tidak menjawab ({type(error).__name__}).") from error
        if getattr(error.orig, "sqlstate", None) == NO_RIGHT:
            raise StorageError("Pengguna basis data tidak berhak membuat tabel: beri CREATE pada skemanya.") from error
        raise
    except (OSError, sa.exc.InterfaceError) as error:
        raise Unavailable(f"Basis data tidak menjawab ({type(error).__name__}).") from error
    finally:
        await engine.dispose()


def _locked(connection: sa.Connection, step: Any) -> Any:
    if connection.dialect.name == "postgresql":
        connection.execute(sa.text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
    result = step(connection)
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        if broken:
            raise SchemaMismatch(f"Perubahan skema memutus {len(broken)} rujukan; tidak ada yang diubah.")
    return result
