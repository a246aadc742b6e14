"""Whole complaints a minute against the simulator: the unmodified program in its own processes. `make bench-load`.

`python -m benchmarks.load [--databases sqlite] [--workers all+all,2] [--people 40] [--seconds 15] [--stored 0]`.
Everything shares the machine: simulator, bots, PostgreSQL (NARAHUBUNG_BENCH_PG, else that of the test requirements).
"""

from __future__ import annotations

import argparse
import asyncio
import os
import tempfile
import time
from bisect import bisect_left
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles
from typing import Any

import simulator
from benchmarks import growth
from benchmarks.__main__ import machine
from benchmarks.databases import postgres
from benchmarks.load_people import Crowd
from benchmarks.load_processes import Running, family_seconds, postmaster
from bot.app_memory import memory
from bot.config import Settings
from bot.moment import now
from conversations.messages import Address, Channel, ChatKind
from simulator.client import SimClient
from storage.database import Database
from storage.keys import Keyring
from storage.tables import inbox

CITIZEN, DESK = "7000000001:SIMULATOR-citizen", "7000000002:SIMULATOR-desk"
WARM = 4.0
#: Share of the full rate at which waiting times are judged.
SHARE = 0.7


@dataclass
class Figures:
    """One run."""

    name: str
    turns: float
    complaints: float
    waits: list[float]
    cpu: float
    #: of PostgreSQL, and of the simulator with its citizens, a turn
    server: float
    street: float
    memory: dict[str, float]
    started: float
    stuck: int = 0

    def line(self) -> str:
        cuts = [value * 1000 for value in quantiles(self.waits, n=100)] if len(self.waits) > 2 else [0.0] * 99
        most = max(self.memory.values(), default=0.0)
        return (
            f"| {self.name} | {self.turns:.0f} | {self.complaints:.0f} |"
            f" {cuts[49]:.0f} / {cuts[94]:.0f} / {cuts[98]:.0f} |"
            f" {self.cpu * 1000:.1f} / {self.server * 1000:.1f} / {self.street * 1000:.1f} |"
            f" {most:.0f} / {sum(self.memory.values()):.0f} | {self.started:.1f} |"
            f" {self.stuck or ''} |"
        )


HEAD = (
    "| run | turns/s | complaints/min | ms stored to sent p50 / p95 / p99 |"
    " CPU ms a turn: ours / database / street | MB largest / all | start s | stuck |\n"
    "|---|---|---|---|---|---|---|---|"
)


def kinds(workers: str) -> list[str]:
    """What an operator would start: so many workers with one of each kind beside, or what is named ("all+all")."""
    if workers.isdigit():
        return ["ingress", *["worker"] * int(workers), "sender", "desk", "clock"]
    return workers.split("+")


async def run(name: str, url: str, workers: str, wish: argparse.Namespace, rate: float = 0.0) -> Figures:
    """One installation, from an empty start to the last answer."""
    with tempfile.TemporaryDirectory() as folder:
        server = await simulator.start(port=0, data_dir=None)
        async with SimClient(server.url) as sim:
            bot = await sim.bot("Pengaduan", token=CITIZEN, id=7000000001)
            desk = await sim.bot("Narahubung", token=DESK, id=7000000002, privacy=False)
            officer = await sim.user("Rina")
            group = await sim.group("Disdukcapil", officer, desk, admins=(desk,))
            staff = await sim.group("Ombudsman", officer, desk, admins=(desk,))
            people = await sim.crowd(wish.people, bot)
        chosen = Settings(
            data_dir=Path(folder), database_url=url, citizen_token=CITIZEN, desk_token=DESK,
            telegram_api_url=server.url, staff_chat=str(staff["id"]), _env_file=None,
        )  # fmt: skip
        await prepared(chosen, str(group["id"]), wish.stored)
        running = Running(Path(folder), environment(chosen))
        try:
            begun = time.monotonic()
            for number, kind in enumerate(kinds(workers)):
                await running.start(f"{kind}{number}", "bot", "run", kind)
            crowd = Crowd(server, bot["id"], people, rate)
            started = await first_poll(server, begun, running)
            figures = await measured(name, crowd, crowd.talk, running, wish.seconds, await postmaster(url))
            figures.started = started
            figures.waits = await waits(chosen, crowd, server)
            return figures
        finally:
            await running.stop()
            await server.stop()


async def measured(
    name: str, crowd: Crowd, talk: Any, running: Running, seconds: float, database: int | None = None
) -> Figures:
    """Let the crowd talk; count what happens after the first seconds."""
    stop = asyncio.Event()
    talking = asyncio.create_task(talk(stop))
    await asyncio.sleep(WARM)

    def spent() -> tuple[float, float, float]:
        return running.seconds(), family_seconds(database) if database else 0.0, time.process_time()

    before, since = spent(), time.time()
    await asyncio.sleep(seconds)
    after, until = spent(), time.time()
    taken = running.megabytes()
    stop.set()
    await asyncio.wait({talking}, timeout=90)
    turns = sum(since <= at < until for moments in crowd.acted.values() for at in moments)
    filed = sum(since <= at < until for at in crowd.filed)
    each = [(late - early) / max(1, turns) for early, late in zip(before, after, strict=True)]
    lasted = until - since
    return Figures(name, turns / lasted, filed * 60 / lasted, [], *each, taken, 0.0, crowd.stuck)


async def first_poll(server: simulator.Simulator, begun: float, running: Running) -> float:
    """Seconds until both bots have asked for updates."""
    while any(queue._poll is None for queue in server.world.queues.values()):
        if any(process.returncode is not None for process in running.processes.values()):
            raise RuntimeError("a process did not start: see its log")
        if time.monotonic() - begun > 120:
            raise RuntimeError("nobody polls")
        await asyncio.sleep(0.02)
    return time.monotonic() - begun


def environment(chosen: Settings) -> dict[str, str]:
    """Our settings as the processes read them; Telegram's limits on speed are not what is measured."""
    return {
        "NARAHUBUNG_DATA_DIR": str(chosen.data_dir), "NARAHUBUNG_DATABASE_URL": chosen.database_url,
        "NARAHUBUNG_CITIZEN_TOKEN": CITIZEN, "NARAHUBUNG_DESK_TOKEN": DESK,
        "NARAHUBUNG_TELEGRAM_API_URL": chosen.telegram_api_url, "NARAHUBUNG_STAFF_CHAT": chosen.staff_chat,
        "NARAHUBUNG_MESSAGES_PER_SECOND": "100000", "NARAHUBUNG_CHAT_MESSAGES_PER_SECOND": "1000",
    }  # fmt: skip


async def prepared(chosen: Settings, group: str, stored: int) -> None:
    """Tables, the whole registry, one desk, and so many complaints of other days."""
    async with memory(chosen) as (database, _):
        await growth.fill(database, 0, stored)
        await bind(database, group)


async def bind(database: Database, group: str) -> None:
    """The one desk."""
    async with database.begin() as uow:
        address = Address(channel=Channel.TELEGRAM, account="7000000002", chat=group)
        await uow.chats.ensure(address=address, kind=ChatKind.GROUP, name="", language="id", at=now())
        await uow.desks.bind("2171.disdukcapil", address, title="Disdukcapil", at=now())


async def waits(chosen: Settings, crowd: Crowd, server: simulator.Simulator) -> list[float]:
    """Of each turn: seconds from the update stored to the first answer accepted by the messenger."""
    keyring = Keyring.open(chosen.key_file, create=False)
    sent: dict[int | None, list[float]] = {}
    for entry in server.ledger.entries:
        if entry.code == 200 and entry.verb.startswith("send") and entry.account == crowd.bot:
            sent.setdefault(entry.chat, []).append(entry.at)
    database = Database(chosen.database, keyring, clock=now)
    stored: dict[str, list[float]] = {}
    async with database._reader.begin() as connection:
        for row in await connection.execute(inbox.select()):
            stored.setdefault(row.chat_key, []).append(row.received_at.timestamp())
    await database.close()
    found = []
    for person in crowd.people:
        key = keyring.chat_key(Address(channel=Channel.TELEGRAM, account=str(crowd.bot), chat=str(person)))
        answers = sorted(sent.get(person, []))
        for at in sorted(stored.get(key, []))[1:]:  # the first meets cold caches everywhere
            place = bisect_left(answers, at)
            if place < len(answers):
                found.append(answers[place] - at)
    return found


async def echo(wish: argparse.Namespace) -> Figures:
    """The ceiling: a bare aiogram bot, nothing stored."""
    with tempfile.TemporaryDirectory() as folder:
        server = await simulator.start(port=0, data_dir=None)
        async with SimClient(server.url) as sim:
            bot = await sim.bot("Gema", token=CITIZEN, id=7000000001)
            people = await sim.crowd(wish.people, bot)
        running = Running(Path(folder), {})
        try:
            begun = time.monotonic()
            await running.start("echo", "benchmarks.echo_bot", CITIZEN, server.url)
            crowd = Crowd(server, bot["id"], people)
            started = await first_poll(server, begun, running)
            figures = await measured("echo, bare aiogram", crowd, crowd.echo, running, wish.seconds)
            figures.started, figures.complaints = started, 0
            return figures
        finally:
            await running.stop()
            await server.stop()


def main() -> None:
    """Print a table as in docs/benchmarks.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--databases", default="sqlite,postgresql")
    parser.add_argument("--workers", default="all,all+all,all+worker,1,2,4", help="a number, or kinds of processes")
    parser.add_argument("--people", type=int, default=40)
    parser.add_argument("--seconds", type=float, default=15.0)
    parser.add_argument("--rate", type=float, default=0.0, help="turns a second; 0 is as fast as it goes")
    parser.add_argument("--stored", type=int, default=0, help="complaints that are there before")
    parser.add_argument("--no-echo", action="store_true")
    wish = parser.parse_args()
    print(f"machine: {machine()}, {os.cpu_count()} cores, {wish.people} people, {wish.seconds:g} s a run\n{HEAD}")
    if not wish.no_echo:
        print(asyncio.run(echo(wish)).line(), flush=True)
    if "sqlite" in wish.databases:
        twice("SQLite, all", nullcontext(""), "all", wish)
    if "postgresql" in wish.databases:
        with postgres() as server:
            for workers in wish.workers.split(","):
                twice(f"PostgreSQL, {' + '.join(kinds(workers))}", server.database, workers, wish)


def twice(name: str, fresh: Any, workers: str, wish: argparse.Namespace) -> None:
    """As fast as it goes and at a share of that, each on a database of its own; or once at the rate wished for."""
    rate = wish.rate
    for title in (f"{name}, at {rate:g}",) if rate else (name, f"{name}, at {SHARE:.0%}"):
        with fresh(empty=True) if callable(fresh) else fresh as url:
            figures = asyncio.run(run(title, url, workers, wish, rate))
        print(figures.line(), flush=True)
        rate = figures.turns * SHARE


if __name__ == "__main__":
    main()
