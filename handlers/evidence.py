"""Stored files as they are sent on: from attachment ids to what a message carries. Fetches nothing."""

from __future__ import annotations

from collections.abc import Sequence

from conversations.messages import File
from handlers.attachments import as_file
from storage.unit_of_work import UnitOfWork


async def stored(uow: UnitOfWork, ids: Sequence[str]) -> tuple[File, ...]:
    """The files that have arrived, in order; the others follow by themselves (attachments.on_stored)."""
    found = [await uow.attachments.get(attachment) for attachment in ids]
    return tuple(as_file(item) for item in found if item is not None and item.state == "stored" and item.key)
