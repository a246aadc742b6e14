"""The door of WhatsApp's webhook: verify, store every event, then 200; no other work inside the request.

Meta repeats what is not answered with 200, for up to seven days, so the answer follows the commit: 503 only
where the commit failed, 401 for whom we do not believe. Knows the adapter's reading of a body, no table.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Protocol

import structlog
from aiohttp import web

from bot.channels.base import Raw
from bot.door import PATIENCE
from bot.group_commit import GroupCommit

log = structlog.get_logger(__name__)
#: Meta batches up to 3 MB; more is nobody's complaint.
BODY_LIMIT = 4 * 1024 * 1024
PATH = "/whatsapp"


class Pushed(Protocol):
    """What the door needs of a channel that is pushed to."""

    account: str

    def accepts(self, headers: Mapping[str, str], raw: bytes) -> bool: ...

    def challenge(self, query: Mapping[str, str]) -> str | None: ...

    def split(self, raw: bytes) -> list[Raw]: ...


class WhatsAppWebhook:
    """GET and POST on one path; `stored` is rung after each commit."""

    def __init__(
        self, channel: Pushed, store: Callable[[Sequence[Raw]], Awaitable[object]], *, stored: Callable[[], None]
    ) -> None:
        self._channel, self._stored = channel, stored
        self._commit = GroupCommit(store, patience=PATIENCE)

    def routes(self) -> list[web.RouteDef]:
        return [web.get(PATH, self.verify, allow_head=False), web.post(PATH, self.receive)]

    def application(self) -> web.Application:
        app = web.Application(client_max_size=BODY_LIMIT)
        app.router.add_routes(self.routes())
        return app

    async def verify(self, request: web.Request) -> web.Response:
        """Their question whether this address is ours."""
        echo = self._channel.challenge(request.query)
        if echo is None:
            return web.Response(status=403)
        return web.Response(text=echo, headers={"X-Content-Type-Options": "nosniff"})

    async def receive(self, request: web.Request) -> web.Response:
        """A batch of events."""
        try:
            raw = await request.read()
        except web.HTTPRequestEntityTooLarge:
            log.warning("webhook.too_big", account=self._channel.account)
            return web.Response(status=413)
        if not self._channel.accepts(request.headers, raw):
            log.warning("webhook.refused", account=self._channel.account)
            return web.Response(status=401)
        events = self._channel.split(raw)
        if events:
            try:
                await self._commit.put(events)
            except Exception as error:
                log.error("webhook.not_stored", account=self._channel.account, kind=type(error).__name__)
                return web.Response(status=503)
            self._stored()
        return web.Response()
