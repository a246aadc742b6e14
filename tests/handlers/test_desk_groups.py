"""Groups that put the bot out, let it in again, or become supergroups: no case is lost, cards come anew."""

from __future__ import annotations

from conversations.messages import Address, Channel, Choice, Membership, Migrated, Text
from handlers import joining
from tests.handlers.builders import DESK_BOT, STAFF_GROUP, House

OWN, NEW, CITIZEN = "-100100", "-1007001", "501"


async def test_put_out_and_let_in_again_what_came_meanwhile_is_shown(house: House) -> None:
    first = await house.file()
    await house.act(OWN, Membership(state="left", chat_title="Disdukcapil"))
    assert "Dinas Kependudukan" in house.last(STAFF_GROUP).text
    second = await house.file("Akta hilang.", citizen="502")
    assert (await house.case(second.number)).agency_id == "2171.disdukcapil"
    assert all(bubble.row.ref != f"card:{second.number}" for bubble in house.seen(OWN))
    await house.act(OWN, Membership(state="administrator", chat_title="Disdukcapil"))
    for case in (first, second):
        assert "Terima" in house.card(OWN, case.number).buttons
    await house.press(OWN, "Terima", bubble=house.card(OWN, second.number))
    assert "Diterima Rina" in house.card(OWN, second.number).text


async def test_a_supergroup_gets_the_open_cards_anew_and_they_work(house: House) -> None:
    case = await house.file()
    await house.act(OWN, Migrated(new_chat=NEW))
    card = house.card(NEW, case.number)
    await house.reply(NEW, card, "Datang Senin.")
    await house.press(NEW, "Kirim")
    assert "Datang Senin." in house.last(CITIZEN).text
    later = await house.file("Akta hilang.", citizen="502")
    assert house.card(NEW, later.number)
    assert all(bubble.row.ref != f"card:{later.number}" for bubble in house.seen(OWN))


async def test_a_group_that_was_thought_gone_and_speaks_is_there_again(house: House) -> None:
    first = await house.file()
    async with house.database.begin() as uow:
        key = (await uow.desks.of_agency("2171.disdukcapil"))[0].chat_key
        await joining.group_lost(uow, house.services, key)
    second = await house.file("Akta hilang.", citizen="502")
    assert all(bubble.row.ref != f"card:{second.number}" for bubble in house.seen(OWN))
    await house.act(OWN, Text("pagi semua"))
    assert [b.row.ref for b in house.seen(OWN)][-2:] == [f"card:{one.number}" for one in (first, second)]
    told = len(house.seen(OWN))
    await house.act(OWN, Text("kartunya sudah masuk"))
    assert len(house.seen(OWN)) == told, "once"
    assert [b.text for b in house.seen(STAFF_GROUP) if "terjangkau lagi" in b.text] == [
        "Grup Disdukcapil Kota Batam terjangkau lagi; laporan terbukanya sudah ditampilkan di sana."
    ]


async def test_a_group_of_several_agencies_reads_on_each_card_whose_it_is(house: House) -> None:
    alone = await house.file()
    assert "Untuk " not in house.card(OWN, alone.number).text
    async with house.database.begin() as uow:
        own = Address(channel=Channel.TELEGRAM, account=DESK_BOT, chat=OWN)
        await uow.desks.bind("2171.dlh", own, "Bersama", house.clock)
    waste = await house.file("Sampah menumpuk.", agency="2171.dlh", citizen="502")
    paper = await house.file("Akta hilang.", citizen="503")
    assert "Untuk DLH Kota Batam." in house.card(OWN, waste.number).text
    assert "Untuk Disdukcapil Kota Batam." in house.card(OWN, paper.number).text
    other = await house.file("Jalan rusak.", agency="2171.bpbatam", citizen="504")
    assert "Untuk " not in house.card("-100300", other.number).text


async def test_the_upgrade_of_a_group_that_was_thought_gone_brings_it_back(house: House) -> None:
    await house.act(OWN, Membership(state="left", chat_title="Disdukcapil"))
    case = await house.file()
    await house.act(OWN, Migrated(new_chat=NEW))
    assert "Terima" in house.card(NEW, case.number).buttons


async def test_pressed_in_the_group_that_moved_nothing_happens(house: House) -> None:
    case = await house.file()
    await house.act(OWN, Migrated(new_chat=NEW))
    ack = await house.act(OWN, Choice(f"desk:accept:{case.number}", query="q", bubble="x"))
    assert ack is not None and (await house.case(case.number)).version == case.version
