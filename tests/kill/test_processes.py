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


#: What a kind of process does without. Each costs seconds of its start and tens of megabytes.
WITHOUT = {
    Kind.INGRESS: {"telegram", "handlers.router", "classifiers", "bot.sender", "numpy", "PIL"},
    Kind.WORKER: {"telegram", "bot.sender", "PIL"},
    Kind.SENDER: {"telegram", "handlers.router", "bot.ears", "classifiers.story", "numpy"},
    Kind.DESK: {"aiogram"},
    Kind.CLOCK: {"aiogram", "telegram", "bot.sender"},
    Kind.ALL: set(),
}
#: What every kind does without until somebody asks for it.
SELDOM = {"matplotlib", "reportlab", "xlsxwriter", "alembic"}


@pytest.mark.parametrize("kind", WITHOUT)
def test_a_process_imports_what_its_kind_does_and_no_more(kind: Kind, tmp_path: Path) -> None:
    program = """
import asyncio, sys
from bot.app import App
from bot.config import Settings
from bot.kinds import Kind
from storage.keys import Keyring
kind, folder, *without = sys.argv[1:]
tokens = {"citizen_token": "7000000001:SIMULATOR-citizen", "desk_token": "7000000002:SIMULATOR-desk"}
app = App(Settings(_env_file=None, data_dir=folder, database_url="postgresql://none/none", **tokens), kind=Kind(kind))
app.keyring, app.database = Keyring.open(app.settings.key_file, create=True), None
if app.part.reads:
    from bot import app_deeds
    async def deaf(*_): pass
    app_deeds.open_ears = deaf
app._open_channels()
asyncio.run(app._open_inside())
print(*(name for name in without if name in sys.modules))
print(*sorted({"aiogram", "telegram", "bot.dispatcher", "bot.sender"} & sys.modules.keys()))
"""
    command = [sys.executable, "-c", program, kind, str(tmp_path), *WITHOUT[kind], *SELDOM]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    part = PARTS[kind]
    does = {
        "aiogram": Side.PUBLIC in part.sides, "telegram": Side.DESK in part.sides,
        "bot.dispatcher": part.reads, "bot.sender": part.speaks,
    }  # fmt: skip
    assert said == ["", " ".join(sorted(name for name, done in does.items() if done))]


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
