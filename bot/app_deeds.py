"""The loops of `bot.app` that do deeds: updates through the handlers, timers, broadcasts and chores.

Imported where deeds are done: handlers, the reading rooms and the registry are half of a worker's start.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

import structlog

from bot.broadcaster import Broadcaster
from bot.chores import Chores, periods
from bot.clock import Clock
from bot.dispatcher import Dispatcher
from bot.ears import RegistryEars
from bot.kinds import Loop
from bot.lead import Lead, until
from bot.recaps import Recaps
from bot.registry_live import LiveEars
from storage.agencies import Registry
from storage.database import Database
from storage.leases import Lease

if TYPE_CHECKING:
    from bot.app import App

log = structlog.get_logger(__name__)
#: Transactions of turns under way at once in a process: on PostgreSQL one waits for the network while another thinks.
#: Four took what the process beside had time for (p95 of waiting 400 ms instead of 200). SQLite has one writer.
TURNS = {"postgresql": 2, "sqlite": 1}


async def open_ears(database: Database, registry: Callable[[], Registry]) -> LiveEars:
    """The reading rooms, warm; what ships is loaded first, where the database has not got it."""
    async with database.begin() as uow:
        fresh = await uow.agencies.load(await asyncio.to_thread(registry))
    log.info("registry.loaded", fresh=fresh)
    async with database.read() as uow:
        agencies, regions = await uow.agencies.all(), await uow.agencies.regions()
        revision, learned = await uow.agencies.revision(), await uow.learned.concepts()
    return LiveEars(await asyncio.to_thread(RegistryEars, agencies, regions.values(), learned), revision)


async def deeds(app: App, ears: LiveEars, lead: Lead, stop: asyncio.Event) -> None:
    """Those of this kind of process, until `stop`."""
    async with asyncio.TaskGroup() as tasks:
        if Loop.DISPATCH in app.part.loops:
            tasks.create_task(_dispatch(app, stop))
        if Loop.LOOK_AFTER in app.part.loops:
            tasks.create_task(lead.hold("look-after", partial(_look_after, app, stop), stop))
        tasks.create_task(app.every(10.0, partial(ears.renew, app.database), stop))


async def _dispatch(app: App, stop: asyncio.Event) -> None:
    step = _dispatcher(app).run_once
    async with asyncio.TaskGroup() as tasks:
        if Loop.LISTEN not in app.part.loops:
            for channel in app.telegram():
                tasks.create_task(until(stop, app.know(channel)))
        for number in range(TURNS[app.dialect]):
            tasks.create_task(app.loop(f"dispatcher {number + 1}", step, stop, "dispatch", 0.5, "send"))


def _dispatcher(app: App) -> Dispatcher:
    return Dispatcher(
        app.database, app.channels, app.services, app.words, later=app.later, accounts=app.served,
        files=partial(app.bells.ring, "fetch"), more=app.bells["dispatch"].ring,
    )  # fmt: skip


async def _look_after(app: App, stop: asyncio.Event, _: Lease | None) -> None:
    """Timers, broadcasts and chores. Each step locks its rows, so a change of leaders doubles nothing."""
    database, services = app.database, app.services
    steps = {
        "broadcaster": Broadcaster(database, services, app.words, app.files).run_once,
        "clock": Clock(database, services).run_once,
        "chores": Chores(database, services, app.files, periods(app.settings)).run_once,
        "recaps": Recaps(database, services, app.words, app.files).run_once,
    }
    try:
        async with asyncio.TaskGroup() as tasks:
            for name, step in steps.items():
                tasks.create_task(app.loop(name, step, stop, "idle", 1.0, "send"))
    finally:
        app.health.forget(*steps)
