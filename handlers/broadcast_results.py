"""What became of a notice for one person, written in the commit that settles its message."""

from __future__ import annotations

from typing import Any

from handlers.services import Services
from storage.broadcasts import Result
from storage.parked import Parked
from storage.records import Lane, OutboxRow
from storage.unit_of_work import UnitOfWork

PREFIX = "bc:"


def kept(row: OutboxRow) -> dict[str, Any]:
    """What a copy that waits for its person has to remember."""
    return {"notice": (row.dedup or "").removeprefix(PREFIX)} if (row.dedup or "").startswith(PREFIX) else {}


async def heard(parked: Parked, uow: UnitOfWork, services: Services) -> None:
    """A copy that waited goes out."""
    if notice := parked.data.get("notice"):
        await uow.broadcasts.note(notice, parked.chat_key, Result.SENT, services.now())


async def note(row: OutboxRow, result: Result, uow: UnitOfWork, services: Services) -> bool:
    """Keep the result; False where the message is no notice to many.

    A failed one is a line of the report and no alarm: a thousand alarms would hide the one that matters.
    """
    if row.lane is not Lane.BROADCAST or not (row.dedup or "").startswith(PREFIX):
        return False
    await uow.broadcasts.note(str(row.dedup).removeprefix(PREFIX), row.chat_key, result, services.now())
    return True
