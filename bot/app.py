"""The composition root: opens memory, ears and channels, and runs the loops of this kind of process.

The only place that starts tasks and reads the clock of the machine. Which loops run is a table (`bot.kinds`).
"""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import socket
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import cast
from uuid import uuid4

import structlog

from bot.app_memory import account_of, services_of
from bot.bells import Bells
from bot.broadcaster import Broadcaster
from bot.channels.base import Channel
from bot.channels.whatsapp import WhatsApp
from bot.chores import Chores, periods
from bot.clock import Clock
from bot.config import Settings
from bot.dispatcher import Dispatcher
from bot.door import Door
from bot.ears import RegistryEars
from bot.fetcher import Fetcher
from bot.health import Health
from bot.holidays import require_this_year
from bot.i18n import Catalogues
from bot.ingress import Shelf
from bot.introduction import introduce
from bot.kinds import PARTS, Kind, Loop, Side
from bot.lead import Lead, until
from bot.listening import Listening
from bot.moment import now
from bot.pace import Pace
from bot.recaps import Recaps
from bot.registry_live import LiveEars
from bot.sender import Sender
from bot.wake import Wake, loop
from bot.webhook_telegram import TelegramWebhook, path_of
from bot.webhook_whatsapp import WhatsAppWebhook
from bot.whatsapp_opening import channel_of, pace_of
from conversations.ears import Ears
from conversations.messages import Channel as Wire
from conversations.messages import SendError
from handlers import joining
from handlers.answering import CITIZEN_USERNAME, USERNAME
from handlers.services import Services
from storage.agencies import Registry
from storage.attachments_store import FileStore
from storage.database import Database
from storage.engines import address
from storage.errors import StorageError
from storage.keys import Keyring
from storage.leases import Lease
from storage.occupied import occupy
from storage.registry_file import national_registry
from storage.schema import bring_to_head

log = structlog.get_logger(__name__)
#: Turns under way at once in a process: on PostgreSQL one waits for the network while another thinks; SQLite has
#: one writer anyway.
TURNS = {"postgresql": 4, "sqlite": 1}
#: Seconds from SIGTERM to the end: ten for sends under way (bot.sender), the rest to write down what became of
#: them. A database that hangs does not hold up an end; deploy/systemd waits 30.
DRAIN = 12.0
#: Seconds that updates may wait for our names to be known.
NAMES = 5.0


class App:
    """One process: `await app.open()`, `await app.run(stop)`, `await app.close()`."""

    def __init__(
        self,
        settings: Settings,
        *,
        kind: Kind = Kind.ALL,
        clock: Callable[[], datetime] = now,
        registry: Callable[[], Registry] = national_registry,
    ) -> None:
        self.settings, self.now, self._registry = settings, clock, registry
        self.kind, self.part = kind, PARTS[kind]
        # Says to an operator who looks at a lease which process that is.
        self.owner = f"{socket.gethostname()[:30]}.{os.getpid()}.{uuid4().hex[:8]}"
        self.channels: dict[str, Channel] = {}
        self.words = Catalogues.load()
        self.citizen_account, self.desk_account = account_of(settings, "citizen"), account_of(settings, "desk")
        self._dialect = address(settings.database).get_backend_name()
        self._bells = Bells(settings.database)
        self._background: set[asyncio.Task[None]] = set()
        self.door = Door(
            settings.whatsapp_webhook_host, settings.whatsapp_webhook_port, "NARAHUBUNG_WHATSAPP_WEBHOOK_PORT"
        )
        self.telegram_door = Door(settings.webhook_host, settings.webhook_port, "NARAHUBUNG_WEBHOOK_PORT")
        self.health = Health(clock)
        self._leave: Callable[[], None] = lambda: None

    async def open(self) -> None:
        """Everything that must be right before the first update: keys, tables, registry, ears, channels."""
        settings = self.settings
        if settings.health_port is not None:
            await self.health.open(settings.health_host, settings.health_port)
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        self.keyring = Keyring.open(settings.key_file, create=True)
        self._leave = occupy(address(settings.database))
        await bring_to_head(settings.database)
        self.database = Database(settings.database, self.keyring, clock=self.now)
        await self.database.start()
        self.health.database = self.database
        self.files = FileStore(Path(settings.files_dir), self.keyring)
        self._open_channels()
        self.ears = await self._open_registry() if self.part.reads else None
        self.services = self._services(self.ears)
        require_this_year(self.services.calendar, self.now().date())
        for channel in self.channels.values():
            await channel.start()
        if Loop.DOOR in self.part.loops:
            await self._open_doors()

    def _open_channels(self) -> None:
        # Imported here: aiogram costs five seconds and only processes of the public bot pay them.
        settings, url = self.settings, self.settings.telegram_api_url
        assert settings.citizen_token and settings.desk_token, "checked by the command"
        if Side.PUBLIC in self.part.sides:
            from bot.channels.telegram_citizen import TelegramCitizen

            self.channels[self.citizen_account] = TelegramCitizen(
                settings.citizen_token.get_secret_value(), url, paid=settings.paid_broadcast
            )
        if Side.DESK in self.part.sides:
            from bot.channels.telegram_desk import TelegramDesk

            self.channels[self.desk_account] = TelegramDesk(settings.desk_token.get_secret_value(), url)
        if Side.PUBLIC in self.part.sides and settings.has_whatsapp:
            whatsapp = channel_of(settings)
            self.channels[whatsapp.account] = whatsapp

    async def _open_registry(self) -> LiveEars:
        async with self.database.begin() as uow:
            fresh = await uow.agencies.load(await asyncio.to_thread(self._registry))
        log.info("registry.loaded", fresh=fresh)
        async with self.database.read() as uow:
            agencies, regions = await uow.agencies.all(), await uow.agencies.regions()
            revision, learned = await uow.agencies.revision(), await uow.learned.concepts()
        return LiveEars(await asyncio.to_thread(RegistryEars, agencies, regions.values(), learned), revision)

    def _services(self, ears: LiveEars | None) -> Services:
        # A process that does no deeds has no reading rooms: 0.5 s and 40 MB less.
        made = services_of(self.settings, self.keyring, cast(Ears, ears))
        return replace(made, now=self.now, topic_name=self._topic_name)

    def _topic_name(self, code: str) -> str:
        return self.words.text(f"topic.{code}", "id")

    # --- the loops ---------------------------------------------------------------------------------

    async def run(self, stop: asyncio.Event) -> None:
        """All loops of this kind until `stop`; then what is under way comes home, where it can."""
        await until(stop, self._run(stop), patience=DRAIN)

    async def _run(self, stop: asyncio.Event) -> None:
        """At the end the ingress goes first and what is leased is given back."""
        loops, sender = self.part.loops, self._sender()
        lead = self._lead()
        self._bells.open()
        if Loop.SEND in loops and self._alone:
            await sender.reap(alone=True)  # nobody else holds a lease
        async with asyncio.TaskGroup() as tasks:
            if Loop.DOOR in loops:
                tasks.create_task(self.door.stand(stop))
                tasks.create_task(self.telegram_door.stand(stop))
            if Loop.LISTEN in loops:
                for channel in self._telegram():
                    tasks.create_task(self._listen(channel, lead, stop))
            if Loop.DISPATCH in loops:
                tasks.create_task(self._dispatch(stop))
            if Loop.SEND in loops:
                tasks.create_task(self._loop("sender", partial(sender.step, self._bells["send"]), stop, "send", 0.2))
            if Loop.FETCH in loops:
                tasks.create_task(self._loop("fetcher", self._fetcher().run_once, stop, "fetch", 2.0, "send"))
            if Loop.REAP in loops:
                tasks.create_task(self._every(30.0, sender.reap, stop))
            if Loop.LOOK_AFTER in loops:
                tasks.create_task(lead.hold("look-after", partial(self._look_after, stop), stop))
            if self.part.reads:
                tasks.create_task(self._every(10.0, self._renew, stop))
            tasks.create_task(self._drain(stop))
            self.health.ready = True
        await sender.release()

    @property
    def _alone(self) -> bool:
        """One process owns an SQLite file; `run` refuses to cut it into several."""
        return self._dialect == "sqlite"

    def _lead(self) -> Lead:
        ttl = timedelta(seconds=self.settings.lease_seconds)
        return Lead(self.database, self.owner, ttl, alone=self._alone)

    async def _loop(
        self, name: str, step: Callable[[], Awaitable[object]], stop: asyncio.Event, bell: str, idle: float, *then: str
    ) -> None:
        """`then` are the bells to ring when something was done."""
        ring = partial(self._bells.ring, *then) if then else None
        await loop(name, step, bell=self._bells[bell], stop=stop, idle=idle, after=ring, beat=self.health.beat)

    async def _dispatch(self, stop: asyncio.Event) -> None:
        step = self._dispatcher().run_once
        async with asyncio.TaskGroup() as tasks:
            if Loop.LISTEN not in self.part.loops:
                for channel in self._telegram():
                    tasks.create_task(until(stop, self._know(channel)))
            for number in range(TURNS[self._dialect]):
                name = f"dispatcher {number + 1}"
                tasks.create_task(self._loop(name, step, stop, "dispatch", 0.5, "send"))

    async def _look_after(self, stop: asyncio.Event, _: Lease | None) -> None:
        """Timers, broadcasts and chores. Each step locks its rows, so a change of leaders doubles nothing."""
        steps = {
            "broadcaster": Broadcaster(self.database, self.services, self.words, self.files).run_once,
            "clock": Clock(self.database, self.services).run_once,
            "chores": Chores(self.database, self.services, self.files, periods(self.settings)).run_once,
            "recaps": Recaps(self.database, self.services, self.words, self.files).run_once,
        }
        try:
            async with asyncio.TaskGroup() as tasks:
                for name, step in steps.items():
                    tasks.create_task(self._loop(name, step, stop, "idle", 1.0, "send"))
        finally:
            self.health.forget(*steps)

    def _sender(self) -> Sender:
        return Sender(
            self.database, self.channels, self.services, self.words, self.files, owner=self.owner, pace=self._pace
        )

    def _dispatcher(self) -> Dispatcher:
        return Dispatcher(
            self.database, self.channels, self.services, self.words, later=self._later, accounts=self._served,
            files=partial(self._bells.ring, "fetch"), more=self._bells["dispatch"].ring,
        )  # fmt: skip

    def _fetcher(self) -> Fetcher:
        most = self.settings.max_file_mb * 1024 * 1024
        # Of the bots that are there: what a channel no longer set up was sent waits until it is back.
        return Fetcher(
            self.database, self.channels, self.services, self.files, max_bytes=most, accounts=list(self.channels)
        )

    @property
    def _served(self) -> list[str] | None:
        """Whose updates and files are ours; None where all are, which needs no looking."""
        return None if len(self.part.sides) == len(Side) else list(self.channels)

    def _pace(self, channel: Channel) -> Pace:
        if channel.name is Wire.WHATSAPP:
            return pace_of(self.settings)
        return Pace(
            per_second=self.settings.messages_per_second,
            bulk=self.settings.bulk_per_second,
            per_chat=self.settings.chat_messages_per_second,
        )

    # --- ears --------------------------------------------------------------------------------------

    def _telegram(self) -> list[Channel]:
        return [channel for channel in self.channels.values() if channel.name is Wire.TELEGRAM]

    def _shelf(self, name: Wire, account: str) -> Shelf:
        return Shelf(name, account, self.database, self.keyring, now=self.now)

    async def _open_doors(self) -> None:
        """WhatsApp only pushes, Telegram where we asked it to: their doors stand open from here on."""
        ring = partial(self._bells.ring, "dispatch")
        for channel in self.channels.values():
            if isinstance(channel, WhatsApp):
                store = self._shelf(channel.name, channel.account).store
                await self.door.open(WhatsAppWebhook(channel, store, stored=ring).application(), "whatsapp")
        if self.settings.webhook_url:
            secrets = (self.settings.webhook_secret, self.settings.webhook_old_secret)
            shelves = [self._shelf(Wire.TELEGRAM, one) for one in (self.citizen_account, self.desk_account)]
            hook = TelegramWebhook(shelves, [s.get_secret_value() for s in secrets if s], stored=ring)
            await self.telegram_door.open(hook.application(), "telegram")

    def _listening(self, channel: Channel) -> Listening:
        url, secret = self.settings.webhook_url, self.settings.webhook_secret
        hook = (url + path_of(channel.account), secret.get_secret_value()) if url and secret else None
        citizen = channel.account == self.citizen_account
        return Listening(
            channel, self._shelf(channel.name, channel.account), hook=hook,
            heard=partial(self._bells.ring, "dispatch"),
            introduce=lambda: introduce(channel, self.words, citizen=citizen),
        )  # fmt: skip

    async def _listen(self, channel: Channel, lead: Lead, stop: asyncio.Event) -> None:
        if Loop.DISPATCH in self.part.loops:
            await until(stop, self._know(channel))  # what was stored before is handled meanwhile
        await self._listening(channel).run(lead, stop)

    async def _know(self, channel: Channel) -> None:
        """Learn our name, so that commands for other bots in a group are left to them; not at any price."""
        with suppress(SendError, StorageError, TimeoutError):
            async with asyncio.timeout(NAMES):
                me = await channel.who_am_i()
                which = USERNAME if channel.account == self.desk_account else CITIZEN_USERNAME
                async with self.database.begin() as uow:
                    await joining.know_bot(uow, me.username, which=which)

    # --- beginning and end -------------------------------------------------------------------------

    async def _every(self, seconds: float, work: Callable[[], Awaitable[None]], stop: asyncio.Event) -> None:
        bell = Wake()
        while not stop.is_set():
            try:
                await work()
            except Exception as error:
                log.warning("loop.failed", kind=type(error).__name__)
            await until(stop, bell.wait(seconds))

    async def _renew(self) -> None:
        if self.ears is not None:
            await self.ears.renew(self.database)

    async def _drain(self, stop: asyncio.Event) -> None:
        await stop.wait()
        self.health.draining = True
        self._bells.ring_all()

    def _later(self, work: Awaitable[None]) -> None:
        """Run something best-effort beside the loops and keep hold of it until it ends."""
        task = asyncio.ensure_future(work)
        self._background.add(task)
        task.add_done_callback(self._background.discard)

    async def close(self) -> None:
        """Let go of channels and memory."""
        await self.door.close()
        await self.telegram_door.close()
        await self._bells.close()
        if self._background:
            await asyncio.wait(self._background, timeout=2)
        for channel in self.channels.values():
            await channel.close()
        if self.health.database is not None:  # else the opening failed on the way there
            await self.health.database.close()
        self._leave()
        await self.health.close()


async def serve(app: App, *, ready: Callable[[], Awaitable[None]] | None = None) -> None:
    """Run until SIGTERM or Ctrl-C, then drain."""
    stop = asyncio.Event()
    running = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        with suppress(NotImplementedError):  # Windows: Ctrl-C arrives as KeyboardInterrupt
            running.add_signal_handler(name, stop.set)
    try:
        await until(stop, app.open())
        if not stop.is_set():
            await _served(app, stop, ready)
    finally:
        await app.close()


async def _served(app: App, stop: asyncio.Event, ready: Callable[[], Awaitable[None]] | None) -> None:
    # The registry and its index stay: looking through a million objects for garbage again and again would hold up
    # everybody for a tenth of a second each time.
    gc.collect()
    gc.freeze()
    if ready is not None:
        await ready()
    await app.run(stop)
