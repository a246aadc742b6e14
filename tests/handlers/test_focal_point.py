"""Scene 4 and around it: an officer does the whole job by buttons and replies."""

from __future__ import annotations

from datetime import timedelta

from complaints.lifecycle import Status
from conversations.messages import Choice, Text
from tests.handlers.builders import House

GROUP, OTHER, CITIZEN = "-100100", "-100200", "501"


async def test_card_says_what_is_asked_and_by_when(house: House) -> None:
    case = await house.file()
    card = house.card(GROUP, case.number)
    assert card.text.splitlines() == [
        f"{case.number} · KTP, KK, akta · jawab paling lambat Jumat, 27 Nov",
        '"KTP anak belum jadi 3 bulan, alasan blanko habis."',
        "Tanggal kejadian tidak disebut. Pelapor: Siti Aminah. Lampiran: tidak ada.",
        "Belum diterima petugas.",
    ]
    assert card.buttons == ["Terima", "Minta data", "Bukan wewenang", "Selesai", "Lainnya"]


async def test_anonymous_name_is_hidden_even_inside_the_story(house: House) -> None:
    case = await house.file("Nama saya Siti Aminah, NIK 2171014101900001, KTP belum jadi.", anonymous=True)
    card = house.card(GROUP, case.number)
    assert "(nama disembunyikan)" in card.text
    assert "Siti" not in card.text and "Aminah" not in card.text
    assert "2171014101900001" not in card.text


async def test_accept_once_and_the_second_officer_is_told_who(house: House) -> None:
    case = await house.file()
    ack = await house.press(GROUP, "Terima", by="Bu Rina")
    assert house.toast(ack) == "Diterima."
    assert (await house.case(case.number)).status is Status.IN_PROGRESS
    card = house.card(GROUP, case.number)
    assert "Diterima Bu Rina, 10.00 WIB." in card.text
    assert "Terima" not in card.buttons
    assert f"{case.number} diterima Bu Rina" in house.last(GROUP).text
    assert "sudah diterima Disdukcapil Kota Batam" in house.last(CITIZEN).text
    told = len(house.seen(CITIZEN))
    late = await house.act(GROUP, Choice(f"desk:accept:{case.number}", bubble=card.id), by="Pak Budi")
    assert house.toast(late) == f"{case.number} sudah diterima Bu Rina, 10.00 WIB."
    assert len(house.seen(CITIZEN)) == told


async def test_answer_by_reply_is_shown_tidied_and_sent_once(house: House) -> None:
    case = await house.file()
    card = house.card(GROUP, case.number)
    await house.reply(GROUP, card, "blanko sudah datang, silakan ambil di loket 4 mulai senin bawa resi")
    preview = house.last(GROUP)
    assert preview.text.startswith(f"Akan dikirim ke pelapor {case.number}:")
    assert '"Blanko sudah datang, silakan ambil di loket 4 mulai Senin bawa resi."' in preview.text
    assert preview.buttons == ["Kirim", "Kirim apa adanya", "Ubah", "Batal"]
    assert house.seen(CITIZEN) == []

    ack = await house.press(GROUP, "Kirim")
    assert house.toast(ack) == "Terkirim."
    assert preview.text.startswith(f"Terkirim ke pelapor {case.number} 10.00 WIB oleh Rina. Jika sudah beres")
    assert preview.buttons == ["Selesai"]
    notice = house.last(CITIZEN)
    assert notice.text.startswith(f"Tanggapan Disdukcapil Kota Batam untuk {case.number}:")
    assert "mulai Senin bawa resi" in notice.text
    assert "Jika tidak ada balasan, laporan ditutup" in notice.text
    assert (await house.case(case.number)).status is Status.ANSWERED

    again = await house.act(GROUP, Choice(preview.row.message.options[0].id, bubble=preview.id), by="Pak Budi")
    assert house.toast(again).startswith("Sudah dikirim Rina")
    assert len(house.seen(CITIZEN)) == 1


async def test_answer_as_written(house: House) -> None:
    case = await house.file()
    await house.reply(GROUP, house.card(GROUP, case.number), "silakan datang senin")
    await house.press(GROUP, "Kirim apa adanya")
    assert '"silakan datang senin"' in house.last(CITIZEN).text


async def test_words_and_numbers_answer_the_preview_too(house: House) -> None:
    case = await house.file()
    await house.reply(GROUP, house.card(GROUP, case.number), "Silakan datang hari Senin.")
    preview = house.last(GROUP)
    assert preview.buttons == ["Kirim", "Ubah", "Batal"]
    await house.reply(GROUP, preview, "kirim")
    assert (await house.case(case.number)).status is Status.ANSWERED
    assert "Silakan datang hari Senin." in house.last(CITIZEN).text


async def test_change_makes_a_new_preview_and_the_old_one_can_no_longer_send(house: House) -> None:
    case = await house.file()
    await house.reply(GROUP, house.card(GROUP, case.number), "Datang Senin.")
    old = house.last(GROUP)
    await house.press(GROUP, "Ubah")
    await house.reply(GROUP, house.last(GROUP), "Datang Selasa.", by="Pak Budi")
    new = house.last(GROUP)
    assert '"Datang Selasa."' in new.text
    assert old.buttons == [] and "Diubah Pak Budi" in old.text
    stale = await house.act(GROUP, Choice(old.row.message.options[0].id, bubble=old.id))
    assert "Pakai pratinjau terbaru" in house.toast(stale)
    assert house.seen(CITIZEN) == []
    await house.press(GROUP, "Kirim")
    assert "Datang Selasa." in house.last(CITIZEN).text


async def test_a_typing_error_corrected_in_the_message_changes_the_preview(house: House) -> None:
    case = await house.file()
    card = house.card(GROUP, case.number)
    await house.reply(GROUP, card, "Datang Sennin.", message="77")
    preview = house.last(GROUP)
    await house.reply(GROUP, card, "Datang Senin.", message="77", edited=True)
    assert '"Datang Senin."' in preview.text and preview.edits == 1
    await house.press(GROUP, "Kirim")
    house.clock += timedelta(seconds=11)
    await house.reply(GROUP, card, "Datang Rabu.", message="77", edited=True)
    assert "sudah terkirim dan tidak berubah" in house.last(GROUP).text
    assert "Rabu" not in house.last(CITIZEN).text


async def test_cancelled_preview_sends_nothing(house: House) -> None:
    case = await house.file()
    await house.reply(GROUP, house.card(GROUP, case.number), "Datang Senin.")
    await house.press(GROUP, "Batal")
    assert "Tidak ada yang dikirim" in house.last(GROUP).text
    assert house.seen(CITIZEN) == []
    assert (await house.case(case.number)).status is Status.FORWARDED


async def test_two_officers_answer_at_once_the_second_is_warned(house: House) -> None:
    case = await house.file()
    card = house.card(GROUP, case.number)
    await house.reply(GROUP, card, "Datang Senin.", by="Bu Rina")
    first = house.last(GROUP)
    await house.reply(GROUP, card, "Datang Selasa.", by="Pak Budi")
    second = house.last(GROUP)
    await house.press(GROUP, "Kirim", by="Bu Rina", bubble=first)
    ack = await house.press(GROUP, "Kirim", by="Pak Budi", bubble=second)
    assert "Rekan Anda sudah lebih dulu menjawab" in house.toast(ack)
    assert 'Bu Rina sudah menjawab 10.00 WIB: "Datang Senin." Tetap kirim?' in second.text
    assert len(house.seen(CITIZEN)) == 1
    await house.press(GROUP, "Tetap kirim", by="Pak Budi", bubble=second)
    assert "Datang Selasa." in house.last(CITIZEN).text


async def test_ask_pauses_and_the_answer_comes_back_under_the_card(house: House) -> None:
    case = await house.file()
    await house.press(GROUP, "Minta data")
    prompt = house.last(GROUP)
    assert "Data apa yang diperlukan" in prompt.text
    await house.press(GROUP, "Minta data")
    await house.reply(GROUP, prompt, "nomor resinya berapa")
    assert '"Nomor resinya berapa?"' in house.last(GROUP).text
    await house.press(GROUP, "Kirim")
    assert (await house.case(case.number)).status is Status.NEEDS_INFO
    question = house.last(CITIZEN)
    assert "memerlukan keterangan" in question.text and "Nomor resinya berapa?" in question.text

    await house.act(CITIZEN, Text("nomornya 12345"), private=True, by="Siti Aminah", reply_to=question.id)
    assert (await house.case(case.number)).status is Status.IN_PROGRESS
    said = next(b for b in house.seen(GROUP) if b.row.bubble == "said")
    assert f"Pelapor {case.number} menambahkan:" in said.text and "12345" in said.text
    assert said.row.message.reply_to == house.card(GROUP, case.number).id
    await house.reply(GROUP, said, "Terima kasih, sedang dicetak.")
    await house.press(GROUP, "Kirim")
    assert "sedang dicetak" in house.last(CITIZEN).text


async def test_close_with_a_note_and_the_citizen_refuses(house: House) -> None:
    case = await house.file()
    await house.press(GROUP, "Selesai")
    await house.reply(GROUP, house.last(GROUP), "KTP sudah diserahkan")
    await house.press(GROUP, "Kirim")
    assert (await house.case(case.number)).status is Status.RESOLVED
    notice = house.last(CITIZEN)
    assert "KTP sudah diserahkan." in notice.text
    await house.act(CITIZEN, Choice(notice.labels["Belum selesai"], bubble=notice.id), private=True, by="Siti")
    assert (await house.case(case.number)).status is Status.REOPENED
    assert "menyatakan belum selesai" in house.last(GROUP).text
    assert "Terima" in house.card(GROUP, case.number).buttons


async def test_photo_with_caption_is_evidence_and_an_album_is_one_answer(house: House) -> None:
    case = await house.file()
    card = house.card(GROUP, case.number)
    await house.photo(GROUP, card, "Sudah diperbaiki.", album="a1")
    await house.photo(GROUP, card, album="a1")
    preview = house.last(GROUP)
    assert "Dengan 2 lampiran." in preview.text
    await house.photo(GROUP, card)
    assert "belum ada keterangan" in house.last(GROUP).text
    await house.press(GROUP, "Kirim", bubble=preview)
    async with house.database.read() as uow:
        assert len(await uow.attachments.of_case((await house.case(case.number)).id)) == 2


async def test_a_question_may_carry_a_picture_and_no_other_step_loses_one_silently(house: House) -> None:
    case = await house.file()
    card = house.card(GROUP, case.number)
    await house.press(GROUP, "Minta data", bubble=card)
    await house.photo(GROUP, house.last(GROUP), "Isi formulir seperti ini, lalu kirim nomornya?")
    assert "Dengan 1 lampiran." in house.last(GROUP).text
    await house.press(GROUP, "Batal")
    for step in ("Catatan internal", "Minta arahan"):
        await house.press(GROUP, "Lainnya", bubble=card)
        await house.press(GROUP, step)
        await house.photo(GROUP, house.last(GROUP), "lihat foto ini")
        assert house.seen(GROUP)[-2].text == "Berkasnya tidak ikut: langkah ini hanya membawa kata-kata."
        assert case.number in house.last(GROUP).text, "the words were taken"


async def test_deeds_in_words(house: House) -> None:
    case = await house.file()
    await house.act(GROUP, Text(f"terima {case.number.lower()}"))
    assert (await house.case(case.number)).status is Status.IN_PROGRESS
    await house.act(GROUP, Text(f"jawab {case.number}: silakan datang"))
    assert '"Silakan datang."' in house.last(GROUP).text
    await house.act(GROUP, Text(case.number))
    assert house.last(GROUP).text.startswith(case.number)


async def test_tasks_by_due_date_and_help_in_eight_lines(house: House) -> None:
    await house.command(GROUP, "tugas")
    assert house.last(GROUP).text == "Tidak ada laporan terbuka."
    first = await house.file()
    second = await house.file("Akta hilang.", citizen="502")
    await house.command(GROUP, "tugas")
    tasks = house.last(GROUP)
    assert tasks.text.splitlines()[0] == "2 laporan terbuka"
    assert first.number in tasks.text and second.number in tasks.text
    await house.press(GROUP, first.number)
    assert house.last(GROUP).row.bubble == "card"
    await house.command(GROUP, "bantuan")
    assert len(house.last(GROUP).text.splitlines()) == 8


async def test_long_story_is_cut_and_shown_on_demand(house: House) -> None:
    case = await house.file("Saya datang ke loket. " * 60)
    card = house.card(GROUP, case.number)
    assert "…" in card.text and len(card.text) < 1000
    await house.press(GROUP, "Selengkapnya")
    assert len(house.last(GROUP).text) > 1200
