"""Who agreed to be written to and who took it back: append-only, each line with the message that proves it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import bindparam

from storage.tables_whatsapp import opt_ins
from storage.transaction import Repository

ADD = opt_ins.insert()
OF_CHAT = sa.select(opt_ins).where(opt_ins.c.chat_key == bindparam("chat_key")).order_by(opt_ins.c.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class OptIn:
    """One yes ("in") or no ("out")."""

    chat_key: str
    at: datetime
    choice: str
    wording: str  # version of the sentence that was agreed to
    proof: str  # the channel's id of the message that said it


class OptIns(Repository):
    """The history of consent to be written to."""

    async def add(self, one: OptIn) -> None:
        uid = secrets.token_hex(16)
        words = self._tx.seal(opt_ins.c.words, uid, {"proof": one.proof})
        values = {"chat_key": one.chat_key, "at": one.at, "choice": one.choice, "wording": one.wording}
        await self._tx.execute(ADD, {"uid": uid, "words": words, **values})

    async def of_chat(self, chat_key: str) -> list[OptIn]:
        """Oldest first; the last one holds."""
        rows = await self._tx.execute(OF_CHAT, {"chat_key": chat_key})
        return [
            OptIn(
                chat_key=row.chat_key, at=row.at, choice=row.choice, wording=row.wording,
                proof=self._tx.unseal(opt_ins.c.words, row.uid, row.words)["proof"],
            )
            for row in rows
        ]  # fmt: skip
