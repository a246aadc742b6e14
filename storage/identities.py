"""Under which ids a person's chat is reached: now, before, and on a second channel; knows no wire.

A chat keeps its key for life. What changes is where it is reached: a new phone number, a new id of the
channel, another channel joined to it; so open cases, drafts and bubbles never have to move with a number.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import bindparam

from conversations.messages import Address, Channel
from storage.columns import EPOCH
from storage.records import Chat
from storage.tables import SETTLED, attachments, bubbles, complaints, outbox
from storage.tables_whatsapp import deliveries, identities, opt_ins, parked
from storage.transaction import Repository, lookup

_now = identities.c.until.is_(None)
FIND = lookup(identities.c.key, _now)
EVER = sa.select(identities.c.id).where(identities.c.key == bindparam("key")).limit(1)
OF_CHAT = sa.select(identities).where(identities.c.chat_key == bindparam("chat_key")).order_by(identities.c.since)
ADD = identities.insert()
HEARD = identities.update().where(identities.c.id == bindparam("b_id")).values(heard_at=bindparam("b_heard_at"))
END = identities.update().where(identities.c.id == bindparam("b_id")).values(until=bindparam("b_until"))
READDRESS = (
    outbox.update()
    .where(outbox.c.chat_key == bindparam("b_chat_key"), outbox.c.state < SETTLED)
    .values(account=bindparam("b_account"))
)
#: Everything that is filed under a chat and carries no chat key in what it is sealed for.
MOVED = (complaints, attachments, deliveries, parked, opt_ins, identities)
MOVE = [
    table.update().where(table.c.chat_key == bindparam("b_old")).values(chat_key=bindparam("b_new")) for table in MOVED
]
MOVE_OUTBOX = (
    outbox.update()
    .where(outbox.c.chat_key == bindparam("b_old"), outbox.c.state < SETTLED)
    .values(chat_key=bindparam("b_new"), dedup=None)
)
BUBBLES_OF = sa.select(bubbles).where(bubbles.c.chat_key == bindparam("chat_key"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """One id of a person on one channel."""

    id: str
    address: Address
    chat_key: str
    since: datetime
    until: datetime | None = None
    heard_at: datetime | None = None


class Identities(Repository):
    """Ids by address, and the history of each chat."""

    async def find(self, address: Address) -> Identity | None:
        """Whose id that is today."""
        rows = await self._tx.look_up(FIND.one, self._key(address))
        return self._identity(rows[0]) if rows else None

    async def expect(self, addresses: Collection[Address]) -> None:
        """Turns of people at these follow: read whose they are in one go."""
        await self._tx.look_ahead(FIND, [self._key(address) for address in addresses])

    async def fresh_key(self, address: Address) -> str:
        """The key for a new chat at that address; never the key of one who had the address before."""
        known = (await self._tx.execute(EVER, {"key": self._key(address)})).first()
        key = self._tx.keys.chat_key(address)
        return key if known is None else self._tx.keys.index(f"again:{key}:{uuid.uuid4().hex}")

    async def of_chat(self, chat_key: str) -> list[Identity]:
        """All ids of a chat, the ended ones too, oldest first."""
        return [self._identity(row) for row in await self._tx.execute(OF_CHAT, {"chat_key": chat_key})]

    async def bind(self, address: Address, chat_key: str, at: datetime) -> Identity:
        """From now on that id leads to that chat; whoever had it before has it no longer."""
        before = await self.find(address)
        if before is not None and before.chat_key == chat_key:
            return before
        if before is not None:
            await self.end(before, at)
        self._tx.looked.clear()
        made = Identity(id=uuid.uuid4().hex, address=replace(address, thread=None), chat_key=chat_key, since=at)
        await self._tx.execute(
            ADD,
            {
                "id": made.id,
                "key": self._key(address),
                "chat_key": chat_key,
                "channel": address.channel,
                "account": address.account,
                "since": at,
                "until": None,
                "heard_at": None,
                "words": self._tx.seal(identities.c.words, made.id, address.chat),
            },
        )
        return made

    async def end(self, identity: Identity, at: datetime) -> None:
        """That id is nobody's of ours any more; the row stays as history."""
        self._tx.looked.clear()
        await self._tx.execute(END, {"b_id": identity.id, "b_until": at})

    async def heard(self, identity: Identity, at: datetime | None) -> None:
        """When the person last said something under it; None where the channel says the window is shut."""
        self._tx.looked.clear()
        await self._tx.execute(HEARD, {"b_id": identity.id, "b_heard_at": at or EPOCH})

    async def readdress(self, chat: Chat) -> None:
        """What waits for the chat goes where it is reached now."""
        account = f"{chat.address.channel}:{chat.address.account}"
        await self._tx.execute(READDRESS, {"b_chat_key": chat.key, "b_account": account})

    async def merge(self, old_key: str, new_key: str) -> None:
        """All that was filed under one chat is the other's from now on."""
        self._tx.looked.clear()
        keys = {"b_old": old_key, "b_new": new_key}
        for statement in (*MOVE, MOVE_OUTBOX):
            await self._tx.execute(statement, keys)

    async def said(self, chat_key: str) -> list[tuple[str, dict[str, Any]]]:
        """External id and row of every bubble of a chat, for a merge: their keys depend on the chat."""
        rows = (await self._tx.execute(BUBBLES_OF, {"chat_key": chat_key})).all()
        found = []
        for row in rows:
            words = self._tx.unseal(bubbles.c.words, row.external_key, row.words)
            found.append((words["id"], {"row": row, "words": words}))
        return found

    def _key(self, address: Address) -> str:
        return self._tx.keys.index(f"identity:{address.channel}:{address.account}:{address.chat}")

    def _identity(self, row: Any) -> Identity:
        chat = self._tx.unseal(identities.c.words, row.id, row.words)
        return Identity(
            id=row.id,
            address=Address(channel=Channel(row.channel), account=row.account, chat=chat),
            chat_key=row.chat_key,
            since=row.since,
            until=row.until,
            heard_at=row.heard_at,
        )
