"""What people called an office, what was offered, what they chose: the matcher's school book."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from storage.tables import matches
from storage.transaction import Repository

ADD = matches.insert()
PAIRS = sa.select(matches.c.uid, matches.c.mention, matches.c.chosen).order_by(matches.c.id)

NEWEST = sa.select(matches.c.uid, matches.c.mention, matches.c.chosen).order_by(matches.c.id.desc()).limit(
    sa.bindparam("limit")
)


class Matches(Repository):
    """Append and read."""

    async def add(self, mention: str, offered: Sequence[str], chosen: str | None, at: datetime) -> None:
        """`chosen` is None where the person said none of them."""
        uid = secrets.token_hex(16)
        sealed = self._tx.seal(matches.c.mention, uid, mention)
        await self._tx.execute(
            ADD, {"uid": uid, "at": at, "offered": list(offered), "chosen": chosen, "mention": sealed}
        )

    async def newest(self, limit: int) -> list[tuple[str, str | None]]:
        """The last of `pairs`, the newest first."""
        rows = await self._tx.execute_wide(NEWEST, {"limit": limit})
        return [(self._tx.unseal(matches.c.mention, row.uid, row.mention), row.chosen) for row in rows]

    async def pairs(self) -> list[tuple[str, str | None]]:
        """Every (mention, chosen agency id), oldest first."""
        rows = await self._tx.execute_wide(PAIRS)
        return [(self._tx.unseal(matches.c.mention, row.uid, row.mention), row.chosen) for row in rows]
