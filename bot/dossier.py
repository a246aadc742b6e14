"""Makes a dossier when it is sent: read and audited in one short transaction, drawn in a thread outside of it.

Keys look like "dossier:<case>:<pdf|json>:<citizen|staff>"; a consent taken back meanwhile stops it here.
"""

from __future__ import annotations

import asyncio
import json
from typing import Any

from bot.i18n import Catalogues
from complaints.model import Actor, Role
from conversations.messages import Rejected
from handlers import dossier, dossier_content
from handlers.services import Services
from storage.database import Database

SENDER = Actor(role=Role.CLOCK, key="sender")


class Dossiers:
    """Papers by key."""

    def __init__(self, database: Database, services: Services, words: Catalogues) -> None:
        self._database, self._services, self._words = database, services, words

    @staticmethod
    def names(key: str) -> bool:
        """Is this the key of a dossier?"""
        return key.startswith(f"{dossier.KEY}:")

    async def body(self, key: str) -> bytes:
        """The file; Rejected where nobody agreed to it, or no longer does."""
        _, case_id, shape, reader = key.split(":")
        content = await self._content(case_id, shape, reader)
        if shape == "json":
            return json.dumps(content, ensure_ascii=False, indent=1).encode()
        from bot.dossier_pdf import draw  # 12 MB that most days nobody needs

        return await asyncio.to_thread(draw, content, self._words)

    async def _content(self, case_id: str, shape: str, reader: str) -> dict[str, Any]:
        async with self._database.begin() as uow:
            case = await uow.complaints.for_clock().by_id(case_id)
            known = await uow.dossiers.get(case_id)
            if case is None or known is None or not known.leaves:
                raise Rejected("no consent")
            made = await dossier_content.content(uow, self._services, case, known)
            await dossier.note(uow, self._services, case, SENDER, "shown", to=reader, shape=shape)
        return made
