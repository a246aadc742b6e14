"""Every scene once more, with the citizen on WhatsApp: one script, two channels."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.street import street
from tests.transcripts.on_whatsapp import WhatsAppPlayer
from tests.transcripts.player import play
from tests.transcripts.test_scenes import FEW, SCENES

#: Outgoing messages are billed: most for one complaint, templates and all (handbook §1.6).
MOST = {"01_sekali_cerita": 5, "02_mulai": 6, "04_dari_narahubung": 8}


@pytest.mark.parametrize("scene", SCENES, ids=lambda path: path.stem)
async def test_the_scene_goes_the_same_on_whatsapp(scene: Path, tmp_path: Path) -> None:
    async with street(tmp_path, whatsapp=True) as here:
        player = await play(scene, here, kind=WhatsAppPlayer, citizen=await here.neighbour())
        assert isinstance(player, WhatsAppPlayer)
        billed = [row for row in await here.sim.ledger() if row["verb"].startswith("wa.")]
    assert player.said <= FEW.get(scene.stem, 99)
    assert len(billed) <= MOST.get(scene.stem, 99)
