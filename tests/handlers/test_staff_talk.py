"""A citizen and staff: the draft is handed over, answers find their one person, words find staff until "selesai"."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from conversations.messages import Choice, Command, Media, Text
from handlers import staff_talk
from storage.records import Attachment
from tests.handlers.builders import CITIZEN_BOT, STAFF_GROUP, Bubble, House

SITI, BUDI = "501", "777"


async def says(house: House, text: str, who: str = SITI, **more: object) -> str:
    before = len(house.seen(who))
    await house.act(who, Text(text), by=f"Warga {who}", private=True, **more)
    return "\n".join(bubble.text for bubble in house.seen(who)[before:])


async def asks(house: House, who: str = SITI) -> Bubble:
    """/petugas; what staff see of it."""
    await house.act(who, Command("petugas"), by=f"Warga {who}", private=True)
    return house.last(STAFF_GROUP)


async def test_staff_see_the_draft_only_with_consent_and_without_identity(house: House) -> None:
    story = "ktp saya belum jadi sejak lebaran di disdukcapil batam, nik 2171010101900001"
    await says(house, story)
    bubble = await asks(house)
    assert "belum disetujui" in bubble.text and "lebaran" not in bubble.text
    await says(house, "selesai")
    await says(house, "lanjutkan")
    await says(house, "setuju")
    bubble = await asks(house)
    assert "lebaran" in bubble.text and "2171010101900001" not in bubble.text
    assert "Warga 501" not in bubble.text, "no name in a group"


async def test_an_answer_reaches_the_one_who_was_replied_to(house: House) -> None:
    siti, budi = await asks(house, SITI), await asks(house, BUDI)
    await says(house, "saya mau tanya soal akta", BUDI)
    await house.reply(STAFF_GROUP, siti, "untuk Siti saja")
    assert "untuk Siti saja" in house.last(SITI).text
    assert not any("untuk Siti" in bubble.text for bubble in house.seen(BUDI))
    await house.reply(STAFF_GROUP, budi, "untuk Budi saja")
    assert "untuk Budi saja" in house.last(BUDI).text
    assert not any("untuk Budi" in bubble.text for bubble in house.seen(SITI))


async def test_other_bubbles_and_loose_words_reach_nobody(house: House) -> None:
    await asks(house)
    case = await house.file("Jalan lobang di depan sekolah", agency=None, citizen=BUDI, wanted="pu")
    seen = len(house.seen(SITI)), len(house.seen(BUDI))
    await house.act(STAFF_GROUP, Text("P-0000 ini bukan balasan"))
    card = next(b for b in reversed(house.seen(STAFF_GROUP)) if case.number in b.text)
    await house.reply(STAFF_GROUP, card, "jawaban untuk kartu")
    await house.act(STAFF_GROUP, Text("balasan ke pesan orang"), reply_to="orang-lain")
    assert (len(house.seen(SITI)), len(house.seen(BUDI))) == seen


async def test_a_bubble_of_a_talk_means_nothing_in_another_group(house: House) -> None:
    bubble = await asks(house)
    seen = len(house.seen(SITI))
    await house.reply("-100100", bubble, "dari grup instansi")
    assert len(house.seen(SITI)) == seen


async def test_their_words_go_to_staff_until_the_end(house: House) -> None:
    await asks(house)
    assert await says(house, "saya bingung") == "Sudah kami sampaikan ke petugas."
    assert '"saya bingung"' in house.last(STAFF_GROUP).text
    assert "diakhiri" in await says(house, "Selesai.")
    assert "diakhiri warga" in house.last(STAFF_GROUP).text
    assert "Setuju?" in await says(house, "ktp saya tiga bulan belum jadi di disdukcapil batam")


async def test_a_new_report_ends_the_talk(house: House) -> None:
    await asks(house)
    await house.act(SITI, Command("lapor"), by="Siti", private=True)
    assert "diakhiri warga" in house.last(STAFF_GROUP).text
    seen = len(house.seen(STAFF_GROUP))
    await says(house, "ktp saya tiga bulan belum jadi di disdukcapil batam")
    assert len(house.seen(STAFF_GROUP)) == seen


async def test_an_answer_after_the_end_is_refused_and_one_to_an_answer_goes_on(house: House) -> None:
    bubble = await asks(house)
    await house.reply(STAFF_GROUP, bubble, "ada yang bisa dibantu?")
    answer = house.last(SITI)
    await says(house, "selesai")
    seen = len(house.seen(SITI))
    await house.reply(STAFF_GROUP, bubble, "terlambat")
    assert "tidak terkirim" in house.last(STAFF_GROUP).text and len(house.seen(SITI)) == seen
    await says(house, "maaf, satu lagi", reply_to=answer.id)
    assert "maaf, satu lagi" in house.last(STAFF_GROUP).text
    await house.reply(STAFF_GROUP, house.last(STAFF_GROUP), "silakan")
    assert "silakan" in house.last(SITI).text


async def test_staff_may_end_it_and_an_old_button_does_it_once(house: House) -> None:
    bubble = await asks(house)
    await house.press(STAFF_GROUP, "Akhiri percakapan", bubble=bubble)
    assert "Petugas mengakhiri" in house.last(SITI).text
    seen = len(house.seen(SITI))
    await house.act(STAFF_GROUP, Choice("talk:end", query="q", bubble=bubble.id))
    assert len(house.seen(SITI)) == seen


async def test_a_word_about_a_case_stays_with_the_case(house: House) -> None:
    case = await house.file(citizen=SITI)
    await house.reply("-100100", house.card("-100100", case.number), "silakan datang ke loket 4")
    await house.press("-100100", "Kirim")
    notice = next(b for b in reversed(house.seen(SITI)) if b.row.case == case.id)
    await asks(house)
    seen = len(house.seen(STAFF_GROUP))
    await says(house, "sudah saya ambil, terima kasih", reply_to=notice.id)
    assert len(house.seen(STAFF_GROUP)) == seen
    assert "sudah saya ambil" in house.last("-100100").text


async def test_a_talk_nobody_has_spoken_in_for_a_week_is_over(house: House) -> None:
    await asks(house)
    house.clock += timedelta(days=8)
    assert "Setuju?" in await says(house, "ktp saya tiga bulan belum jadi di disdukcapil batam")


async def test_a_file_comes_under_its_talk_once_it_is_here(house: House) -> None:
    bubble = await asks(house)
    media = Media(kind="photo", ref="tg-9", mime="image/jpeg", caption="ini resinya")
    await house.act(SITI, media, by="Siti", private=True)
    assert '"ini resinya"' in house.last(STAFF_GROUP).text
    async with house.database.begin() as uow:
        (waiting,) = await uow.attachments.of_draft(bubble_chat(house))
        await uow.attachments.stored(waiting.id, sha256="a" * 64, size=3, mime="image/jpeg", key="a" * 64)
        await staff_talk.on_stored(waiting.id, uow, house.services)
        old = Attachment(
            id="0" * 32, chat_key=waiting.chat_key, kind="photo", ref="x", account=CITIZEN_BOT, state="stored",
            key="b" * 64, received_at=house.clock - timedelta(days=3),
        )  # fmt: skip
        await uow.attachments.add(old)
        await staff_talk.on_stored(old.id, uow, house.services)
    await house.deliver()
    shown = [b for b in house.seen(STAFF_GROUP) if b.row.message and b.row.message.files]
    assert len(shown) == 1 and shown[0].text.startswith(bubble.text[:6])


def bubble_chat(house: House) -> str:
    return house.seen(SITI)[0].row.chat_key


async def test_without_a_staff_group_the_citizen_is_told(house: House) -> None:
    house.services = replace(house.services, staff=None)
    await house.act(SITI, Command("petugas"), by="Siti", private=True)
    assert "belum ada petugas" in house.last(SITI).text
