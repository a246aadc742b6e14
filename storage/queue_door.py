"""What waits for staff, by kind: the same doors, with the lists and counts of the triage queue."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy import bindparam, func

from complaints.model import Complaint
from complaints.running import OFFICIALS_TURN
from storage import sight
from storage.doors import BY_DUE, NEWEST_FIRST, RECEIVED, StaffDoor
from storage.tables import complaints, desks

#: Of the newest cases so many are looked at for bursts: their words have to be unsealed one by one.
NEWEST = 500
_c = complaints.c
_officials = _c.is_open & _c.status.in_(sorted(OFFICIALS_TURN))
_reachable = sa.exists().where(desks.c.agency_id == _c.agency_id, desks.c.active, desks.c.reachable)
#: Hidden in a function: the index of agencies would be read from end to end instead of the few open cases.
_named = func.coalesce(_c.agency_id, "") != ""
_SINCE = _c.filed_at >= bindparam("since")


class Shelf(StrEnum):
    """Why a case is in the staff's queue."""

    UNCLEAR = "unclear"  # nobody knows yet which agency is meant
    UNREACHABLE = "unreachable"  # its agency has no group that hears us
    LATE = "late"  # a promised day has passed and officials owe the step


#: What each kind is, in the database's words; "at" is now.
SHELVES = {
    Shelf.UNCLEAR: RECEIVED & ~_named,
    Shelf.UNREACHABLE: _officials & _named & ~_reachable,
    Shelf.LATE: _officials & (_c.due_at < bindparam("at")),
}


class QueueDoor(StaffDoor):
    """Everything, and the queue."""

    async def shelf(self, shelf: Shelf, at: datetime, *, limit: int, offset: int = 0) -> list[Complaint]:
        """The cases of one kind, the most pressing first."""
        return await self._many(SHELVES[shelf], order=BY_DUE, limit=limit, offset=offset, at=at)

    async def count(self, shelf: Shelf, at: datetime) -> int:
        """How many of one kind wait."""
        statement = sight.count(self._sight.rows, SHELVES[shelf])
        found: int = (await self._tx.execute_wide(statement, self._sight.asking(at=at))).scalar_one()
        return found

    async def filed_since(self, since: datetime, limit: int = NEWEST) -> list[Complaint]:
        """The newest cases filed since then, whatever became of them."""
        return await self._many(_SINCE, order=NEWEST_FIRST, limit=limit, since=since)
