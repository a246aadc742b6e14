"""A sender may die at any moment: leases run out, late settlements are refused, dead letters come back."""

from __future__ import annotations

from datetime import datetime, timedelta

from storage.database import Database
from storage.records import Lane, OutboxRow
from tests.storage.samples import a_chat, outgoing

LEASE = timedelta(seconds=30)


async def one_message(database: Database, at: datetime, **given: object) -> OutboxRow:
    chat = await a_chat(database)
    async with database.begin() as uow:
        await uow.outbox.put(outgoing(chat.key, **given))
        (row,) = await uow.outbox.claim(owner="s1", at=at, lease=LEASE)
    return row


async def again(database: Database, at: datetime, owner: str = "s2") -> list[OutboxRow]:
    async with database.begin() as uow:
        return await uow.outbox.claim(owner=owner, at=at, lease=LEASE)


async def test_a_leased_message_is_nobody_elses(database: Database, at: datetime) -> None:
    await one_message(database, at)
    assert await again(database, at) == []
    async with database.begin() as uow:
        assert await uow.outbox.reap(at + LEASE) == 0, "the lease holds to its last moment"


async def test_while_one_message_is_on_its_way_its_chat_waits_even_for_an_answer(
    database: Database, at: datetime
) -> None:
    row = await one_message(database, at, lane=Lane.BROADCAST)
    async with database.begin() as uow:
        await uow.outbox.put(outgoing(row.chat_key, "answer"))
    assert await again(database, at) == []
    async with database.begin() as uow:
        await uow.outbox.sent(row.id, "s1", [], at)
    assert len(await again(database, at)) == 1


async def test_an_expired_lease_is_sent_again_and_the_late_sender_is_refused(database: Database, at: datetime) -> None:
    row = await one_message(database, at)
    late = at + LEASE + timedelta(seconds=1)
    async with database.begin() as uow:
        assert await uow.outbox.reap(late) == 1
        assert not await uow.outbox.sent(row.id, "s1", ["1"], late)
    (second,) = await again(database, late)
    assert (second.id, second.attempts) == (row.id, 2)
    async with database.begin() as uow:
        assert not await uow.outbox.sent(row.id, "s1", ["1"], late)
        assert not await uow.outbox.retry(row.id, "s1", late, "Unknown")
        assert not await uow.outbox.dead(row.id, "s1", "Rejected")
        assert await uow.outbox.sent(row.id, "s2", ["1"], late)
        assert not await uow.outbox.sent(row.id, "s2", ["1"], late), "settled is settled"


async def test_a_broadcast_of_a_dead_sender_is_not_said_twice(database: Database, at: datetime) -> None:
    await one_message(database, at, on_ambiguous="drop")
    async with database.begin() as uow:
        assert await uow.outbox.reap(at + LEASE * 2) == 1
    assert await again(database, at + LEASE * 2) == []
    async with database.read() as uow:
        assert await uow.outbox.dead_letters() == []


async def test_release_hands_back_at_shutdown(database: Database, at: datetime) -> None:
    row = await one_message(database, at)
    async with database.begin() as uow:
        assert await uow.outbox.release("somebody") == 0
        assert await uow.outbox.release("s1") == 1
    (second,) = await again(database, at)
    assert (second.id, second.attempts) == (row.id, 1), "it was not tried"


async def test_dead_letters_can_be_read_and_sent_again(database: Database, at: datetime) -> None:
    row = await one_message(database, at)
    async with database.begin() as uow:
        assert await uow.outbox.dead(row.id, "s1", "Rejected")
    assert await again(database, at) == []
    async with database.begin() as uow:
        (letter,) = await uow.outbox.dead_letters(5)
        assert (letter.id, letter.error, letter.message) == (row.id, "Rejected", row.message)
        assert await uow.outbox.requeue(row.id)
        assert not await uow.outbox.requeue(row.id)
    (second,) = await again(database, at)
    assert (second.attempts, second.error) == (1, None)


async def test_a_dead_message_does_not_block_its_chat(database: Database, at: datetime) -> None:
    row = await one_message(database, at)
    async with database.begin() as uow:
        await uow.outbox.put(outgoing(row.chat_key, "next"))
        await uow.outbox.dead(row.id, "s1", "Rejected")
    assert len(await again(database, at)) == 1


async def test_settled_messages_can_be_forgotten(database: Database, at: datetime) -> None:
    row = await one_message(database, at)
    async with database.begin() as uow:
        await uow.outbox.put(outgoing(row.chat_key, "waits"))
        await uow.outbox.sent(row.id, "s1", [], at)
        assert await uow.outbox.forget(before=at) == 0
        assert await uow.outbox.forget(before=at + timedelta(seconds=1)) == 1
    assert len(await again(database, at)) == 1


async def test_an_end_gives_back_what_may_be_said_twice_and_nothing_else(database: Database, at: datetime) -> None:
    chat, other = await a_chat(database), await a_chat(database, "78")
    async with database.begin() as uow:
        await uow.outbox.put([outgoing(chat.key), outgoing(other.key, lane=Lane.BROADCAST, on_ambiguous="drop")])
        assert len(await uow.outbox.claim(owner="s1", at=at, lease=LEASE)) == 2
        assert await uow.outbox.release("s1") == 1
    assert [row.chat_key for row in await again(database, at)] == [chat.key]
    async with database.begin() as uow:
        await uow.outbox.reap(at + 2 * LEASE)
    assert [row.chat_key for row in await again(database, at + 2 * LEASE)] == [chat.key]
