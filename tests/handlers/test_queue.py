"""/antrean: what waits for staff by kind, dead letters in their hands, bursts shown and never held back."""

from __future__ import annotations

from datetime import timedelta

from conversations.messages import Address, Channel
from handlers import trouble
from tests.handlers.builders import DESK_BOT, STAFF_GROUP, House


async def test_every_kind_is_counted_and_opened_in_one_bubble(house: House) -> None:
    unclear = await house.file("Entah siapa yang mengurus ini.", agency=None, wanted="xyz")
    lost = await house.file("Bansos tidak turun.", agency="2171.dinsos", citizen="502")
    late = await house.file("KTP belum jadi.", citizen="503")
    house.clock += timedelta(days=30)
    await house.command(STAFF_GROUP, "antrean")
    board = house.last(STAFF_GROUP)
    assert board.text.splitlines() == [
        "Antrean: 5", "Belum jelas instansinya: 1", "Narahubung tak terjangkau: 1", "Lewat batas waktu: 3",
    ]  # fmt: skip
    shelves = {"Belum jelas": unclear, "Tak terjangkau": lost, "Lewat batas": late}
    for label, number in ((label, case.number) for label, case in shelves.items()):
        await house.press(STAFF_GROUP, label, bubble=board)
        assert number in board.text and number in board.buttons
        await house.press(STAFF_GROUP, "Semua jenis", bubble=board)
    assert house.last(STAFF_GROUP) is board
    await house.press(STAFF_GROUP, "Lewat batas", bubble=board)
    await house.press(STAFF_GROUP, late.number, bubble=board)
    assert "Sekarang: diteruskan ke instansi, di Disdukcapil Kota Batam." in house.last(STAFF_GROUP).text


async def test_pages_of_a_long_queue(house: House) -> None:
    cases = [await house.file(f"Laporan ke-{n} dari warga.", agency=None, citizen=str(600 + n)) for n in range(10)]
    await house.command(STAFF_GROUP, "antrean")
    board = house.last(STAFF_GROUP)
    assert board.text.startswith("10 laporan menunggu instansi") and cases[0].number in board.text
    assert cases[9].number not in board.text
    await house.press(STAFF_GROUP, "Berikutnya", bubble=board)
    assert cases[9].number in board.text and "Berikutnya" not in board.buttons
    await house.press(STAFF_GROUP, "Sebelumnya", bubble=board)
    assert cases[0].number in board.text


async def _dead_update(house: House) -> int:
    """An update that could not be handled, with its alarm."""
    async with house.database.begin() as uow:
        chat = Address(channel=Channel.TELEGRAM, account=DESK_BOT, chat="-100100")
        update = (Channel.TELEGRAM, DESK_BOT, "9001", house.keyring.chat_key(chat), {"update_id": 9001})
        await uow.inbox.add([update], at=house.clock)
        (row,) = await uow.inbox.next(at=house.clock)
        assert await uow.inbox.failed(row.id, error="ValueError", at=house.clock, max_tries=1)
        await trouble.inbox_dead(row, uow, house.services)
    await house.deliver()
    return row.id


async def test_a_dead_letter_is_told_at_once_and_tried_again(house: House) -> None:
    id_ = await _dead_update(house)
    alarm = house.last(STAFF_GROUP)
    assert alarm.buttons == [f"Coba lagi {id_}", f"Singkirkan {id_}"]
    labels = dict(alarm.labels)
    await house.press(STAFF_GROUP, f"Coba lagi {id_}", bubble=alarm)
    assert "dicoba lagi" in alarm.text
    async with house.database.begin() as uow:
        (row,) = await uow.inbox.next(at=house.clock)
        assert row.id == id_
        await uow.inbox.done([id_])
    # An old button of a letter that was handled since revives nothing.
    alarm.labels = labels
    ack = await house.press(STAFF_GROUP, f"Coba lagi {id_}", bubble=alarm)
    assert house.toast(ack) == "Pesan itu sudah tidak macet."
    async with house.database.begin() as uow:
        assert await uow.inbox.next(at=house.clock) == []


async def test_a_dead_letter_is_listed_and_put_away(house: House) -> None:
    id_ = await _dead_update(house)
    await house.command(STAFF_GROUP, "antrean")
    board = house.last(STAFF_GROUP)
    assert f"Masuk nomor {id_}" in board.text and "ValueError" in board.text
    await house.press(STAFF_GROUP, f"Singkirkan {id_}", bubble=board)
    assert board.text == "Antrean kosong."


async def test_a_burst_is_listed_and_nothing_is_held_back(house: House) -> None:
    one = [await house.file(f"Sampah di blok {n} sudah seminggu.", agency="2171.dlh", citizen="700") for n in range(5)]
    same = "Air mati di seluruh perumahan kami!"
    for n in range(3):
        await house.file(same if n else same.upper(), agency="2171.dlh", citizen=str(800 + n))
    await house.command(STAFF_GROUP, "antrean")
    board = house.last(STAFF_GROUP)
    assert "5 laporan dari satu pengirim: " + one[-1].number in board.text
    assert "3 laporan berbunyi sama dari 3 pengirim" in board.text and "Tidak ada yang ditahan." in board.text
    assert [(await house.case(case.number)).status for case in one] == ["forwarded"] * 5
    house.clock += timedelta(days=2)
    await house.command(STAFF_GROUP, "antrean")
    assert "beruntun" not in house.last(STAFF_GROUP).text.casefold()
