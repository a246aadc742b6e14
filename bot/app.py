"""The composition root: opens memory, ears and channels, and runs the loops of this process.

The only place that starts tasks and reads the clock of the machine.
"""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from uuid import uuid4

import structlog

from bot.app_memory import services_of
from bot.broadcaster import Broadcaster
from bot.channels.base import Channel, Conflict
from bot.channels.whatsapp import WhatsApp
from bot.chores import Chores, periods
from bot.clock import Clock
from bot.config import Settings
from bot.dispatcher import Dispatcher
from bot.ears import RegistryEars
from bot.fetcher import Fetcher
from bot.holidays import require_this_year
from bot.i18n import Catalogues
from bot.ingress import Ingress
from bot.introduction import introduce
from bot.moment import now
from bot.pace import Pace
from bot.registry_live import LiveEars
from bot.sender import Sender
from bot.wake import Wake, loop
from bot.whatsapp_opening import Door, channel_of, pace_of
from conversations.messages import Channel as Wire
from conversations.messages import SendError
from handlers import joining
from handlers.services import Services
from storage.attachments_store import FileStore
from storage.database import Database
from storage.keys import Keyring
from storage.migrate import upgrade
from storage.registry_file import Registry, national_registry

log = structlog.get_logger(__name__)


class App:
    """One process: `await app.open()`, `await app.run(stop)`, `await app.close()`."""

    def __init__(
        self,
        settings: Settings,
        *,
        clock: Callable[[], datetime] = now,
        registry: Callable[[], Registry] = national_registry,
    ) -> None:
        self.settings, self.now, self._registry = settings, clock, registry
        self.channels: dict[str, Channel] = {}
        self.words = Catalogues.load()
        self._bells = {name: Wake() for name in ("dispatch", "send", "fetch", "idle")}
        self._background: set[asyncio.Task[None]] = set()
        self.door = Door(settings)

    async def open(self) -> None:
        """Everything that must be right before the first update: keys, tables, registry, ears, channels."""
        settings = self.settings
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        self.keyring = Keyring.open(settings.key_file, create=True)
        await upgrade(settings.database)
        self.database = Database(settings.database, self.keyring, clock=self.now)
        await self.database.start()
        self.files = FileStore(Path(settings.files_dir), self.keyring)
        self._open_channels()
        self.ears = await self._open_registry()
        self.services = self._services(self.ears)
        require_this_year(self.services.calendar, self.now().date())
        for channel in self.channels.values():
            await channel.start()
        await self._open_door()

    def _open_channels(self) -> None:
        # Imported here: aiogram costs five seconds and only the process of the public bot pays them.
        from bot.channels.telegram_citizen import TelegramCitizen
        from bot.channels.telegram_desk import TelegramDesk

        assert self.settings.citizen_token and self.settings.desk_token, "checked by the command"
        url = self.settings.telegram_api_url
        for channel in (
            TelegramCitizen(self.settings.citizen_token.get_secret_value(), url),
            TelegramDesk(self.settings.desk_token.get_secret_value(), url),
        ):
            self.channels[channel.account] = channel
        self.citizen_account, self.desk_account = self.channels
        if self.settings.has_whatsapp:
            whatsapp = channel_of(self.settings)
            self.channels[whatsapp.account] = whatsapp

    async def _open_registry(self) -> LiveEars:
        registry = await asyncio.to_thread(self._registry)
        async with self.database.begin() as uow:
            fresh = await uow.agencies.load(registry)
        log.info("registry.loaded", fresh=fresh)
        async with self.database.read() as uow:
            agencies, regions = await uow.agencies.all(), await uow.agencies.regions()
            revision = await uow.agencies.revision()
        return LiveEars(await asyncio.to_thread(RegistryEars, agencies, regions.values()), revision)

    def _services(self, ears: LiveEars) -> Services:
        return replace(services_of(self.settings, self.keyring, ears), now=self.now, topic_name=self._topic_name)

    def _topic_name(self, code: str) -> str:
        return self.words.text(f"topic.{code}", "id")

    async def run(self, stop: asyncio.Event) -> None:
        """All loops until `stop`; then the ingress ends first and what is leased is given back."""
        bells = self._bells
        sender = Sender(
            self.database, self.channels, self.services, self.words, self.files, owner=uuid4().hex[:12],
            pace=self._pace,
        )  # fmt: skip
        dispatcher = Dispatcher(self.database, self.channels, self.services, self.words, later=self._later)
        fetcher = Fetcher(
            self.database, self.channels, self.services, self.files,
            max_bytes=self.settings.max_file_mb * 1024 * 1024,
        )  # fmt: skip
        clock = Clock(self.database, self.services)
        broadcaster = Broadcaster(self.database, self.services, self.words, self.files)
        chores = Chores(self.database, self.services, self.files, periods(self.settings))

        if self.settings.database.startswith("sqlite"):
            await sender.reap(alone=True)  # one process owns an SQLite file: nobody else holds a lease

        def spoken() -> None:
            bells["send"].ring()
            bells["fetch"].ring()

        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self.door.stand(stop))
            for channel in self.channels.values():
                if channel.name is Wire.WHATSAPP:
                    continue
                tasks.create_task(self._ingress(channel, stop))
                tasks.create_task(self._introduce(channel, stop))
            for name, run_once, bell, idle, after in (
                ("dispatcher", dispatcher.run_once, "dispatch", 0.5, spoken),
                ("sender", partial(sender.step, bells["send"]), "send", 0.2, None),
                ("broadcaster", broadcaster.run_once, "idle", 1.0, bells["send"].ring),
                ("fetcher", fetcher.run_once, "fetch", 2.0, bells["send"].ring),
                ("clock", clock.run_once, "idle", 1.0, bells["send"].ring),
                ("chores", chores.run_once, "idle", 1.0, bells["send"].ring),
            ):
                tasks.create_task(loop(name, run_once, bell=bells[bell], stop=stop, idle=idle, after=after))
            tasks.create_task(self._every(30.0, sender.reap, stop))
            tasks.create_task(self._every(10.0, self._renew, stop))
            tasks.create_task(self._ring_all(stop))
        await sender.release()

    def _pace(self, channel: Channel) -> Pace:
        if channel.name is Wire.WHATSAPP:
            return pace_of(self.settings)
        return Pace(
            per_second=self.settings.messages_per_second,
            bulk=self.settings.broadcast_per_second,
            per_chat=self.settings.chat_messages_per_second,
        )

    async def _open_door(self) -> None:
        """WhatsApp only pushes: its door stands open from here on."""
        for channel in self.channels.values():
            if isinstance(channel, WhatsApp):
                ingress = Ingress(channel, self.database, self.keyring, now=self.now)
                await self.door.open(channel, ingress.store, self._bells["dispatch"].ring)

    async def _ingress(self, channel: Channel, stop: asyncio.Event) -> None:
        """Fetch until stop; a long poll under way is dropped, its updates are not yet confirmed."""
        ingress = Ingress(channel, self.database, self.keyring, now=self.now)
        with suppress(SendError):
            me = await channel.who_am_i()  # so that commands for other bots in a group are left to them
            if channel.account == self.desk_account:
                async with self.database.begin() as uow:
                    await joining.know_bot(uow, me.username)

        async def fetch() -> None:
            pause = 1.0
            while not stop.is_set():
                try:
                    if await ingress.run_once():
                        self._bells["dispatch"].ring()
                    pause = 1.0
                except Conflict:
                    log.warning("ingress.conflict", account=channel.account)
                    await asyncio.sleep(5)
                except Exception as error:
                    log.warning("ingress.failed", account=channel.account, kind=type(error).__name__)
                    await asyncio.sleep(pause)
                    pause = min(30.0, pause * 2)

        await self._until(stop, fetch())

    async def _introduce(self, channel: Channel, stop: asyncio.Event) -> None:
        with suppress(Exception):  # a nicety: the bot works without its menu
            await self._until(
                stop, introduce(channel, self.words, citizen=channel.account == self.citizen_account)
            )

    async def _until(self, stop: asyncio.Event, work: Awaitable[None]) -> None:
        task, stopped = asyncio.ensure_future(work), asyncio.ensure_future(stop.wait())
        await asyncio.wait({task, stopped}, return_when=asyncio.FIRST_COMPLETED)
        for each in (task, stopped):
            each.cancel()
        await asyncio.gather(task, stopped, return_exceptions=True)

    async def _every(self, seconds: float, work: Callable[[], Awaitable[None]], stop: asyncio.Event) -> None:
        bell = Wake()
        while not stop.is_set():
            try:
                await work()
            except Exception as error:
                log.warning("loop.failed", kind=type(error).__name__)
            await self._until(stop, bell.wait(seconds))

    async def _renew(self) -> None:
        await self.ears.renew(self.database)

    async def _ring_all(self, stop: asyncio.Event) -> None:
        await stop.wait()
        for bell in self._bells.values():
            bell.ring()

    def _later(self, work: Awaitable[None]) -> None:
        """Run something best-effort beside the loops and keep hold of it until it ends."""
        task = asyncio.ensure_future(work)
        self._background.add(task)
        task.add_done_callback(self._background.discard)

    async def close(self) -> None:
        """Let go of channels and memory."""
        await self.door.close()
        if self._background:
            await asyncio.wait(self._background, timeout=2)
        for channel in self.channels.values():
            await channel.close()
        await self.database.close()


async def serve(app: App, *, ready: Callable[[], None] | None = None) -> None:
    """Run until SIGTERM or Ctrl-C, then drain."""
    stop = asyncio.Event()
    running = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        with suppress(NotImplementedError):  # Windows: Ctrl-C arrives as KeyboardInterrupt
            running.add_signal_handler(name, stop.set)
    await app.open()
    if ready is not None:
        ready()
    try:
        await app.run(stop)
    finally:
        await app.close()
