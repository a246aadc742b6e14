"""The desks: which group works for which agency."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import bindparam

from conversations.messages import Address, Channel, ChatKind
from storage.chats import Chats
from storage.records import Desk
from storage.tables import desks
from storage.transaction import Repository, upsert

BIND = upsert(desks, "agency_id", "chat_key")
_this = sa.and_(desks.c.agency_id == bindparam("b_agency"), desks.c.chat_key == bindparam("b_chat"))
UNBIND = desks.update().where(_this).values(active=False)
_active = (
    sa.select(desks).where(desks.c.active).order_by(desks.c.reachable.desc(), desks.c.bound_at, desks.c.agency_id)
)
OF_AGENCY = _active.where(desks.c.agency_id == bindparam("id"))
OF_CHAT = _active.where(desks.c.chat_key == bindparam("id"))
_other = desks.alias()
SHARED = sa.select(
    sa.exists().where(
        desks.c.agency_id == bindparam("id"), desks.c.active, _other.c.chat_key == desks.c.chat_key,
        _other.c.agency_id != desks.c.agency_id, _other.c.active,
    )
)  # fmt: skip
REACHABLE = desks.update().where(desks.c.chat_key == bindparam("b_chat")).values(reachable=bindparam("b_reachable"))


class Desks(Repository):
    """Bindings of groups to agencies; one group may serve several agencies."""

    async def bind(self, agency_id: str, address: Address, title: str, at: datetime) -> Desk:
        """From now on that group (and topic) receives the agency's cards."""
        chat = await Chats(self._tx).ensure(address, ChatKind.GROUP, title, at=at)
        words = {
            "channel": address.channel, "account": address.account, "chat": address.chat,
            "thread": address.thread, "title": title,
        }  # fmt: skip
        await self._tx.execute(
            BIND,
            {
                "agency_id": agency_id,
                "chat_key": chat.key,
                "active": True,
                "reachable": True,
                "bound_at": at,
                "words": self._tx.seal(desks.c.words, f"{agency_id}:{chat.key}", words),
            },
        )
        self._tx.looked.clear()
        return Desk(agency_id=agency_id, chat_key=chat.key, address=address, title=title)

    async def unbind(self, agency_id: str, chat_key: str) -> None:
        """The group no longer serves that agency."""
        await self._tx.execute(UNBIND, {"b_agency": agency_id, "b_chat": chat_key})
        self._tx.looked.clear()

    async def of_agency(self, agency_id: str) -> list[Desk]:
        """Its groups, reachable ones first."""
        return await self._many(OF_AGENCY, agency_id)

    async def of_chat(self, chat_key: str) -> list[Desk]:
        """The agencies that group serves."""
        return await self._many(OF_CHAT, chat_key)

    async def all(self) -> list[Desk]:
        """Every group that serves an agency."""
        return [self._desk(row) for row in await self._tx.execute(_active)]

    async def shared(self, agency_id: str) -> bool:
        """Does one of its groups work for other agencies too?"""
        return bool((await self._tx.execute(SHARED, {"id": agency_id})).scalar_one())

    async def set_reachable(self, chat_key: str, reachable: bool) -> None:
        """The bot was put out of the group, or is back."""
        await self._tx.execute(REACHABLE, {"b_chat": chat_key, "b_reachable": reachable})
        self._tx.looked.clear()

    async def _many(self, statement: sa.Select[Any], id: str) -> list[Desk]:
        return [self._desk(row) for row in await self._tx.look_up(statement, id)]

    def _desk(self, row: Any) -> Desk:
        words = self._tx.unseal(desks.c.words, f"{row.agency_id}:{row.chat_key}", row.words)
        address = Address(
            channel=Channel(words["channel"]), account=words["account"], chat=words["chat"], thread=words["thread"]
        )
        return Desk(
            agency_id=row.agency_id,
            chat_key=row.chat_key,
            address=address,
            title=words["title"],
            active=row.active and row.reachable,
        )
