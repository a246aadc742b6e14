"""Raw updates into the inbox, then the acknowledgement: the offset moves only with what is stored.

Knows how to fetch and store; reads nothing out of an update but its id and chat.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

import structlog

from bot.channels.base import Channel, Raw
from conversations.messages import Address
from storage.database import Database
from storage.keys import Keyring

log = structlog.get_logger(__name__)
LONG_POLL = 25.0


class Ingress:
    """One fetcher per account; a lease elects it where many processes run."""

    def __init__(
        self, channel: Channel, database: Database, keyring: Keyring, *, now: Callable[[], datetime]
    ) -> None:
        self._channel, self._database, self._keyring, self._now = channel, database, keyring, now

    async def run_once(self, *, wait: float = LONG_POLL) -> int:
        """Fetch, store, and move the offset in the same commit; the number newly stored."""
        name, account = self._channel.name, self._channel.account
        async with self._database.read() as uow:
            offset = await uow.inbox.offset(name, account)
        raws = await self._channel.fetch(offset, timeout=wait)
        if not raws:
            return 0
        fresh = await self.store(raws, offset=max(int(raw.event_id) for raw in raws) + 1)
        log.info("inbox.stored", account=account, updates=len(raws), fresh=fresh)
        return fresh

    async def store(self, raws: Sequence[Raw], *, offset: int | None = None) -> int:
        """Keep raw updates; what is known already is not kept twice."""
        name, account = self._channel.name, self._channel.account
        rows = [(name, account, raw.event_id, self._chat_key(raw), raw.payload) for raw in raws]
        async with self._database.begin() as uow:
            fresh = await uow.inbox.add(rows, at=self._now())
            if offset is not None:
                await uow.inbox.set_offset(name, account, offset)
        return fresh

    def _chat_key(self, raw: Raw) -> str:
        """Updates of no known chat wait in a line of their own."""
        return self._keyring.chat_key(
            Address(channel=self._channel.name, account=self._channel.account, chat=raw.chat_hint or "none")
        )
