"""Danger told at any moment: whom to call is said first, whatever is being asked or filed."""

from __future__ import annotations

import pytest

from conversations.messages import Media
from tests.handlers.builders import House
from tests.handlers.citizens import Citizen, listening

STORY = "ktp saya di disdukcapil batam ditolak tanpa alasan kemarin"
FIRE = "tolong rumah tetangga kebakaran sekarang"
NUMBERS = "Jika ada bahaya sekarang, hubungi"


@pytest.fixture
def siti(house: House) -> Citizen:
    return Citizen(listening(house))


@pytest.mark.parametrize(
    "before",
    ["", "setuju", "setuju ya", "setuju gatau", "setuju ya 1", "setuju ya 1 ubah tanggal"],
    ids=["consent", "office", "name", "place", "review", "day"],
)
async def test_at_every_question(siti: Citizen, before: str) -> None:
    await siti.says(STORY, *before.split())
    assert (await siti.says(FIRE)).startswith(NUMBERS)


async def test_it_is_no_answer_to_the_question(siti: Citizen) -> None:
    await siti.says(STORY, "setuju", "gatau")
    assert "Di mana tempatnya?" in await siti.says(FIRE)
    draft = (await siti.talk()).draft
    assert draft is not None and draft.place == ""


async def heard_since(siti: Citizen, *texts: str) -> list[str]:
    before = len(siti.house.seen(siti.id))
    await siti.says(*texts)
    return [bubble.text for bubble in siti.house.seen(siti.id)[before:]]


@pytest.mark.parametrize(
    "before", [(), ("resinya hilang tadi",), ("/petugas",)], ids=["filed", "which", "staff"]
)
async def test_after_filing_too(siti: Citizen, before: tuple[str, ...]) -> None:
    await siti.says(STORY, "setuju", "ya", "1", "kirim", *before)
    said = await heard_since(siti, FIRE)
    assert said[0].startswith(NUMBERS) and len(said) == 2


async def test_in_an_addition_and_under_a_picture(siti: Citizen) -> None:
    await siti.says(STORY, "setuju", "ya", "1", "kirim")
    await siti.presses("Tambah keterangan")
    assert (await heard_since(siti, FIRE))[0].startswith(NUMBERS)
    before = len(siti.house.seen(siti.id))
    await siti.does(Media(kind="photo", ref="f1", mime="image/jpeg", size=10, caption=FIRE))
    assert siti.house.seen(siti.id)[before].text.startswith(NUMBERS)
