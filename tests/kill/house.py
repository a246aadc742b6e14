"""A house in several processes on one database, with people on a street; for tests of processes."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import simulator
from bot.config import Settings
from bot.moment import now
from complaints.number import find_numbers
from conversations.messages import Address, Channel, ChatKind
from simulator import Simulator
from simulator.client import SimClient
from simulator.client_people import Person
from simulator.client_seen import Seen, SimError
from storage.database import Database
from storage.keys import Keyring
from storage.migrate import upgrade
from tests.street import CITIZEN_TOKEN, DESK_TOKEN, DESKS, batam, settings

ROOT = Path(__file__).resolve().parents[2]
STORY = "ktp anak saya di disdukcapil batam sudah 3 bulan belum jadi, terakhir ke sana kemarin, laporan ke {n}"
ANSWERS = ("Setuju", "Benar", "Tampilkan nama", "Kirim")


async def hears(
    person: Person, label: str, *, after: str = "", place: dict[str, Any] | None = None, patience: float = 60
) -> Seen:
    """The next message with that button; repeated ones are what a crash may cost, and are passed over."""
    async with asyncio.timeout(patience):
        while True:
            try:
                seen = await person.reads(place, timeout=10)
            except SimError:
                continue
            if label in seen.buttons and after in seen.text:
                return seen


async def report(person: Person, number: int, patience: float = 60) -> str:
    """One complaint from the first word to the receipt; its number. `patience` in seconds a step."""
    await person.writes(STORY.format(n=number))
    for label in ANSWERS if number == 0 else ("Laporan baru", *ANSWERS[1:]):
        await person.presses(label, on=await hears(person, label, patience=patience))
    receipt = await hears(person, "Tambah keterangan", after="Terkirim", patience=patience)
    return next(iter(find_numbers(receipt.text)), "")


async def prepared(chosen: Settings, group: str) -> Database:
    """Tables, registry and the desk, before the first life."""
    await upgrade(chosen.database)
    database = Database(chosen.database, Keyring.open(chosen.key_file, create=True), clock=now)
    await database.start()
    async with database.begin() as uow:
        await uow.agencies.load(batam())
        address = Address(channel=Channel.TELEGRAM, account="7000000002", chat=group)
        await uow.chats.ensure(address=address, kind=ChatKind.GROUP, name="", language="id", at=now())
        await uow.desks.bind(DESKS["disdukcapil"], address, title="Disdukcapil", at=now())
    return database


@dataclass
class House:
    """The street, the database, and whatever processes a test starts."""

    sim: SimClient
    server: Simulator
    bot: dict[str, Any]
    desk: dict[str, Any]
    group: dict[str, Any]
    rina: Person
    database: Database
    chosen: Settings
    zygote: asyncio.subprocess.Process
    living: dict[int, str] = field(default_factory=dict)

    async def begins(self, *kinds: str, **more: Any) -> list[int]:
        """Processes of these kinds; `more` are settings."""
        made = []
        for kind in kinds:
            wish = {
                "kind": kind, "data": str(self.chosen.data_dir), "url": self.server.url,
                "staff": self.chosen.staff_chat, "database": self.chosen.database_url,
                "more": {"lease_seconds": 1.0, **more},
            }  # fmt: skip
            assert self.zygote.stdin and self.zygote.stdout
            self.zygote.stdin.write(json.dumps(wish).encode() + b"\n")
            await self.zygote.stdin.drain()
            made.append(int(await self.zygote.stdout.readline()))
            self.living[made[-1]] = kind
        return made

    def ends(self, process: int, how: signal.Signals = signal.SIGKILL) -> str:
        """That process is killed; its kind."""
        os.kill(process, how)
        return self.living.pop(process)

    def of(self, kind: str) -> list[int]:
        """Processes of a kind."""
        return [process for process, its in self.living.items() if its == kind]

    async def leader(self, lease: str, *, but: int = 0) -> int:
        """Who leads there, awaited; `but` has led before."""
        async with asyncio.timeout(30):
            while True:
                async with self.database.read() as uow:
                    owner = await uow.leases.owner(lease)
                if owner and (process := int(owner.split(".")[-2])) != but:
                    return process
                await asyncio.sleep(0.05)

    async def cases(self) -> list[str]:
        """Numbers of the cases of the agency."""
        async with self.database.read() as uow:
            found = await uow.complaints.for_staff().open_of(DESKS["disdukcapil"])
        return [case.number for case in found]


@asynccontextmanager
async def house(folder: Path, database_url: str) -> AsyncIterator[House]:
    """A street with one agency; no process runs yet."""
    server = await simulator.start(port=0, data_dir=None)
    async with SimClient(server.url) as sim:
        bot = await sim.bot("Pengaduan", token=CITIZEN_TOKEN, id=7000000001)
        desk = await sim.bot("Narahubung", token=DESK_TOKEN, id=7000000002, privacy=False)
        rina, dewi = await sim.user("Rina"), await sim.user("Dewi")
        group = await sim.group("Disdukcapil", rina, desk, admins=(desk,))
        staff = await sim.group("Ombudsman", dewi, desk, admins=(desk,))
        chosen = settings(folder, server.url, str(staff["id"]), database_url)
        database = await prepared(chosen, str(group["id"]))
        zygote = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.kill.zygote", cwd=ROOT, stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE, stderr=(folder / "log").open("wb"),
        )  # fmt: skip
        try:
            yield House(sim, server, bot, desk, group, rina, database, chosen, zygote)
        finally:
            assert zygote.stdin
            zygote.stdin.close()
            await zygote.wait()
            await database.close()
            await server.stop()
