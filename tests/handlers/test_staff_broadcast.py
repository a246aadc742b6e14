"""Scene 6, small: one agency's reporters with open cases, preview, exact count, once each."""

from __future__ import annotations

from conversations.messages import Choice, Text
from tests.handlers.builders import STAFF_GROUP, House

OFFICE = "Dinas Kependudukan dan Pencatatan Sipil Kota Batam"
NEWS = "Blanko KTP-el di Batam tersedia lagi mulai Senin."


async def _filed(house: House) -> None:
    await house.file(citizen="501")
    await house.file("Akta juga belum.", citizen="501")
    await house.file(citizen="502")
    await house.file("Sampah.", agency="2171.dlh", citizen="503")


async def test_from_command_to_citizens(house: House) -> None:
    await _filed(house)
    await house.command(STAFF_GROUP, "siaran", by="Dewi")
    assert house.last(STAFF_GROUP).buttons[0] == f"{OFFICE} (3)"
    await house.press(STAFF_GROUP, f"{OFFICE} (3)", by="Dewi")
    assert house.last(STAFF_GROUP).text == f"{OFFICE}: 2 orang. Tulis kabarnya."
    await house.act(STAFF_GROUP, Text("nanti makan di mana?"), by="Agus")
    assert house.last(STAFF_GROUP).text.endswith("Tulis kabarnya."), "a colleague's talk is not the notice"
    await house.act(STAFF_GROUP, Text(NEWS), by="Dewi")
    preview, question = house.seen(STAFF_GROUP)[-2:]
    assert question.text == f"Pesan di atas akan dikirim ke 2 pelapor dengan laporan terbuka di {OFFICE}."
    await house.press(STAFF_GROUP, "Kirim sekarang", by="Dewi")
    assert house.last("501").text == house.last("502").text == preview.text
    assert [len(house.seen(c)) for c in ("501", "502", "503")] == [1, 1, 0]
    assert "dikirim ke 2 pelapor oleh Dewi" in question.text and question.buttons == []
    assert house.last("501").row.on_ambiguous == "drop"


async def test_double_tap_and_the_tap_of_a_colleague_send_once(house: House) -> None:
    await _filed(house)
    await house.command(STAFF_GROUP, "siaran", "kependudukan", by="Dewi")
    await house.act(STAFF_GROUP, Text("1"), by="Dewi")
    await house.act(STAFF_GROUP, Text(NEWS), by="Dewi")
    question = house.last(STAFF_GROUP)
    send = Choice(question.labels["Kirim sekarang"], query="q", bubble=question.id)
    await house.act(STAFF_GROUP, send, by="Dewi")
    ack = await house.act(STAFF_GROUP, send, by="Agus")
    assert "sudah dikirim Dewi" in house.toast(ack)
    assert len(house.seen("501")) == 1


async def test_change_cancel_and_words(house: House) -> None:
    await _filed(house)
    await house.command(STAFF_GROUP, "siaran", by="Dewi")
    await house.act(STAFF_GROUP, Text("lingkungan"), by="Dewi")
    await house.act(STAFF_GROUP, Text("1"), by="Dewi")
    await house.act(STAFF_GROUP, Text("<b>Salah</b>"), by="Dewi")
    assert "<b>Salah</b>" in house.seen(STAFF_GROUP)[-2].text
    await house.act(STAFF_GROUP, Text("ubah"), by="Dewi")
    await house.act(STAFF_GROUP, Text("Benar."), by="Dewi")
    await house.act(STAFF_GROUP, Text("batal"), by="Dewi")
    assert "Tidak ada yang dikirim" in house.last(STAFF_GROUP).text
    assert house.seen("503") == []
    before = len(house.seen(STAFF_GROUP))
    await house.act(STAFF_GROUP, Text("kirim"), by="Dewi")
    assert len(house.seen(STAFF_GROUP)) == before


async def test_nobody_to_tell_and_words_missing(house: House) -> None:
    await house.command(STAFF_GROUP, "siaran", "dinas sosial", by="Dewi")
    await house.press(STAFF_GROUP, "Dinas Sosial Kota Batam", by="Dewi")
    assert "Tidak ada pelapor" in house.last(STAFF_GROUP).text
    await _filed(house)
    await house.act(STAFF_GROUP, Text("lingkungan"), by="Dewi")
    await house.act(STAFF_GROUP, Text("1"), by="Dewi")
    await house.act(STAFF_GROUP, Text("🙂"), by="Dewi")
    assert "masih kosong" in house.last(STAFF_GROUP).text
    await house.act(STAFF_GROUP, Text("x" * 4000), by="Dewi")
    assert "Terlalu panjang" in house.last(STAFF_GROUP).text


async def test_who_blocked_us_or_has_nothing_open_is_not_counted(house: House) -> None:
    await _filed(house)
    async with house.database.begin() as uow:
        case = (await uow.complaints.for_staff().open_of("2171.dlh"))[0]
        await uow.chats.mark_unreachable(case.chat_key)
    await house.command(STAFF_GROUP, "siaran", "lingkungan", by="Dewi")
    await house.act(STAFF_GROUP, Text("1"), by="Dewi")
    assert "Tidak ada pelapor" in house.last(STAFF_GROUP).text
