"""What is deleted because its time is over: raw updates, sent messages, drafts of those long silent.

Oldest first, a window of rows at a time, so that no deletion holds the writer; knows no period.
"""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import bindparam, literal_column, select

from conversations.messages import Channel
from storage.chats import Chats
from storage.columns import EPOCH, Utc
from storage.meta import Meta
from storage.papers import ACCOUNT, LIFE
from storage.records import Chat
from storage.tables import SETTLED, WAITING, chats, inbox, outbox
from storage.transaction import Repository

WINDOW = 500
#: Up to which silence drafts have been looked at.
MARK = "retention:drafts"

#: The oldest rows by id, not a search by date: where nothing is old it costs one look at the index. What waits is
#: passed over, or the letters of five hundred writers who never joined would keep all that was sent after them.
OLD_UPDATES = select(inbox.c.id, inbox.c.chat_key, inbox.c.received_at.label("at")).where(inbox.c.state > WAITING)
OLD_MESSAGES = select(outbox.c.id, outbox.c.chat_key, outbox.c.created_at.label("at")).where(
    outbox.c.state >= SETTLED
)
#: What waits for a writer of a paper: nobody's account sends it.
UNCLAIMED = (
    select(outbox.c.id, outbox.c.chat_key, outbox.c.created_at.label("at"))
    .where(outbox.c.state == literal_column("0"), outbox.c.account == f"{Channel.PAPER}:{ACCOUNT}")
)  # fmt: skip
SILENT = (
    select(chats.c.key)
    .where(chats.c.seen_at > bindparam("since", type_=Utc()), chats.c.seen_at <= bindparam("before", type_=Utc()))
    .order_by(chats.c.seen_at)
    .limit(bindparam("limit"))
)


class Retention(Repository):
    """Each call deletes at most one window; True where there may be more."""

    async def updates(self, before: datetime) -> bool:
        """Updates handled or dead, received before that moment."""
        return await self._delete(inbox, OLD_UPDATES, before)

    async def messages(self, before: datetime) -> bool:
        """Messages settled or dead, made before that moment."""
        return await self._delete(outbox, OLD_MESSAGES, before)

    async def unclaimed(self, before: datetime) -> bool:
        """What waits since before that moment for the writer of a paper, whose code holds no more."""
        return await self._delete(outbox, UNCLAIMED, before - LIFE)

    async def silent(self, before: datetime, limit: int = WINDOW) -> list[Chat]:
        """Chats that have been silent since that moment and were not looked at before; [] at the end."""
        mark = await Meta(self._tx).get(MARK)
        since = datetime.fromisoformat(mark) if mark else EPOCH
        keys = (await self._tx.execute(SILENT, {"since": since, "before": before, "limit": limit})).scalars().all()
        found = [chat for key in keys if (chat := await Chats(self._tx).get(key)) is not None]
        if found:
            await Meta(self._tx).set(MARK, max(chat.seen_at for chat in found).isoformat())
        return found

    async def _delete(
        self, table: sa.Table, oldest: sa.Select[tuple[object, ...]], before: datetime
    ) -> bool:
        rows = (await self._tx.execute(oldest.order_by(table.c.id).limit(WINDOW))).all()
        old = [row for row in rows if row.at < before]
        if not old:
            return False
        which = table.delete().where(table.c.id == bindparam("b_id"), table.c.chat_key == bindparam("b_chat_key"))
        await self._tx.execute(which, [{"b_id": row.id, "b_chat_key": row.chat_key} for row in old])
        return len(old) == WINDOW
