"""A whole house on a street of its own: simulator, database, both bots, citizens, groups; for tests.

Everything is the real thing but the messenger's servers; the registry is cut to Batam so that it starts fast.
"""

from __future__ import annotations

import asyncio
import atexit
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import simulator
from bot import app_deeds
from bot.app import App
from bot.app_clock import following
from bot.config import Settings
from bot.ears import RegistryEars
from bot.i18n import Catalogues
from bot.moment import now
from bot.whatsapp_templates import body_of
from conversations.messages import Address, Channel, ChatKind
from conversations.templates import CATEGORY, LANGUAGE, TEMPLATES
from simulator import Simulator
from simulator.client import SimClient
from simulator.client_people import Person
from simulator.whatsapp import client as wa
from simulator.whatsapp.client import WaPerson
from storage.database import Database
from storage.keys import Keyring
from storage.migrate import upgrade
from storage.registry_file import Registry, seed_registry

CITIZEN_TOKEN, DESK_TOKEN = "7000000001:SIMULATOR-citizen", "7000000002:SIMULATOR-desk"
#: Friday morning; five working days later is Friday, 27 November 2026.
FRIDAY = "2026-11-20T10:00:00+07:00"
#: Agencies whose groups stand on the street, by the name used in transcripts.
DESKS = {"disdukcapil": "2171.disdukcapil", "bmsda": "2171.bmsda", "dlh": "2171.dlh"}


@cache
def batam() -> Registry:
    """The shipped registry, without the nation's grammar that would take longer to load."""
    return seed_registry()


@cache
def batam_ears() -> RegistryEars:
    """The reading rooms over it, built once a test process: half of what opening a street would cost."""
    return RegistryEars(batam().agencies.values(), batam().regions.values())


@cache
def settled() -> Path:
    """A data folder of yesterday: keys, tables and registry are there already. Made once a test process."""
    folder = Path(tempfile.mkdtemp(prefix="narahubung-street-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)

    async def settle() -> None:
        chosen = settings(folder, "http://127.0.0.1", "")
        await upgrade(chosen.database)
        database = Database(chosen.database, Keyring.open(chosen.key_file, create=True), clock=now)
        await database.start()
        async with database.begin() as uow:
            await uow.agencies.load(batam())
        await database.close()

    asyncio.run(settle())
    return folder


@dataclass
class Street:
    """What a test acts on."""

    app: App
    sim: SimClient
    simulator: Simulator
    bot: dict[str, object]
    desk: dict[str, object]
    staff: dict[str, object]
    groups: dict[str, dict[str, object]]
    officers: dict[str, Person]
    dewi: Person
    people: dict[str, Person] = field(default_factory=dict)
    number: dict[str, Any] = field(default_factory=dict)  # the business number on WhatsApp, if there is one

    async def citizen(self, name: str = "Siti Aminah") -> Person:
        """Somebody new who already has the bot open."""
        person = await self.sim.user(name, started=self.bot)
        self.people[name] = person
        return person

    async def neighbour(self, name: str = "Siti Aminah", **more: Any) -> WaPerson:
        """Somebody new on WhatsApp."""
        return await wa.person(self.sim, name, self.number, **more)


@asynccontextmanager
async def street(
    data: Path, *, at: str | None = FRIDAY, database_url: str = "", whatsapp: bool = False
) -> AsyncIterator[Street]:
    """Open the street, run the app on it, close both."""
    server = await simulator.start(port=0, data_dir=None)
    try:
        if not database_url and not data.joinpath("narahubung.db").exists():
            shutil.copytree(await asyncio.to_thread(settled), data, dirs_exist_ok=True)
        async with SimClient(server.url) as sim:
            if at:
                await sim.set_clock(at)
            bot = await sim.bot("Pengaduan", token=CITIZEN_TOKEN, id=7000000001)
            desk = await sim.bot("Narahubung", token=DESK_TOKEN, id=7000000002, privacy=False)
            officers = {name: await sim.user(f"Petugas {name}") for name in DESKS}
            dewi = await sim.user("Dewi")
            groups = {
                name: await sim.group(f"Narahubung {name}", officers[name], desk, admins=(desk,)) for name in DESKS
            }
            staff = await sim.group("Petugas Ombudsman", dewi, desk, admins=(desk,))
            number = await whatsapp_number(sim) if whatsapp else {}
            app_deeds.RegistryEars = lambda *_: batam_ears()  # type: ignore[assignment, misc]
            app = App(
                settings(data, server.url, str(staff["id"]), database_url, number),
                clock=following(server.world.clock),
                registry=batam,
            )
            await app.open()
            if number:
                await wa.misbehaves(sim, number, webhook=f"http://127.0.0.1:{app.door.port}/whatsapp")
            stop = asyncio.Event()
            running = asyncio.create_task(app.run(stop))
            try:
                await bind(app, groups)
                yield Street(app, sim, server, bot, desk, staff, groups, officers, dewi, number=number)
            finally:
                stop.set()
                await running
                await app.close()
    finally:
        await server.stop()


async def whatsapp_number(sim: SimClient) -> dict[str, Any]:
    """A business number whose templates are approved as we have them."""
    number = await wa.number(sim, "Pengaduan")
    words = Catalogues.load()
    approved = [
        {"name": t.name, "language": LANGUAGE, "body": body_of(t, words), "category": CATEGORY, "buttons": ["BUKA"]}
        for t in TEMPLATES.values()
    ]
    await sim.call("POST", "whatsapp/templates", {"business": number["business"], "templates": approved})
    return number


def settings(
    data: Path, url: str, staff: str, database_url: str = "", number: dict[str, Any] | None = None
) -> Settings:
    """Settings of a test, deaf to the environment of the machine."""
    whatsapp = number and {
        "whatsapp_token": number["token"], "whatsapp_phone_number_id": number["id"],
        "whatsapp_business_id": number["business"], "whatsapp_app_secret": number["secret"],
        "whatsapp_verify_token": number["verify"], "whatsapp_api_url": url, "whatsapp_webhook_port": 0,
        "whatsapp_messages_per_second": 1000, "whatsapp_person_seconds": 0.001,
    }  # fmt: skip
    return Settings(
        data_dir=data,
        database_url=database_url,
        citizen_token=CITIZEN_TOKEN,  # type: ignore[arg-type]
        desk_token=DESK_TOKEN,  # type: ignore[arg-type]
        telegram_api_url=url,
        staff_chat=staff,
        messages_per_second=1000,
        chat_messages_per_second=1000,
        log_level="WARNING",
        _env_file=None,  # type: ignore[call-arg]
        **(whatsapp or {}),
    )


async def bind(app: App, groups: dict[str, dict[str, object]]) -> None:
    """Each group is the desk of its agency."""
    async with app.database.begin() as uow:
        for name, group in groups.items():
            address = Address(channel=Channel.TELEGRAM, account="7000000002", chat=str(group["id"]))
            await uow.chats.ensure(address=address, kind=ChatKind.GROUP, name="", language="id", at=app.now())
            await uow.desks.bind(DESKS[name], address, title=name, at=app.now())
