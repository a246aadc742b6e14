"""Bukan wewenang: a target must be named; the case moves and the old group keeps nothing of it."""

from __future__ import annotations

from complaints.lifecycle import Status
from conversations.messages import Choice
from tests.handlers.builders import STAFF_GROUP, House

GROUP, DLH, CITIZEN = "-100100", "-100200", "501"


async def test_named_chosen_and_passed_on(house: House) -> None:
    case = await house.file()
    await house.press(GROUP, "Bukan wewenang")
    await house.reply(GROUP, house.last(GROUP), "dinas lingkungan hidup\nini soal sampah di jalan")
    offices = house.last(GROUP)
    assert 'Alasan untuk pelapor: "Ini soal sampah di jalan."' in offices.text
    assert offices.buttons == ["Dinas Lingkungan Hidup Kota Batam", "Batal"]
    due = (await house.case(case.number)).deadline("ombudsman")
    await house.press(GROUP, "Dinas Lingkungan Hidup Kota Batam")

    moved = await house.case(case.number)
    assert (moved.agency_id, moved.status) == ("2171.dlh", Status.FORWARDED)
    assert moved.deadline("ombudsman") == due, "the sixty days go on"
    old = house.card(GROUP, case.number)
    assert "Dialihkan ke Dinas Lingkungan Hidup Kota Batam oleh Rina" in old.text
    assert "KTP anak" not in old.text and old.buttons == []
    assert house.card(DLH, case.number).buttons == ["Terima", "Minta data", "Bukan wewenang", "Selesai", "Lainnya"]
    notice = house.last(CITIZEN)
    assert "bukan wewenang Disdukcapil Kota Batam dan dialihkan ke DLH Kota Batam" in notice.text
    assert "Ini soal sampah di jalan." in notice.text

    late = await house.act(GROUP, Choice(f"desk:accept:{case.number}", query="q", bubble=old.id))
    assert house.toast(late) == "Laporan itu tidak ada di antara laporan instansi Anda."
    assert (await house.case(case.number)).status is Status.FORWARDED


async def test_unknown_office_is_asked_again_and_own_office_never_offered(house: House) -> None:
    case = await house.file()
    await house.press(GROUP, "Bukan wewenang")
    await house.reply(GROUP, house.last(GROUP), "disdukcapil")
    assert house.last(GROUP).text.startswith("Itu instansi ini sendiri.")
    await house.reply(GROUP, house.last(GROUP), "zzzzz")
    assert "tidak ditemukan" in house.last(GROUP).text
    await house.reply(GROUP, house.last(GROUP), "BP")
    assert house.last(GROUP).buttons == ["BP Batam", "Batal"]
    await house.press(GROUP, "Batal")
    assert "tetap di instansi ini" in house.last(GROUP).text
    assert (await house.case(case.number)).agency_id == "2171.disdukcapil"


async def test_number_in_reply_chooses_and_a_second_tap_changes_nothing(house: House) -> None:
    case = await house.file()
    await house.press(GROUP, "Bukan wewenang")
    await house.reply(GROUP, house.last(GROUP), "lingkungan")
    offices = house.last(GROUP)
    pick = offices.labels["Dinas Lingkungan Hidup Kota Batam"]
    await house.reply(GROUP, offices, "1")
    version = (await house.case(case.number)).version
    await house.act(GROUP, Choice(pick, query="q", bubble=offices.id))
    assert (await house.case(case.number)).version == version
    assert len([b for b in house.seen(DLH) if b.row.bubble == "card"]) == 1


async def test_agency_without_a_group_alarms_staff(house: House) -> None:
    case = await house.file()
    await house.press(GROUP, "Bukan wewenang")
    await house.reply(GROUP, house.last(GROUP), "dinas sosial")
    await house.press(GROUP, "Dinas Sosial Kota Batam")
    alarm = house.last(STAFF_GROUP)
    assert case.number in alarm.text and "belum punya grup" in alarm.text
    await house.reply(STAFF_GROUP, alarm, "lingkungan hidup", by="Dewi")
    await house.press(STAFF_GROUP, "Dinas Lingkungan Hidup Kota Batam", by="Dewi")
    await house.press(STAFF_GROUP, "Ya, teruskan", by="Dewi")
    assert (await house.case(case.number)).agency_id == "2171.dlh"
    assert house.card(DLH, case.number).buttons


async def test_back_and_forth_shows_a_new_card_each_time(house: House) -> None:
    case = await house.file()
    for group, name, office in (
        (GROUP, "lingkungan", "Dinas Lingkungan Hidup Kota Batam"),
        (DLH, "kependudukan", "Dinas Kependudukan dan Pencatatan Sipil Kota Batam"),
    ):
        await house.press(group, "Bukan wewenang")
        await house.reply(group, house.last(group), name)
        await house.press(group, office)
    first, second = (b for b in house.seen(GROUP) if b.row.bubble == "card")
    assert first.buttons == [] and "Terima" in second.buttons
    ack = await house.press(GROUP, "Terima", bubble=second)
    assert house.toast(ack) == "Diterima."
    assert (await house.case(case.number)).status is Status.IN_PROGRESS
