"""Takes stored updates through the handlers, the first of each conversation; one commit for those that wait together.

Knows the order of things (parse, route, commit, answer the button) and no deed of its own. Where one of them fails,
nothing of that commit stays and each is taken by itself: a poison update is parked after MAX_TRIES and never holds
up the next one.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from datetime import datetime

import structlog

from bot import metrics
from bot.channels.base import Channel, ParseError
from bot.i18n import Catalogues
from conversations.messages import Choice, Inbound, Media
from handlers import trouble
from handlers.router import route
from handlers.services import Ack, Services
from storage.database import Database
from storage.errors import Stale, Unavailable
from storage.records import InboxRow

log = structlog.get_logger(__name__)
MAX_TRIES = 3
#: Conversations in one commit, where so many wait.
TOGETHER = 8


class Dispatcher:
    """One worker; any number may run side by side, in one process or in many."""

    def __init__(
        self,
        database: Database,
        channels: Mapping[str, Channel],
        services: Services,
        words: Catalogues,
        *,
        later: Callable[[Awaitable[None]], None],
        accounts: Collection[str] | None = None,
        files: Callable[[], None] = lambda: None,
        more: Callable[[], None] = lambda: None,
    ) -> None:
        """`accounts` are the bots whose updates are taken, None is all of them.

        `files` hears that one came, `more` that others may wait beside those just taken.
        """
        self._accounts, self._files, self._more = accounts, files, more
        self._database, self._channels = database, channels
        self._services, self._words, self._later = services, words, later
        #: So many are taken one by one: together they failed, or ended the life before this one.
        self._alone = TOGETHER

    async def run_once(self) -> bool:
        """Handle what waits of some conversations; False when nothing does."""
        began = time.monotonic()
        rows: list[InboxRow] = []
        acks: list[tuple[Inbound, Ack | None]] = []
        try:
            async with self._database.begin(here=True) as uow:
                most = 1 if self._alone else TOGETHER
                rows = await uow.inbox.firsts(at=self._services.now(), chats=most, accounts=self._accounts)
                if not rows:
                    return False
                if len(rows) == most:
                    self._more()
                turns = [self._parsed(row) for row in rows]
                if len(rows) > 1:
                    addresses = {inbound.address for turn in turns for inbound in turn}
                    await uow.expect([row.chat_key for row in rows], addresses)
                for turn in turns:
                    acks += [(inbound, await route(inbound, uow, self._services)) for inbound in turn]
                    await asyncio.sleep(0)  # on SQLite nothing else has let go of the event loop
                await uow.inbox.done([row.id for row in rows])
        except Exception as error:
            if not rows or isinstance(error, Unavailable):
                raise  # no fault of an update: it costs none of its tries
            await self._undone(rows, error)
            return True
        self._alone = max(0, self._alone - 1)
        for row in rows:
            log.info("inbox.done", inbox=row.id)
            metrics.HANDLED.labels("done").inc()
            metrics.TURN.observe(time.monotonic() - began)
        for inbound, ack in acks:
            if isinstance(inbound.content, Media):
                self._files()
            self._later(self._answer(inbound, ack))
        return True

    def _parsed(self, row: InboxRow) -> Sequence[Inbound]:
        return self._channels[row.account].parse(row.payload, at=row.received_at)

    async def _undone(self, rows: Sequence[InboxRow], error: Exception) -> None:
        """Nothing of it was kept: several are taken one by one, one by itself has failed."""
        if len(rows) > 1:
            self._alone = len(rows)
            return
        self._alone = max(0, self._alone - 1)
        (row,) = rows
        if isinstance(error, Stale):
            return  # another worker changed the case first: the update is still there
        if isinstance(error, ParseError):
            log.warning("inbox.unreadable", inbox=row.id)
            metrics.HANDLED.labels("unreadable").inc()
            await self._failed(row, "ParseError", tries=1)
            return
        log.error("inbox.failed", inbox=row.id, kind=type(error).__name__, exc_info=error)
        metrics.HANDLED.labels("failed").inc()
        await self._failed(row, type(error).__name__, tries=MAX_TRIES)

    async def _failed(self, row: InboxRow, error: str, *, tries: int) -> None:
        at: datetime = self._services.now()
        async with self._database.begin() as uow:
            if await uow.inbox.failed(row.id, error=error, at=at, max_tries=tries):
                await trouble.inbox_dead(row, uow, self._services)

    async def _answer(self, inbound: Inbound, ack: Ack | None) -> None:
        """Stop the spinner of a pressed button, or mark as read; best effort, after the commit."""
        query = inbound.content.query if isinstance(inbound.content, Choice) else None
        query = query or inbound.receipt
        if not query:
            return
        text = self._words.text(ack.msgid, "id", dict(ack.params)) if ack else None
        channel = self._channels[inbound.address.account]
        await channel.ack(query, text, alert=bool(ack and ack.alert))
