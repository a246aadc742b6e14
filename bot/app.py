"""The composition root: opens memory, ears and channels, and runs the loops of this kind of process.

The only place that starts tasks and reads the clock of the machine. Which loops run is a table (`bot.kinds`).
"""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import socket
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from uuid import uuid4

import structlog

from bot.app_memory import account_of, services_of
from bot.bells import Bells
from bot.channels.base import Channel
from bot.channels.whatsapp import WhatsApp
from bot.config import Settings
from bot.door import Door
from bot.health import Health
from bot.holidays import require_this_year
from bot.i18n import Catalogues
from bot.ingress import Shelf
from bot.introduction import introduce
from bot.kinds import PARTS, Kind, Loop, Side
from bot.lead import Lead, until
from bot.listening import Listening
from bot.moment import now
from bot.wake import Wake, loop
from bot.webhook_telegram import TelegramWebhook, path_of
from bot.webhook_whatsapp import WhatsAppWebhook
from bot.whatsapp_opening import channel_of
from conversations.ears import Ears
from conversations.messages import Channel as Wire
from conversations.messages import SendError
from handlers import bot_names
from storage.agencies import Registry
from storage.attachments_store import FileStore
from storage.database import Database
from storage.engines import address
from storage.errors import StorageError
from storage.keys import Keyring
from storage.occupied import occupy
from storage.registry_file import national_registry
from storage.schema import bring_to_head

if TYPE_CHECKING:
    from bot.registry_live import LiveEars

log = structlog.get_logger(__name__)
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
        self.dialect = address(settings.database).get_backend_name()
        self.bells = Bells(settings.database)
        self._background: set[asyncio.Task[None]] = set()
        self.door = Door(
            settings.whatsapp_webhook_host, settings.whatsapp_webhook_port, "NARAHUBUNG_WHATSAPP_WEBHOOK_PORT"
        )
        self.telegram_door = Door(settings.webhook_host, settings.webhook_port, "NARAHUBUNG_WEBHOOK_PORT")
        self.health = Health(clock)
        self._leave: Callable[[], None] = lambda: None
        self._inside: list[Callable[[Lead, asyncio.Event], Coroutine[Any, Any, None]]] = []

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
        await self._open_inside()
        for channel in self.channels.values():
            await channel.start()
        if Loop.DOOR in self.part.loops:
            await self._open_doors()

    def _open_channels(self) -> None:
        # Imported here: aiogram costs a second and 25 MB, and only processes of the public bot pay them.
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

    async def _open_inside(self) -> None:
        """All but hearing, imported where it is done, before anybody is served: an ingress starts in two thirds."""
        ears: LiveEars | None = None
        if self.part.reads:
            from bot.app_deeds import deeds, open_ears

            ears = await open_ears(self.database, self._registry)
            self._inside.append(partial(deeds, self, ears))
        if self.part.speaks:
            from bot.app_speech import speech

            self._inside.append(partial(speech, self))
        if self._inside:
            made = services_of(self.settings, self.keyring, cast(Ears, ears))
            self.services = replace(made, now=self.now, topic_name=self._topic_name)
            require_this_year(self.services.calendar, self.now().date())

    def _topic_name(self, code: str) -> str:
        return self.words.text(f"topic.{code}", "id")

    # --- the loops ---------------------------------------------------------------------------------

    async def run(self, stop: asyncio.Event) -> None:
        """All loops of this kind until `stop`; then what is under way comes home, where it can."""
        await until(stop, self._run(stop), patience=DRAIN)

    async def _run(self, stop: asyncio.Event) -> None:
        """At the end the ingress goes first and what is leased is given back."""
        loops, lead = self.part.loops, self._lead()
        self.bells.open()
        async with asyncio.TaskGroup() as tasks:
            if Loop.DOOR in loops:
                tasks.create_task(self.door.stand(stop))
                tasks.create_task(self.telegram_door.stand(stop))
            if Loop.LISTEN in loops:
                for channel in self.telegram():
                    tasks.create_task(self._listen(channel, lead, stop))
            for does in self._inside:
                tasks.create_task(does(lead, stop))
            tasks.create_task(self._drain(stop))
            self.health.ready = True

    @property
    def alone(self) -> bool:
        """One process owns an SQLite file; `run` refuses to cut it into several."""
        return self.dialect == "sqlite"

    def _lead(self) -> Lead:
        ttl = timedelta(seconds=self.settings.lease_seconds)
        return Lead(self.database, self.owner, ttl, alone=self.alone)

    async def loop(
        self, name: str, step: Callable[[], Awaitable[object]], stop: asyncio.Event, bell: str, idle: float, *then: str
    ) -> None:
        """`then` are the bells to ring when something was done."""
        ring = partial(self.bells.ring, *then) if then else None
        await loop(name, step, bell=self.bells[bell], stop=stop, idle=idle, after=ring, beat=self.health.beat)

    # --- ears --------------------------------------------------------------------------------------

    def telegram(self) -> list[Channel]:
        return [channel for channel in self.channels.values() if channel.name is Wire.TELEGRAM]

    @property
    def served(self) -> list[str] | None:
        """Whose updates and files are ours; None where all are, which needs no looking."""
        return None if len(self.part.sides) == len(Side) else list(self.channels)

    def _shelf(self, name: Wire, account: str) -> Shelf:
        return Shelf(name, account, self.database, self.keyring, now=self.now)

    async def _open_doors(self) -> None:
        """WhatsApp only pushes, Telegram where we asked it to: their doors stand open from here on."""
        ring = partial(self.bells.ring, "dispatch")
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
            heard=partial(self.bells.ring, "dispatch"),
            introduce=lambda: introduce(channel, self.words, citizen=citizen),
        )  # fmt: skip

    async def _listen(self, channel: Channel, lead: Lead, stop: asyncio.Event) -> None:
        if Loop.DISPATCH in self.part.loops:
            await until(stop, self.know(channel))  # what was stored before is handled meanwhile
        await self._listening(channel).run(lead, stop)

    async def know(self, channel: Channel) -> None:
        """Learn our name, so that commands for other bots in a group are left to them; not at any price."""
        with suppress(SendError, StorageError, TimeoutError):
            async with asyncio.timeout(NAMES):
                me = await channel.who_am_i()
                which = bot_names.USERNAME if channel.account == self.desk_account else bot_names.CITIZEN_USERNAME
                async with self.database.begin() as uow:
                    await bot_names.know_bot(uow, me.username, which=which)

    # --- beginning and end -------------------------------------------------------------------------

    async def every(self, seconds: float, work: Callable[[], Awaitable[object]], stop: asyncio.Event) -> None:
        bell = Wake()
        while not stop.is_set():
            try:
                await work()
            except Exception as error:
                log.warning("loop.failed", kind=type(error).__name__)
            await until(stop, bell.wait(seconds))

    async def _drain(self, stop: asyncio.Event) -> None:
        await stop.wait()
        self.health.draining = True
        self.bells.ring_all()

    def later(self, work: Awaitable[None]) -> None:
        """Run something best-effort beside the loops and keep hold of it until it ends."""
        task = asyncio.ensure_future(work)
        self._background.add(task)
        task.add_done_callback(self._background.discard)

    async def close(self) -> None:
        """Let go of channels and memory."""
        await self.door.close()
        await self.telegram_door.close()
        await self.bells.close()
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
    # The registry and its index stay: looking through all they hold for garbage again and again would hold up
    # everybody for a tenth of a second each time. Nor is it done now: the imports left a megabyte or two of it.
    gc.freeze()
    gc.enable()
    if ready is not None:
        await ready()
    await app.run(stop)
