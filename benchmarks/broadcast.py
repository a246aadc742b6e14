"""A notice to many on the simulator with its flood limits on: rate kept, 429s drawn, answers given meanwhile.

Run by `make bench`; `python -m benchmarks.broadcast PEOPLE RATE`. RATE 29 is what one bot does by default where
30 are allowed. Above 30 it is a bot that pays: its notices carry allow_paid_broadcast and have a limit of their own in
the simulator, in the same proportion to RATE; answers stay under the 30.
Database, sender, refiller and adapter are ours as they run; chatting citizens are answers put into the outbox.
"""

from __future__ import annotations

import asyncio
import os
import re
import sys
import tempfile
import time
from bisect import bisect_left
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast
from zoneinfo import ZoneInfo

from benchmarks.databases import opened
from bot.broadcaster import Broadcaster
from bot.channels.telegram_citizen import TelegramCitizen
from bot.i18n import Catalogues
from bot.moment import now
from bot.pace import Pace
from bot.sender import Sender
from bot.wake import Wake, loop
from conversations.broadcast_audience import Audience
from conversations.messages import Address, Channel, ChatKind, Quoted, say
from handlers.services import BroadcastRules, Services
from simulator.client import SimClient
from storage.attachments_store import FileStore
from storage.broadcasts import Broadcast, Result
from storage.database import Database
from storage.keys import Keyring
from storage.records import Chat, Lane, Outgoing
from storage.tables import chats

TOKEN, ACCOUNT = "7000000001:SIMULATOR-citizen", "7000000001"
ALLOWED, OURS = 30, 29
CHATTING, EVERY = 20, 0.15
ID = "b" * 12


def allowed(rate: float) -> float:
    """What the messenger takes in a second from a bot that does `rate`."""
    return rate * ALLOWED / OURS


@dataclass
class Office:
    """Everything that sends, on a street with limits; it can die and be opened again."""

    database: Database
    sim: SimClient
    url: str
    folder: Path
    keyring: Keyring
    rate: float
    people: list[int]
    friends: list[str]  # chat keys of those who chat
    waits: list[float] = field(default_factory=list)
    heard: list[dict[str, Any]] = field(default_factory=list)  # every call the simulator has taken, as it saw it
    _tasks: list[asyncio.Task[None]] = field(default_factory=list)
    _stop: asyncio.Event = field(default_factory=asyncio.Event)
    lives: int = 0

    async def live(self) -> None:
        """A process begins: what its forerunner held is freed first."""
        self.lives += 1
        words, files = Catalogues.load(), FileStore(self.folder / "files", self.keyring)
        services = cast(Services, SimpleNamespace(
            now=now, zone=ZoneInfo("Asia/Jakarta"), staff=None, chat_key=self.keyring.chat_key,
            broadcast=BroadcastRules(per_second={Channel.TELEGRAM: self.rate}),
        ))  # fmt: skip
        self.channel = TelegramCitizen(TOKEN, self.url, paid=self.rate > ALLOWED)
        await self.channel.start()
        self.sender = Sender(
            self.database, {ACCOUNT: self.channel}, services, words, files, owner=f"life{self.lives}",
            pace=lambda _: Pace(per_second=self.rate, bulk=max(25, self.rate * 0.95 if self.rate > ALLOWED else 0)),
        )  # fmt: skip
        await self.sender.reap(alone=True)
        self.bell, self._stop = Wake(), asyncio.Event()
        runner = Broadcaster(self.database, services, words, files)
        steps = (
            ("sender", lambda: self.sender.step(self.bell), self.bell, None),
            ("runner", runner.run_once, Wake(), self.bell.ring),
        )
        self._tasks = [
            asyncio.create_task(loop(name, step, bell=bell, stop=self._stop, idle=0.2, after=after))
            for name, step, bell, after in steps
        ]

    async def die(self) -> None:
        """As by kill -9: nothing is handed back, answers under way are never heard."""
        for task in (*self._tasks, *self.sender._under_way):
            task.cancel()
        await asyncio.gather(*self._tasks, *self.sender._under_way, return_exceptions=True)
        await self.channel.close()

    async def begin(self) -> None:
        """The notice is sent off."""
        at = now()
        async with self.database.begin() as uow:
            await uow.broadcasts.add(
                Broadcast(
                    id=ID, chat_key=self.friends[0], state="running", audience=Audience(everyone=True),
                    total=len(self.people), created_at=at, begins_at=at, started_at=at,
                    words={"text": "Blanko KTP-el tersedia lagi.", "counts": {"telegram": len(self.people)}},
                )
            )  # fmt: skip

    async def counts(self) -> dict[Result, int]:
        """Results so far."""
        async with self.database.read() as uow:
            return await uow.broadcasts.counts(ID)

    async def until(self, share: float) -> None:
        """Wait until that share has been dealt with; all of it at 1."""
        wanted = len(self.people) * share
        while True:
            found = await self.counts()
            if sum(found.values()) - found[Result.QUEUED] >= wanted:
                return
            await asyncio.sleep(0.1 if len(self.people) < 10_000 else 2)

    async def chat(self, stop: asyncio.Event) -> None:
        """Citizens get answers; each notes how long its own took from the commit to the phone."""
        asked: dict[str, float] = {}
        number = 0
        while not stop.is_set():
            number += 1
            key = self.friends[number % len(self.friends)]
            async with self.database.begin() as uow:
                await uow.outbox.put(Outgoing(chat_key=key, message=say(Quoted(f"jawaban {number}")), lane=Lane.REPLY))
            asked[f"jawaban {number}"] = time.time()
            self.bell.ring()
            await asyncio.sleep(EVERY)
        await self.listen()
        heard = {entry["text"]: entry["at"] for entry in self.heard if entry["code"] == 200}
        self.waits = [heard[text] - at for text, at in asked.items() if text in heard]

    async def listen(self) -> None:
        """What the simulator has taken since the last time."""
        while page := await self.sim.ledger(after=self.heard[-1]["number"] if self.heard else 0):
            self.heard += page

    def notices(self) -> list[dict[str, Any]]:
        """Copies of the notice that arrived, as far as was listened."""
        return [entry for entry in self.heard if entry["code"] == 200 and "Blanko" in (entry["text"] or "")]

    def sent(self) -> Counter[int | None]:
        """Copies of the notice by chat."""
        return Counter(entry["chat"] for entry in self.notices())

    def per_second(self) -> tuple[float, float]:
        """Between the first copy of the notice and the last: copies, and whatever arrived."""
        stamps = [entry["at"] for entry in self.notices()]
        first, last = min(stamps), max(stamps)
        arrived = sum(entry["code"] == 200 and first <= entry["at"] <= last for entry in self.heard)
        return len(stamps) / (last - first), arrived / (last - first)

    def most(self) -> int:
        """Of whatever arrived, in any second."""
        stamps = sorted(entry["at"] for entry in self.heard if entry["code"] == 200)
        return max(bisect_left(stamps, at + 1) - place for place, at in enumerate(stamps))

    def refused(self) -> int:
        """Calls answered with 429."""
        return sum(entry["code"] == 429 for entry in self.heard)


@asynccontextmanager
async def messenger() -> AsyncIterator[str]:
    """The simulator as a process of its own: in our loop it would see calls when we let it, not when they come."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "simulator", "--port", "0", stdout=asyncio.subprocess.PIPE, preexec_fn=_first
    )
    assert process.stdout is not None
    try:
        found = re.search(r"http\S+", (await process.stdout.readline()).decode())
        assert found, "the simulator did not say where it is"
        yield found[0]
    finally:
        process.terminate()
        await process.wait()


def _first() -> None:
    """Served before others where we may ask for that: starved, it would count a second's calls as one moment's."""
    with suppress(PermissionError):
        os.nice(-10)


@asynccontextmanager
async def office(people: int, rate: float, folder: Path, url: str = "") -> AsyncIterator[Office]:
    """A street with that many people who agreed to news, and a bot allowed `rate` messages a second."""
    async with opened(folder, url) as (database, keyring), messenger() as street, SimClient(street) as sim:
        bot = await sim.bot("Pengaduan", token=TOKEN, id=int(ACCOUNT))
        crowd = await sim.crowd(people, bot)
        friends = await sim.crowd(CHATTING, bot, name="Teman")
        await sim.limits(bot_per_second=ALLOWED, paid_per_second=round(allowed(rate)))
        await _known(database, keyring, crowd, agreed=True)
        keys = await _known(database, keyring, friends, agreed=False)
        yield Office(database, sim, street, folder, keyring, rate, crowd, keys)


async def _known(database: Database, keyring: Keyring, people: list[int], *, agreed: bool) -> list[str]:
    keys = []
    for start in range(0, len(people), 1000):
        async with database.begin() as uow:
            rows: list[dict[str, Any]] = []
            for person in people[start : start + 1000]:
                address = Address(channel=Channel.TELEGRAM, account=ACCOUNT, chat=str(person))
                chat = Chat(
                    key=keyring.chat_key(address), address=address, kind=ChatKind.PRIVATE, name="Warga", seen_at=now(),
                    consent_version="1" if agreed else None, consent_at=now() if agreed else None,
                )  # fmt: skip
                rows.append(uow.chats._values(chat))
            await uow.chats._tx.execute(chats.insert(), rows)
            keys += [row["key"] for row in rows]
    return keys


async def measure(people: int, rate: float, folder: Path) -> dict[str, float]:
    """One notice while citizens chat."""
    async with office(people, rate, folder) as here:
        await here.live()
        quiet = asyncio.Event()
        chatting = asyncio.create_task(here.chat(quiet))
        await here.begin()
        await here.until(1)
        quiet.set()
        await chatting
        await here.die()
        waits = sorted(here.waits)
        notices, all_ = here.per_second()
        return {
            "sent": len(here.sent()), "twice": sum(n > 1 for n in here.sent().values()),
            "notice_per_second": notices, "all_per_second": all_, "of_the_allowed": all_ / allowed(rate),
            "most_in_a_second": here.most(), "refused": here.refused(), "answers": len(waits),
            "answer_p50": waits[len(waits) // 2], "answer_p99": waits[int(len(waits) * 0.99)],
        }  # fmt: skip


def main() -> None:
    """PEOPLE RATE, 2,000 at 29 unless said."""
    people, rate = (int(sys.argv[1]), float(sys.argv[2])) if len(sys.argv) > 2 else (2000, float(OURS))
    with tempfile.TemporaryDirectory() as folder:
        for name, value in asyncio.run(measure(people, rate, Path(folder))).items():
            print(f"{name:18} {value:,.3f}")


if __name__ == "__main__":
    main()
