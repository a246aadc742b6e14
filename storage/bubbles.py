"""The messages we sent and may have to find again: by what people reply to, by what we want to edit."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy import bindparam

from storage.records import Bubble
from storage.tables import bubbles
from storage.transaction import Repository, upsert

ADD = upsert(bubbles, "chat_key", "external_key")
FIND = sa.select(bubbles).where(
    bubbles.c.chat_key == bindparam("chat_key"), bubbles.c.external_key == bindparam("external_key")
)
LATEST = (
    sa.select(bubbles)
    .where(bubbles.c.chat_key == bindparam("chat_key"), bubbles.c.ref == bindparam("ref"))
    .order_by(bubbles.c.sent_at.desc(), bubbles.c.part.desc())
    .limit(1)
)


class Bubbles(Repository):
    """Sent messages by chat."""

    async def add(self, *some: Bubble) -> None:
        """Remember them."""
        if some:
            await self._tx.execute(ADD, [self._values(bubble) for bubble in some])

    def _values(self, bubble: Bubble) -> dict[str, Any]:
        external_key = self._key(bubble.chat_key, bubble.external_id)
        words = {"id": bubble.external_id, "thread": bubble.thread, "data": bubble.data}
        return {
            "chat_key": bubble.chat_key,
            "external_key": external_key,
            "ref": bubble.ref,
            "case_id": bubble.case,
            "kind": bubble.kind,
            "sent_at": bubble.sent_at,
            "part": bubble.part,
            "words": self._tx.seal(bubbles.c.words, external_key, words),
        }

    async def find(self, chat_key: str, external_id: str) -> Bubble | None:
        """The message of that id in that chat, if we sent it and remember it."""
        key = self._key(chat_key, external_id)
        return self._bubble((await self._tx.execute(FIND, {"chat_key": chat_key, "external_key": key})).one_or_none())

    async def latest(self, chat_key: str, ref: str) -> Bubble | None:
        """The newest message of that ref in that chat: the one an edit goes to."""
        return self._bubble((await self._tx.execute(LATEST, {"chat_key": chat_key, "ref": ref})).one_or_none())

    def _key(self, chat_key: str, external_id: str) -> str:
        # Keyed: a WhatsApp message id contains the phone number.
        return self._tx.keys.index(f"bubble:{chat_key}:{external_id}")

    def _bubble(self, row: Any) -> Bubble | None:
        if row is None:
            return None
        words = self._tx.unseal(bubbles.c.words, row.external_key, row.words)
        return Bubble(
            chat_key=row.chat_key,
            external_id=words["id"],
            ref=row.ref,
            case=row.case_id,
            kind=row.kind,
            sent_at=row.sent_at,
            part=row.part,
            thread=words["thread"],
            data=words["data"],
        )
