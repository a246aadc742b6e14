"""A running simulator: one HTTP server on loopback with the twins, the control API and the page.

Composes the parts; it imports nothing of the project that it is a street for.
"""

from __future__ import annotations

import asyncio
import ipaddress
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import web

from .bus import Bus
from .clock import VirtualClock
from .control.acts import Acts
from .control.base import Parts, refuse_kindly
from .control.chats import Chats
from .control.people import People
from .control.street import Street
from .faults import FaultBook
from .journal import Journal
from .ledger import Ledger
from .telegram.blobs import Blobs
from .telegram.limits import Limits
from .telegram.model import Bot
from .telegram.server import BotApi
from .telegram.webhook import WebhookActor
from .telegram.world import World
from .whatsapp.twin import WhatsAppTwin

PAGE = Path(__file__).parent / "page"
# People may send more than bots may fetch: refusing to fetch is what a test wants to see.
BODY_LIMIT = 256 * 1024 * 1024


def only_loopback(host: str) -> None:
    try:
        loopback = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        loopback = False
    if not loopback:
        raise ValueError(f"the simulator binds loopback only, not {host!r}: it has no passwords")


class Simulator:
    def __init__(self, host: str, port: int, data_dir: Path | None) -> None:
        only_loopback(host)
        self.host, self.port = host, port
        self.journal, self.ledger, self.faults = Journal(data_dir), Ledger(), FaultBook()
        self.limits = Limits()
        saved = next(self.journal.rows("clock"), {})
        self.clock = VirtualClock(**saved)
        self.world = World(self.clock, Bus(), self.journal, Blobs(data_dir))
        self.api = BotApi(self.world, self.ledger, self.faults, self.limits)
        self.whatsapp = WhatsAppTwin(
            self.clock, self.world.bus, self.journal, self.world.blobs, self.ledger, self.faults
        )
        self._actors: dict[int, WebhookActor] = {}
        self._stopping: set[asyncio.Task[None]] = set()
        self._runner: web.AppRunner | None = None

    @property
    def url(self) -> str:
        return f"http://{self.host}:{self.port}"

    def application(self) -> web.Application:
        app = web.Application(client_max_size=BODY_LIMIT, middlewares=[refuse_kindly])
        parts = Parts(self.world, self.ledger, self.faults, self.limits)
        app.router.add_routes(self.api.routes())
        for room in (People(parts), Acts(parts), Chats(parts), Street(parts)):
            app.router.add_routes(room.routes())
        app.router.add_routes(self.whatsapp.routes())
        app.router.add_get("/", self._index)
        app.router.add_static("/page", PAGE)
        return app

    async def _index(self, request: web.Request) -> web.FileResponse:
        return web.FileResponse(PAGE / "index.html", headers={"Cache-Control": "no-store"})

    async def start(self) -> Simulator:
        self._session = aiohttp.ClientSession()
        self.world.on_webhook = self._webhook_changed
        self.world.load()
        self.whatsapp.open(self._session)
        for bot in self.world.bots.values():
            self._webhook_changed(bot)
        self.journal.start()
        self._runner = web.AppRunner(self.application(), access_log=None, shutdown_timeout=0.1,
                                     handler_cancellation=True)  # fmt: skip
        await self._runner.setup()
        site = web.TCPSite(self._runner, self.host, self.port)
        await site.start()
        if self.port == 0:
            addresses: list[Any] = self._runner.addresses
            self.port = addresses[0][1]
        return self

    async def stop(self) -> None:
        for actor in self._actors.values():
            await actor.stop()
        await self.whatsapp.close()
        if self._runner is not None:
            await self._runner.cleanup()
        await self._session.close()
        await self.journal.stop()

    def _webhook_changed(self, bot: Bot) -> None:
        old = self._actors.pop(bot.id, None)
        if old is not None:
            task = asyncio.create_task(old.stop())
            self._stopping.add(task)
            task.add_done_callback(self._stopping.discard)
        if bot.webhook:
            self._actors[bot.id] = WebhookActor(
                bot, self.world.queues[bot.id], self.api.perform_in_webhook, self._session
            )


async def start(host: str = "127.0.0.1", port: int = 0, data_dir: str | Path | None = None) -> Simulator:
    """A simulator that listens; with `data_dir` it finds yesterday's chats again."""
    return await Simulator(host, port, Path(data_dir) if data_dir else None).start()
