"""What goes wrong at a desk: floods, stickers, old buttons, double taps, chatter; nothing is lost or doubled."""

from __future__ import annotations

import pytest

from complaints.lifecycle import Status
from conversations.messages import Choice, Command, Content, Location, Media, Text
from handlers.attachments import on_refused
from tests.handlers.builders import House

GROUP, CITIZEN = "-100100", "501"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("kata " * 2_401, "Terlalu panjang: 12.004 huruf, paling banyak 12.000. Belum ada yang dikirim"),
        ("a" * 10_000, "Ada kata yang lebih panjang dari satu pesan (3.500 huruf). Belum ada yang dikirim"),
    ],
)
async def test_what_is_too_long_is_refused_with_the_way_out(house: House, text: str, told: str) -> None:
    case = await house.file()
    await house.reply(GROUP, house.card(GROUP, case.number), text)
    assert house.last(GROUP).text.startswith(told)
    assert house.seen(CITIZEN) == []


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (Text("   "), "masih kosong"),
        (Text("👍🙏"), "masih kosong"),
        (Media(kind="sticker", ref="s"), "perlu ditulis"),
        (Media(kind="voice", ref="v"), "perlu ditulis"),
        (Media(kind="photo", ref="p"), "belum ada keterangan"),
        (Location(latitude=1.0, longitude=104.0), "masih kosong"),
    ],
)
async def test_no_words_no_answer(house: House, content: Content, told: str) -> None:
    case = await house.file()
    await house.act(GROUP, content, reply_to=house.card(GROUP, case.number).id)
    assert told in house.last(GROUP).text
    assert (await house.case(case.number)).status is Status.FORWARDED


async def test_html_and_asterisks_stay_words(house: House) -> None:
    case = await house.file()
    await house.reply(GROUP, house.card(GROUP, case.number), "<b>Datang</b> & bawa *resi* {nomor}.")
    await house.press(GROUP, "Kirim")
    assert '"<b>Datang</b> & bawa *resi* {nomor}."' in house.last(CITIZEN).text


async def test_talk_among_officers_is_left_alone(house: House) -> None:
    case = await house.file()
    before = len(house.seen(GROUP))
    for said in (
        "terima kasih bu",
        "selesai rapat kita bahas",
        f"yang {case.number} sudah dicek belum?",
        "jawab dong",
        "/terima",
    ):
        content = Command("terima") if said == "/terima" else Text(said)
        await house.act(GROUP, content)
    await house.act(GROUP, Text("iya sudah"), reply_to="pesan-rekan")
    await house.act(GROUP, Media(kind="photo", ref="p", caption="foto arisan"))
    assert len(house.seen(GROUP)) == before
    assert (await house.case(case.number)).status is Status.FORWARDED


async def test_double_tap_on_everything_happens_once(house: House) -> None:
    case = await house.file()
    card = house.card(GROUP, case.number)
    accept = Choice(card.labels["Terima"], query="q", bubble=card.id)
    await house.act(GROUP, accept)
    await house.act(GROUP, accept)
    await house.reply(GROUP, card, "Datang Senin.")
    preview = house.last(GROUP)
    send = Choice(preview.labels["Kirim"], query="q", bubble=preview.id)
    await house.act(GROUP, send)
    await house.act(GROUP, send)
    assert len(house.seen(CITIZEN)) == 2
    async with house.database.read() as uow:
        actions = [e.action for e in await uow.complaints.for_staff().history(case.number)]
    assert actions == ["submit", "accept", "answer"]


async def test_a_button_of_last_week_is_answered_kindly(house: House) -> None:
    case = await house.file()
    old = house.card(GROUP, case.number)
    resolve = Choice(old.labels["Selesai"], query="q", bubble=old.id)
    await house.press(GROUP, "Selesai")
    await house.reply(GROUP, house.last(GROUP), "Sudah diserahkan.")
    await house.press(GROUP, "Kirim", by="Bu Rina")
    assert "dinyatakan selesai oleh Bu Rina" in house.toast(await house.act(GROUP, resolve, by="Pak Budi"))
    notice = house.last(CITIZEN)
    await house.act(CITIZEN, Choice(notice.labels["Sudah selesai"], query="q", bubble=notice.id), private=True)
    ack = await house.act(GROUP, resolve)
    assert house.toast(ack) == f"{case.number} sudah ditutup. Pelapor masih dapat membukanya kembali."
    assert "Ditutup: pelapor menyatakan selesai." in house.card(GROUP, case.number).text
    assert house.card(GROUP, case.number).buttons == []


@pytest.mark.parametrize(
    "data", ["", "x", "desk:", "desk:fly:NH-1", "prev:send:", "hand:pick:abc.9", "bc:send:x", "💥"]
)
async def test_nonsense_on_a_button_is_no_crash(house: House, data: str) -> None:
    await house.file()
    ack = await house.act(GROUP, Choice(data, query="q", bubble="nowhere"))
    assert ack is not None
    assert house.seen(CITIZEN) == []


async def test_reply_to_a_list_is_not_an_answer(house: House) -> None:
    await house.file()
    await house.command(GROUP, "tugas")
    await house.reply(GROUP, house.last(GROUP), "sudah saya kerjakan")
    assert "balas kartu laporannya" in house.last(GROUP).text


async def test_a_word_of_a_button_under_the_card_is_the_button(house: House) -> None:
    case = await house.file()
    await house.reply(GROUP, house.card(GROUP, case.number), "Terima")
    assert (await house.case(case.number)).status is Status.IN_PROGRESS
    await house.reply(GROUP, house.card(GROUP, case.number), "selesai")
    assert "Apa penyelesaian" in house.last(GROUP).text


async def test_an_answer_to_a_closed_case_says_so(house: House) -> None:
    case = await house.file()
    await house.reply(GROUP, house.card(GROUP, case.number), "Datang Senin.")
    preview = house.last(GROUP)
    await house.press(GROUP, "Kirim")
    notice = house.last(CITIZEN)
    await house.act(CITIZEN, Choice(notice.labels["Sudah selesai"], query="q", bubble=notice.id), private=True)
    await house.reply(GROUP, preview, "Satu lagi.")
    assert "sudah ditutup" in house.last(GROUP).text


async def test_a_closed_case_offers_a_note_and_promises_no_clock(house: House) -> None:
    case = await house.file()
    await house.reply(GROUP, house.card(GROUP, case.number), "Silakan datang Senin.")
    await house.press(GROUP, "Kirim")
    done = next(b for b in house.seen(CITIZEN) if "Sudah selesai" in b.labels)
    await house.act(CITIZEN, Choice(done.labels["Sudah selesai"], query="q", bubble=done.id), private=True)
    card = house.card(GROUP, case.number)
    await house.act(GROUP, Choice(f"desk:other:{case.number}", query="q", bubble=card.id))
    assert house.last(GROUP).buttons == ["Catatan internal"]
    for deed in ("guide", "join", "unit", "lead", "ask", "resolve", "handover"):
        ack = await house.act(GROUP, Choice(f"desk:{deed}:{case.number}", query="q", bubble=card.id))
        assert "sudah ditutup" in house.toast(ack), deed
    await house.photo(GROUP, card)
    assert "sudah ditutup" in house.last(GROUP).text, "nobody looks for words to a picture that cannot go"


@pytest.mark.parametrize("sent", [False, True])
async def test_twelve_refused_photos_are_left_out_with_one_sentence(house: House, sent: bool) -> None:
    case = await house.file()
    card = house.card(GROUP, case.number)
    for n in range(12):
        photo = Media(kind="photo", ref=f"p{n}", caption="" if n else "Sudah selesai, bukti terlampir.")
        await house.act(GROUP, photo, reply_to=None if n else card.id, album="a" if n < 10 else "b")
    preview = house.last(GROUP)
    assert "Dengan 12 lampiran." in preview.text
    if sent:
        await house.press(GROUP, "Kirim")
    said = len(house.seen(GROUP))
    async with house.database.begin() as uow:
        waiting = await uow.attachments.pending(at=house.clock, limit=20)
    assert len(waiting) == 12
    for attachment in waiting:
        async with house.database.begin() as uow:
            await on_refused(attachment, "unknown", uow, house.services)
    await house.deliver()
    assert "lampiran" not in preview.text
    (told,) = [bubble.text for bubble in house.seen(GROUP)[said:]]
    assert ("terkirim tanpa berkas itu" if sent else "tetap bisa dikirim tanpa berkas itu") in told
