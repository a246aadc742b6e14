"""Scene 6: for whom, the words, the preview, the count on each channel, now or later, once each."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from bot.broadcaster import Broadcaster
from conversations.messages import Choice, Media, Text
from handlers.services import BroadcastRules
from storage.attachments_store import FileStore
from storage.broadcasts import Result
from tests.handlers.builders import STAFF_GROUP, House

OFFICE = "Dinas Kependudukan dan Pencatatan Sipil Kota Batam"
NEWS = "Blanko KTP-el di Batam tersedia lagi mulai Senin."


async def _filed(house: House) -> None:
    await house.file(citizen="501")
    await house.file("Akta juga belum.", citizen="501")
    await house.file(citizen="502")
    await house.file("Sampah.", agency="2171.dlh", citizen="503")


async def _says(house: House, *lines: str, by: str = "Dewi") -> None:
    for line in lines:
        await house.act(STAFF_GROUP, Text(line), by=by)


async def _goes(house: House) -> None:
    """The loop that keeps notices going, until nothing is left."""
    files = FileStore(Path(house.database.url.database or "").parent / "files", house.keyring)
    runner = Broadcaster(house.database, house.services, house.words, files)
    for _ in range(20):
        house.clock += timedelta(seconds=5)
        worked = await runner.run_once()
        await house.deliver()
        if not worked:
            return


async def test_from_command_to_citizens(house: House) -> None:
    await _filed(house)
    await house.command(STAFF_GROUP, "siaran", by="Dewi")
    assert house.last(STAFF_GROUP).buttons[0] == "Pelapor dengan laporan terbuka"
    await _says(house, "laporan terbuka, kependudukan")
    assert "2 orang (Telegram 2)" in house.last(STAFF_GROUP).text and OFFICE in house.last(STAFF_GROUP).text
    await _says(house, "nanti makan di mana?", by="Agus")
    assert "Tulis kabarnya" in house.last(STAFF_GROUP).text, "a colleague's talk is not the notice"
    await _says(house, NEWS)
    preview, question = house.seen(STAFF_GROUP)[-2:]
    assert "2 orang" in question.text and "Perkiraan selesai: 1 detik" in question.text
    assert "Telegram gratis" in question.text and "Rp" not in question.text
    await house.press(STAFF_GROUP, "Kirim sekarang", by="Dewi")
    await _goes(house)
    assert house.last("501").text == house.last("502").text == preview.text
    assert [len(house.seen(c)) for c in ("501", "502", "503")] == [1, 1, 0]
    assert "2 orang dimulai oleh Dewi" in question.text and question.buttons == []
    assert house.last("501").row.on_ambiguous == "drop"


async def test_double_tap_and_the_tap_of_a_colleague_send_once(house: House) -> None:
    await _filed(house)
    await house.command(STAFF_GROUP, "siaran", "kependudukan", by="Dewi")
    await _says(house, NEWS)
    question = house.last(STAFF_GROUP)
    send = Choice(question.labels["Kirim sekarang"], query="q", bubble=question.id)
    await house.act(STAFF_GROUP, send, by="Dewi")
    ack = await house.act(STAFF_GROUP, send, by="Agus")
    await _goes(house)
    assert "sudah dikirim Dewi" in house.toast(ack)
    assert len(house.seen("501")) == 1


async def test_filter_change_broken_markup_and_cancel(house: House) -> None:
    await _filed(house)
    await house.command(STAFF_GROUP, "siaran", by="Dewi")
    await house.press(STAFF_GROUP, "Saring lagi", by="Dewi")
    assert house.last(STAFF_GROUP).buttons[0] == OFFICE
    await _says(house, "lingkungan", "<b>Salah</i> & _*")
    assert "<b>Salah</i> & _*" in house.seen(STAFF_GROUP)[-2].text
    await _says(house, "ubah", "Benar.", "batal")
    assert "Tidak ada yang dikirim" in house.last(STAFF_GROUP).text
    before = len(house.seen(STAFF_GROUP))
    await _says(house, "kirim")
    await _goes(house)
    assert len(house.seen(STAFF_GROUP)) == before and house.seen("503") == []


async def test_topics_statuses_and_what_nobody_understands(house: House) -> None:
    await _filed(house)
    await house.command(STAFF_GROUP, "siaran", "laporan terbuka, topik KTP", by="Dewi")
    assert "3 orang" in house.last(STAFF_GROUP).text
    await house.command(STAFF_GROUP, "siaran", "selesai", by="Dewi")
    assert "Tidak ada orang" in house.last(STAFF_GROUP).text
    await house.command(STAFF_GROUP, "siaran", "topik zzzz", by="Dewi")
    assert "tidak dikenali" in house.last(STAFF_GROUP).text


async def test_nobody_to_tell_and_words_missing(house: House) -> None:
    await house.command(STAFF_GROUP, "siaran", "dinas sosial", by="Dewi")
    assert "Tidak ada pelapor" in house.last(STAFF_GROUP).text
    await _filed(house)
    await _says(house, "lingkungan", "🙂")
    assert "masih kosong" in house.last(STAFF_GROUP).text
    await _says(house, "x" * 4000)
    assert "Terlalu panjang" in house.last(STAFF_GROUP).text


async def test_who_blocked_us_is_not_counted_and_who_stopped_hears_of_an_open_case_only(house: House) -> None:
    await _filed(house)
    async with house.database.begin() as uow:
        case = (await uow.complaints.for_staff().open_of("2171.dlh"))[0]
        await uow.chats.mark_unreachable(case.chat_key)
        other = (await uow.complaints.for_staff().open_of("2171.disdukcapil"))[0]
        chat = await uow.chats.get(other.chat_key)
        assert chat
        await uow.chats.save(replace(chat, notices=False, consent_version="1"))
    await house.command(STAFF_GROUP, "siaran", "lingkungan", by="Dewi")
    assert "Tidak ada pelapor" in house.last(STAFF_GROUP).text
    await house.command(STAFF_GROUP, "siaran", "kependudukan", by="Dewi")
    assert "2 orang" in house.last(STAFF_GROUP).text
    await house.command(STAFF_GROUP, "siaran", "semua", by="Dewi")
    assert "Tidak ada orang" in house.last(STAFF_GROUP).text


async def test_a_second_person_approves_many(house: House) -> None:
    house.services = replace(house.services, broadcast=BroadcastRules(approval_above=1))
    await _filed(house)
    await house.command(STAFF_GROUP, "siaran", "kependudukan", by="Dewi")
    await _says(house, NEWS)
    assert "satu petugas lain" in house.last(STAFF_GROUP).text
    await house.press(STAFF_GROUP, "Kirim sekarang", by="Dewi")
    ack = await house.press(STAFF_GROUP, "Setujui", by="Dewi")
    assert "petugas lain" in house.toast(ack)
    await _goes(house)
    assert house.seen("501") == []
    await house.press(STAFF_GROUP, "Setujui", by="Agus")
    await _goes(house)
    assert len(house.seen("501")) == 1


async def test_later_in_working_hours(house: House) -> None:
    await _filed(house)
    await house.command(STAFF_GROUP, "siaran", "kependudukan", by="Dewi")
    await _says(house, NEWS, "jadwalkan")
    assert house.last(STAFF_GROUP).buttons[:2] == [
        "Jumat, 20 November 2026 11.00 WIB", "Senin, 23 November 2026 08.00 WIB",
    ]  # fmt: skip
    await _says(house, "21/11 09.00")
    assert "di luar jam kerja" in house.last(STAFF_GROUP).text
    await _says(house, "kapan-kapan")
    assert "tidak terbaca" in house.last(STAFF_GROUP).text
    question = next(b for b in reversed(house.seen(STAFF_GROUP)) if "Kapan dikirim" in b.text)
    await _says(house, "2")
    assert question.text == "Siaran untuk 2 orang dijadwalkan oleh Dewi, mulai Senin, 23 November 2026 08.00 WIB."
    await _goes(house)
    assert house.seen("501") == []
    house.clock += timedelta(days=3)
    await _goes(house)
    assert len(house.seen("501")) == 1


async def test_two_languages_and_a_picture(house: House) -> None:
    await _filed(house)
    async with house.database.begin() as uow:
        case = (await uow.complaints.for_staff().open_of("2171.disdukcapil"))[0]
        chat = await uow.chats.get(case.chat_key)
        assert chat
        await uow.chats.save(replace(chat, language="en"))
    await house.command(STAFF_GROUP, "siaran", "kependudukan", by="Dewi")
    await house.act(STAFF_GROUP, Media(kind="photo", ref="f1", mime="image/jpeg"), by="Dewi")
    assert "perlu keterangan" in house.last(STAFF_GROUP).text
    await house.act(STAFF_GROUP, Media(kind="photo", ref="f1", mime="image/jpeg", caption=NEWS), by="Dewi")
    assert "menyusul" in house.last(STAFF_GROUP).text
    await _picture_is_here(house)
    assert house.seen(STAFF_GROUP)[-2].row.message.files[0].key == "k1"  # type: ignore[union-attr]
    await house.press(STAFF_GROUP, "Tambah Inggris", by="Dewi")
    await _says(house, "ID cards are back.")
    await house.press(STAFF_GROUP, "Kirim sekarang", by="Dewi")
    await _goes(house)
    said = {who: house.last(who).text for who in ("501", "502")}
    assert sorted("ID cards are back." in text for text in said.values()) == [False, True]
    assert all(house.last(who).row.message.files for who in said)  # type: ignore[union-attr]


async def _picture_is_here(house: House) -> None:
    from handlers.attachments import on_stored

    async with house.database.begin() as uow:
        (one,) = await uow.attachments.pending(house.clock + timedelta(minutes=1))
        await uow.attachments.stored(one.id, key="k1", sha256="0" * 64, size=3, mime="image/jpeg")
        await on_stored(one.id, uow, house.services)
    await house.deliver()


async def test_pause_resume_cancel_and_the_report(house: House) -> None:
    await _filed(house)
    await house.command(STAFF_GROUP, "siaran", "laporan terbuka", by="Dewi")
    await _says(house, NEWS)
    sender, house.deliver = house.deliver, _nothing  # type: ignore[method-assign]
    await house.press(STAFF_GROUP, "Kirim sekarang", by="Dewi")
    house.deliver = sender  # type: ignore[method-assign]
    async with house.database.read() as uow:
        (token,) = await uow.broadcasts.live(house.clock)
    await house.act(STAFF_GROUP, Choice(f"bc:pause:{token}", query="q"), by="Agus")
    await _goes(house)
    assert house.seen("501") == [] and "Dijeda" in house.last(STAFF_GROUP).text
    await house.press(STAFF_GROUP, "Lanjutkan", by="Dewi")
    await house.press(STAFF_GROUP, "Hentikan", by="Dewi")
    await _goes(house)
    assert house.seen("501") == []
    report = house.last(STAFF_GROUP)
    assert "Dihentikan" in report.text
    assert [file.mime for file in report.row.message.files] == ["image/png", "text/csv"]  # type: ignore[union-attr]
    ack = await house.act(STAFF_GROUP, Choice(f"bc:resume:{token}", query="q"), by="Agus")
    assert "tidak dalam keadaan itu" in house.toast(ack)


async def _nothing() -> None:
    return None


async def test_results_end_in_the_bar(house: House) -> None:
    await _filed(house)
    await house.command(STAFF_GROUP, "siaran", "laporan terbuka", by="Dewi")
    await _says(house, NEWS)
    await house.press(STAFF_GROUP, "Kirim sekarang", by="Dewi")
    await _goes(house)
    async with house.database.read() as uow:
        assert await uow.broadcasts.live(house.clock) == []
        counts = await uow.broadcasts.counts(await _token(house))
    assert counts[Result.UNCERTAIN] == 3, "this street settles without writing results: swept as not certain"
    bars = [b for b in house.seen(STAFF_GROUP) if "█" in b.text]
    assert len(bars) == 2, "one that was edited, one with the report"


async def _token(house: House) -> str:
    bar = next(b for b in house.seen(STAFF_GROUP) if (b.row.ref or "").startswith("broadcast_run:"))
    return str(bar.row.ref).partition(":")[2]
