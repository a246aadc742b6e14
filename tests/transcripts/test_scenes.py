"""Every scene in this folder, played on a fresh street; SCENES=update in the environment writes what was said."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.street import street
from tests.transcripts.player import play

SCENES = sorted(Path(__file__).parent.glob("*.txt"))
#: Most messages of the public bot from the first word to the receipt.
FEW = {
    "01_sekali_cerita": 5, "02_mulai": 6, "10_jalan_siapa": 6, "13_bertanya": 9, "14_mewakili_dan_rahasia": 5,
}  # fmt: skip


@pytest.mark.parametrize("scene", SCENES, ids=lambda path: path.stem)
async def test_the_scene_goes_as_written(scene: Path, tmp_path: Path) -> None:
    async with street(tmp_path) as here:
        player = await play(scene, here, update=os.environ.get("SCENES") == "update")
    assert player.said <= FEW.get(scene.stem, 99)


async def test_the_main_scene_goes_the_same_on_postgresql(tmp_path: Path, postgresql_url: str) -> None:
    scene = next(path for path in SCENES if path.stem == "04_dari_narahubung")
    async with street(tmp_path, database_url=postgresql_url) as here:
        await play(scene, here)
