"""The rarer steps: a class for the settlement date, a partner released; by the agency or by staff, once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from complaints.model import Complaint
from conversations.messages import Choice, Command, Text
from tests.handlers.builders import STAFF_GROUP, House

OWN, DLH, CITIZEN = "-100100", "-100200", "501"


async def _classes(house: House) -> Complaint:
    case = await house.file()
    await house.press(OWN, "Lainnya")
    await house.press(OWN, "Kelas penyelesaian")
    return case


async def _settles(house: House, case: Complaint) -> dict[str, str]:
    now = await house.case(case.number)
    return {d.rule: f"{d.due.astimezone(house.services.zone):%d/%m/%Y}" for d in now.deadlines if "penyel" in d.rule}


async def test_the_officer_chooses_the_class_and_everybody_has_the_same_day(house: House) -> None:
    case = await _classes(house)
    assert house.last(OWN).buttons == ["5 hari kerja", "60 hari kerja"]  # fourteen it has already
    assert "Sekarang: pengaduan tidak berkadar pengawasan." in house.last(OWN).text
    ack = await house.press(OWN, "60 hari kerja", by="Bu Rina")
    assert house.toast(ack) == "Kelas dipilih."
    assert await _settles(house, case) == {"penyelesaian_60": "19/02/2027"}
    assert "Diselesaikan paling lambat Jumat, 19 Februari 2027. Dipilih Bu Rina" in house.last(OWN).text
    assert "selesaikan paling lambat Jumat, 19 Feb 2027" in house.card(OWN, case.number).text
    assert "Penyelesaian paling lambat Jumat, 19 Februari 2027." in house.last(CITIZEN).text
    async with house.database.read() as uow:
        assert [line.event for line in await uow.audit.of_case(case.id)] == ["case.classified"]

async def test_taking_a_case_up_asks_the_class_in_passing_and_once(house: House) -> None:
    """Decision 0034: while the clock runs, where the choice still moves a day; not at the closing."""
    case = await house.file()
    await house.press(OWN, "Terima", by="Bu Rina")
    taken = house.last(OWN)
    assert "Batas penyelesaian 14 hari kerja, sampai Kamis, 10 Desember 2026: pengaduan tidak" in taken.text
    assert taken.buttons == ["5 hari kerja", "60 hari kerja"]
    await house.press(OWN, "60 hari kerja", bubble=taken)
    assert await _settles(house, case) == {"penyelesaian_60": "19/02/2027"}
    assert house.last(OWN) is taken and taken.buttons == [] and "Dipilih Rina" in taken.text
    await house.reply(OWN, taken, "Blanko sudah datang.")
    assert house.last(OWN).text.startswith(f"Akan dikirim ke pelapor {case.number}"), "it stays a bubble of the case"
    await house.press(OWN, "Selesai", bubble=house.card(OWN, case.number))
    assert "hari kerja" not in house.last(OWN).text


async def test_the_class_in_words_is_the_button(house: House) -> None:
    case = await house.file()
    await house.press(OWN, "Terima", by="Bu Rina")
    taken = house.last(OWN)
    await house.reply(OWN, taken, "60 hari kerja")
    assert house.last(OWN) is taken and "Dipilih Rina" in taken.text
    await house.act(OWN, Text(f"kelas {case.number} 60"))
    assert house.last(OWN).text == f"{case.number} sudah di kelas itu."
    await house.act(OWN, Text(f"kelas {case.number} 5"))
    assert await _settles(house, case) == {"penyelesaian_5": "27/11/2026"}


@pytest.mark.parametrize("why", ["chosen", "late", "short"])
async def test_a_class_is_not_asked_where_there_is_nothing_to_choose(house: House, why: str) -> None:
    case = await house.file()
    if why == "chosen":
        await house.act(STAFF_GROUP, Command("kelas", case.number), by="Dewi")
        await house.press(STAFF_GROUP, "5 hari kerja", by="Dewi")
    elif why == "late":
        house.clock += timedelta(days=30)
    else:
        house.services = replace(house.services, whole_case="ombudsman_kalender")
        house.clock += timedelta(days=10)  # five days have passed, sixty reach beyond the whole
    await house.press(OWN, "Terima", bubble=house.card(OWN, case.number))
    assert house.last(OWN).buttons == [] and "hari kerja" not in house.last(OWN).text


async def test_a_nervous_second_tap_changes_nothing(house: House) -> None:
    case = await _classes(house)
    press = Choice(f"class:set:{case.number}.penyelesaian_5", query="q", bubble=house.last(OWN).id)
    await house.act(OWN, press)
    version, told = (await house.case(case.number)).version, len(house.seen(CITIZEN))
    assert house.toast(await house.act(OWN, press)) == f"{case.number} sudah di kelas itu."
    assert ((await house.case(case.number)).version, len(house.seen(CITIZEN))) == (version, told)


async def test_no_class_reaches_beyond_the_sixty_days_of_the_whole_case(house: House) -> None:
    house.services = replace(house.services, whole_case="ombudsman_kalender")
    case = await _classes(house)
    assert house.last(OWN).buttons == ["5 hari kerja"]  # sixty working days are longer than sixty days
    ack = await house.act(OWN, Choice(f"class:set:{case.number}.penyelesaian_60", query="q", bubble="x"))
    assert "melewati batas 60 hari" in house.toast(ack)
    assert await _settles(house, case) == {"penyelesaian_14": "10/12/2026"}


@pytest.mark.parametrize(
    ("days", "code", "said"),
    [
        (10, "penyelesaian_5", "Menurut kelas itu batas"),
        (30, "penyelesaian_60", "sudah lewat, jadi kelasnya tidak diubah"),
        (0, "penyelesaian_7", "Tombol ini"),
    ],
)
async def test_a_class_saves_no_date_that_has_passed(house: House, days: int, code: str, said: str) -> None:
    case = await _classes(house)
    house.clock += timedelta(days=days)
    ack = await house.act(OWN, Choice(f"class:set:{case.number}.{code}", query="q", bubble="x"))
    assert said in house.toast(ack)
    assert (await house.case(case.number)).version == case.version


async def test_staff_say_the_class_behind_the_number(house: House) -> None:
    case = await house.file()
    await house.act(STAFF_GROUP, Command("kelas", f"{case.number} 60 hari kerja"), by="Dewi")
    assert "penyelesaian_60" in await _settles(house, case)
    await house.act(STAFF_GROUP, Command("kelas", f"{case.number} tolong"), by="Dewi")
    assert house.last(STAFF_GROUP).buttons == ["5 hari kerja", "14 hari kerja"]
    for command, said in (("mitra", "yang tadi"), ("kelas", "60")):
        await house.act(STAFF_GROUP, Command(command, said), by="Dewi")
        assert house.last(STAFF_GROUP).text == "Nomor itu tidak ditemukan."


async def test_staff_choose_the_class_and_a_case_that_waits_has_none(house: House) -> None:
    case = await house.file()
    await house.act(STAFF_GROUP, Command("kelas", case.number), by="Dewi")
    await house.press(STAFF_GROUP, "60 hari kerja", by="Dewi")
    assert "penyelesaian_60" in await _settles(house, case)
    await house.press(OWN, "Minta data")
    await house.reply(OWN, house.last(OWN), "Nomor resinya berapa?")
    await house.press(OWN, "Kirim")
    await house.act(STAFF_GROUP, Command("kelas", case.number), by="Dewi")
    assert "selagi instansi memegangnya" in house.last(STAFF_GROUP).text
    await house.act(STAFF_GROUP, Command("kelas", "NH-0000-0000"), by="Dewi")
    assert "kelas" not in house.last(STAFF_GROUP).text.casefold()


@pytest.mark.parametrize("where", [OWN, STAFF_GROUP])
async def test_a_partner_is_released_and_its_card_says_so(house: House, where: str) -> None:
    case = await house.file()
    await house.press(OWN, "Lainnya")
    await house.press(OWN, "Libatkan instansi")
    await house.reply(OWN, house.last(OWN), "lingkungan")
    await house.press(OWN, house.last(OWN).buttons[0])
    told = len(house.seen(CITIZEN))
    if where == OWN:
        await house.press(OWN, "Lainnya")
        await house.press(OWN, "Lepas mitra")
    else:
        await house.act(STAFF_GROUP, Command("mitra", case.number), by="Dewi")
    press = Choice(house.last(where).labels["DLH Kota Batam"], query="q", bubble=house.last(where).id)
    await house.act(where, press, by="Bu Rina")
    assert "DLH Kota Batam tidak lagi membantu" in house.last(where).text
    card = house.card(DLH, case.number)
    assert "Bantuan untuk Disdukcapil Kota Batam selesai" in card.text and card.buttons == []
    assert "tidak diperlukan lagi" in house.last(DLH).text
    assert "Dibantu" not in house.card(OWN, case.number).text
    assert len(house.seen(CITIZEN)) == told  # who holds it is who held it
    assert "tidak lagi membantu" in house.toast(await house.act(where, press, by="Bu Rina"))
    await house.reply(DLH, card, "Data lokasi sudah ada.")
    assert house.last(DLH).text == "Laporan itu tidak ada di antara laporan instansi Anda."
