"""How much waits in the queues and for how long, in one look; what alarms and the doctor go by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import bindparam, literal_column

from storage.inbox import Inbox
from storage.outbox import Outbox
from storage.records import Lane
from storage.tables import inbox, outbox, timers
from storage.transaction import Repository

DEAD_UPDATES = sa.select(sa.func.count()).select_from(inbox).where(inbox.c.state == literal_column("2"))
DEAD_MESSAGES = sa.select(sa.func.count()).select_from(outbox).where(outbox.c.state == literal_column("3"))
#: Off the index of due times: one row is read.
FIRST_TIMER = sa.select(sa.func.min(timers.c.due_at)).where(timers.c.due_at <= bindparam("at"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Backlog:
    """Ages in seconds, 0 where nothing waits; lanes by name: how many, how old."""

    inbox_waiting: int
    inbox_oldest: float
    lanes: Mapping[str, tuple[int, float]]
    timers_late: float
    dead_updates: int
    dead_messages: int


class Backlogs(Repository):
    """The queues at a moment."""

    async def now(self, at: datetime) -> Backlog:
        """All of them; lanes in which nothing waits are there too, or a gauge would keep its last value."""
        waiting, oldest = await Inbox(self._tx).waiting(at=at)
        depth = await Outbox(self._tx).depth(at=at)
        first = (await self._tx.execute(FIRST_TIMER, {"at": at})).scalar_one()
        return Backlog(
            inbox_waiting=waiting,
            inbox_oldest=oldest,
            lanes={
                lane.name.lower(): (depth[lane].count, depth[lane].oldest) if lane in depth else (0, 0.0)
                for lane in Lane
            },
            timers_late=max(0.0, (at - first).total_seconds()) if first else 0.0,
            dead_updates=(await self._tx.execute(DEAD_UPDATES)).scalar_one(),
            dead_messages=(await self._tx.execute(DEAD_MESSAGES)).scalar_one(),
        )
