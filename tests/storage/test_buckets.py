"""The pace of a token: one row for all, an answer always has room, a notice to many never eats it up."""

from __future__ import annotations

import asyncio
from collections import deque
from datetime import datetime, timedelta

import pytest

from storage.buckets import Rate
from storage.database import Database
from storage.records import Lane

RATE = Rate(per_second=29, bulk_per_second=25)
NAME = "telegram:4711"


async def _take(database: Database, lane: Lane, wanted: int, at: datetime, rate: Rate = RATE) -> int:
    async with database.begin() as uow:
        bucket = await uow.buckets.open(NAME, rate, at)
        granted = bucket.left(lane, wanted)
        bucket.take(lane, granted, granted)
        await uow.buckets.pay(bucket)
    return granted


async def _run(database: Database, at: datetime, seconds: float, *, replies_every: float = 0.0) -> dict[str, object]:
    """A notice to many that always wants more, looked at every 10 ms of a made-up clock."""
    sent: deque[datetime] = deque()
    bulk = replies = worst = 0
    waited = timedelta()
    asked: datetime | None = None
    for step in range(int(seconds * 100)):
        now = at + timedelta(milliseconds=10 * step)
        if replies_every and step % int(replies_every * 100) == 0 and asked is None:
            asked = now
        if asked is not None and await _take(database, Lane.REPLY, 1, now):
            replies, waited, asked = replies + 1, max(waited, now - asked), None
            sent.append(now)
        granted = await _take(database, Lane.BROADCAST, 30, now)
        bulk += granted
        sent.extend([now] * granted)
        while sent and now - sent[0] >= timedelta(seconds=1):
            sent.popleft()
        worst = max(worst, len(sent))
    return {"bulk": bulk, "replies": replies, "worst": worst, "waited": waited}


@pytest.mark.long
async def test_a_notice_keeps_the_allowed_rate_and_never_more(sqlite_database: Database, at: datetime) -> None:
    seen = await _run(sqlite_database, at, 10)
    assert 290 * 0.95 <= seen["bulk"] <= 290 + 29  # type: ignore[operator]
    assert seen["worst"] <= 30, "what Telegram takes in one second"  # type: ignore[operator]


async def test_others_have_room_at_once(sqlite_database: Database, at: datetime) -> None:
    seen = await _run(sqlite_database, at, 10, replies_every=0.5)
    assert seen["replies"] == 20
    assert seen["waited"] <= timedelta(milliseconds=50)  # type: ignore[operator]
    assert 250 * 0.95 <= seen["bulk"] <= 263, "25 a second while others speak"  # type: ignore[operator]


async def test_two_processes_share_one_row(database: Database, at: datetime) -> None:
    async with database.begin() as uow:
        await uow.buckets.pay(await uow.buckets.open(NAME, RATE, at))
    granted = await asyncio.gather(*(_take(database, Lane.REPLY, 10, at) for _ in range(6)))
    assert sum(granted) == int(RATE.saved), "the burst once, not once for each"
    later = at + timedelta(days=1)
    assert sum(await asyncio.gather(*(_take(database, Lane.REPLY, 30, later) for _ in range(6)))) == int(RATE.saved)


async def test_a_quiet_account_is_quiet_for_everybody(database: Database, at: datetime) -> None:
    assert await _take(database, Lane.REPLY, 1, at) == 1
    async with database.begin() as uow:
        await uow.buckets.quiet(NAME, at + timedelta(seconds=5))
        await uow.buckets.quiet(NAME, at + timedelta(seconds=2))
    assert await _take(database, Lane.REPLY, 1, at + timedelta(seconds=4)) == 0
    assert await _take(database, Lane.REPLY, 1, at + timedelta(seconds=5)) == 1


async def test_a_clock_set_back_gives_nothing_and_blocks_nobody(sqlite_database: Database, at: datetime) -> None:
    assert await _take(sqlite_database, Lane.REPLY, 30, at) == int(RATE.saved)
    early = at - timedelta(hours=1)
    assert await _take(sqlite_database, Lane.REPLY, 1, early) == 0
    assert await _take(sqlite_database, Lane.REPLY, 1, early + timedelta(seconds=1)) == 1


async def test_a_paid_rate_is_a_setting(sqlite_database: Database, at: datetime) -> None:
    paid = Rate(per_second=1000, bulk_per_second=970)
    moments = [at + timedelta(milliseconds=20 * n) for n in range(100)]
    granted = [await _take(sqlite_database, Lane.BROADCAST, 500, moment, paid) for moment in moments]
    assert sum(granted) >= 1900
