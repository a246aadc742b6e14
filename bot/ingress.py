"""Raw updates into the inbox, then the acknowledgement: the offset moves only with what is stored.

Knows how to fetch and store; reads nothing out of an update but its id and chat.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

import structlog

from bot import metrics
from bot.channels.base import Channel, Raw
from conversations.messages import Address
from conversations.messages import Channel as Wire
from storage.database import Database
from storage.keys import Keyring
from storage.leases import Lease

log = structlog.get_logger(__name__)
LONG_POLL = 25.0


class Shelf:
    """Stores the raw updates of one account, whoever brings them: its poller or a webhook."""

    def __init__(
        self, name: Wire, account: str, database: Database, keyring: Keyring, *, now: Callable[[], datetime]
    ) -> None:
        self.name, self.account = name, account
        self._database, self._keyring, self._now = database, keyring, now

    async def offset(self) -> int | None:
        """Where polling goes on."""
        async with self._database.read() as uow:
            return await uow.inbox.offset(self.name, self.account)

    async def forget_offset(self, lease: Lease | None) -> None:
        """Updates come in another way from now on."""
        async with self._database.begin() as uow:
            if lease is not None:
                await uow.leases.require(lease)
            await uow.inbox.forget_offset(self.name, self.account)

    async def store(self, raws: Sequence[Raw], *, offset: int | None = None, lease: Lease | None = None) -> int:
        """Keep raw updates; what is known already is not kept twice. Fenced where `lease` is ours no more."""
        rows = [(self.name, self.account, raw.event_id, self._chat_key(raw), raw.payload) for raw in raws]
        async with self._database.begin(here=True) as uow:
            if lease is not None:
                await uow.leases.require(lease)
            fresh = await uow.inbox.add(rows, at=self._now())
            if offset is not None:
                await uow.inbox.set_offset(self.name, self.account, offset)
        metrics.STORED.labels(self.name, self.account).inc(fresh)
        return fresh

    def _chat_key(self, raw: Raw) -> str:
        """Updates of no known chat wait in a line of their own."""
        return self._keyring.chat_key(
            Address(channel=self.name, account=self.account, chat=raw.chat_hint or "none")
        )


class Ingress:
    """One fetcher per account; a lease elects it where many processes run."""

    def __init__(self, channel: Channel, shelf: Shelf, lease: Lease | None = None) -> None:
        self._channel, self._shelf, self._lease = channel, shelf, lease
        self._offset: int | None = None  # as it was stored last; None where that has to be looked up

    async def run_once(self, *, wait: float = LONG_POLL) -> int:
        """Fetch, store, and move the offset in the same commit; the number newly stored."""
        known, self._offset = self._offset, None  # looked up again after anything that fails
        if known is None:
            known = await self._shelf.offset()
        raws = await self._channel.fetch(known, timeout=wait)
        if not raws:
            self._offset = known
            return 0
        offset = max(int(raw.event_id) for raw in raws) + 1
        fresh = await self._shelf.store(raws, offset=offset, lease=self._lease)
        self._offset = offset
        log.info("inbox.stored", account=self._shelf.account, updates=len(raws), fresh=fresh)
        return fresh
