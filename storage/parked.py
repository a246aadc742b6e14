"""Answers that wait for a person to write again, because the channel takes no free words from us now."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import bindparam

from conversations.messages import Message
from storage import codec
from storage.tables_whatsapp import parked
from storage.transaction import Repository

ADD = parked.insert()
OF_CHAT = sa.select(parked).where(parked.c.chat_key == bindparam("chat_key")).order_by(parked.c.id)
REMOVE = parked.delete().where(parked.c.chat_key == bindparam("chat_key"))
OF_CASE = sa.select(sa.func.min(parked.c.created_at)).where(parked.c.case_id == bindparam("case_id"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Parked:
    """One answer that waits; `template` is what went out in its place, if anything did."""

    chat_key: str
    message: Message
    case: str | None = None
    bubble: str | None = None
    template: str | None = None
    created_at: datetime
    data: dict[str, Any] = field(default_factory=dict)


class ParkedAnswers(Repository):
    """In the order in which they were said."""

    async def add(self, one: Parked) -> None:
        uid = secrets.token_hex(16)
        body = {"message": codec.pack(one.message), "data": one.data}
        await self._tx.execute(
            ADD,
            {
                "uid": uid,
                "chat_key": one.chat_key,
                "case_id": one.case,
                "bubble": one.bubble,
                "template": one.template,
                "created_at": one.created_at,
                "body": self._tx.seal(parked.c.body, uid, body),
            },
        )

    async def of_chat(self, chat_key: str) -> list[Parked]:
        """What waits for that chat."""
        return [self._parked(row) for row in await self._tx.execute(OF_CHAT, {"chat_key": chat_key})]

    async def take(self, chat_key: str) -> list[Parked]:
        """What waited for that chat; it waits no longer."""
        found = await self.of_chat(chat_key)
        if found:
            await self._tx.execute(REMOVE, {"chat_key": chat_key})
        return found

    async def since(self, case: str) -> datetime | None:
        """Since when something of a case waits, None where nothing does."""
        waiting: datetime | None = (await self._tx.execute(OF_CASE, {"case_id": case})).scalar_one()
        return waiting

    def _parked(self, row: Any) -> Parked:
        body = self._tx.unseal(parked.c.body, row.uid, row.body)
        return Parked(
            chat_key=row.chat_key,
            message=codec.unpack(body["message"]),
            case=row.case_id,
            bubble=row.bubble,
            template=row.template,
            created_at=row.created_at,
            data=body["data"] or {},
        )
