"""Takes stored updates one conversation at a time through the handlers; one commit per update.

Knows the order of things (parse, route, commit, answer the button) and no deed of its own. A poison
update is parked after MAX_TRIES and never holds up the next one.
"""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Collection, Mapping
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
from storage.errors import Stale
from storage.records import InboxRow

log = structlog.get_logger(__name__)
MAX_TRIES = 3


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
    ) -> None:
        """`accounts` are the bots whose updates are taken, None is all of them; `files` hears that one came."""
        self._accounts, self._files = accounts, files
        self._database, self._channels = database, channels
        self._services, self._words, self._later = services, words, later

    async def run_once(self) -> bool:
        """Handle one update; False when none waits."""
        began = time.monotonic()
        row: InboxRow | None = None
        acks: list[tuple[Inbound, Ack | None]] = []
        try:
            async with self._database.begin(here=True) as uow:
                rows = await uow.inbox.next(at=self._services.now(), limit=1, accounts=self._accounts)
                if not rows:
                    return False
                row = rows[0]
                channel = self._channels[row.account]
                for inbound in channel.parse(row.payload, at=row.received_at):
                    acks.append((inbound, await route(inbound, uow, self._services)))
                await uow.inbox.done([row.id])
        except ParseError:
            assert row is not None
            log.warning("inbox.unreadable", inbox=row.id)
            metrics.HANDLED.labels("unreadable").inc()
            await self._failed(row, "ParseError", tries=1)
            return True
        except Stale:
            return True  # another worker changed the case first: the update is still there
        except Exception as error:
            if row is None:
                raise
            log.exception("inbox.failed", inbox=row.id, kind=type(error).__name__)
            metrics.HANDLED.labels("failed").inc()
            await self._failed(row, type(error).__name__, tries=MAX_TRIES)
            return True
        log.info("inbox.done", inbox=row.id)
        metrics.HANDLED.labels("done").inc()
        metrics.TURN.observe(time.monotonic() - began)
        for inbound, ack in acks:
            if isinstance(inbound.content, Media):
                self._files()
            self._later(self._answer(inbound, ack))
        return True

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
