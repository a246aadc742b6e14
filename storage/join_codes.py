"""Codes that join two chats of one person: said in one, typed in the other, agreed to in both; each used once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import bindparam

from storage.tables_whatsapp import join_codes
from storage.transaction import Repository

ADD = join_codes.insert()
FIND = sa.select(join_codes).where(join_codes.c.code_key == bindparam("code_key"))
FORGET = join_codes.delete().where(
    sa.or_(join_codes.c.chat_key == bindparam("chat_key"), join_codes.c.until < bindparam("at"))
)
KEEP = (
    join_codes.update()
    .where(join_codes.c.code_key == bindparam("b_code_key"))
    .values(other_key=bindparam("b_other_key"), agreed=bindparam("b_agreed"))
)
REMOVE = join_codes.delete().where(join_codes.c.code_key == bindparam("code_key"))


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinCode:
    """`chat_key` gave the code, `other_key` typed it; `agreed` when the second has said yes."""

    key: str
    chat_key: str
    other_key: str | None
    agreed: bool
    until: datetime


class JoinCodes(Repository):
    """By the keyed hash of the code: the code itself is never stored."""

    async def add(self, code: str, chat_key: str, *, at: datetime, until: datetime) -> None:
        """A new code for that chat; older ones of it no longer count."""
        await self._tx.execute(FORGET, {"chat_key": chat_key, "at": at})
        values = {"chat_key": chat_key, "other_key": None, "agreed": 0, "until": until}
        await self._tx.execute(ADD, {"code_key": self._key(code), **values})

    async def find(self, code: str, *, at: datetime) -> JoinCode | None:
        """The code as typed, while it holds."""
        return await self.by_key(self._key(code), at=at)

    async def by_key(self, key: str, *, at: datetime) -> JoinCode | None:
        """The same by the key that a button carries."""
        row: Any = (await self._tx.execute(FIND, {"code_key": key})).one_or_none()
        if row is None or row.until <= at:
            return None
        return JoinCode(
            key=row.code_key, chat_key=row.chat_key, other_key=row.other_key, agreed=bool(row.agreed), until=row.until
        )

    async def keep(self, code: JoinCode) -> None:
        """How far it has come."""
        values = {"b_other_key": code.other_key, "b_agreed": int(code.agreed)}
        await self._tx.execute(KEEP, {"b_code_key": code.key, **values})

    async def remove(self, code: JoinCode) -> None:
        """Used or refused."""
        await self._tx.execute(REMOVE, {"code_key": code.key})

    def _key(self, code: str) -> str:
        return self._tx.keys.index(f"join:{code}")
