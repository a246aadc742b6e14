"""What repeats, where it is needed: on the card, under both recaps, and whole for staff; never another agency's."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from complaints.agency import Region
from storage.past_cases import PastCase
from storage.tables import regions
from tests.handlers.builders import STAFF_GROUP, House
from tests.handlers.recaps import made

CAPIL, DLH = "2171.disdukcapil", "2171.dlh"
CAPIL_GROUP, DLH_GROUP = "-100100", "-100200"


@pytest.fixture
async def house(house: House) -> House:
    """Five past cases about documents at Disdukcapil, four about waste at DLH, and some that make no pattern."""
    rows = [(CAPIL, "ADM", year, month) for year, month in ((2024, 2), (2024, 12), (2025, 3), (2025, 6), (2025, 12))]
    rows += [(DLH, "SMP", year, 5) for year in (2024, 2025, 2025, 2026)]
    rows += [(CAPIL, "LLN", 2024, 1), (CAPIL, "LLN", 2025, 1), (CAPIL, "LLN", 2026, 1), (DLH, "ADM", 2025, 1)]
    cases = [
        PastCase(number=f"{n:04}/LM", source="simpel", agency_id=agency, topic=topic, place="21.71",
                 filed_on=date(year, month, 2))
        for n, (agency, topic, year, month) in enumerate(rows)
    ]  # fmt: skip
    async with house.database.begin() as uow:
        await uow.past_cases.put(cases)
    region = Region(code="21.71", name="Kota Batam")
    async with house.database._writer.begin() as connection:
        row = {"code": region.code, "name": region.name, "aliases": [], "zone": region.zone}
        await connection.execute(regions.insert(), row)
    return house


async def test_the_card_says_how_often_the_same_was_reported_there(house: House) -> None:
    case = await house.file()
    said = "Berulang di instansi ini, hal yang sama per tahun: 2024: 2, 2025: 3, 2026: 1."
    assert said in house.card(CAPIL_GROUP, case.number).text
    other = await house.file("Sampah menumpuk.", agency=DLH, citizen="502")
    assert "Berulang" not in house.card(DLH_GROUP, other.number).text, "one case of that matter here is no pattern"
    alone = await house.file(agency="2171.bpbatam", citizen="503")
    assert "Berulang" not in house.card("-100300", alone.number).text


async def test_a_partner_is_not_told_what_repeats_at_the_lead(house: House) -> None:
    case = await house.file()
    await house.press(CAPIL_GROUP, "Lainnya")
    await house.press(CAPIL_GROUP, "Libatkan instansi")
    await house.reply(CAPIL_GROUP, house.last(CAPIL_GROUP), "lingkungan")
    await house.press(CAPIL_GROUP, house.last(CAPIL_GROUP).buttons[0])
    assert "Berulang" in house.card(CAPIL_GROUP, case.number).text
    assert "Berulang" not in house.card(DLH_GROUP, case.number).text


async def test_staff_see_each_pattern_with_numbers_and_reason(house: House, tmp_path: Path) -> None:
    case = await house.file()
    await house.command(STAFF_GROUP, "berulang", "batam", by="Dewi")
    told = (await made(house, tmp_path, STAFF_GROUP)).text
    assert told.splitlines()[:7] == [
        "Berulang 2024–2026",
        "Wilayah: Kota Batam.",
        "10 dari 14 laporan (71%) termasuk pola yang berulang.",
        "· Disdukcapil Kota Batam · KTP, KK, akta · Kota Batam: 6 laporan (2024: 2, 2025: 3, 2026: 1), tetap",
        "  Ada di 3 dari 3 tahun. Tahun terakhir 1 sampai Jumat, 20 November 2026; "
        "sebelumnya rata-rata 1,5 sampai tanggal itu.",
        f"  Nomor: {case.number}, 0004/LM, 0003/LM, 0002/LM, 0001/LM, dan 1 lagi.",
        "· DLH Kota Batam · Sampah dan lingkungan · Kota Batam: 4 laporan (2024: 1, 2025: 2, 2026: 1)",
    ]
    assert "3 laporan tanpa hal yang jelas dihitung, tetapi tidak dikelompokkan." in told
    await house.command(STAFF_GROUP, "berulang", "batam", by="Dewi")
    assert (await made(house, tmp_path, STAFF_GROUP)).text == told
    await house.command(STAFF_GROUP, "berulang", "2025", by="Dewi")
    assert "Berulang 2023–2025" in (await made(house, tmp_path, STAFF_GROUP)).text
    await house.command(STAFF_GROUP, "berulang", "entah kapan", by="Dewi")
    assert "belum terbaca, contoh: /berulang" in house.last(STAFF_GROUP).text


async def test_recaps_name_the_first_patterns_and_a_desk_its_own(house: House, tmp_path: Path) -> None:
    await house.file()
    await house.command(STAFF_GROUP, "rekap", by="Dewi")
    told = (await made(house, tmp_path, STAFF_GROUP)).text
    assert "Berulang 2024–2026\n· Disdukcapil Kota Batam" in told and "DLH Kota Batam · Sampah" in told
    assert "Semua (2) dengan nomor dan alasannya: /berulang." in told and "0004/LM" not in told
    await house.command(CAPIL_GROUP, "rekap")
    own = (await made(house, tmp_path, CAPIL_GROUP)).text
    assert "Berulang 2024–2026\n· Disdukcapil Kota Batam" in own and "DLH" not in own and "/berulang" not in own
    await house.command(CAPIL_GROUP, "berulang", "2171.dlh")
    assert "DLH" not in house.last(CAPIL_GROUP).text
