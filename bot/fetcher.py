"""Fetches promised files from the channel into the store: typed by content, sized, cleaned, told about.

Runs after the commit that noted them; no transaction is open while bytes travel.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping

import structlog

from bot.channels.base import Channel
from bot.cleaning import Refused, cleaned
from conversations.messages import Gone, Rejected, SendError
from handlers import attachments, staff_talk
from handlers.services import Services
from storage.attachments_store import FileStore
from storage.database import Database
from storage.errors import StorageError
from storage.records import Attachment

log = structlog.get_logger(__name__)
#: A full disk is somebody's work for hours: the pauses grow, the file is not given up.
UNTIL_ROOM = 30


class Fetcher:
    """One per process that holds the channels' tokens."""

    def __init__(
        self,
        database: Database,
        channels: Mapping[str, Channel],
        services: Services,
        files: FileStore,
        *,
        max_bytes: int,
        accounts: Collection[str] | None = None,
    ) -> None:
        """`accounts` are the bots whose files are fetched; None is all of them."""
        self._accounts = accounts
        self._database, self._channels = database, channels
        self._services, self._files, self._max = services, files, max_bytes

    async def run_once(self) -> int:
        """Fetch what waits; the number dealt with."""
        async with self._database.begin() as uow:
            waiting = await uow.attachments.pending(at=self._services.now(), limit=5, accounts=self._accounts)
        for attachment in waiting:
            await self._fetch(attachment)
        return len(waiting)

    async def _fetch(self, attachment: Attachment) -> None:
        try:
            if attachment.size and attachment.size > self._max:
                raise Refused("too_big")
            channel = self._channels[attachment.account]
            body = await channel.download(attachment.ref, max_bytes=self._max)
            # Decoding a photo takes longer than the loop may wait.
            body, mime = await asyncio.to_thread(cleaned, body, attachment.name)
            key = await self._files.put(body)
        except Refused as refusal:
            await self._settle(attachment, refused=refusal.reason)
        except Rejected:
            await self._settle(attachment, refused="too_big")
        except Gone:
            await self._settle(attachment, refused="gone")
        except SendError:
            await self._again(attachment)
        except StorageError as error:
            log.error("attachment.unstored", attachment=attachment.id, kind=type(error).__name__)
            await self._later(attachment)
        except Exception as error:  # a file like nobody has seen: it may not stand in front of the others for ever
            log.exception("attachment.failed", attachment=attachment.id, kind=type(error).__name__)
            await self._again(attachment)
        else:
            await self._settle(attachment, key=key, mime=mime, size=len(body))

    async def _settle(
        self,
        attachment: Attachment,
        *,
        refused: str | None = None,
        key: str = "",
        mime: str = "",
        size: int = 0,
    ) -> None:
        log.info("attachment.settled", attachment=attachment.id, refused=refused)
        async with self._database.begin() as uow:
            if refused:
                await attachments.on_refused(attachment, refused, uow, self._services)
            else:
                await uow.attachments.stored(attachment.id, sha256=key, key=key, mime=mime, size=size)
                await attachments.on_stored(attachment.id, uow, self._services)
                await staff_talk.on_stored(attachment.id, uow, self._services)

    async def _later(self, attachment: Attachment) -> None:
        """No room for it here: the citizen is told once, the file is asked for again until there is."""
        async with self._database.begin() as uow:
            await uow.attachments.failed(attachment.id, at=self._services.now(), max_tries=UNTIL_ROOM)
            await attachments.on_full(attachment, uow)

    async def _again(self, attachment: Attachment) -> None:
        async with self._database.begin() as uow:
            if await uow.attachments.failed(attachment.id, at=self._services.now()):
                await attachments.on_refused(attachment, "gone", uow, self._services)
