"""A forum topic per case where the group has them, and the group itself wherever that fails."""

from __future__ import annotations

from conversations.messages import Choice, Membership
from handlers import topics
from storage.records import OutboxRow
from tests.handlers.builders import House

OWN, DLH, CITIZEN = "-100100", "-100200", "501"
FORUM = Membership(state="administrator", chat_title="Disdukcapil", forum=True, can_manage_topics=True)
PLAIN = Membership(state="administrator", chat_title="Disdukcapil", forum=True, can_manage_topics=False)


def _topic(house: House, group: str = OWN) -> list[object]:
    (topic,) = [found for (chat, _), found in house.topics.items() if chat == group]
    return topic


async def test_named_after_number_topic_and_due_and_the_card_is_in_it(house: House) -> None:
    await house.act(OWN, FORUM)
    case = await house.file()
    assert _topic(house) == [f"{case.number} · KTP, KK, akta · Jumat, 27 Nov", True]
    card = house.card(OWN, case.number)
    async with house.database.read() as uow:
        assert await topics.thread_of(card.row, uow) == "t1"


async def test_renamed_closed_and_opened_again_as_the_case_moves(house: House) -> None:
    await house.act(OWN, FORUM)
    case = await house.file()
    await house.press(OWN, "Minta data")
    await house.reply(OWN, house.last(OWN), "Nomor resinya?")
    await house.press(OWN, "Kirim")
    assert "20 Des" in str(_topic(house)[0])
    await house.reply(OWN, house.card(OWN, case.number), "Sudah selesai.")
    await house.press(OWN, "Kirim")
    notice = house.last(CITIZEN)
    await house.act(CITIZEN, Choice(notice.labels["Sudah selesai"], bubble=notice.id), private=True, by="Siti Aminah")
    title, is_open = _topic(house)
    assert not is_open and "selesai" in str(title)
    over = house.last(CITIZEN)
    await house.act(CITIZEN, Choice(f"case:notyet:{case.number}", bubble=over.id), private=True, by="Siti Aminah")
    assert _topic(house)[1]


async def test_a_group_without_the_right_gets_cards_as_before(house: House) -> None:
    await house.act(OWN, PLAIN)
    case = await house.file()
    assert house.topics == {} and house.card(OWN, case.number)


async def test_rights_taken_away_are_said_once_and_nothing_is_lost(house: House) -> None:
    await house.act(OWN, FORUM)
    house.no_topics.add(OWN)
    first, second = await house.file(), await house.file("Akta hilang.", citizen="502")
    assert house.card(OWN, first.number) and house.card(OWN, second.number)
    assert sum("tidak dapat lagi mengelola topik" in bubble.text for bubble in house.seen(OWN)) == 1


async def test_a_deleted_topic_is_said_once_and_the_case_goes_on_in_the_group(house: House) -> None:
    await house.act(OWN, FORUM)
    case = await house.file()
    row = house.card(OWN, case.number).row
    async with house.database.begin() as uow:
        await topics.lost(_in(row, "t1"), uow, house.services)
        await topics.lost(_in(row, "t1"), uow, house.services)
    await house.deliver()
    assert sum("sudah tidak ada" in bubble.text for bubble in house.seen(OWN)) == 1
    async with house.database.read() as uow:
        assert await topics.thread_of(row, uow) is None
    await house.press(OWN, "Terima")
    assert "diterima Rina" in house.last(OWN).text


async def test_passed_on_the_old_topic_is_closed_and_the_new_group_has_its_own(house: House) -> None:
    await house.act(OWN, FORUM)
    await house.act(DLH, FORUM)
    case = await house.file()
    await house.press(OWN, "Bukan wewenang")
    await house.reply(OWN, house.last(OWN), "lingkungan")
    await house.press(OWN, house.last(OWN).buttons[0])
    assert _topic(house)[1] is False and _topic(house, DLH)[1] is True
    assert house.card(DLH, case.number)


def _in(row: OutboxRow, thread: str) -> OutboxRow:
    from dataclasses import replace

    return replace(row, address=replace(row.address, thread=thread))
