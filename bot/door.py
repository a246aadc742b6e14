"""A server for webhooks: open before anything is sent, closed first when the process ends. Knows no messenger."""

from __future__ import annotations

import asyncio

import structlog
from aiohttp import web

log = structlog.get_logger(__name__)


class Door:
    """`port` 0 is any; it is told once the door is open."""

    def __init__(self, host: str, port: int) -> None:
        self._host, self.port = host, port
        self._runner: web.AppRunner | None = None

    async def open(self, application: web.Application, what: str) -> None:
        """Begin to answer; `what` names it in the log."""
        # No access log: its lines hold addresses of people's phones in the query of some providers.
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=5.0)
        await self._runner.setup()
        site = web.TCPSite(self._runner, self._host, self.port, backlog=1024)
        await site.start()
        self.port = self._runner.addresses[0][1]
        log.info("webhook.open", what=what, port=self.port)

    async def close(self) -> None:
        """Answer nobody any more; requests under way end first."""
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def stand(self, stop: asyncio.Event) -> None:
        """Until stop."""
        await stop.wait()
        await self.close()
