"""Every scene once more, with the citizen on WhatsApp: one script, two channels, one street for all of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.client_seen import SimError
from storage.tables_whatsapp import metadata
from tests.street import FRIDAY, Street, street
from tests.transcripts.on_whatsapp import WhatsAppPlayer
from tests.transcripts.player import play
from tests.transcripts.test_scenes import FEW, SCENES

#: Outgoing messages are billed: most from the first word to the closing of a complaint that goes well.
MOST = {"04_dari_narahubung": 8}
CLOSED = "ditutup karena Bapak/Ibu menyatakan selesai"


async def hush(here: Street) -> None:
    """What the last scene left unread in the groups is not heard by the next."""
    rooms = [(here.officers[name], here.groups[name]) for name in here.groups]
    for person, group in (*rooms, (here.dewi, here.staff)):
        try:
            while True:
                await person.reads(group, timeout=0.05)
        except SimError:
            continue


#: What stays of one scene for the next: who there is and where.
KEPT = {"agencies", "regions", "desks", "chats", "chat_locks", "identities", "meta", "alembic_version", "focal_points"}


async def forget(here: Street) -> None:
    """Cases of the last scene: the next is about somebody else's."""
    async with here.app.database.begin() as uow:
        for table in metadata.tables.values():
            if table.name not in KEPT:
                await uow.meta._tx.execute(table.delete())


#: Scenes that count what all citizens of the street did want a street of their own.
ALONE = [scene for scene in SCENES if "siaran" in scene.stem]
#: Scenes in which we speak first after days: outside the window that is a template, told elsewhere.
LATER = frozenset({"60_batas_lewat", "61_ombudsman"})
#: Scenes in which no citizen speaks are not of a citizen's channel.
CIVIC = [scene for scene in SCENES if "\nwarga>" in scene.read_text("utf-8") and scene.stem not in LATER]
TOGETHER = [scene for scene in CIVIC if scene not in ALONE]
#: Played at every test; all of them one after another take a minute and are behind `make torture`.
ALWAYS = [scene for scene in TOGETHER if scene.stem in {"01_sekali_cerita", "04_dari_narahubung"}]


@pytest.mark.parametrize(
    "scenes",
    [
        ALWAYS,
        *(pytest.param([scene], marks=pytest.mark.long) for scene in ALONE),
        pytest.param(TOGETHER, marks=[pytest.mark.torture, pytest.mark.timeout(400)]),
    ],
    ids=lambda found: f"{found[0].stem}_and_{len(found) - 1}_more",
)
async def test_every_scene_goes_the_same_on_whatsapp(scenes: list[Path], tmp_path: Path) -> None:
    async with street(tmp_path, whatsapp=True) as here:
        for scene in scenes:
            await hush(here)
            await forget(here)
            await here.sim.set_clock(FRIDAY)
            before = len(await here.sim.ledger())
            player = await play(scene, here, kind=WhatsAppPlayer, citizen=await here.neighbour())
            said = [row["text"] for row in (await here.sim.ledger())[before:] if row["verb"].startswith("wa.")]
            closed = next((n for n, text in enumerate(said, 1) if CLOSED in (text or "")), 0)
            assert closed <= MOST.get(scene.stem, 99), f"{scene.stem} needs {closed} messages"
            assert player.said <= FEW.get(scene.stem, 99)
