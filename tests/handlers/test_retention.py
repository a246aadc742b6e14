"""What nobody needs any more goes by itself, oldest first, and nothing that is still to be done."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from conversations.messages import Address, Channel, ChatKind, Text
from handlers import retention
from handlers.retention import Periods
from handlers.talk import talk_of
from storage.database import Database
from storage.papers import ACCOUNT
from storage.retention import WINDOW
from storage.tables import inbox, outbox
from tests.handlers.builders import House
from tests.storage.samples import a_chat, outgoing, update


async def count(database: Database, table: Any) -> int:
    async with database._reader.begin() as connection:
        return int((await connection.execute(sa.select(sa.func.count()).select_from(table))).scalar_one())


async def until_done(house: House, periods: Periods | None = None) -> int:
    calls = 0
    while True:
        calls += 1
        async with house.database.begin() as uow:
            if not await retention.run_once(uow, house.services, periods):
                return calls


async def test_updates_handled_long_ago_go_and_waiting_ones_stay(house: House) -> None:
    old, now = house.clock - timedelta(days=31), house.clock
    async with house.database.begin() as uow:
        await uow.inbox.add([update("a" * 32, "old")], at=old)
        await uow.inbox.done([row.id for row in await uow.inbox.next(at=now)])
        await uow.inbox.add([update("a" * 32, "waits")], at=old)
        await uow.inbox.add([update("b" * 32, "new")], at=now)
    await until_done(house)
    async with house.database.begin() as uow:
        left = [row.event_id for row in await uow.inbox.next(at=now)]
    assert left == ["waits"] and await count(house.database, inbox) == 2


async def test_a_backlog_goes_window_by_window(house: House) -> None:
    async with house.database.begin() as uow:
        rows = [update("a" * 32, f"e{n}") for n in range(WINDOW + 20)]
        await uow.inbox.add(rows, at=house.clock - timedelta(days=40))
        await uow.inbox._tx.execute(inbox.update().values(state=1))
    assert await until_done(house) == 2
    assert await count(house.database, inbox) == 0


async def test_messages_sent_long_ago_go_and_unsent_ones_stay(house: House, at: datetime) -> None:
    chat = await a_chat(house.database, "42")
    async with house.database.begin() as uow:
        await uow.outbox.put(outgoing(chat.key, "lama"), at=house.clock - timedelta(days=91))
        (row,) = await uow.outbox.claim(owner="s", at=house.clock)
        await uow.outbox.sent(row.id, "s", ["1"], house.clock)
        await uow.outbox.put(outgoing(chat.key, "belum"), at=house.clock - timedelta(days=91))
        await uow.outbox.put(outgoing(chat.key, "baru"), at=house.clock)
    await until_done(house)
    assert await count(house.database, outbox) == 2


async def test_what_waits_for_writers_who_never_joined_keeps_nothing_else_and_ends_with_their_codes(
    house: House, at: datetime
) -> None:
    paper = Address(channel=Channel.PAPER, account=ACCOUNT, chat="p")
    async with house.database.begin() as uow:
        writer = await uow.chats.ensure(paper, ChatKind.PRIVATE, "", at=house.clock)
        waiting = [outgoing(writer.key, f"kabar {n}") for n in range(WINDOW + 1)]
        await uow.outbox.put(waiting, at=house.clock - timedelta(days=260))
    chat = await a_chat(house.database, "42")
    async with house.database.begin() as uow:
        await uow.outbox.put(outgoing(chat.key, "lama"), at=house.clock - timedelta(days=91))
        mine = [(chat.address.channel, chat.address.account)]
        (row,) = await uow.outbox.claim(owner="s", at=house.clock, accounts=mine)
        await uow.outbox.sent(row.id, "s", ["1"], house.clock)
    await until_done(house)
    assert await count(house.database, outbox) == WINDOW + 1, "the code may still be typed"
    house.clock += timedelta(days=11)
    await until_done(house)
    assert await count(house.database, outbox) == 0


@pytest.mark.parametrize(("days", "kept"), [(31, True), (59, True), (61, False)])
async def test_a_draft_outlives_thirty_days_and_not_sixty(house: House, days: int, kept: bool) -> None:
    await house.act("501", Text("ktp saya tiga bulan belum jadi di disdukcapil batam"), by="Siti", private=True)
    house.clock += timedelta(days=days)
    await until_done(house)
    async with house.database.read() as uow:
        chat = await uow.chats.get(house.seen("501")[0].row.chat_key)
    assert chat is not None and (talk_of(chat).draft is not None) is kept


async def test_periods_are_settings(house: House) -> None:
    async with house.database.begin() as uow:
        await uow.inbox.add([update("a" * 32, "e")], at=house.clock - timedelta(days=3))
        await uow.inbox.done([row.id for row in await uow.inbox.next(at=house.clock)])
    await until_done(house)
    assert await count(house.database, inbox) == 1
    await until_done(house, Periods(updates=timedelta(days=2)))
    assert await count(house.database, inbox) == 0
