"""Recaps and exports that were asked for and not sent yet; knows who gets them, not what is in them."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import bindparam

from storage.tables_recap import recap_orders
from storage.transaction import Repository, insert_new

PUT = insert_new(recap_orders, "id")
NEXT = sa.select(recap_orders).order_by(recap_orders.c.asked_at, recap_orders.c.id).limit(1)
TRIED = (
    recap_orders.update().where(recap_orders.c.id == bindparam("b_id")).values(tries=recap_orders.c.tries + 1)
)
DONE = recap_orders.delete().where(recap_orders.c.id == bindparam("id"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One of them; `asks` is JSON: what handlers.recap wrote and reads."""

    id: str
    chat_key: str
    thread: str | None = None
    kind: str
    asks: dict[str, Any] = field(default_factory=dict)
    role: str
    actor: str  # keyed hash of who asked, for the audit
    asked_at: datetime
    tries: int = 0


class RecapOrders(Repository):
    """A queue, the one that waits longest first."""

    async def put(self, order: Order) -> None:
        """Ask; the same order twice is one."""
        await self._tx.execute(PUT, asdict(order))

    async def next(self) -> Order | None:
        """Who waits longest."""
        row = (await self._tx.execute(NEXT)).one_or_none()
        return None if row is None else Order(**row._mapping)

    async def tried(self, id: str) -> None:
        """Said before it is made: what kills the process is not tried for ever."""
        await self._tx.execute(TRIED, {"b_id": id})

    async def done(self, id: str) -> bool:
        """It is on its way; False where another process has sent it."""
        return (await self._tx.execute(DONE, {"id": id})).rowcount == 1
