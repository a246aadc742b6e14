"""Citizens who file one complaint after another on the simulator, and how long each waited; knows no bot of ours.

They act inside the simulator's process, so that their own HTTP costs nothing; the bots speak HTTP as always.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field

from simulator import Simulator
from simulator.telegram import acts

STORY = "ktp anak saya di disdukcapil batam sudah 3 bulan belum jadi, terakhir ke sana kemarin, laporan ke {n}"
#: Buttons of a first report; whoever has reported before is asked whether it is a new one instead of for consent.
FIRST, AGAIN = ("Setuju", "Benar", "Tampilkan nama", "Kirim"), ("Laporan baru", "Benar", "Tampilkan nama", "Kirim")
RECEIPT = "Tambah keterangan"
PATIENCE = 60.0


@dataclass
class Crowd:
    """`rate` is turns a second for all together; 0 is as fast as answers come."""

    simulator: Simulator
    bot: int
    people: list[int]
    rate: float = 0.0
    #: chat -> moments at which its person acted
    acted: dict[int, list[float]] = field(default_factory=dict)
    filed: list[float] = field(default_factory=list)
    stuck: int = 0
    _next: float = 0.0

    async def talk(self, stop: asyncio.Event) -> None:
        """Everybody files complaints until stop."""
        self._next = time.monotonic()
        await asyncio.gather(*(self._person(one, stop) for one in self.people))

    async def echo(self, stop: asyncio.Event) -> None:
        """Everybody says something and waits for any answer, until stop."""

        async def one(person: int) -> None:
            while not stop.is_set():
                await self._turn(person, None, "halo", "")

        await asyncio.gather(*(one(person) for person in self.people))

    async def _person(self, person: int, stop: asyncio.Event) -> None:
        report = 0
        while not stop.is_set():
            report += 1
            labels = (*(FIRST if report == 1 else AGAIN), RECEIPT)
            act: str | None = None
            for label in labels:
                if not await self._turn(person, act, STORY.format(n=report), label):
                    self.stuck += 1
                    return
                act = label
            self.filed.append(time.time())

    async def _turn(self, person: int, press: str | None, story: str, wanted: str) -> bool:
        """Press or write, and wait for a message that offers `wanted`."""
        await self._turn_of_rate()
        world = self.simulator.world
        before = world.rev
        self.acted.setdefault(person, []).append(time.time())
        if press is None:
            acts.write(world, person, self.bot, story)
        else:
            acts.press(world, person, self.bot, press)
        until = time.monotonic() + PATIENCE
        chat = world.chat_of(person, self.bot)
        while time.monotonic() < until:
            for message in reversed(chat.messages.values()):
                if message.rev <= before:
                    break
                if message.sender == self.bot and (not wanted or _offers(message.markup, wanted)):
                    return True
            await world.bus.changed(chat.key, until - time.monotonic())
        return False

    async def _turn_of_rate(self) -> None:
        if self.rate:
            self._next = max(self._next, time.monotonic() - 1) + 1 / self.rate
            await asyncio.sleep(max(0.0, self._next - time.monotonic()))


def _offers(markup: dict[str, list[list[dict[str, str]]]] | None, label: str) -> bool:
    return any(button["text"] == label for row in (markup or {}).get("inline_keyboard", []) for button in row)
