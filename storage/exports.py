"""Copies of their data that citizens asked for and have not got yet; knows who, not what is in them."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import bindparam

from storage.tables_citizen import exports
from storage.transaction import Repository, insert_new

ASK = insert_new(exports, "chat_key")
NEXT = sa.select(exports.c.chat_key).order_by(exports.c.asked_at, exports.c.chat_key).limit(1)
DONE = exports.delete().where(exports.c.chat_key == bindparam("chat_key"))


class Exports(Repository):
    """A queue of one place a chat."""

    async def ask(self, chat_key: str, at: datetime) -> None:
        """Make a copy for that chat; asking twice makes one."""
        await self._tx.execute(ASK, {"chat_key": chat_key, "asked_at": at})

    async def next(self) -> str | None:
        """Who waits longest."""
        found: str | None = (await self._tx.execute(NEXT)).scalar_one_or_none()
        return found

    async def done(self, chat_key: str) -> bool:
        """It is on its way; False where somebody else sent it or it is not wanted any more."""
        return (await self._tx.execute(DONE, {"chat_key": chat_key})).rowcount == 1
