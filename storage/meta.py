"""Small named values of the installation: seed version, polling offsets, counters."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import bindparam
from sqlalchemy.dialects import postgresql, sqlite

from storage.tables import meta
from storage.transaction import Repository, upsert

GET = sa.select(meta.c.value).where(meta.c.name == bindparam("name"))
SET = upsert(meta, "name")
_more = sa.cast(sa.cast(meta.c.value, sa.BigInteger) + 1, sa.Text)
#: One statement: between a read and a write somebody else could count too.
COUNT = {
    name: insert.values(name=bindparam("b_name"), value="1")
    .on_conflict_do_update(index_elements=["name"], set_={"value": _more})
    .returning(meta.c.value)
    for name, insert in (("sqlite", sqlite.insert(meta)), ("postgresql", postgresql.insert(meta)))
}


class Meta(Repository):
    """`get` and `set` by name."""

    async def get(self, name: str) -> str | None:
        """The value, None where it was never set."""
        value: str | None = (await self._tx.execute(GET, {"name": name})).scalar_one_or_none()
        return value

    async def set(self, name: str, value: str) -> None:
        """Set or overwrite it."""
        await self._tx.execute(SET, {"name": name, "value": value})

    async def count(self, name: str) -> int:
        """One more; the new value, starting with 1."""
        return int((await self._tx.execute(COUNT, {"b_name": name})).scalar_one())
