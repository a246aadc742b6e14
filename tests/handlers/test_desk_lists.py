"""/tugas, /tugas unit, /cari, /rekap, /templat, /latihan: own cases only, words masked, numbers with their meaning."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from complaints.agency import Agency
from complaints.lifecycle import Status
from complaints.model import Actor, Role
from complaints.number import parse_number
from conversations.messages import Choice
from conversations.tour import NUMBER
from handlers import desk_cards
from tests.handlers.builders import House, SmallEars
from tests.handlers.recaps import made

OWN, DLH, CITIZEN = "-100100", "-100200", "501"


async def test_pages_turn_in_place(house: House) -> None:
    for place in range(10):
        await house.file(f"Cerita {place}.", citizen=f"6{place}")
    await house.command(OWN, "tugas")
    listed = house.last(OWN)
    assert "10 laporan terbuka" in listed.text and "Berikutnya" in listed.buttons
    before, first = len(house.seen(OWN)), listed.text
    await house.press(OWN, "Berikutnya")
    assert len(house.seen(OWN)) == before and listed.text != first and "Sebelumnya" in listed.buttons


async def test_near_due_dates_are_said_in_words(house: House) -> None:
    case = await house.file()
    start = house.clock
    for days, said in ((6, "besok, Jumat 27 Nov 2026"), (7, "hari ini, Jumat 27 Nov 2026"), (9, "lewat 2 hari")):
        house.clock = start + timedelta(days=days)
        await house.act(OWN, Choice(f"desk:show:{case.number}", query="q", bubble="x"))
        assert said in house.last(OWN).text, days


async def test_the_card_itself_says_a_new_day_once(house: House) -> None:
    case = await house.file()
    house.clock += timedelta(days=6)
    for _ in range(2):
        async with house.database.begin() as uow:
            await desk_cards.new_day(uow, house.services, case)
        await house.deliver()
    card = house.card(OWN, case.number)
    assert "besok, Jumat 27 Nov 2026" in card.text and card.edits == 1


async def test_search_finds_own_cases_masked(house: House) -> None:
    case = await house.file("Nama saya Siti Aminah, NIK 2171014101900001, resi hilang di loket.", anonymous=True)
    foreign = await house.file("Resi hilang juga.", citizen="502", agency="2171.dlh")
    await house.command(OWN, "cari", "resi hilang")
    found = house.last(OWN)
    assert case.number in found.text and foreign.number not in found.text
    assert "Siti" not in found.text and "2171014101900001" not in found.text
    await house.command(OWN, "cari", "2171014101900001")
    assert "idak ditemukan" in house.last(OWN).text
    await house.command(OWN, "cari", "siti aminah")
    assert "idak ditemukan" in house.last(OWN).text
    await house.command(OWN, "cari", "x")
    assert "tiga huruf" in house.last(OWN).text


async def test_recap_says_no_share_of_few_and_counts_only_its_own(house: House, tmp_path: Path) -> None:
    await house.file()
    await house.file(agency="2171.dlh", citizen="502")
    await house.command(OWN, "rekap")
    told = await made(house, tmp_path, OWN)
    assert "Rekap November 2026" in told.text and "Masuk 1, selesai 0, masih terbuka 1." in told.text
    assert "%" not in told.text and "kurang dari 5" in told.text
    assert [file.kind for file in told.files] == ["photo"]


async def test_templates_are_kept_listed_used_and_deleted(house: House) -> None:
    house.services = replace(house.services, topic_name={"ADM": "KTP, KK, akta"}.__getitem__)
    case = await house.file()
    await house.command(OWN, "templat")
    assert "Belum ada templat" in house.last(OWN).text and "{nomor}" in house.last(OWN).text
    await house.command(OWN, "templat", "tambah loket Silakan ke loket 4 untuk {nama layanan}, bawa {nomor}.")
    await house.command(OWN, "templat")
    assert '1. #loket: "Silakan ke loket 4' in house.last(OWN).text
    for called in ("#1", "#loket"):
        await house.reply(OWN, house.card(OWN, case.number), called)
        assert f"Silakan ke loket 4 untuk KTP, KK, akta, bawa {case.number}." in house.last(OWN).text
        assert "Kirim" in house.last(OWN).buttons
    await house.reply(OWN, house.card(OWN, case.number), "#9")
    assert "tidak ada" in house.last(OWN).text
    await house.command(DLH, "templat")
    assert "Belum ada templat" in house.last(DLH).text
    await house.command(OWN, "templat", "hapus 1")
    await house.command(OWN, "templat")
    assert "Belum ada templat" in house.last(OWN).text


async def test_the_practice_is_four_presses_and_leaves_nothing_behind(house: House) -> None:
    assert parse_number(NUMBER) is None
    await house.command(OWN, "latihan")
    card = house.last(OWN)
    assert "LATIHAN" in card.text and NUMBER in card.text
    await house.reply(OWN, card, "datang senin")
    assert house.last(OWN).text == "Tekan Terima lebih dulu."
    await house.press(OWN, "Terima", bubble=card)
    await house.reply(OWN, card, "silakan datang senin")
    preview = house.last(OWN)
    assert '"Silakan datang Senin."' in preview.text and preview.buttons == ["Kirim"]
    await house.press(OWN, "Kirim", bubble=preview)
    await house.press(OWN, "Selesai")
    assert "Laporan sungguhan muncul" in "".join(bubble.text for bubble in house.seen(OWN))
    assert set(house.chats) == {OWN}
    async with house.database.read() as uow:
        assert await uow.complaints.for_staff().open_by_agency() == {}
    await house.command(OWN, "bantuan")
    await house.press(OWN, "Latihan")
    assert "Langkah 1" in house.last(OWN).text


async def _pemda(house: House) -> str:
    """A coordinator's group of the pemda, with DLH and Dinsos below; its chat."""
    ears = SmallEars()
    ears._offices.pop("2171.disdukcapil")
    async with house.database.begin() as uow:
        by = Actor(role=Role.STAFF, key="test")
        pemda = Agency(id="2171", name="Pemerintah Kota Batam", short="Pemko Batam", kind="pemda", region="21.71")
        await uow.agencies.upsert(pemda, by)
        for agency_id in ("2171.dlh", "2171.dinsos"):
            unit = await uow.agencies.get(agency_id)
            assert unit is not None
            await uow.agencies.upsert(replace(unit, parent="2171"), by)
        address = replace(house.staff, chat="-100500")
        await uow.desks.bind("2171", address, "Pemko", house.clock)
    return "-100500"


async def test_a_coordinator_lists_the_units_and_opens_none_of_their_cases(house: House) -> None:
    group = await _pemda(house)
    mine = await house.file("Sampah menumpuk.", agency="2171.dlh")
    foreign = await house.file("KTP.", citizen="502")
    await house.command(group, "tugas", "unit")
    told = house.last(group).text
    assert f"{mine.number} · DLH Kota Batam" in told and foreign.number not in told
    assert "1 unit belum ada aduan terbuka." in told and "Sampah" not in told
    ack = await house.act(group, Choice(f"desk:show:{mine.number}", query="q", bubble="x"))
    assert "tidak ada di antara laporan" in house.toast(ack)
    await house.command(OWN, "tugas", "unit")
    assert "tidak membawahi unit" in house.last(OWN).text


async def test_a_coordinator_disposes_what_the_parent_holds_to_a_unit_below(house: House) -> None:
    group = await _pemda(house)
    case = await house.file("Sampah menumpuk.", agency="2171")
    await house.press(group, "Lainnya")
    await house.press(group, "Teruskan ke unit")
    prompt = house.last(group)
    await house.reply(group, prompt, "kependudukan")
    assert "tidak ditemukan di bawah instansi ini" in house.last(group).text
    await house.reply(group, prompt, "lingkungan\nurusan sampah")
    await house.press(group, house.last(group).buttons[0])
    after = await house.case(case.number)
    assert (after.agency_id, after.status) == ("2171.dlh", Status.FORWARDED)
    assert after.deadline("ombudsman") == case.deadline("ombudsman")
    assert "diteruskan Pemko Batam ke unitnya, DLH Kota Batam" in house.last(CITIZEN).text
    assert "Urusan sampah." in house.last(CITIZEN).text
    assert house.card(DLH, case.number)
