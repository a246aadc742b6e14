"""Every scene once more, with the citizen on WhatsApp: one script, two channels."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.street import street
from tests.transcripts.on_whatsapp import WhatsAppPlayer
from tests.transcripts.player import play
from tests.transcripts.test_scenes import FEW, SCENES

#: Outgoing messages are billed: most from the first word to the closing of a complaint that goes well.
MOST = {"04_dari_narahubung": 8}
CLOSED = "ditutup karena Bapak/Ibu menyatakan selesai"
#: Scenes in which we speak first after days: outside the window that is a template, told elsewhere.
LATER = frozenset({"60_batas_lewat", "61_ombudsman"})
#: Scenes in which no citizen speaks are not of a citizen's channel.
CIVIC = [scene for scene in SCENES if "\nwarga>" in scene.read_text("utf-8") and scene.stem not in LATER]
#: Played at every test; the others are long runs.
ALWAYS = {"01_sekali_cerita", "04_dari_narahubung"}


@pytest.mark.parametrize(
    "scene",
    [pytest.param(each, marks=() if each.stem in ALWAYS else pytest.mark.long, id=each.stem) for each in CIVIC],
)
async def test_every_scene_goes_the_same_on_whatsapp(scene: Path, tmp_path: Path) -> None:
    async with street(tmp_path, whatsapp=True) as here:
        player = await play(scene, here, kind=WhatsAppPlayer, citizen=await here.neighbour())
        said = [row["text"] for row in await here.sim.ledger() if row["verb"].startswith("wa.")]
    closed = next((n for n, text in enumerate(said, 1) if CLOSED in (text or "")), 0)
    assert closed <= MOST.get(scene.stem, 99), f"{scene.stem} needs {closed} messages"
    assert player.said <= FEW.get(scene.stem, 99)
