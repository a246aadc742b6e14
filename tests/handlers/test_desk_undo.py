"""Ten seconds in which an answer can be taken back, and what happens after them."""

from __future__ import annotations

from datetime import timedelta

from complaints.lifecycle import Status
from conversations.messages import Choice, Text
from tests.handlers.builders import Bubble, House

GROUP, CITIZEN = "-100100", "501"


async def _answered(house: House) -> tuple[str, Bubble]:
    """An answer sent and still waiting; the number and the preview."""
    case = await house.file()
    house.ahead = timedelta(0)
    await house.reply(GROUP, house.card(GROUP, case.number), "Datang Sennin.", by="Bu Rina")
    preview = house.last(GROUP)
    await house.press(GROUP, "Kirim", by="Bu Rina")
    return case.number, preview


async def test_undone_in_time_the_citizen_hears_nothing_and_the_case_stands_as_before(house: House) -> None:
    number, preview = await _answered(house)
    before = (await house.case(number)).deadlines
    assert "Masih bisa diurungkan" in preview.text and preview.buttons == ["Urungkan"]
    assert (await house.case(number)).status is Status.ANSWERED
    ack = await house.press(GROUP, "Urungkan", by="Pak Budi")
    assert house.toast(ack) == "Diurungkan."
    case = await house.case(number)
    assert case.status is Status.FORWARDED and case.first_response_at is None and case.answered_at is None
    assert {d.rule for d in case.deadlines} != {d.rule for d in before}
    assert "Kirim" in preview.buttons and "Terima" in house.card(GROUP, number).buttons
    house.clock += timedelta(minutes=5)
    await house.deliver()
    assert house.seen(CITIZEN) == [] and "Kirim" in preview.buttons
    await house.press(GROUP, "Kirim")
    house.clock += timedelta(seconds=11)
    await house.deliver()
    assert len(house.seen(CITIZEN)) == 1


async def test_who_edits_their_words_in_time_is_told_to_take_them_back_first(house: House) -> None:
    _, preview = await _answered(house)
    source = preview.row.message.reply_to if preview.row.message else None
    for words in ("Datang Senin.", "Datang Senin, loket 4."):
        await house.act(GROUP, Text(words), by="Bu Rina", message=source, edited=True)
        if words == "Datang Senin.":
            assert house.last(GROUP).text.startswith("Perubahan ini belum ikut.")
            await house.press(GROUP, "Urungkan", by="Bu Rina", bubble=preview)
    assert "Datang Senin, loket 4." in preview.text and "Kirim" in preview.buttons
    house.clock += timedelta(minutes=5)
    await house.deliver()
    assert house.seen(CITIZEN) == []


async def test_too_late_is_told_kindly_and_the_button_goes_away(house: House) -> None:
    number, preview = await _answered(house)
    button = Choice(preview.labels["Urungkan"], query="q", bubble=preview.id)
    house.clock += timedelta(seconds=11)
    await house.deliver()
    assert "Datang Sennin." in house.last(CITIZEN).text
    assert preview.buttons == ["Selesai"] and preview.text.startswith("Terkirim")
    assert "sudah sampai ke pelapor" in house.toast(await house.act(GROUP, button)).lower()
    assert (await house.case(number)).status is Status.ANSWERED


async def test_undo_twice_is_once(house: House) -> None:
    number, preview = await _answered(house)
    button = Choice(preview.labels["Urungkan"], query="q", bubble=preview.id)
    await house.act(GROUP, button)
    version = (await house.case(number)).version
    assert house.toast(await house.act(GROUP, button)) == "Tidak ada yang perlu diurungkan."
    assert (await house.case(number)).version == version


async def test_a_case_that_moved_on_cannot_be_undone(house: House) -> None:
    number, preview = await _answered(house)
    button = Choice(preview.labels["Urungkan"], query="q", bubble=preview.id)
    await house.reply(GROUP, house.card(GROUP, number), "Datang Senin.", by="Pak Budi")
    await house.press(GROUP, "Kirim", by="Pak Budi")
    assert "sudah melangkah lagi" in house.toast(await house.act(GROUP, button))


async def test_an_undone_answer_warns_no_colleague_and_is_no_first_response(house: House) -> None:
    number, _ = await _answered(house)
    await house.press(GROUP, "Urungkan", by="Bu Rina")
    await house.reply(GROUP, house.card(GROUP, number), "Datang Senin.", by="Pak Budi")
    second = house.last(GROUP)
    await house.press(GROUP, "Kirim", by="Pak Budi", bubble=second)
    assert "Masih bisa diurungkan" in second.text
    case = await house.case(number)
    assert case.first_response_at == case.answered_at


async def test_first_response_and_follow_up_are_two_stamps(house: House) -> None:
    case = await house.file()
    await house.press(GROUP, "Terima")
    assert (await house.case(case.number)).first_response_at is None
    await house.press(GROUP, "Minta data")
    await house.reply(GROUP, house.last(GROUP), "Nomor resinya berapa?")
    await house.press(GROUP, "Kirim")
    first = (await house.case(case.number)).first_response_at
    await house.reply(GROUP, house.card(GROUP, case.number), "Sudah dicetak.")
    await house.press(GROUP, "Kirim")
    after = await house.case(case.number)
    assert after.first_response_at == first and after.answered_at and first and after.answered_at > first


async def test_thirteen_thousand_letters_send_nothing_and_say_how_many(house: House) -> None:
    case = await house.file()
    await house.reply(GROUP, house.card(GROUP, case.number), "kata " * 2600)
    assert "Terlalu panjang" in house.last(GROUP).text and "Belum ada yang dikirim" in house.last(GROUP).text
    assert house.seen(CITIZEN) == []


async def test_twelve_pictures_are_one_answer_in_two_albums(house: House) -> None:
    case = await house.file()
    card = house.card(GROUP, case.number)
    house.ahead = timedelta(0)
    await house.photo(GROUP, card, "Sudah diperbaiki.", album="a1")
    preview = house.last(GROUP)
    for place in range(11):
        await house.photo(GROUP, card, album="a1" if place < 9 else "a2")
    assert "Dengan 12 lampiran." in preview.text
    async with house.database.begin() as uow:
        for attachment in await uow.attachments.pending(at=house.clock, limit=20):
            await uow.attachments.stored(attachment.id, "0" * 64, 10, "image/jpeg", f"k{attachment.id}")
    await house.press(GROUP, "Kirim", bubble=preview)
    house.clock += timedelta(seconds=11)
    await house.deliver()
    files = house.last(CITIZEN).files
    assert len(files) == 12 and len(house.seen(CITIZEN)) == 1


async def test_evidence_without_words_asks_for_words(house: House) -> None:
    await house.file()
    await house.press(GROUP, "Selesai")
    prompt = house.last(GROUP)
    await house.photo(GROUP, prompt)
    assert "belum ada keterangan" in house.last(GROUP).text
    await house.photo(GROUP, prompt, "KTP sudah diserahkan.")
    assert "sebagai penyelesaian" in house.last(GROUP).text and "Dengan 1 lampiran." in house.last(GROUP).text
