"""The WhatsApp side of a running simulator: composes its parts for simulator.app."""

from __future__ import annotations

import aiohttp
from aiohttp import web

from simulator.bus import Bus
from simulator.clock import VirtualClock
from simulator.faults import FaultBook
from simulator.journal import Journal
from simulator.ledger import Ledger
from simulator.telegram.blobs import Blobs

from .control import Control
from .server import CloudApi
from .traffic import Traffic
from .world import WaWorld


class WhatsAppTwin:
    def __init__(
        self, clock: VirtualClock, bus: Bus, journal: Journal, blobs: Blobs, ledger: Ledger, faults: FaultBook
    ) -> None:
        self.world = WaWorld(clock, bus, journal, blobs)
        self.traffic = Traffic(self.world)
        self.api = CloudApi(self.world, self.traffic, ledger, faults)
        self.control = Control(self.world, self.traffic)

    def routes(self) -> list[web.RouteDef]:
        return [*self.control.routes(), *self.api.routes()]

    def open(self, session: aiohttp.ClientSession) -> None:
        self.world.load()
        self.traffic.open(session)

    async def close(self) -> None:
        await self.traffic.close()
