"""One complaint through six processes on one PostgreSQL database; any of them may die on the way."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bot.kinds import PARTS, Kind, Loop, Side
from tests.kill.house import ROOT, hears, house, report

EARS = "listen:telegram:7000000001"


@pytest.mark.long
async def test_six_processes_carry_a_complaint_and_each_may_be_killed(tmp_path: Path, postgresql_url: str) -> None:
    async with house(tmp_path, postgresql_url) as here:
        await here.begins("ingress", "ingress", "worker", "desk", "sender", "clock")
        siti = await here.sim.user("Siti", started=here.bot)
        first = await report(siti, 0)
        card = await hears(here.rina, "Terima", after=first, place=here.group)
        await here.rina.presses("Terima", on=card, in_=here.group)
        await siti.reads(timeout=10)

        leader = await here.leader(EARS)
        here.ends(leader)
        assert await here.leader(EARS, but=leader) in here.of("ingress"), "the other poller takes over"
        for kind in ("worker", "desk", "sender", "clock"):
            (process,) = here.of(kind)
            here.ends(process)
            await here.begins(kind)
        second = await report(siti, 1)
        await hears(here.rina, "Terima", after=second, place=here.group)
        assert sorted(await here.cases()) == sorted([first, second])
        assert await here.leader("look-after") in here.of("clock")


def test_every_loop_runs_somewhere_and_the_whole_runs_them_all() -> None:
    parts = [part for kind, part in PARTS.items() if kind is not Kind.ALL]
    assert frozenset().union(*(part.loops for part in parts)) == PARTS[Kind.ALL].loops == frozenset(Loop)
    for loop in (Loop.DISPATCH, Loop.SEND, Loop.FETCH, Loop.LISTEN):
        served = [side for part in parts if loop in part.loops for side in part.sides]
        assert sorted(served) == sorted(Side), f"{loop}: each bot is served by one kind of process"


def test_only_processes_of_the_public_bot_import_aiogram() -> None:
    """Its import alone costs seconds and 60 MB; clock and desk do without, and the clock without the other too."""
    program = """
import sys
from pathlib import Path
from bot.app import App
from bot.kinds import Kind
from tests.street import settings
chosen = settings(Path("unused"), "http://127.0.0.1:1", "", "postgresql+asyncpg://nobody@127.0.0.1/none")
for kind in (Kind.CLOCK, Kind.DESK):
    App(chosen, kind=kind)._open_channels()
    print(kind, "aiogram" in sys.modules, "telegram" in sys.modules)
"""
    said = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert said.stdout.splitlines() == ["clock False False", "desk False True"]
    for kind, part in PARTS.items():
        if Side.PUBLIC not in part.sides:
            assert kind in (Kind.CLOCK, Kind.DESK), f"{kind} belongs into the program above"


@pytest.mark.long
async def test_a_process_asked_to_end_drains_and_hands_over_at_once(tmp_path: Path, postgresql_url: str) -> None:
    async with house(tmp_path, postgresql_url) as here:
        await here.begins("all", "all", lease_seconds=60.0)
        siti = await here.sim.user("Siti", started=here.bot)
        await siti.writes("halo")
        await hears(siti, "Setuju")
        leader = await here.leader(EARS)
        here.ends(leader, signal.SIGTERM)
        async with asyncio.timeout(20):  # far below the lease
            assert await here.leader(EARS, but=leader)
        await siti.writes("halo lagi")
        await siti.reads(timeout=10)
