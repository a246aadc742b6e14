"""/healthz, /readyz and /metrics on a port of their own, for whoever restarts, routes and wakes people.

healthz: the loops go round, else restart. readyz: this process takes part (database there, tables ours, not ending),
else send it nothing. Neither tells anything about a person; still, the port is not for the public.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

import structlog
from aiohttp import web

from bot import metrics
from bot.door import listen
from storage.database import Database
from storage.errors import StorageError

log = structlog.get_logger(__name__)
#: A loop that has not come round for so many seconds hangs: the longest step allowed is a slow upload.
STUCK = 300.0
#: Seconds the database has to answer.
PATIENCE = 5.0
EVERY = 1.0


class Health:
    """`beat` is called by each loop; `database` is set once it is open."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self.database: Database | None = None
        self.ready = self.draining = False
        self.port = 0
        self._beats: dict[str, float] = {}
        self._runner: web.AppRunner | None = None
        self._lag: asyncio.Task[None] | None = None

    def beat(self, name: str) -> None:
        """That loop came round."""
        self._beats[name] = time.monotonic()

    def forget(self, *names: str) -> None:
        """These loops have ended, as they should: another process leads there now."""
        for name in names:
            self._beats.pop(name, None)

    async def open(self, host: str, port: int) -> None:
        """Begin to answer, also while the rest is still starting."""
        app = web.Application()
        app.router.add_get("/healthz", self._healthz)
        app.router.add_get("/readyz", self._readyz)
        app.router.add_get("/metrics", self._metrics)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        self.port = await listen(self._runner, host, port, "NARAHUBUNG_HEALTH_PORT")
        self._lag = asyncio.create_task(self._measure())
        log.info("health.open", port=self.port)

    async def close(self) -> None:
        if self._lag is not None:
            self._lag.cancel()
            with suppress(asyncio.CancelledError):
                await self._lag
        if self._runner is not None:
            await self._runner.cleanup()

    async def _measure(self) -> None:
        while True:
            asleep = time.monotonic()
            await asyncio.sleep(EVERY)
            metrics.LOOP_LAG.set(max(0.0, time.monotonic() - asleep - EVERY))

    async def _healthz(self, _: web.Request) -> web.Response:
        late = time.monotonic() - STUCK
        stuck = sorted(name for name, at in self._beats.items() if at < late)
        if stuck and not self.draining:
            return web.Response(status=503, text=f"stuck: {', '.join(stuck)}\n")
        return web.Response(text="ok\n")

    async def _readyz(self, _: web.Request) -> web.Response:
        reason = await self._why_not()
        metrics.READY.set(0 if reason else 1)
        return web.Response(status=503 if reason else 200, text=f"{reason or 'ready'}\n")

    async def _why_not(self) -> str:
        if self.draining:
            return "draining"
        if not self.ready or self.database is None:
            return "starting"
        try:
            async with asyncio.timeout(PATIENCE):
                await self.database.check()
        except (StorageError, TimeoutError) as error:
            return f"database: {type(error).__name__}"
        return ""

    async def _metrics(self, _: web.Request) -> web.Response:
        """Counters always; the queues only where the database answers, or they would be old figures."""
        if self.database is not None:
            try:
                async with asyncio.timeout(PATIENCE), self.database.read() as uow:
                    metrics.take(await uow.backlogs.now(self._now()))
            except (StorageError, TimeoutError) as error:
                log.warning("metrics.no_database", kind=type(error).__name__)
                metrics.READY.set(0)
                return web.Response(status=503, text="database does not answer\n")
            metrics.READY.set(int(self.ready and not self.draining))
        return web.Response(body=metrics.text(), content_type="text/plain", charset="utf-8")
