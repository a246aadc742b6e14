"""What a person sent before: whether we know it, the album it began, and saying one of our messages again."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy import bindparam

from conversations.messages import Channel
from storage.inbox import Inbox
from storage.tables import HANDLED, SETTLED, TODO, attachments, inbox, outbox
from storage.transaction import Repository

#: Files that come this close together were chosen together (WhatsApp tells no album, and whole seconds only).
TOGETHER = timedelta(seconds=5)
KNOWN = sa.select(inbox.c.id).where(inbox.c.chat_key == bindparam("chat_key"), inbox.c.event_key == bindparam("event"))
SWALLOW = (
    inbox.update()
    .where(inbox.c.chat_key == bindparam("b_chat_key"), inbox.c.event_key == bindparam("b_event"))
    .values(state=HANDLED)
)
LAST_FILE = (
    sa.select(attachments.c.album, attachments.c.received_at)
    .where(attachments.c.chat_key == bindparam("chat_key"))
    .order_by(attachments.c.received_at.desc())
    .limit(1)
)
AGAIN = (
    outbox.update()
    .where(
        outbox.c.id == bindparam("b_id"), outbox.c.chat_key == bindparam("b_chat_key"),
        outbox.c.state.in_((SETTLED, 1)), outbox.c.attempts < bindparam("b_most"),
    )
    .values(
        state=TODO, owner=None, lease_until=None, due_at=bindparam("b_due_at"),
        # The name of a notice to many leads to the result of this person.
        dedup=sa.case((outbox.c.dedup.startswith("bc:"), outbox.c.dedup), else_=None),
    )
)  # fmt: skip
CASE_OF = sa.select(outbox.c.case_id).where(outbox.c.id == bindparam("id"), outbox.c.chat_key == bindparam("chat_key"))


class Originals(Repository):
    """Looks at rows of inbox, outbox and attachments that were dealt with."""

    async def known(self, channel: Channel, account: str, event_id: str, line: str) -> bool:
        """Whether that event arrived; `line` is the key of the inbox line it waits in."""
        values = {"chat_key": line, "event": self._event(channel, account, event_id)}
        return (await self._tx.execute(KNOWN, values)).first() is not None

    async def swallow(self, channel: Channel, account: str, event_id: str, line: str, *, at: datetime) -> None:
        """That event was overtaken: when it comes, it is a duplicate."""
        await Inbox(self._tx).add([(channel, account, event_id, line, {"kind": "superseded"})], at=at)
        event = self._event(channel, account, event_id)
        await self._tx.execute(SWALLOW, {"b_chat_key": line, "b_event": event})

    async def album(self, chat_key: str, sent_at: datetime) -> str | None:
        """The album a file sent now belongs to, None where it begins one."""
        row: Any = (await self._tx.execute(LAST_FILE, {"chat_key": chat_key})).one_or_none()
        if row is None or row.album is None or abs(sent_at - row.received_at) > TOGETHER:
            return None
        found: str = row.album
        return found

    async def again(self, outbox_id: int, chat_key: str, *, due_at: datetime, most: int = 6) -> bool:
        """Let a message wait for its turn again that was accepted and failed later; False after `most` tries."""
        values = {"b_id": outbox_id, "b_chat_key": chat_key, "b_due_at": due_at, "b_most": most}
        return (await self._tx.execute(AGAIN, values)).rowcount == 1

    async def case_of(self, outbox_id: int, chat_key: str) -> str | None:
        """The case a message of ours was about."""
        found: str | None = (
            await self._tx.execute(CASE_OF, {"id": outbox_id, "chat_key": chat_key})
        ).scalar_one_or_none()
        return found

    def _event(self, channel: Channel, account: str, event_id: str) -> str:
        return self._tx.keys.index(f"event:{channel}:{account}:{event_id}")
