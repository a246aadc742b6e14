"""The inbox keeps each update once, hands out one conversation at a time, and lets no update block the next."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

from conversations.messages import Channel
from storage.database import Database
from tests.storage.samples import update

A, B, C = "a" * 32, "b" * 32, "c" * 32


async def add(database: Database, at: datetime, *rows: tuple[str, str]) -> int:
    async with database.begin() as uow:
        return await uow.inbox.add([update(chat, event) for chat, event in rows], at=at)


async def take(database: Database, at: datetime, *, limit: int = 10) -> list[str]:
    async with database.begin() as uow:
        rows = await uow.inbox.next(at=at, limit=limit)
        await uow.inbox.done([row.id for row in rows])
        return [row.event_id for row in rows]


async def test_an_update_is_stored_once(database: Database, at: datetime) -> None:
    assert await add(database, at, (A, "1"), (A, "2")) == 2
    assert await add(database, at, (A, "2"), (A, "3"), (A, "3")) == 1
    assert await add(database, at) == 0
    assert await take(database, at) == ["1", "2", "3"]
    assert await add(database, at, (A, "2")) == 0, "handled updates are remembered too"


async def test_the_same_id_of_another_account_is_another_update(database: Database, at: datetime) -> None:
    async with database.begin() as uow:
        rows = [(Channel.TELEGRAM, account, "7", A, {}) for account in ("1", "2")]
        assert await uow.inbox.add(rows, at=at) == 2


async def test_many_at_once_store_each_once(database: Database, at: datetime) -> None:
    stored = await asyncio.gather(*(add(database, at, (A, "1"), (B, "2"), (A, "3")) for _ in range(12)))
    assert sum(stored) == 3


async def test_the_payload_comes_back(database: Database, at: datetime) -> None:
    async with database.begin() as uow:
        await uow.inbox.add([update(A, "9", "listrik padam 😀")], at=at)
    async with database.begin() as uow:
        (row,) = await uow.inbox.next(at=at)
    assert (row.payload["text"], row.account, row.chat_key) == ("listrik padam 😀", "4711", A)
    assert (row.received_at, row.tries, row.channel) == (at, 0, Channel.TELEGRAM)


async def test_the_chat_that_waits_longest_comes_first(database: Database, at: datetime) -> None:
    await add(database, at, (A, "1"), (B, "2"), (A, "3"))
    assert await take(database, at) == ["1", "3"]
    assert await take(database, at) == ["2"]
    assert await take(database, at) == []


async def test_one_conversation_at_a_time(database: Database, at: datetime) -> None:
    """While one worker has a chat, no other gets any of it, not even what arrives meanwhile."""
    await add(database, at, *((A, str(n)) for n in range(30)), *((B, str(n)) for n in range(30, 60)))
    busy: set[str] = set()
    seen: dict[str, list[int]] = {A: [], B: []}

    async def work() -> None:
        while True:
            async with database.begin() as uow:
                rows = await uow.inbox.next(at=at, limit=2)
                if not rows:
                    return
                assert rows[0].chat_key not in busy
                busy.add(rows[0].chat_key)
                await asyncio.sleep(0.001)
                seen[rows[0].chat_key] += [int(row.event_id) for row in rows]
                await uow.inbox.done([row.id for row in rows])
                busy.discard(rows[0].chat_key)

    while sum(map(len, seen.values())) < 60:
        await asyncio.gather(*(work() for _ in range(5)))
    assert seen == {A: list(range(30)), B: list(range(30, 60))}


async def test_the_first_of_each_of_several_conversations(database: Database, at: datetime) -> None:
    await add(database, at, (A, "1"), (A, "2"), (B, "3"), (C, "4"))
    taken = []
    for _ in range(3):
        async with database.begin() as uow:
            rows = await uow.inbox.firsts(at=at, chats=2)
            await uow.inbox.done([row.id for row in rows])
            taken.append([row.event_id for row in rows])
    assert taken == [["1", "3"], ["2", "4"], []]


async def test_several_workers_take_different_conversations(database: Database, at: datetime) -> None:
    """And each its own in order, whoever has it."""
    chats = [f"{n:032d}" for n in range(6)]
    await add(database, at, *((chats[n % 6], str(n)) for n in range(60)))
    busy: set[str] = set()
    seen: dict[str, list[int]] = {chat: [] for chat in chats}

    async def work() -> None:
        while True:
            async with database.begin() as uow:
                rows = await uow.inbox.firsts(at=at, chats=3)
                if not rows:
                    return
                mine = {row.chat_key for row in rows}
                assert len(mine) == len(rows) and not mine & busy
                busy.update(mine)
                await asyncio.sleep(0.001)
                for row in rows:
                    seen[row.chat_key].append(int(row.event_id))
                await uow.inbox.done([row.id for row in rows])
                busy.difference_update(mine)

    while sum(map(len, seen.values())) < 60:
        await asyncio.gather(*(work() for _ in range(4)))
    assert seen == {chat: list(range(n, 60, 6)) for n, chat in enumerate(chats)}


async def test_what_is_rolled_back_waits_again(database: Database, at: datetime) -> None:
    await add(database, at, (A, "1"))
    try:
        async with database.begin() as uow:
            rows = await uow.inbox.next(at=at)
            await uow.inbox.done([row.id for row in rows])
            raise RuntimeError
    except RuntimeError:
        pass
    assert await take(database, at) == ["1"]


async def test_a_failed_update_holds_its_chat_back_until_it_is_dead(database: Database, at: datetime) -> None:
    await add(database, at, (A, "poison"), (A, "next"), (B, "other"))
    for tries in (1, 2, 3):
        async with database.begin() as uow:
            rows = await uow.inbox.next(at=at)
            assert (rows[0].event_id, rows[0].tries) == ("poison", tries - 1)
        async with database.begin() as uow:
            dead = await uow.inbox.failed(rows[0].id, error="KeyError", at=at)
        assert dead == (tries == 3)
        if tries == 1:
            assert await take(database, at) == ["other"], "other chats go on"
        if not dead:
            assert await take(database, at) == [], "its own chat waits for the retry"
            at += timedelta(minutes=2)
    assert await take(database, at) == ["next"]
    async with database.read() as uow:
        (row,) = await uow.inbox.dead(10)
    assert (row.event_id, row.error, row.tries) == ("poison", "KeyError", 3)


async def test_an_update_in_the_middle_waits_for_its_retry_and_those_behind_it_too(
    database: Database, at: datetime
) -> None:
    await add(database, at, (A, "1"), (A, "2"), (A, "3"))
    async with database.begin() as uow:
        rows = await uow.inbox.next(at=at)
        await uow.inbox.failed(rows[1].id, error="KeyError", at=at)
    assert await take(database, at) == ["1"]
    assert await take(database, at) == []
    assert await take(database, at + timedelta(minutes=1)) == ["2", "3"]


async def test_a_dead_update_can_be_replayed(database: Database, at: datetime) -> None:
    await add(database, at, (A, "1"))
    async with database.begin() as uow:
        (row,) = await uow.inbox.next(at=at)
        assert await uow.inbox.failed(row.id, error="ParseError", at=at, max_tries=1)
        assert not await uow.inbox.failed(row.id, error="ParseError", at=at), "a dead one stays dead"
        assert await uow.inbox.next(at=at) == []
        assert await uow.inbox.replay(row.id)
        assert not await uow.inbox.replay(row.id)
    assert await take(database, at) == ["1"]


async def test_a_chat_cut_at_the_limit_goes_on_in_order(database: Database, at: datetime) -> None:
    await add(database, at, *((A, str(n)) for n in range(5)))
    assert [await take(database, at, limit=2) for _ in range(4)] == [["0", "1"], ["2", "3"], ["4"], []]


async def test_waiting_says_how_many_and_how_long(database: Database, at: datetime) -> None:
    async with database.read() as uow:
        assert await uow.inbox.waiting() == (0, 0.0)
    await add(database, at - timedelta(seconds=9), (A, "1"))
    await add(database, at, (B, "2"))
    async with database.read() as uow:
        assert await uow.inbox.waiting() == (2, 9.0)
        assert await uow.inbox.waiting(at=at + timedelta(seconds=1)) == (2, 10.0)


async def test_the_polling_offset_commits_with_the_updates(database: Database, at: datetime) -> None:
    async with database.begin() as uow:
        assert await uow.inbox.offset(Channel.TELEGRAM, "4711") is None
        await uow.inbox.set_offset(Channel.TELEGRAM, "4711", 100)
    try:
        async with database.begin() as uow:
            await uow.inbox.set_offset(Channel.TELEGRAM, "4711", 200)
            raise RuntimeError
    except RuntimeError:
        pass
    async with database.read() as uow:
        assert await uow.inbox.offset(Channel.TELEGRAM, "4711") == 100
        assert await uow.inbox.offset(Channel.TELEGRAM, "4712") is None


async def test_old_handled_updates_can_be_forgotten(database: Database, at: datetime) -> None:
    await add(database, at, (A, "1"))
    await take(database, at)
    await add(database, at, (A, "2"))
    async with database.begin() as uow:
        assert await uow.inbox.forget(before=at) == 0
        assert await uow.inbox.forget(before=at + timedelta(seconds=1)) == 1
    assert await take(database, at) == ["2"]
