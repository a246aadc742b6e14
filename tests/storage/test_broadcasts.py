"""Whom a notice reaches, and one result for each person whatever happens."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from complaints.lifecycle import Status
from conversations.broadcast_audience import Audience
from conversations.messages import ChatKind
from storage.broadcasts import Broadcast, Result
from storage.columns import EPOCH
from storage.database import Database
from storage.records import Lane
from tests.storage.samples import address, filed, outgoing

ZONE = ZoneInfo("Asia/Jakarta")
CLOSED = Audience(statuses=tuple(Status))


async def _person(database: Database, at: datetime, chat: str, **given: object) -> str:
    async with database.begin() as uow:
        made = await uow.chats.ensure(address(chat), ChatKind.PRIVATE, "", at=at)
        if given:
            made = await uow.chats.save(replace(made, **given))  # type: ignore[arg-type]
    return made.key


async def _count(database: Database, audience: Audience) -> int:
    async with database.read() as uow:
        return sum((await uow.broadcasts.count(audience, ZONE)).values())


def _notice(at: datetime, audience: Audience | None = None) -> Broadcast:
    return Broadcast(
        id="b1", chat_key="s" * 32, state="running", audience=audience or Audience(), total=3, created_at=at,
        begins_at=at, words={"text": "Blanko tersedia."},
    )  # fmt: skip


async def test_who_is_reached(database: Database, at: datetime) -> None:
    open_, muted, ended, quiet = [await _person(database, at, c) for c in ("1", "2", "3", "4")]
    agreed = await _person(database, at, "5", consent_version="1")
    await _person(database, at, "6", consent_version="1", notices=False)
    gone = await _person(database, at, "7", reachable=False)
    await filed(database, open_, topic="ADM")
    await filed(database, open_, topic="JLN")
    await filed(database, gone)
    await filed(database, muted, topic="ADM")
    await filed(database, ended, status=Status.CLOSED)
    await filed(database, quiet, status=Status.CLOSED)
    async with database.begin() as uow:
        for key in (muted, quiet):
            chat = await uow.chats.get(key)
            assert chat
            await uow.chats.save(replace(chat, notices=False))
    assert await _count(database, Audience()) == 2, "an open case of one's own, /berhenti or not"
    assert await _count(database, Audience(topics=("JLN",))) == 1
    assert await _count(database, Audience(agencies=("2171.dlh",))) == 0
    assert await _count(database, CLOSED) == 3, "who stopped and has nothing open is left alone"
    assert await _count(database, Audience(everyone=True)) == 1
    day = (at + timedelta(days=1)).date().isoformat()
    assert await _count(database, Audience(since=day)) == 0
    assert await _count(database, Audience(until=at.date().isoformat())) == 2
    assert agreed


async def _enlist(database: Database, broadcast: Broadcast, at: datetime, limit: int) -> Broadcast:
    async with database.begin() as uow:
        found = [key for key, _ in await uow.broadcasts.next(broadcast, ZONE, limit)]
        await uow.broadcasts.enlist(broadcast.id, found, at)
        lane = {"lane": Lane.BROADCAST, "dedup": broadcast.dedup, "on_ambiguous": "drop"}
        await uow.outbox.put([outgoing(key, **lane) for key in found])
        return await uow.broadcasts.save(replace(broadcast, cursor=found[-1]))


async def test_cursor_hold_stop_and_results(database: Database, at: datetime) -> None:
    for chat in "123":
        await filed(database, await _person(database, at, chat))
    async with database.begin() as uow:
        assert await uow.broadcasts.add(_notice(at))
        assert not await uow.broadcasts.add(_notice(at)), "a second tap"
    notice = await _enlist(database, _notice(at), at, 2)
    notice = await _enlist(database, notice, at, 2)
    async with database.begin() as uow:
        assert await uow.broadcasts.next(notice, ZONE, 5) == []
        assert (await uow.broadcasts.counts("b1"))[Result.QUEUED] == 3
        assert (await uow.broadcasts.get("b1")) == notice
        (one,) = await uow.outbox.claim(owner="s", at=at, limit=1)
        await uow.broadcasts.hold(notice)
    async with database.begin() as uow:
        assert await uow.outbox.claim(owner="s", at=at) == []
        await uow.outbox.sent(one.id, "s", ["1"], at)
        await uow.broadcasts.note("b1", one.chat_key, Result.SENT, at)
        await uow.broadcasts.hold(notice, EPOCH)
        (two,) = await uow.outbox.claim(owner="s", at=at, limit=1)
    async with database.begin() as uow:
        await uow.outbox.reap(at + timedelta(hours=1))
        assert await uow.broadcasts.sweep(notice, at) == 1, "a sender died with it: nobody knows"
        await uow.broadcasts.stop(notice, at)
        counts = await uow.broadcasts.counts("b1")
        assert [counts[r] for r in (Result.SENT, Result.UNCERTAIN, Result.STOPPED, Result.QUEUED)] == [1, 1, 1, 0]
        assert await uow.outbox.claim(owner="s", at=at) == []
        results = {row.chat_key: row.state for row in await uow.broadcasts.rows("b1")}
        assert results[one.chat_key] == Result.SENT and results[two.chat_key] == Result.UNCERTAIN
        assert await uow.broadcasts.live(at) == ["b1"]
        await uow.broadcasts.save(replace(notice, reported_at=at))
        assert await uow.broadcasts.live(at) == []


async def test_a_channel_that_tells_later_ends_what_was_uncertain(database: Database, at: datetime) -> None:
    notice = _notice(at)
    keys = [await _person(database, at, chat) for chat in ("1", "2", "3")]
    async with database.begin() as uow:
        await uow.broadcasts.add(notice)
        await uow.broadcasts.enlist(notice.id, keys, at)
        await uow.outbox.put([outgoing(key, lane=Lane.BROADCAST, dedup=notice.dedup) for key in keys])
        rows = {row.chat_key: row.id for row in await uow.outbox.claim(owner="s", at=at)}
        for key, result in zip(keys, (Result.UNCERTAIN, Result.SENT, Result.BLOCKED), strict=True):
            await uow.broadcasts.note(notice.id, key, result, at)
    async with database.begin() as uow:
        await uow.broadcasts.told(rows[keys[0]], keys[0], Result.SENT)
        await uow.broadcasts.told(rows[keys[1]], keys[1], Result.FAILED)
        await uow.broadcasts.told(rows[keys[2]], keys[2], Result.SENT)
        await uow.broadcasts.told(rows[keys[0]], keys[1], Result.SENT)  # of somebody else's message: nothing
        found = {row.chat_key: Result(row.state) for row in await uow.broadcasts.rows(notice.id)}
    assert [found[key] for key in keys] == [Result.SENT, Result.FAILED, Result.BLOCKED]
