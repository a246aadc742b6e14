"""What officials say among themselves: notes, guidance, partners; and that none of it ever reaches a citizen."""

from __future__ import annotations

import pytest

from complaints.lifecycle import Status
from complaints.model import INTERNAL
from conversations.messages import Choice, Command, Text
from handlers.attachments import on_stored
from tests.handlers.builders import STAFF_GROUP, House

OWN, DLH, BP, CITIZEN = "-100100", "-100200", "-100300", "501"
SECRET = "blanko baru datang minggu depan"


async def _joint(house: House) -> str:
    """A case led by Disdukcapil with DLH as partner; its number."""
    case = await house.file("Nama saya Siti Aminah. KTP belum jadi.")
    await house.press(OWN, "Lainnya")
    await house.press(OWN, "Libatkan instansi")
    await house.reply(OWN, house.last(OWN), "lingkungan\nmohon cek data lokasi")
    await house.press(OWN, house.last(OWN).buttons[0])
    return case.number


def _nothing_for_the_citizen(house: House, secret: str) -> None:
    assert all(secret not in bubble.text for bubble in house.seen(CITIZEN))


@pytest.mark.parametrize("way", ["reply", "button", "words"])
async def test_a_note_is_for_the_group_and_staff_only(house: House, way: str) -> None:
    case = await house.file()
    card = house.card(OWN, case.number)
    if way == "reply":
        await house.reply(OWN, card, f"catatan: {SECRET}")
    elif way == "button":
        await house.press(OWN, "Lainnya")
        await house.press(OWN, "Catatan internal")
        await house.reply(OWN, house.last(OWN), SECRET)
    else:
        await house.act(OWN, Text(f"catatan {case.number} {SECRET}"))
    assert "Tidak dikirim ke pelapor" in house.last(OWN).text and SECRET in house.last(OWN).text
    assert "Catatan internal: 1." in card.text
    # The whole life of the case afterwards: nothing of it carries the note outside.
    await house.press(OWN, "Terima")
    await house.reply(OWN, card, "Datang Senin.")
    await house.press(OWN, "Kirim")
    await house.act(CITIZEN, Command("status"), private=True, by="Siti Aminah")
    await house.reply(OWN, card, "Datang Selasa.")
    await house.press(OWN, "Kirim")
    _nothing_for_the_citizen(house, SECRET)
    async with house.database.read() as uow:
        chat_key = (await house.case(case.number)).chat_key
        seen = await uow.complaints.of_citizen(chat_key).history(case.number)
        whole = await uow.complaints.for_staff().history(case.number)
    assert SECRET not in " ".join(line.note for line in seen)
    assert SECRET in " ".join(line.note for line in whole)
    await house.command(STAFF_GROUP, "catatan", case.number, by="Dewi")
    assert SECRET in house.last(STAFF_GROUP).text


async def test_notes_stay_with_the_agency_that_wrote_them(house: House) -> None:
    case = await house.file()
    await house.reply(OWN, house.card(OWN, case.number), f"catatan {SECRET}")
    await house.press(OWN, "Bukan wewenang")
    await house.reply(OWN, house.last(OWN), "lingkungan")
    await house.press(OWN, house.last(OWN).buttons[0])
    await house.press(DLH, "Lainnya")
    assert "Lihat catatan" not in house.last(DLH).buttons
    await house.act(DLH, Choice(f"desk:notes:{case.number}", query="q", bubble="x"))
    assert "Belum ada catatan" in house.last(DLH).text
    assert all(SECRET not in bubble.text for bubble in house.seen(DLH))


async def test_guidance_goes_to_staff_and_back_under_the_card_and_the_clock_goes_on(house: House) -> None:
    case = await house.file()
    await house.press(OWN, "Lainnya")
    await house.press(OWN, "Minta arahan")
    await house.reply(OWN, house.last(OWN), "Apakah boleh memakai surat keterangan?", by="Bu Rina")
    asked = house.last(STAFF_GROUP)
    assert "Disdukcapil Kota Batam (Bu Rina) meminta arahan" in asked.text and "surat keterangan" in asked.text
    await house.reply(STAFF_GROUP, asked, f"Boleh, {SECRET}.", by="Dewi")
    assert "diteruskan ke Disdukcapil" in house.last(STAFF_GROUP).text
    guided = house.last(OWN)
    assert "Arahan petugas Ombudsman (Dewi)" in guided.text and SECRET in guided.text
    assert guided.reply_to == house.card(OWN, case.number).id
    now = await house.case(case.number)
    assert (now.deadlines, now.status, now.version) == (case.deadlines, Status.FORWARDED, case.version)
    await house.reply(OWN, guided, "Sampai kapan?")
    assert "Sampai kapan?" in house.last(STAFF_GROUP).text
    assert house.seen(CITIZEN) == []
    async with house.database.read() as uow:
        history = await uow.complaints.for_staff().history(case.number)
        events = [line.event for line in await uow.audit.of_case(case.id)]
    assert [line.action for line in history if line.action in INTERNAL] == ["guidance", "guided", "guidance"]
    assert {"case.guidance", "case.guided"} <= set(events)


async def test_guidance_for_a_former_holder_is_not_passed_on(house: House) -> None:
    case = await house.file()
    await house.act(OWN, Text(f"minta arahan {case.number} boleh?"))
    asked = house.last(STAFF_GROUP)
    await house.press(OWN, "Bukan wewenang")
    await house.reply(OWN, house.last(OWN), "lingkungan")
    await house.press(OWN, house.last(OWN).buttons[0])
    before = len(house.seen(OWN)), len(house.seen(DLH))
    await house.reply(STAFF_GROUP, asked, SECRET, by="Dewi")
    assert "sekarang dipegang DLH" in house.last(STAFF_GROUP).text
    assert (len(house.seen(OWN)), len(house.seen(DLH))) == before


async def test_a_partner_gets_a_card_without_the_name_and_the_citizen_is_told_once(house: House) -> None:
    number = await _joint(house)
    card = house.card(DLH, number)
    assert "Mitra." in card.text and "Siti" not in card.text and "lewat Disdukcapil Kota Batam" in card.text
    assert card.buttons == []
    assert "mohon cek data lokasi" in house.last(DLH).text.lower()
    assert "Bersama DLH Kota Batam." in house.card(OWN, number).text
    assert "melibatkan DLH Kota Batam" in house.last(CITIZEN).text
    assert len(house.seen(CITIZEN)) == 1
    await house.command(DLH, "tugas")
    assert f"{number}" in house.last(DLH).text and "(mitra)" in house.last(DLH).text
    assert house.seen(BP) == []


async def test_who_helps_already_is_not_asked_twice(house: House) -> None:
    number = await _joint(house)
    told = len(house.seen(CITIZEN)), len(house.seen(DLH))
    await house.act(OWN, Text(f"libatkan {number} lingkungan"))
    ack = await house.press(OWN, house.last(OWN).buttons[0])
    assert house.toast(ack) == f"DLH Kota Batam sudah membantu {number}."
    assert (len(house.seen(CITIZEN)), len(house.seen(DLH))) == told


async def test_a_partner_talks_to_the_lead_and_only_the_lead_to_the_citizen(house: House) -> None:
    number = await _joint(house)
    told = len(house.seen(CITIZEN))
    await house.reply(DLH, house.card(DLH, number), SECRET, by="Pak Adi")
    heard = house.last(OWN)
    assert "Dari mitra DLH Kota Batam (Pak Adi)" in heard.text and SECRET in heard.text
    await house.reply(OWN, heard, f"terima kasih, {SECRET}")
    assert "Dari Disdukcapil Kota Batam" in house.last(DLH).text
    await house.reply(DLH, house.last(DLH), f"siap, {SECRET}")
    assert len(house.seen(CITIZEN)) == told
    for deed in ("accept", "ask", "resolve", "handover", "join", "guide", "note", "other", "lead"):
        ack = await house.act(DLH, Choice(f"desk:{deed}:{number}", query="q", bubble="x"))
        assert "hanya dihubungi Disdukcapil" in house.toast(ack), deed
    await house.act(DLH, Text(f"jawab {number}: {SECRET}"))
    assert "hanya dihubungi" in house.last(DLH).text
    _nothing_for_the_citizen(house, SECRET)
    await house.reply(OWN, house.card(OWN, number), "Datang Senin.")
    await house.press(OWN, "Kirim")
    assert "Datang Senin." in house.last(CITIZEN).text


async def test_a_partners_file_reaches_the_lead_and_not_the_citizen(house: House) -> None:
    number = await _joint(house)
    told = len(house.seen(CITIZEN))
    await house.photo(DLH, house.card(DLH, number), "denah lokasi")
    async with house.database.begin() as uow:
        (file,) = await uow.attachments.pending(at=house.clock)
        await uow.attachments.stored(file.id, "0" * 64, 10, "image/jpeg", "k")
        await on_stored(file.id, uow, house.services)
    await house.deliver()
    assert len(house.last(OWN).files) == 1
    assert len(house.seen(CITIZEN)) == told


async def test_the_lead_can_be_passed_and_the_old_lead_goes_on_helping(house: House) -> None:
    number = await _joint(house)
    old = await house.case(number)
    await house.act(OWN, Choice(f"desk:lead:{number}", query="q", bubble="x"))
    await house.press(OWN, house.last(OWN).buttons[0], by="Bu Rina")
    case = await house.case(number)
    assert case.agency_id == "2171.dlh"
    assert case.deadline("ombudsman") == old.deadline("ombudsman")
    assert "sekarang dipimpin DLH Kota Batam; Disdukcapil Kota Batam tetap membantu" in house.last(CITIZEN).text
    assert "Mitra." in house.card(OWN, number).text and house.card(OWN, number).buttons == []
    assert "Terima" in house.card(DLH, number).buttons
    await house.reply(OWN, house.card(OWN, number), SECRET)
    assert "Dari mitra Disdukcapil" in house.last(DLH).text
    _nothing_for_the_citizen(house, SECRET)


async def test_a_partner_sees_this_case_only(house: House) -> None:
    number = await _joint(house)
    other = await house.file("Akta hilang, rahasia.", citizen="502")
    await house.command(DLH, "cari", "akta")
    assert "idak ditemukan" in house.last(DLH).text
    ack = await house.act(DLH, Choice(f"desk:show:{other.number}", query="q", bubble="x"))
    assert "tidak ada di antara laporan" in house.toast(ack)
    await house.act(DLH, Choice(f"desk:show:{number}", query="q", bubble="x"))
    assert "Mitra." in house.last(DLH).text and "Siti" not in house.last(DLH).text


async def test_hand_over_keeps_the_sixty_days_and_says_who_refused_and_why(house: House) -> None:
    case = await house.file()
    await house.press(OWN, "Bukan wewenang")
    await house.reply(OWN, house.last(OWN), "lingkungan\nsampah bukan urusan kami")
    await house.press(OWN, house.last(OWN).buttons[0])
    after = await house.case(case.number)
    assert after.deadline("ombudsman") == case.deadline("ombudsman")
    notice = house.last(CITIZEN).text
    assert "bukan wewenang Disdukcapil Kota Batam" in notice and "Sampah bukan urusan kami." in notice


async def test_an_old_button_of_a_moved_case_is_refused_and_kept_in_the_audit(house: House) -> None:
    case = await house.file()
    await house.press(OWN, "Bukan wewenang")
    await house.reply(OWN, house.last(OWN), "lingkungan")
    await house.press(OWN, house.last(OWN).buttons[0])
    await house.act(OWN, Choice(f"desk:accept:{case.number}", query="q", bubble="x"), by="Bu Rina")
    async with house.database.read() as uow:
        refused = [line for line in await uow.audit.of_case(case.id) if line.event == "desk.refused"]
    assert [line.detail["tried"] for line in refused] == [f"desk:accept:{case.number}"]
