"""The staff group: a case nobody holds is placed by two taps, or by a name and a tap."""

from __future__ import annotations

from complaints.lifecycle import Status
from conversations.messages import Choice, Text
from tests.handlers.builders import STAFF_GROUP, House

DISDUK, CITIZEN = "-100100", "501"


async def test_two_taps(house: House) -> None:
    case = await house.file("KTP saya hilang.", agency=None, wanted="kantor kependudukan")
    card = house.last(STAFF_GROUP)
    assert 'Kata pelapor untuk instansinya: "kantor kependudukan"' in card.text
    assert "teruskan paling lambat Rabu, 25 Nov" in card.text
    office = "Dinas Kependudukan dan Pencatatan Sipil Kota Batam"
    await house.press(STAFF_GROUP, office, by="Dewi")
    assert card.text == f"Teruskan {case.number} ke {office}?"
    assert card.buttons == ["Ya, teruskan", "Pilih lain"]
    assert house.seen(CITIZEN) == []
    ack = await house.press(STAFF_GROUP, "Ya, teruskan", by="Dewi")
    assert house.toast(ack) == "Diteruskan."
    assert card.text == f"{case.number} diteruskan ke {office} oleh Dewi, 10.00 WIB."
    placed = await house.case(case.number)
    assert (placed.agency_id, placed.status) == ("2171.disdukcapil", Status.FORWARDED)
    assert "Terima" in house.card(DISDUK, case.number).buttons
    assert "sudah kami teruskan ke Disdukcapil Kota Batam" in house.last(CITIZEN).text
    async with house.database.read() as uow:
        assert await uow.matches.pairs() == [("kantor kependudukan", "2171.disdukcapil")]


async def test_second_thoughts_and_a_typed_name(house: House) -> None:
    case = await house.file("Sampah menumpuk.", agency=None, wanted="kependudukan")
    await house.press(STAFF_GROUP, house.last(STAFF_GROUP).buttons[0], by="Dewi")
    await house.press(STAFF_GROUP, "Pilih lain", by="Dewi")
    card = house.last(STAFF_GROUP)
    assert "Sampah menumpuk." in card.text
    await house.reply(STAFF_GROUP, card, "lingkungan hidup", by="Dewi")
    assert "Pilihan instansinya ada di bawah." in card.text and card.buttons == []
    await house.reply(STAFF_GROUP, house.last(STAFF_GROUP), "1", by="Dewi")
    await house.reply(STAFF_GROUP, house.last(STAFF_GROUP), "ya", by="Dewi")
    assert (await house.case(case.number)).agency_id == "2171.dlh"


async def test_two_colleagues_at_once_one_wins(house: House) -> None:
    await house.file("KTP hilang.", agency=None, wanted="kependudukan")
    card = house.last(STAFF_GROUP)
    await house.press(STAFF_GROUP, card.buttons[0], by="Dewi")
    yes = Choice(card.labels["Ya, teruskan"], query="q", bubble=card.id)
    await house.act(STAFF_GROUP, yes, by="Dewi")
    late = await house.act(STAFF_GROUP, yes, by="Agus")
    assert "sudah dipegang Disdukcapil Kota Batam" in house.toast(late)
    assert len(house.seen(CITIZEN)) == 1


async def test_queue_help_and_numbers(house: House) -> None:
    await house.command(STAFF_GROUP, "antrean")
    assert house.last(STAFF_GROUP).text == "Antrean kosong."
    case = await house.file("Apa saja.", agency=None, wanted="xyz")
    assert "Balas pesan ini dengan namanya" in house.last(STAFF_GROUP).text
    await house.command(STAFF_GROUP, "antrean")
    assert house.last(STAFF_GROUP).text.startswith("1 laporan menunggu instansi")
    await house.press(STAFF_GROUP, case.number)
    assert "Apa saja." in house.last(STAFF_GROUP).text
    await house.reply(STAFF_GROUP, house.last(STAFF_GROUP), "tak ada yang begini")
    assert "tidak ditemukan" in house.last(STAFF_GROUP).text
    held = await house.file(citizen="502")
    await house.act(STAFF_GROUP, Text(held.number))
    assert "Sekarang: diteruskan ke instansi, di Disdukcapil Kota Batam." in house.last(STAFF_GROUP).text
    for name in ("catatan", "kelas", "mitra"):
        await house.command(STAFF_GROUP, name)
        assert house.last(STAFF_GROUP).text.startswith("Tulis nomor laporannya juga")
    await house.command(STAFF_GROUP, "entah")
    assert "tidak ada di sini" in house.last(STAFF_GROUP).text


async def test_masked_and_quiet(house: House) -> None:
    await house.file("NIK saya 2171014101900001.", agency=None)
    assert "2171014101900001" not in house.last(STAFF_GROUP).text
    before = len(house.seen(STAFF_GROUP))
    await house.act(STAFF_GROUP, Text("makan siang di mana?"))
    assert len(house.seen(STAFF_GROUP)) == before


async def test_a_group_bound_later_gets_the_open_cards(house: House) -> None:
    from conversations.messages import Address, Channel
    from handlers import desk_cards

    case = await house.file("KTP hilang.", agency="2171.dinsos")
    assert "belum punya grup" in house.last(STAFF_GROUP).text
    async with house.database.begin() as uow:
        address = Address(channel=Channel.TELEGRAM, account="7000000002", chat="-100400")
        await uow.desks.bind("2171.dinsos", address, "Dinsos", house.clock)
        await desk_cards.desk_bound(uow, house.services, "2171.dinsos")
    await house.deliver()
    assert house.card("-100400", case.number).buttons
