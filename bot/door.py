"""A server for webhooks: open before anything is sent, closed first when the process ends. Knows no messenger."""

from __future__ import annotations

import asyncio
import os

import structlog
from aiohttp import web

from complaints.errors import ComplaintError

log = structlog.get_logger(__name__)
#: Seconds until a messenger is told 503: it waits longer than that, and repeats.
PATIENCE = 10.0


class NoDoor(ComplaintError):
    """Nobody can listen at that address."""


async def listen(runner: web.AppRunner, host: str, port: int, setting: str) -> int:
    """Begin to answer there; the port, where 0 asked for any. NoDoor names the setting to change."""
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port, backlog=1024).start()
    except OSError as error:
        why = os.strerror(error.errno) if error.errno else error
        raise NoDoor(f"{host}:{port} tidak dapat dibuka ({why}). Ganti {setting}.") from error
    chosen: int = runner.addresses[0][1]
    return chosen


class Door:
    """`port` 0 is any; it is told once the door is open."""

    def __init__(self, host: str, port: int, setting: str = "") -> None:
        """`setting` is named where the port cannot be had."""
        self._host, self.port, self._setting = host, port, setting
        self._runner: web.AppRunner | None = None

    async def open(self, application: web.Application, what: str) -> None:
        """Begin to answer; `what` names it in the log."""
        # No access log: its lines hold addresses of people's phones in the query of some providers.
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=5.0)
        self.port = await listen(self._runner, self._host, self.port, self._setting)
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
