"""Which revision the tables are at, and which this program needs; Alembic itself is loaded only to change them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import sqlalchemy as sa

from storage import engines
from storage.errors import SchemaMismatch

VERSIONS = Path(__file__).parent / "migrations" / "versions"
KEPT = sa.text("SELECT version_num FROM alembic_version")


@cache
def head() -> str:
    """The revision this program needs: its newest migration's, by which the file is named."""
    return max(path.name for path in VERSIONS.glob("0*.py")).partition("_")[0]


def revision(connection: sa.Connection) -> str | None:
    """The revision of the tables, None where there are none."""
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(KEPT).scalar_one_or_none()


def require_head(connection: sa.Connection) -> None:
    """SchemaMismatch unless the database is at our revision."""
    found, wanted = revision(connection), head()
    if found == wanted:
        return
    told = f"Skema basis data ada di versi {found or 'kosong'}, program ini memerlukan {wanted}."
    newer = found is not None and found > wanted  # db upgrade of this program could do nothing about it
    raise SchemaMismatch(f"{told} {'Pasang versi program yang baru' if newer else 'Jalankan: narahubung db upgrade'}")


def require_tables(connection: sa.Connection) -> None:
    """SchemaMismatch where they are older than ours; newer ones still carry a process that runs (docs/runbook.md)."""
    if (revision(connection) or "") < head():
        require_head(connection)


async def bring_to_head(url: str) -> None:
    """Our tables, made or changed where they are not there yet. What is wrong is raised by `migrate.upgrade`."""
    if not await _stands(engines.address(url)):
        from storage.migrate import upgrade  # 11 MB and 0.2 s that most starts do without

        await upgrade(url)


async def _stands(url: sa.URL) -> bool:
    if not engines.exists(url):
        return False
    engine = engines.reader(url)
    try:
        async with engine.begin() as connection:
            return await connection.run_sync(revision) == head()
    except (OSError, sa.exc.SQLAlchemyError):
        return False
    finally:
        await engine.dispose()
