"""Which revision the tables are at, and which this program needs; Alembic itself is loaded only to change them."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from storage import engines
from storage.errors import SchemaMismatch

VERSIONS = Path(__file__).parent / "migrations" / "versions"
KEPT = sa.text("SELECT version_num FROM alembic_version")
THERE = {
    "sqlite": sa.text("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'"),
    "postgresql": sa.text("SELECT 1 WHERE to_regclass('alembic_version') IS NOT NULL"),
}


@cache
def head() -> str:
    """The revision this program needs: its newest migration's, by which the file is named."""
    return max(path.name for path in VERSIONS.glob("0*.py")).partition("_")[0]


async def revision(connection: Any, dialect: str) -> str | None:
    """The revision of the tables, None where there are none."""
    if (await connection.execute(THERE[dialect])).first() is None:
        return None
    found: str | None = (await connection.execute(KEPT)).scalar_one_or_none()
    return found


def require_head(found: str | None) -> None:
    """SchemaMismatch unless the database is at our revision."""
    wanted = head()
    if found == wanted:
        return
    told = f"Skema basis data ada di versi {found or 'kosong'}, program ini memerlukan {wanted}."
    newer = found is not None and found > wanted  # db upgrade of this program could do nothing about it
    raise SchemaMismatch(f"{told} {'Pasang versi program yang baru' if newer else 'Jalankan: narahubung db upgrade'}")


def require_tables(found: str | None) -> None:
    """SchemaMismatch where they are older than ours; newer ones still carry a process that runs (docs/runbook.md)."""
    if (found or "") < head():
        require_head(found)


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
            return await revision(connection, url.get_backend_name()) == head()
    except Exception:  # whatever it is, `migrate.upgrade` meets it again and names it
        return False
    finally:
        await engine.dispose()
