"""The slips that writers of papers get: number, code, what to do; made when they are sent, kept nowhere.

The key of a slip is "slip:<number>/<code>,<number>/<code>".
"""

from __future__ import annotations

import asyncio

from bot.i18n import Catalogues
from handlers import bot_names, paper_codes
from storage.database import Database


class Slips:
    """Slips by key."""

    def __init__(self, database: Database, words: Catalogues) -> None:
        self._database, self._words = database, words

    @staticmethod
    def names(key: str) -> bool:
        """Is this the key of a sheet of slips?"""
        return key.startswith(f"{paper_codes.KEY}:")

    async def body(self, key: str) -> bytes:
        """The sheet."""
        from bot.slip_pdf import draw  # 12 MB that most days nobody needs

        async with self._database.read() as uow:
            username = await uow.meta.get(bot_names.CITIZEN_USERNAME) or ""
        pairs = [tuple(part.split("/", 1)) for part in key.split(":", 1)[1].split(",") if "/" in part]

        def say(which: str) -> str:
            return self._words.text(f"paper.slip.{which}", params={"address": f"t.me/{username}" if username else ""})

        return await asyncio.to_thread(draw, pairs, username, say)
