"""After closing: a number and a word, once, skippable; who says nothing is counted as silent."""

from __future__ import annotations

from datetime import timedelta

import pytest

from handlers import timers
from storage.records import Timer
from tests.handlers.builders import House
from tests.handlers.citizens import Citizen, listening


@pytest.fixture
def siti(house: House) -> Citizen:
    return Citizen(listening(house))


async def closed(siti: Citizen, *, said: str | None = "sudah") -> str:
    await siti.says("ktp saya di disdukcapil batam ditolak tanpa alasan kemarin", "setuju", "ya", "1", "kirim")
    number = (await siti.talk()).last["number"]
    await siti.house.reply("-100100", siti.house.card("-100100", number), "sudah jadi silakan diambil")
    await siti.house.press("-100100", "Kirim")
    siti.house.clock += timedelta(seconds=20)
    await siti.house.deliver()
    if said:
        await siti.says(said)
    return number


async def rating(siti: Citizen, number: str) -> tuple[int, str] | None:
    case = await siti.house.case(number)
    async with siti.house.database.read() as uow:
        found = await uow.ratings.of_case(case.id)
    return (found.stars, found.word) if found else None


async def test_a_number_then_a_word(siti: Citizen) -> None:
    number = await closed(siti)
    await siti.presses("3")
    await siti.says("lama tapi ramah")
    assert await rating(siti, number) == (3, "lama tapi ramah")


@pytest.mark.parametrize(("said", "stars", "word"), [("lima", 5, ""), ("2 lama sekali", 2, "lama sekali")])
async def test_in_words(siti: Citizen, said: str, stars: int, word: str) -> None:
    number = await closed(siti)
    await siti.says(said)
    assert await rating(siti, number) == (stars, word)


async def test_it_may_be_skipped(siti: Citizen) -> None:
    number = await closed(siti)
    said = await siti.says("sampah di kavling sagulung tidak diangkut dlh batam sejak kemarin")
    assert "laporan yang mana" in said
    assert await rating(siti, number) is None


async def test_a_second_tap_counts_once_and_an_open_case_is_not_rated(siti: Citizen) -> None:
    number = await closed(siti)
    await siti.presses("1")
    await siti.presses("4")
    assert await rating(siti, number) == (4, "")
    await siti.presses("Belum selesai")
    assert "dibuka kembali" in await siti.presses("5")
    assert await rating(siti, number) == (4, "")


async def test_silence_is_silence(siti: Citizen) -> None:
    number = await closed(siti, said=None)
    case = await siti.house.case(number)
    async with siti.house.database.begin() as uow:
        timer = Timer(
            id=1, case=case.id, rule="tutup_otomatis", kind="due", version=case.version, due_at=siti.house.clock
        )
        await timers.on_due(timer, uow, siti.house.services)
    await siti.house.deliver()
    assert (await siti.house.case(number)).status == "closed"
    async with siti.house.database.read() as uow:
        tally = await uow.ratings.tally()
    assert (tally.closed, tally.rated, tally.silent, tally.mean) == (1, 0, 1, None)
