"""The same matter of others: shown when near and alike, never for one's own papers, never a secret, once a person."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from complaints.lifecycle import Action
from complaints.model import Actor, Role
from conversations.messages import Location
from handlers import cases, own_data_copy
from handlers.similar import redacted
from tests.handlers.builders import House
from tests.handlers.citizens import Citizen, listening

FIRST = "sampah di kavling sagulung numpuk 2 minggu gak diangkut dlh batam, kemarin masih ada"
SAME = "sampah udah 2 minggu numpuk di kavling sagulung belum diangkut dlh batam, tadi pagi masih"


async def filed(citizen: Citizen, story: str, *more: str) -> str:
    return await citizen.says(story, "setuju", "ya", *more, "1", "kirim")


@pytest.fixture
def street(house: House) -> tuple[Citizen, Citizen]:
    listening(house)
    return Citizen(house), Citizen(house, "502", "Budi Santoso")


async def offered(second: Citizen, story: str) -> bool:
    said = await second.says(story)
    if "Setuju" in second.buttons:
        said = await second.says("setuju")
    while not {"Kirim", "Sama dengan ini"} & set(second.buttons):
        said = await second.says("1")
    return "sudah ada yang melaporkan" in said


async def test_support_counts_once_and_follows_the_status(street: tuple[Citizen, Citizen]) -> None:
    first, second = street
    await filed(first, FIRST)
    assert await offered(second, SAME)
    assert "Siti" not in second.house.last("502").text
    assert "sekarang 1 orang" in await second.says("sama")
    assert await offered(second, SAME)
    assert "sekarang 1 orang" in await second.presses("Sama dengan ini")
    card = next(b for b in reversed(second.house.seen("-100200")) if "Terima" in b.labels)
    assert "Didukung 1" in card.text
    await second.house.press("-100200", "Terima")
    news = second.house.last("502").text
    assert "sedang ditindaklanjuti" in news and "NH-" not in news


async def test_what_one_supports_is_in_ones_status_and_copy(street: tuple[Citizen, Citizen]) -> None:
    first, second = street
    await filed(first, FIRST)
    assert await offered(second, SAME)
    await second.says("sama")
    told = await second.says("status")
    assert told == "Laporan yang Bapak/Ibu dukung (Sampah dan lingkungan, DLH Kota Batam): diteruskan ke instansi."
    async with second.house.database.read() as uow:
        copy = await own_data_copy.make(uow, second.house.services, (await second.chat()).key)
    assert copy is not None
    assert json.loads(copy)["supports"] == [{"topic": "SMP", "agency": "2171.dlh", "status": "forwarded"}]


async def test_a_different_report_is_filed(street: tuple[Citizen, Citizen]) -> None:
    first, second = street
    await filed(first, FIRST)
    assert await offered(second, SAME)
    assert "Periksa sebentar" in await second.presses("Laporan berbeda")
    assert "Terkirim" in await second.says("kirim")


@pytest.mark.parametrize(
    "other",
    [
        "sampah udah 2 minggu numpuk di tiban indah belum diangkut dlh batam, tadi pagi masih",
        "pohon tumbang di kavling sagulung belum dipotong dlh batam sejak tadi pagi",
    ],
)
async def test_elsewhere_or_something_else_is_not_shown(street: tuple[Citizen, Citizen], other: str) -> None:
    first, second = street
    await filed(first, FIRST)
    assert not await offered(second, other)


async def test_papers_of_ones_own_are_nobody_elses(street: tuple[Citizen, Citizen]) -> None:
    first, second = street
    story = "ktp saya di disdukcapil batam belum jadi 3 bulan, blanko habis, kemarin ke sana"
    await filed(first, story)
    assert not await offered(second, story)


async def test_a_secret_report_and_an_old_one_are_not_shown(street: tuple[Citizen, Citizen]) -> None:
    first, second = street
    await first.says(FIRST, "setuju", "ya", "1", "rahasia", "kirim")
    assert not await offered(second, SAME)
    await second.says("batal", "ya")
    await filed(Citizen(first.house, "503"), FIRST)
    first.house.clock += timedelta(days=31)
    assert not await offered(second, SAME)


async def test_pins_half_a_kilometre_apart_are_two_places(street: tuple[Citizen, Citizen]) -> None:
    first, second = street
    await first.says("sampah numpuk 2 minggu gak diangkut dlh batam, kemarin masih ada", "setuju", "ya")
    await first.does(Location(latitude=1.0400, longitude=103.9500))
    await first.says("1", "kirim")
    await second.says("sampah udah 2 minggu numpuk belum diangkut dlh batam, tadi pagi masih", "setuju", "ya")
    await second.does(Location(latitude=1.0500, longitude=103.9500))
    assert "Periksa" in await second.says("1")
    third = Citizen(first.house, "503")
    await third.says("sampah udah 2 minggu numpuk belum diangkut dlh batam, tadi pagi masih", "setuju", "ya")
    await third.does(Location(latitude=1.0402, longitude=103.9501))
    assert "sudah ada yang melaporkan" in await third.says("1")


async def test_a_closed_case_is_shown_for_two_weeks(street: tuple[Citizen, Citizen]) -> None:
    first, second = street
    house = first.house
    await filed(first, FIRST)
    number = (await first.talk()).last["number"]
    async with house.database.begin() as uow:
        case = await uow.complaints.for_staff().get(number)
        assert case is not None
        citizen = Actor(role=Role.CITIZEN, key="c")
        await cases.change(uow, house.services, case, Action.WITHDRAW, by=citizen)
    assert await offered(second, SAME)
    await second.says("batal", "ya")
    house.clock += timedelta(days=15)
    assert not await offered(second, SAME)


def test_names_stay_out_of_the_line() -> None:
    line = redacted("Sampah depan rumah bu Ratna, kata Pak Joko dan Siti Aminah belum diangkut.", "Siti Aminah")
    assert not {"Ratna", "Joko", "Siti", "Aminah"} & set(line.replace(",", "").split())
