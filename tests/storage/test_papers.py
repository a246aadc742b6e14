"""Cases taken in for somebody: the code is hashed, used once, replaced, and gone with its person."""

from __future__ import annotations

import asyncio
from datetime import date, datetime, timedelta

import sqlalchemy as sa

from complaints.sources import Source
from conversations.messages import Address, Channel, ChatKind
from storage.database import Database
from storage.papers import ACCOUNT, LIFE, Paper
from tests.storage.samples import a_chat, filed, outgoing


def paper(case: str, at: datetime, **given: object) -> Paper:
    values = {"case": case, "source": Source.BOX, "received_on": date(2026, 11, 16), "label": "lobi Disdukcapil",
              "contact": "0811", "by": "Dewi", "code_until": at + LIFE}  # fmt: skip
    return Paper(**{**values, **given})  # type: ignore[arg-type]


async def test_kept_by_case_and_found_by_code(database: Database, at: datetime) -> None:
    async with database.begin() as uow:
        code = await uow.papers.add(paper("a" * 32, at))
    async with database.read() as uow:
        assert await uow.papers.of_case("a" * 32) == paper("a" * 32, at) == await uow.papers.by_code(code)
        assert await uow.papers.by_code("K" * 10) is None and await uow.papers.of_case("b" * 32) is None
    async with database._reader.begin() as connection:
        row = (await connection.execute(sa.text("SELECT * FROM papers"))).one()
    raw = b"".join(value if isinstance(value, bytes) else str(value).encode() for value in row)
    assert code.encode() not in raw and b"0811" not in raw


async def test_of_two_at_once_one_joins(database: Database, at: datetime) -> None:
    async with database.begin() as uow:
        await uow.papers.add(paper("a" * 32, at))

    async def joins(chat: str) -> bool:
        async with database.begin() as uow:
            return await uow.papers.claim(paper("a" * 32, at), chat * 32, at)

    assert sorted(await asyncio.gather(*(joins(chat) for chat in "cdef"))) == [False, False, False, True]
    async with database.begin() as uow:
        assert await uow.papers.renew(paper("a" * 32, at), at) is None


async def test_a_new_code_replaces_the_old_one(database: Database, at: datetime) -> None:
    async with database.begin() as uow:
        old = await uow.papers.add(paper("a" * 32, at))
        fresh = await uow.papers.renew(paper("a" * 32, at), at + timedelta(days=1))
        assert fresh and await uow.papers.by_code(old) is None
        found = await uow.papers.by_code(fresh)
        assert found is not None and found.open(at + LIFE) and not found.open(at + LIFE + timedelta(days=1))
        await uow.papers.drop("a" * 32)
        assert await uow.papers.by_code(fresh) is None


async def test_what_is_said_to_nobody_waits_in_the_outbox(database: Database, at: datetime) -> None:
    """A sender claims for the accounts it has; the account of papers is nobody's."""
    nobody = Address(channel=Channel.PAPER, account=ACCOUNT, chat="x.0")
    chat = await a_chat(database)
    async with database.begin() as uow:
        alone = await uow.chats.ensure(nobody, ChatKind.PRIVATE, "", at=at)
    case = await filed(database, alone.key)
    async with database.begin() as uow:
        await uow.outbox.put(outgoing(alone.key, case=case.id))
    async with database.begin() as uow:
        assert await uow.outbox.claim(owner="t", at=at, accounts=[(Channel.TELEGRAM, "4711")]) == []
        assert await uow.outbox.depth(at=at) == {}, "no alarm for a writer who never joins"
        await uow.identities.merge(alone.key, chat.key)
        await uow.identities.readdress(chat)
    async with database.begin() as uow:
        (row,) = await uow.outbox.claim(owner="t", at=at, accounts=[(Channel.TELEGRAM, "4711")])
        assert row.chat_key == chat.key and await uow.complaints.of_citizen(chat.key).by_id(case.id)
