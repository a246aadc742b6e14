"""The chats: where people can be reached, what they agreed to, and the state of their conversation."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy import bindparam

from conversations.messages import Address, Channel, ChatKind
from storage.errors import Stale
from storage.records import Chat
from storage.tables import SETTLED, chats, desks, outbox
from storage.transaction import Repository, insert_new, lookup

#: `seen_at` of an otherwise unchanged chat is not worth a write each time.
SEEN_EVERY = timedelta(hours=1)

GET = lookup(chats.c.key)
ADD = insert_new(chats, "key", returning=[chats.c.key])
SAVE = (
    chats.update()
    .where(chats.c.key == bindparam("b_key"), chats.c.version == bindparam("b_base"))
    .values({c.name: bindparam(f"b_new_{c.name}") for c in chats.c if c.name != "key"})
)
UNREACHABLE = chats.update().where(chats.c.key == bindparam("b_key")).values(reachable=False)
MOVE_OUTBOX = (
    outbox.update()
    .where(outbox.c.chat_key == bindparam("b_old"), outbox.c.state < SETTLED)
    .values(chat_key=bindparam("b_new"))
)
DESKS_OF = sa.select(desks).where(desks.c.chat_key == bindparam("chat_key"))
MOVE_DESK = (
    desks.update()
    .where(desks.c.agency_id == bindparam("b_agency"), desks.c.chat_key == bindparam("b_old"))
    .values(chat_key=bindparam("b_new"), words=bindparam("b_words"))
)


class Chats(Repository):
    """Chats by their key."""

    async def get(self, key: str) -> Chat | None:
        """The chat, None where nobody ever wrote from there."""
        rows = await self._tx.look_up(GET.one, key)
        return self._chat(rows[0]) if rows else None

    async def expect(self, keys: Collection[str]) -> None:
        """Turns of these chats follow: read them in one go."""
        await self._tx.look_ahead(GET, keys)

    async def ensure(
        self, address: Address, kind: ChatKind, name: str, language: str = "id", at: datetime | None = None,
        *, key: str | None = None,
    ) -> Chat:  # fmt: skip
        """The chat of that address, made where it is new, renamed and reachable again where it is not.

        `key` where the address does not decide it: a number that once was somebody else's (storage.identities).
        """
        at = at or self._tx.clock()
        key = key or self._tx.keys.chat_key(address)
        new = Chat(key=key, address=replace(address, thread=None), kind=kind, name=name, language=language, seen_at=at)
        old = await self.get(key)
        if old is None:
            if (await self._tx.execute(ADD, self._values(new))).first() is not None:
                self._remember(new)
                return new
            self._tx.looked.clear()  # somebody else was faster
            old = await self.get(key)
            assert old is not None
        if name in ("", old.name) and old.reachable and at - old.seen_at < SEEN_EVERY:
            return old
        return await self.save(replace(old, name=name or old.name, reachable=True, seen_at=at))

    async def save(self, chat: Chat) -> Chat:
        """Store it; the value to go on with. Stale where somebody else saved it meanwhile."""
        base = self._tx.versions[chat.key] if chat.key in self._tx.written else chat.version
        saved = replace(chat, version=base + 1)
        values = {f"b_new_{name}": value for name, value in self._values(saved).items() if name != "key"}
        result = await self._tx.execute(SAVE, {"b_key": chat.key, "b_base": base, **values})
        if result.rowcount != 1:
            raise Stale(f"chat {chat.key} is no longer at version {base}")
        self._remember(saved)
        return saved

    async def mark_unreachable(self, key: str, at: datetime | None = None) -> None:
        """The person blocked us or the group put us out."""
        self._tx.looked.clear()
        await self._tx.execute(UNREACHABLE, {"b_key": key})

    async def moved(self, old_key: str, new_address: Address) -> Chat | None:
        """The group has a new id: take its desks and unsent messages along; the chat under its new key."""
        old = await self.get(old_key)
        if old is None:
            return None
        key = self._tx.keys.chat_key(new_address)
        await self.ensure(new_address, old.kind, old.name, old.language, old.seen_at)
        new = await self.get(key)
        assert new is not None
        new = await self.save(replace(old, key=key, address=new.address, version=new.version, reachable=True))
        if key != old_key:
            await self._tx.execute(MOVE_OUTBOX, {"b_old": old_key, "b_new": key})
            await self._move_desks(old_key, new)
            await self.mark_unreachable(old_key)
        return new

    async def _move_desks(self, old_key: str, new: Chat) -> None:
        self._tx.looked.clear()
        for row in (await self._tx.execute(DESKS_OF, {"chat_key": old_key})).all():
            words = self._tx.unseal(desks.c.words, f"{row.agency_id}:{old_key}", row.words)
            words |= {"chat": new.address.chat}
            sealed = self._tx.seal(desks.c.words, f"{row.agency_id}:{new.key}", words)
            await self._tx.execute(
                MOVE_DESK,
                {"b_agency": row.agency_id, "b_old": old_key, "b_new": new.key, "b_words": sealed},
            )

    def _remember(self, chat: Chat) -> None:
        self._tx.looked.pop((id(GET.one), chat.key), None)
        self._tx.versions[chat.key] = chat.version
        self._tx.written.add(chat.key)

    def _values(self, chat: Chat) -> dict[str, Any]:
        person = {"chat": chat.address.chat, "name": chat.name}
        return {
            "key": chat.key,
            "channel": chat.address.channel,
            "account": chat.address.account,
            "kind": chat.kind,
            "language": chat.language,
            "reachable": chat.reachable,
            "notices": chat.notices,
            "consent_version": chat.consent_version,
            "consent_at": chat.consent_at,
            "version": chat.version,
            "seen_at": chat.seen_at,
            "person": self._tx.seal(chats.c.person, chat.key, person),
            "state": self._tx.seal(chats.c.state, chat.key, chat.state),
        }

    def _chat(self, row: Any) -> Chat:
        person = self._tx.unseal(chats.c.person, row.key, row.person)
        return Chat(
            key=row.key,
            address=Address(channel=Channel(row.channel), account=row.account, chat=person["chat"]),
            kind=ChatKind(row.kind),
            name=person["name"],
            language=row.language,
            reachable=row.reachable,
            notices=row.notices,
            consent_version=row.consent_version,
            consent_at=row.consent_at,
            state=self._tx.unseal(chats.c.state, row.key, row.state),
            version=row.version,
            seen_at=row.seen_at,
        )
