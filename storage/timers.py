"""The timers of the cases: rows with a due time and the version they belong to; nothing sleeps."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import bindparam

from storage.records import Timer
from storage.tables import complaints, timers
from storage.transaction import Repository

CLEAR = timers.delete().where(timers.c.case_id == bindparam("case_id"))
ADD = timers.insert()
#: The case is locked with its timer, and a case someone works on is passed over: waiting for it would be
#: a ring, since its holder may be waiting to replace the timer we hold.
DUE = (
    sa.select(timers)
    .join(complaints, complaints.c.id == timers.c.case_id)
    .where(timers.c.due_at <= bindparam("at"))
    .order_by(timers.c.due_at, timers.c.id)
    .limit(bindparam("limit"))
    .with_for_update(of=[timers, complaints], skip_locked=True)
)
DONE = timers.delete().where(timers.c.id == bindparam("id"))
LATER = timers.update().where(timers.c.id == bindparam("b_id")).values(due_at=bindparam("b_due_at"))


class Timers(Repository):
    """Timers by their case."""

    async def replace(self, case: str, version: int, new: Sequence[tuple[str, str, datetime, dict[str, Any]]]) -> None:
        """Instead of all timers of the case: (rule, kind, due, data) for that version of it."""
        await self._tx.execute(CLEAR, {"case_id": case})
        rows = [
            {"case_id": case, "version": version, "rule": rule, "kind": kind, "due_at": due, "data": data}
            for rule, kind, due, data in new
        ]
        if rows:
            await self._tx.execute(ADD, rows)

    async def due(self, at: datetime, limit: int = 50) -> list[Timer]:
        """Timers whose time has come, locked with their cases until the end of the transaction."""
        rows = await self._tx.execute(DUE, {"at": at, "limit": limit})
        return [self._timer(row) for row in rows]

    async def done(self, id: int) -> None:
        """It was dealt with."""
        await self._tx.execute(DONE, {"id": id})

    async def later(self, id: int, due_at: datetime) -> None:
        """Dealing with it failed: try again then."""
        await self._tx.execute(LATER, {"b_id": id, "b_due_at": due_at})

    async def of_case(self, case: str) -> list[Timer]:
        """All timers of a case by due time."""
        statement = sa.select(timers).where(timers.c.case_id == case).order_by(timers.c.due_at, timers.c.id)
        return [self._timer(row) for row in await self._tx.execute(statement)]

    def _timer(self, row: Any) -> Timer:
        return Timer(
            id=row.id,
            case=row.case_id,
            rule=row.rule,
            kind=row.kind,
            version=row.version,
            due_at=row.due_at,
            data=row.data,
        )
