"""What goes out: lane by lane, in order within a chat, once per dedup, and only for the tokens we hold."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from conversations.messages import Channel, ChatKind, Option, Quoted, say, words
from storage.database import Database
from storage.records import Lane, OutboxRow, Outgoing
from tests.storage.samples import a_chat, address, outgoing


async def put(database: Database, *rows: Outgoing) -> None:
    async with database.begin() as uow:
        await uow.outbox.put(rows)


async def claim(database: Database, at: datetime, owner: str = "s1", limit: int = 50) -> list[OutboxRow]:
    async with database.begin() as uow:
        return await uow.outbox.claim(owner=owner, at=at, limit=limit, lease=timedelta(seconds=30))


def text(row: OutboxRow) -> str:
    assert row.message and isinstance(row.message.lines[0], Quoted)
    return row.message.lines[0].text


async def drain(database: Database, at: datetime, *, limit: int = 50) -> list[list[str]]:
    """Claim and settle until nothing is due; the texts of each batch."""
    batches = []
    while rows := await claim(database, at, limit=limit):
        async with database.begin() as uow:
            for row in rows:
                assert await uow.outbox.sent(row.id, "s1", [f"m{row.id}"], at)
        batches.append([text(row) for row in rows])
    return batches


async def test_a_message_comes_back_as_it_went_in(database: Database, at: datetime) -> None:
    chat = await a_chat(database)
    yes = Option(id="consent:yes", label=words("button.yes"))
    message = say("ask.consent", words("due", at=at, n=3), Quoted("<b>"), options=(yes,))
    await put(
        database,
        Outgoing(
            chat_key=chat.key, message=message, action="edit", ref="card:1", case="c" * 32, bubble="card",
            lane=Lane.STATUS, dedup="x", on_ambiguous="drop", thread="7", data={"n": [1]},
        ),
    )  # fmt: skip
    (row,) = await claim(database, at)
    assert row.message == message
    assert row.address == address(thread="7")
    assert (row.language, row.attempts, row.owner, row.due_at) == ("id", 1, "s1", None)
    assert (row.action, row.ref, row.case, row.bubble) == ("edit", "card:1", "c" * 32, "card")
    assert (row.lane, row.dedup, row.on_ambiguous, row.data) == (Lane.STATUS, "x", "drop", {"n": [1]})


async def test_a_chat_is_served_one_message_at_a_time_in_order(database: Database, at: datetime) -> None:
    one, two = await a_chat(database, "1"), await a_chat(database, "2")
    await put(database, outgoing(one.key, "a"), outgoing(one.key, "b"), outgoing(two.key, "x"))
    assert await drain(database, at) == [["a", "x"], ["b"]]


async def test_the_same_dedup_is_kept_once_per_chat(database: Database, at: datetime) -> None:
    one, two = await a_chat(database, "1"), await a_chat(database, "2")
    await put(database, outgoing(one.key, "a", dedup="d"), outgoing(one.key, "b", dedup="d"))
    assert await drain(database, at) == [["a"]]
    await put(database, outgoing(one.key, "c", dedup="d"), outgoing(two.key, "y", dedup="d"))
    assert await drain(database, at) == [["y"]]


async def test_an_answer_overtakes_a_broadcast(database: Database, at: datetime) -> None:
    chats = [await a_chat(database, str(n)) for n in range(4)]
    await put(database, *(outgoing(chat.key, f"news{n}", lane=Lane.BROADCAST) for n, chat in enumerate(chats)))
    await put(database, outgoing(chats[3].key, "answer"), outgoing(chats[2].key, "card", lane=Lane.STAFF))
    assert await drain(database, at, limit=2) == [["answer", "card"], ["news0", "news1"], ["news2", "news3"]]


async def test_in_one_chat_the_better_lane_goes_first(database: Database, at: datetime) -> None:
    chat = await a_chat(database)
    await put(database, outgoing(chat.key, "news", lane=Lane.BROADCAST), outgoing(chat.key, "answer"))
    assert await drain(database, at) == [["answer"], ["news"]]


async def test_what_is_asked_for_later_blocks_nobody_before(database: Database, at: datetime) -> None:
    chat = await a_chat(database)
    later = at + timedelta(hours=1)
    await put(database, outgoing(chat.key, "later", due_at=later), outgoing(chat.key, "now"))
    assert await drain(database, at) == [["now"]]
    assert await drain(database, later - timedelta(seconds=1)) == []
    assert await drain(database, later) == [["later"]]


async def test_a_retry_keeps_its_place(database: Database, at: datetime) -> None:
    chat, other = await a_chat(database), await a_chat(database, "2")
    await put(database, outgoing(chat.key, "a"), outgoing(chat.key, "b"), outgoing(other.key, "x"))
    rows = await claim(database, at)
    async with database.begin() as uow:
        assert await uow.outbox.retry(rows[0].id, "s1", at + timedelta(seconds=5), "Unknown")
        assert await uow.outbox.sent(rows[1].id, "s1", [], at)
    assert await drain(database, at) == [], "b waits behind a"
    assert await drain(database, at + timedelta(seconds=5)) == [["a"], ["b"]]


async def test_throttling_costs_no_attempt(database: Database, at: datetime) -> None:
    chat = await a_chat(database)
    await put(database, outgoing(chat.key))
    for attempts, counts in ((1, False), (1, True), (2, True)):
        (row,) = await claim(database, at)
        assert row.attempts == attempts
        async with database.begin() as uow:
            assert await uow.outbox.retry(row.id, "s1", at, "Throttled", count_try=counts)


async def test_only_for_the_accounts_we_hold(database: Database, at: datetime) -> None:
    citizen = await a_chat(database)
    async with database.begin() as uow:
        group = await uow.chats.ensure(address("-100", account="99"), ChatKind.GROUP, "Desk", at=at)
        await uow.outbox.put([outgoing(citizen.key, "c"), outgoing(group.key, "d")])
    async with database.begin() as uow:
        assert await uow.outbox.claim(owner="s", at=at, accounts=[(Channel.WHATSAPP, "99")]) == []
        rows = await uow.outbox.claim(owner="s", at=at, accounts=[(Channel.TELEGRAM, "99")])
        assert [text(row) for row in rows] == ["d"]
        rest = await uow.outbox.claim(owner="s", at=at)
        assert [text(row) for row in rest] == ["c"]


async def test_a_chat_nobody_knows_is_a_mistake(database: Database) -> None:
    with pytest.raises(IntegrityError):
        await put(database, outgoing("e" * 32))


async def test_concurrent_senders_share_without_overlap(database: Database, at: datetime) -> None:
    chats = [await a_chat(database, str(n)) for n in range(20)]
    await put(database, *(outgoing(chat.key, f"{n}-{i}") for i in range(5) for n, chat in enumerate(chats)))
    said: list[str] = []

    async def send(owner: str) -> None:
        while rows := await claim(database, at, owner, limit=7):
            for row in rows:
                said.append(text(row))
                async with database.begin() as uow:
                    assert await uow.outbox.sent(row.id, owner, [], at)

    while len(said) < 100:
        await asyncio.gather(*(send(f"s{n}") for n in range(4)))
    assert len(set(said)) == 100
    for n in range(20):
        assert [s for s in said if s.startswith(f"{n}-")] == [f"{n}-{i}" for i in range(5)]


async def test_sent_messages_can_be_found_by_what_is_replied_to(database: Database, at: datetime) -> None:
    chat = await a_chat(database)
    await put(
        database,
        outgoing(chat.key, ref="card:1", case="c" * 32, bubble="card", thread="7", data={"n": 1}),
        outgoing(chat.key, "chatter"),
    )
    (row,) = await claim(database, at)
    async with database.begin() as uow:
        await uow.outbox.sent(row.id, "s1", ["501", "502"], at)
    (row,) = await claim(database, at)
    async with database.begin() as uow:
        await uow.outbox.sent(row.id, "s1", ["503"], at)
    async with database.read() as uow:
        bubble = await uow.bubbles.find(chat.key, "501")
        assert bubble and (bubble.case, bubble.kind, bubble.ref) == ("c" * 32, "card", "card:1")
        assert (bubble.thread, bubble.data, bubble.sent_at) == ("7", {"n": 1}, at)
        latest = await uow.bubbles.latest(chat.key, "card:1")
        assert latest and latest.external_id == "502", "the last part carries the buttons"
        assert await uow.bubbles.find(chat.key, "503") is None, "chatter need not be found"
        assert await uow.bubbles.find("f" * 32, "501") is None, "ids are those of one chat"


async def test_a_closed_chat_gives_up_what_waits_for_it(database: Database, at: datetime) -> None:
    chat, other = await a_chat(database), await a_chat(database, "2")
    await put(database, outgoing(chat.key, "a"), outgoing(chat.key, "b"), outgoing(other.key, "x"))
    async with database.begin() as uow:
        assert await uow.outbox.drop_chat(chat.key) == 2
    assert await drain(database, at) == [["x"]]


async def test_depth_counts_what_is_due_per_lane(database: Database, at: datetime) -> None:
    chat = await a_chat(database)
    async with database.begin() as uow:
        assert await uow.outbox.depth() == {}
        await uow.outbox.put(outgoing(chat.key), at=at - timedelta(seconds=8))
        await uow.outbox.put(outgoing(chat.key), at=at)
        soon = outgoing(chat.key, lane=Lane.REMINDER, due_at=at + timedelta(hours=1))
        await uow.outbox.put([soon, outgoing(chat.key, lane=Lane.STAFF)], at=at - timedelta(days=1))
        now = await uow.outbox.depth()
        then = await uow.outbox.depth(at=at + timedelta(hours=2))
    assert {lane: (d.count, d.oldest) for lane, d in now.items()} == {
        Lane.REPLY: (2, 8.0), Lane.STAFF: (1, 86400.0),
    }  # fmt: skip
    assert (then[Lane.REMINDER].count, then[Lane.REMINDER].oldest) == (1, 3600.0)


async def test_a_row_under_way_knows_what_more_urgent_came_for_its_chat_meanwhile(
    database: Database, at: datetime
) -> None:
    chat, other = await a_chat(database), await a_chat(database, "2")
    await put(database, outgoing(chat.key, "kabar", lane=Lane.STATUS))
    (row,) = await claim(database, at)
    await put(
        database, outgoing(chat.key, "nanti", lane=Lane.STATUS), outgoing(other.key, "orang lain", lane=Lane.REPLY)
    )
    async with database.read() as uow:
        assert not await uow.outbox.overtaken(row, at)
    await put(database, outgoing(chat.key, "yang disimpan", lane=Lane.REPLY))
    async with database.read() as uow:
        assert await uow.outbox.overtaken(row, at)
