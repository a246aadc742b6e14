"""Work that nobody waits for: copies of data, erasures, what has been kept long enough, files to be deleted.

Bytes are written and deleted with no transaction open: the one writer of SQLite never waits for a disk or S3.
"""

from __future__ import annotations

from datetime import timedelta

from bot.config import Settings
from handlers import own_data_copy, retention
from handlers.retention import Periods
from handlers.services import Services
from storage.attachments_store import FileStore
from storage.database import Database


def periods(settings: Settings) -> Periods:
    """How long things are kept, from the settings."""
    return Periods(
        updates=timedelta(days=settings.keep_updates_days),
        messages=timedelta(days=settings.keep_messages_days),
        drafts=timedelta(days=settings.keep_drafts_days),
    )


class Chores:
    """One piece a call, so that live messages come in between; any number of processes may run it."""

    def __init__(
        self, database: Database, services: Services, files: FileStore, periods: Periods | None = None
    ) -> None:
        self._database, self._services, self._files, self._periods = database, services, files, periods

    async def run_once(self) -> bool:
        """False where nothing is left to do for now."""
        return await self._copy() or await self._rows() or await self._bodies()

    async def _copy(self) -> bool:
        """The copy of /dataku for whoever waits longest."""
        async with self._database.read() as uow:
            chat_key = await uow.exports.next()
            body = await own_data_copy.make(uow, self._services, chat_key) if chat_key else None
        if chat_key is None:
            return False
        key = await self._files.put(body) if body is not None else None
        async with self._database.begin() as uow:
            if key is None:
                await uow.exports.done(chat_key)
            else:
                await own_data_copy.send(uow, self._services, chat_key, key)
        return True

    async def _rows(self) -> bool:
        async with self._database.begin() as uow:
            return await retention.run_once(uow, self._services, self._periods)

    async def _bodies(self) -> bool:
        """Delete what no row needs any more; crossed off afterwards, so a crash in between only repeats it."""
        async with self._database.read() as uow:
            keys, needed = await uow.expiring_files.due(self._services.now())
        for key in keys:
            await self._files.delete(key)
        if keys or needed:
            async with self._database.begin() as uow:
                await uow.expiring_files.gone([*keys, *needed])
        return bool(keys)
