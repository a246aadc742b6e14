"""What staff do with a case besides placing it: ask, read anew, archive with a reason, merge duplicates."""

from __future__ import annotations

from complaints.lifecycle import Resolution, Status
from complaints.model import Complaint
from conversations.messages import Text
from tests.handlers.builders import STAFF_GROUP, Bubble, House

DISDUK, DLH, SITI, BUDI = "-100100", "-100200", "501", "502"


async def _more(house: House, case: Complaint, label: str) -> Bubble:
    """[Lainnya] of the case, one of its steps pressed; the question."""
    card = next(b for b in reversed(house.seen(STAFF_GROUP)) if case.number in b.text and "Lainnya" in b.labels)
    await house.press(STAFF_GROUP, "Lainnya", by="Dewi", bubble=card)
    await house.press(STAFF_GROUP, label, by="Dewi")
    return house.last(STAFF_GROUP)


async def test_the_card_says_why_an_office_is_on_it(house: House) -> None:
    await house.file("KTP saya hilang.", agency=None, wanted="kantor kependudukan")
    told = 'Disdukcapil Kota Batam: agak mirip dengan kata pelapor "kantor kependudukan".'
    assert told in house.last(STAFF_GROUP).text


async def test_staff_ask_and_the_answer_comes_back_while_the_clock_waits(house: House) -> None:
    case = await house.file("Pelayanannya lama.", agency=None)
    before = case.deadline("verifikasi")
    question = await _more(house, case, "Tanya pelapor")
    await house.reply(STAFF_GROUP, question, "Di kantor mana, dan kapan?", by="Dewi")
    assert house.seen(SITI) == []  # a preview first
    await house.press(STAFF_GROUP, "Kirim", by="Dewi")
    asked = await house.case(case.number)
    assert (asked.status, asked.deadline("verifikasi")) == (Status.ASKED, None)
    assert asked.deadline("lengkapi") is not None
    told = house.last(SITI).text
    assert "petugas kami memerlukan keterangan:" in told and "Di kantor mana, dan kapan?" in told
    assert "Menunggu jawaban Bapak/Ibu" in told
    await house.act(SITI, Text("Di Dinsos Batam, hari Senin"), private=True, by="Siti")
    back = await house.case(case.number)
    assert back.status is Status.RECEIVED and before is not None
    clock = back.deadline("verifikasi")
    assert clock is not None and clock.due >= before.due
    said, card = house.seen(STAFF_GROUP)[-2:]
    assert "Di Dinsos Batam" in said.text and "Lainnya" in card.labels
    await house.reply(STAFF_GROUP, card, "kependudukan", by="Dewi")
    await house.press(STAFF_GROUP, house.last(STAFF_GROUP).buttons[0], by="Dewi")
    await house.press(STAFF_GROUP, "Ya, teruskan", by="Dewi")
    assert "Di Dinsos Batam, hari Senin" in house.last(DISDUK).text  # the officer reads the answer too


async def test_a_question_by_reply_and_second_thoughts(house: House) -> None:
    case = await house.file("Pelayanannya lama.", agency=None)
    await house.reply(STAFF_GROUP, house.last(STAFF_GROUP), "tanya: di kota mana?", by="Dewi")
    assert house.last(STAFF_GROUP).text.endswith('"di kota mana?"')
    await house.reply(STAFF_GROUP, house.last(STAFF_GROUP), "di kantor mana?", by="Dewi")
    await house.press(STAFF_GROUP, "Batal", by="Dewi")
    ack = await house.press(STAFF_GROUP, "Kirim", by="Dewi")  # the preview before it is older than the end
    assert "tidak terbuka lagi" in house.toast(ack)
    assert (await house.case(case.number)).status is Status.RECEIVED and house.seen(SITI) == []


async def test_nobody_is_asked_who_cannot_hear(house: House) -> None:
    """A writer of a paper, somebody who blocked the bot: thirty days of silence would close their case."""
    case = await house.file("Pelayanannya lama.", agency=None)
    async with house.database.begin() as uow:
        await uow.chats.mark_unreachable(case.chat_key, house.clock)
    await house.reply(STAFF_GROUP, house.last(STAFF_GROUP), "tanya: di kota mana?", by="Dewi")
    assert "tidak terjangkau lewat bot" in house.last(STAFF_GROUP).text
    assert (await house.case(case.number)).status is Status.RECEIVED


async def test_archived_with_the_reason_the_citizen_reads(house: House) -> None:
    case = await house.file("Tolong carikan jodoh.", agency=None)
    await _more(house, case, "Arsipkan")
    await house.press(STAFF_GROUP, "Bukan layanan publik", by="Dewi")
    await house.press(STAFF_GROUP, "Arsipkan", by="Dewi")
    ended = await house.case(case.number)
    assert (ended.status, ended.resolution) == (Status.ARCHIVED, Resolution.ARCHIVED)
    told = house.last(SITI).text
    assert "Alasannya: yang dilaporkan bukan layanan instansi pemerintah" in told and "/petugas" in told
    history = await _history(house, case)
    assert (history[-1].action, history[-1].by.name) == ("archive", "Dewi")
    again = await house.act(STAFF_GROUP, Text(case.number), by="Dewi")
    assert again is None and "Lainnya" not in house.last(STAFF_GROUP).buttons


async def test_archived_in_staffs_own_words_at_an_agency_too(house: House) -> None:
    case = await house.file("Uji coba.")
    await house.act(STAFF_GROUP, Text(case.number), by="Dewi")
    await house.reply(STAFF_GROUP, house.last(STAFF_GROUP), "arsipkan hanya uji coba", by="Dewi")
    await house.press(STAFF_GROUP, "Arsipkan", by="Dewi")
    assert "hanya uji coba" in house.last(SITI).text
    assert "Diarsipkan petugas Ombudsman." in house.card(DISDUK, case.number).text
    assert house.last(DISDUK).text == f"{case.number} diarsipkan petugas Ombudsman. Pelapor sudah dikabari."


async def test_two_of_staff_press_at_once_and_it_happens_once(house: House) -> None:
    case = await house.file("Uji coba.", agency=None)
    await house.reply(STAFF_GROUP, house.last(STAFF_GROUP), "arsipkan uji coba", by="Dewi")
    preview = house.last(STAFF_GROUP)
    labels = dict(preview.labels)
    await house.press(STAFF_GROUP, "Arsipkan", by="Dewi", bubble=preview)
    preview.labels = labels
    ack = await house.press(STAFF_GROUP, "Arsipkan", by="Agus", bubble=preview)
    assert house.toast(ack) == f"Langkah untuk {case.number} itu sudah dilakukan Dewi."
    assert len(house.seen(SITI)) == 1


async def test_another_kind_and_topic_with_the_clocks_counted_anew(house: House) -> None:
    case = await house.file("Usul: loket dibuka Sabtu.")
    await house.act(STAFF_GROUP, Text(case.number), by="Dewi")
    card = house.last(STAFF_GROUP)
    await house.reply(STAFF_GROUP, card, "jenis aspirasi", by="Dewi")
    read = await house.case(case.number)
    assert read.kind == "aspirasi" and read.deadline("penyelesaian_5") and not read.deadline("penyelesaian_14")
    await house.reply(STAFF_GROUP, card, "topik LLN", by="Dewi")
    assert (await house.case(case.number)).topic == "LLN"
    lines = [line for line in await _history(house, case) if line.action == "reclassified"]
    assert [line.note for line in lines] == ["pengaduan/ADM > aspirasi/ADM", "aspirasi/ADM > aspirasi/LLN"]
    assert "\nAspirasi\n" in house.card(DISDUK, case.number).text
    assert house.seen(SITI) == []


async def test_a_duplicate_follows_and_keeps_its_number(house: House) -> None:
    main = await house.file("Lampu jalan mati di Jodoh.", agency="2171.dlh", citizen=BUDI, name="Budi Santoso")
    case = await house.file("Lampu jalan di Jodoh mati, kata Siti Aminah.", agency=None)
    await house.reply(STAFF_GROUP, house.last(STAFF_GROUP), f"gabungkan {main.number}", by="Dewi")
    preview = house.last(STAFF_GROUP)
    assert main.number in preview.text and "Lampu jalan mati di Jodoh." in preview.text
    await house.press(STAFF_GROUP, "Gabungkan", by="Dewi", bubble=preview)
    ended = await house.case(case.number)
    assert (ended.status, ended.resolution) == (Status.ARCHIVED, Resolution.MERGED)
    told = house.last(SITI).text
    assert case.number in told and main.number in told and "tetap berlaku" in told
    under = house.last(DLH).text
    assert "Laporan lain tentang hal yang sama" in under and "Siti" not in under
    heard = len(house.seen(BUDI))
    await house.press(DLH, "Terima", bubble=house.card(DLH, main.number))
    followed = [b.text for b in house.seen(SITI) if b.text.startswith(f"Kabar {case.number}")]
    assert followed and main.number in followed[-1] and "DLH Kota Batam" in followed[-1]
    assert len(house.seen(BUDI)) == heard + 1
    # What they add reaches the officer of the main case.
    await house.act(SITI, Text(f"{case.number} sekarang ada kabel jatuh"), private=True, by="Siti")
    assert "kabel jatuh" in house.last(DLH).text and case.number not in house.last(DLH).text
    assert f"Sekarang {main.number}" in house.last(SITI).text


async def test_merging_refuses_itself_the_ended_and_the_unknown(house: House) -> None:
    case = await house.file("Sampah.", agency=None)
    for text, answer in ((case.number, "laporan yang sama"), ("entah", "tidak ditemukan")):
        question = await _more(house, case, "Gabungkan")
        await house.reply(STAFF_GROUP, question, text, by="Dewi")
        assert answer in house.last(STAFF_GROUP).text
    assert (await house.case(case.number)).status is Status.RECEIVED


async def test_a_chain_of_duplicates_hears_of_the_last(house: House) -> None:
    first, second, third = [
        await house.file("Air mati.", agency=None, citizen=str(c), name=f"Warga {c}") for c in (601, 602, 603)
    ]
    for case, main in ((first, second), (second, third)):
        card = next(b for b in house.seen(STAFF_GROUP) if case.number in b.text and "Lainnya" in b.labels)
        await house.reply(STAFF_GROUP, card, f"gabungkan {main.number}", by="Dewi")
        await house.press(STAFF_GROUP, "Gabungkan", by="Dewi", bubble=house.last(STAFF_GROUP))
    async with house.database.read() as uow:
        assert sorted(await uow.merged.following(third.id)) == sorted([first.id, second.id])
        assert await uow.merged.following(second.id) == []


async def _history(house: House, case: Complaint):  # type: ignore[no-untyped-def]
    async with house.database.read() as uow:
        return await uow.complaints.for_staff().history(case.number)
