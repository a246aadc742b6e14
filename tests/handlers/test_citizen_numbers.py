"""A NIK typed into any field stays out of what others read: cards, questions to staff, talks."""

from __future__ import annotations

import pytest

from tests.handlers.builders import STAFF_GROUP, House
from tests.handlers.citizens import Citizen, listening

DOTTED, SPACED = "2171.0101.0190.0001", "2171 0101 0190 0001"
MASKED = "2171******0001"
DESK = "-100100"


@pytest.fixture
def siti(house: House) -> Citizen:
    return Citizen(listening(house))


async def test_in_the_place_and_in_whom_one_speaks_for(siti: Citizen) -> None:
    await siti.says("ktp saya di disdukcapil batam ditolak tanpa alasan kemarin", "setuju", "ya", "1")
    await siti.says("ubah tempat", f"jl melati no 3 nik {DOTTED}", "ubah mewakili", f"mbah Sumi {SPACED}", "kirim")
    card = siti.house.card(DESK, (await siti.talk()).last["number"]).text
    assert f"jl melati no 3 nik {MASKED}" in card and f"mbah Sumi {MASKED}" in card
    assert "0101" not in card


async def test_in_the_words_for_the_office_and_nothing_is_said_twice(siti: Citizen) -> None:
    await siti.says(f"nama saya Siti Aminah nik {SPACED}, petugas kelurahan tanjung riau minta uang kemarin", "setuju")
    await siti.says("ya", "1", "suratnya juga belum jadi", "kirim")
    card = siti.house.last(STAFF_GROUP).text
    assert MASKED in card and "0101" not in card and "Siti" not in card
    assert card.count("minta uang") == 1


async def test_in_a_draft_handed_to_staff(siti: Citizen) -> None:
    await siti.says("lampu jalan mati sejak kemarin di bengkong", "setuju", "gatau", "1", "ubah tempat")
    await siti.says(f"dekat rumah saya, nik {DOTTED}", "/petugas")
    opened = siti.house.last(STAFF_GROUP).text
    assert MASKED in opened and "0101" not in opened
