"""How one Telegram bot hears: it polls, or has a webhook; one process at a time decides, under one lease.

Both ways bring the same updates to the same inbox, which takes each once: switching loses nothing and doubles
nothing. Knows no update.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

import structlog

from bot import metrics
from bot.channels.base import Channel, Conflict, Revoked
from bot.ingress import Ingress, Shelf
from bot.lead import Lead, until
from conversations.messages import SendError
from storage.errors import Fenced, StorageError
from storage.leases import Lease

log = structlog.get_logger(__name__)
#: Seconds between two looks whether the webhook is still ours.
LOOK = 60.0
LONGEST_PAUSE = 30.0
#: Seconds after something came: what is typed meanwhile comes with the next poll and shares its commit.
GATHER = 0.01


class Listening:
    """One bot. `hook` is address and secret of its webhook; None polls."""

    def __init__(
        self,
        channel: Channel,
        shelf: Shelf,
        *,
        hook: tuple[str, str] | None,
        heard: Callable[[], None],
        introduce: Callable[[], Awaitable[None]],
    ) -> None:
        self._channel, self._shelf, self._hook = channel, shelf, hook
        self._heard, self._introduce = heard, introduce

    async def run(self, lead: Lead, stop: asyncio.Event) -> None:
        """Stand by or listen, until stop."""

        async def listen(lease: Lease | None) -> None:
            await until(stop, asyncio.gather(self._listen(lease), self._introduced()))

        await lead.hold(f"listen:{self._channel.name}:{self._channel.account}", listen, stop)

    async def _introduced(self) -> None:
        with suppress(Exception):  # a nicety: the bot works without its menu
            await self._introduce()

    async def _listen(self, lease: Lease | None) -> None:
        ingress, pause, begun = Ingress(self._channel, self._shelf, lease), 1.0, False
        while True:
            try:
                if self._hook is None:
                    if await ingress.run_once():
                        self._heard()
                        await asyncio.sleep(GATHER)
                else:
                    if not begun or not await self._stands(self._hook[0]):
                        await self._register(lease, *self._hook)
                    begun = True
                    await asyncio.sleep(LOOK)
                pause = 1.0
            except Fenced:
                log.warning("ingress.fenced", account=self._channel.account)
                return
            except Conflict:
                self._deaf("Conflict")
                log.warning("ingress.conflict", account=self._channel.account)
                if not await self._unregistered():
                    await asyncio.sleep(5)
            except Revoked:
                self._deaf("Revoked")
                log.error("ingress.token_revoked", account=self._channel.account)
                await asyncio.sleep(LONGEST_PAUSE)
            except Exception as error:
                # The messenger and the database have a word in common.
                kind = ("storage." if isinstance(error, StorageError) else "") + type(error).__name__
                self._deaf(kind)
                log.warning("ingress.failed", account=self._channel.account, kind=kind)
                await asyncio.sleep(pause)
                pause = min(LONGEST_PAUSE, pause * 2)

    def _deaf(self, kind: str) -> None:
        metrics.DEAF.labels(self._channel.account, kind).inc()

    async def _stands(self, url: str) -> bool:
        """Is the webhook still ours? Another program with this token may have taken it away."""
        return bool((await self._channel.webhook_info()).get("url") == url)

    async def _register(self, lease: Lease | None, url: str, secret: str) -> None:
        """Also where an address stands already: the secret may be new."""
        await self._shelf.forget_offset(lease)
        await self._channel.set_webhook(url, secret)
        log.info("webhook.set", account=self._channel.account)

    async def _unregistered(self) -> bool:
        """Polling is refused while a webhook stands: we lead and poll, so it goes. What waits there stays waiting."""
        with suppress(SendError):
            if (await self._channel.webhook_info()).get("url"):
                await self._channel.delete_webhook()
                log.info("webhook.deleted", account=self._channel.account)
                return True
        return False
