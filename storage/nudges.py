"""When an unfinished draft is to be reminded of: one row a chat, moved on where the citizen has spoken since."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import bindparam

from storage.tables_voices import draft_nudges
from storage.transaction import Repository, upsert

PUT = upsert(draft_nudges, "chat_key")
DROP = draft_nudges.delete().where(draft_nudges.c.chat_key == bindparam("chat_key"))
MOVE = (
    draft_nudges.update()
    .where(draft_nudges.c.chat_key == bindparam("b_old"))
    .values(chat_key=bindparam("b_new"))
)
DUE = (
    sa.select(draft_nudges)
    .where(draft_nudges.c.due_at <= bindparam("at", type_=draft_nudges.c.due_at.type))
    .order_by(draft_nudges.c.due_at)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True)
)


@dataclass(frozen=True, slots=True)
class Nudge:
    """A reminder whose time has come."""

    chat_key: str
    draft_id: str
    due_at: datetime


class Nudges(Repository):
    """Reminders by chat."""

    async def put(self, chat_key: str, draft_id: str, due_at: datetime) -> None:
        """Remind of that draft then, instead of whatever was planned for the chat."""
        await self._tx.execute(PUT, {"chat_key": chat_key, "draft_id": draft_id, "due_at": due_at})

    async def drop(self, chat_key: str) -> None:
        """Nothing to remind of."""
        await self._tx.execute(DROP, {"chat_key": chat_key})

    async def move(self, old_key: str, new_key: str) -> None:
        """The draft goes on in another chat of the same person."""
        await self.drop(new_key)
        await self._tx.execute(MOVE, {"b_old": old_key, "b_new": new_key})

    async def due(self, at: datetime, limit: int = 1) -> list[Nudge]:
        """Reminders whose time has come, locked until the end of the transaction."""
        rows = await self._tx.execute(DUE, {"at": at, "limit": limit})
        return [Nudge(row.chat_key, row.draft_id, row.due_at) for row in rows]
