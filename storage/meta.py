"""Small named values of the installation: seed version, polling offsets, counters."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import bindparam

from storage.tables import meta
from storage.transaction import Repository, upsert

GET = sa.select(meta.c.value).where(meta.c.name == bindparam("name"))
SET = upsert(meta, "name")


class Meta(Repository):
    """`get` and `set` by name."""

    async def get(self, name: str) -> str | None:
        """The value, None where it was never set."""
        value: str | None = (await self._tx.execute(GET, {"name": name})).scalar_one_or_none()
        return value

    async def set(self, name: str, value: str) -> None:
        """Set or overwrite it."""
        await self._tx.execute(SET, {"name": name, "value": value})
