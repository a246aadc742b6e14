"""What became of a notice for one person, written in the commit that settles its message."""

from __future__ import annotations

from handlers.services import Services
from storage.broadcasts import Result
from storage.records import Lane, OutboxRow
from storage.unit_of_work import UnitOfWork

PREFIX = "bc:"


async def note(row: OutboxRow, result: Result, uow: UnitOfWork, services: Services) -> bool:
    """Keep the result; False where the message is no notice to many.

    A failed one is a line of the report and no alarm: a thousand alarms would hide the one that matters.
    """
    if row.lane is not Lane.BROADCAST or not (row.dedup or "").startswith(PREFIX):
        return False
    await uow.broadcasts.note(str(row.dedup).removeprefix(PREFIX), row.chat_key, result, services.now())
    return True
