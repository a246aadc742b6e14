"""Citizens and a focal point keep talking while the bots are killed again and again."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

import simulator
from bot.moment import now
from complaints.number import find_numbers
from simulator.client import SimClient
from simulator.client_people import Person
from storage.database import Database
from tests.kill.house import ROOT, prepared, report
from tests.street import CITIZEN_TOKEN, DESK_TOKEN, DESKS, settings


@pytest.mark.parametrize(
    ("lives", "seed", "storage"),
    [
        pytest.param(8, 1, "sqlite", marks=pytest.mark.timeout(300)),
        pytest.param(50, 2, "sqlite", marks=[pytest.mark.long, pytest.mark.timeout(300)]),
        pytest.param(50, 4, "postgresql", marks=[pytest.mark.long, pytest.mark.timeout(300)]),
        pytest.param(1000, 3, "sqlite", marks=[pytest.mark.torture, pytest.mark.timeout(3600)]),
        pytest.param(1000, 5, "postgresql", marks=[pytest.mark.torture, pytest.mark.timeout(3600)]),
    ],
)
async def test_kills_lose_nothing_and_file_nothing_twice(
    tmp_path: Path, postgresql_url: str, lives: int, seed: int, storage: str
) -> None:
    people, url = 5, postgresql_url if storage == "postgresql" else ""
    server = await simulator.start(port=0, data_dir=None)
    async with SimClient(server.url) as sim:
        bot = await sim.bot("Pengaduan", token=CITIZEN_TOKEN, id=7000000001)
        desk = await sim.bot("Narahubung", token=DESK_TOKEN, id=7000000002, privacy=False)
        rina, dewi = await sim.user("Rina"), await sim.user("Dewi")
        group = await sim.group("Disdukcapil", rina, desk, admins=(desk,))
        staff = await sim.group("Ombudsman", dewi, desk, admins=(desk,))
        chosen = settings(tmp_path, server.url, str(staff["id"]), url)
        database = await prepared(chosen, str(group["id"]))
        wish = {
            "data": str(tmp_path), "url": server.url, "staff": str(staff["id"]), "database": url,
            "lives": lives, "seed": seed, "longest": 0.4,
        }  # fmt: skip
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.kill.lives", json.dumps(wish), cwd=ROOT,
            stdout=asyncio.subprocess.PIPE, stderr=(tmp_path / "log").open("wb"), start_new_session=True,
        )  # fmt: skip
        try:
            citizens = [await sim.user(f"Warga {n}", started=bot) for n in range(people)]
            killed = asyncio.create_task(count(process, lives))
            total = 0
            while total == 0 or not killed.done():  # the last report is made when the last death is over
                # A busy machine gets little done in lives of a third of a second: what counts is that it comes.
                await asyncio.gather(*(report(person, total, patience=60 + lives) for person in citizens))
                total += 1
            assert killed.result() == lives
            await spoken(database)
            filed = await cases(database)
            assert len(filed) == people * total, f"{len(filed)} cases of {people * total} reports"
            assert set(Counter(story for _, story in filed).values()) == {people}, (
                "a report was filed twice or not at all"
            )
            cards = await cards_seen(rina, group)
            assert cards.keys() == {number for number, _ in filed}, "every case has its card in the group"
            assert sum(n - 1 for n in cards.values()) <= lives, "cards are doubled only by deaths while sending"
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)  # the life it was leading, too: it would go on polling
            await process.wait()
            await database.close()
            await server.stop()


async def count(process: asyncio.subprocess.Process, lives: int) -> int:
    """Waits for so many deaths."""
    assert process.stdout is not None
    died = 0
    while died < lives and (line := await process.stdout.readline()):
        died += line == b"killed\n"
    return died


async def spoken(database: Database) -> None:
    """Wait until nothing is left to be said."""
    async with asyncio.timeout(40):
        while True:
            async with database.read() as uow:
                if not await uow.outbox.depth(at=now()):
                    return
            await asyncio.sleep(0.2)


async def cases(database: Database) -> list[tuple[str, str]]:
    """Number and story of every case of the agency."""
    async with database.read() as uow:
        found = await uow.complaints.for_staff().open_of(DESKS["disdukcapil"])
    return [(case.number, case.story) for case in found]


async def cards_seen(officer: Person, group: dict[str, Any]) -> Counter[str]:
    """How often each case's card stands in the group."""
    seen: Counter[str] = Counter()
    for message in await officer.sees(group):
        if "Terima" in message.buttons and (number := find_numbers(message.text)):
            seen[number[0]] += 1
    return seen
