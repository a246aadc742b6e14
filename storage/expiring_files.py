"""Bodies of the file store that are to go: after the commit that let go of them, or when their time is over."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import bindparam

from storage.columns import Utc
from storage.tables import attachments
from storage.tables_citizen import expiring_files
from storage.transaction import Repository, upsert

ADD = upsert(expiring_files, "file_key")
DUE = (
    sa.select(expiring_files.c.file_key)
    .where(expiring_files.c.due_at <= bindparam("at"))
    .order_by(expiring_files.c.due_at)
    .limit(bindparam("limit"))
)
#: Equal bodies are stored once: what another attachment needs stays.
NEEDED = sa.select(attachments.c.file_key).where(attachments.c.file_key.in_(bindparam("keys", expanding=True)))
GONE = expiring_files.delete().where(expiring_files.c.file_key.in_(bindparam("keys", expanding=True)))
HASTEN = (
    expiring_files.update()
    .where(expiring_files.c.chat_key == bindparam("b_chat_key"))
    .values(due_at=bindparam("b_at", type_=Utc()), chat_key=None)
)


class ExpiringFiles(Repository):
    """Named in one transaction, deleted outside of any, crossed off in the next: a crash leaves none behind."""

    async def add(self, keys: Iterable[str], due_at: datetime, chat_key: str | None = None) -> None:
        """These go at that moment; `chat_key` says whose they are while they wait."""
        rows = [{"file_key": key, "chat_key": chat_key, "due_at": due_at} for key in sorted(set(keys))]
        if rows:
            await self._tx.execute(ADD, rows)

    async def hasten(self, chat_key: str, at: datetime) -> None:
        """What waits there for that person goes now."""
        await self._tx.execute(HASTEN, {"b_chat_key": chat_key, "b_at": at})

    async def due(self, at: datetime, limit: int = 50) -> tuple[list[str], list[str]]:
        """Keys to delete from the store now, and keys that others turned out to need."""
        keys = list((await self._tx.execute(DUE, {"at": at, "limit": limit})).scalars())
        needed = set((await self._tx.execute(NEEDED, {"keys": keys})).scalars()) if keys else set()
        return [key for key in keys if key not in needed], sorted(needed)

    async def gone(self, keys: Sequence[str]) -> None:
        """They are dealt with."""
        if keys:
            await self._tx.execute(GONE, {"keys": list(keys)})
