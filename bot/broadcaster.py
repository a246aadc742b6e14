"""Keeps notices to many going and writes their reports; any number of processes may run it.

Bytes of a report are stored with no transaction open; results hold no name, number or word of anybody.
"""

from __future__ import annotations

import asyncio
import csv
import io

import structlog

from bot import broadcast_picture
from bot.i18n import Catalogues
from bot.phrasing import Voice
from conversations.messages import File, Words, words
from handlers import broadcast_run
from handlers.services import Services
from storage.attachments_store import FileStore
from storage.broadcasts import Broadcast, Result
from storage.database import Database

log = structlog.get_logger(__name__)
PAGE = 2000
MSGIDS = {result: f"broadcast.result.{result.name.lower()}" for result in Result}


class Broadcaster:
    """One piece of one notice a call, so that live messages come in between."""

    def __init__(self, database: Database, services: Services, words: Catalogues, files: FileStore) -> None:
        self._database, self._services, self._words, self._files = database, services, words, files

    async def run_once(self) -> bool:
        """False where nothing is left to do for now."""
        async with self._database.read() as uow:
            live = await uow.broadcasts.live(self._services.now())
        worked = False
        for id in live:
            async with self._database.begin() as uow:
                worked |= await broadcast_run.step(id, uow, self._services)
            worked |= await self._report(id)
        return worked

    async def _report(self, id: str) -> bool:
        async with self._database.begin() as uow:
            notice = await uow.broadcasts.get(id)
            if notice is None or notice.state not in ("done", "cancelled") or notice.reported_at is not None:
                return False
            counts = await uow.broadcasts.counts(id)
            if counts[Result.QUEUED]:
                return False  # stopped, and a sender still holds some
        key = await self._files.put(await self._table(id))
        day = notice.created_at.astimezone(self._services.zone)
        report = File(kind="document", key=key, name=f"siaran-{day:%Y%m%d}-{id[:6]}.csv", mime="text/csv")
        files = (*await self._picture(notice, counts), report)
        async with self._database.begin() as uow:
            await broadcast_run.reported(id, files, uow, self._services)
        return True

    async def _picture(self, notice: Broadcast, counts: dict[Result, int]) -> tuple[File, ...]:
        """The table goes out even where no picture can be drawn."""
        voice = Voice(self._words, "id", str(self._services.zone))

        def label(result: Result, n: int) -> str:
            return voice.label(words("broadcast.picture.bar", result=Words(MSGIDS[result]), n=n))

        title = voice.label(Words("broadcast.picture.title"))
        under = voice.label(words("broadcast.picture.under", n=sum(counts.values()), at=notice.created_at))
        try:
            body = await asyncio.to_thread(broadcast_picture.drawn, counts, title, under, label)
        except Exception as error:
            log.exception("broadcast.not_drawn", kind=type(error).__name__)
            return ()
        return (File(kind="photo", key=await self._files.put(body), name="siaran.png", mime="image/png"),)

    async def _table(self, id: str) -> bytes:
        """One line for each person: a short key, channel, result, moment. With a BOM, so that Excel reads UTF-8."""
        out, after = io.StringIO(), ""
        table = csv.writer(out)
        table.writerow([self._say(f"broadcast.csv.{column}") for column in ("person", "channel", "result", "at")])
        while True:
            async with self._database.read() as uow:
                rows = await uow.broadcasts.rows(id, after, PAGE)
            for row in rows:
                at = row.at.astimezone(self._services.zone)
                said = self._say(MSGIDS[Result(row.state)])
                table.writerow([row.chat_key[:10], row.channel or "", said, f"{at:%Y-%m-%d %H:%M:%S}"])
            if len(rows) < PAGE:
                return out.getvalue().encode("utf-8-sig")
            after = rows[-1].chat_key

    def _say(self, msgid: str) -> str:
        return self._words.text(msgid, "id")
