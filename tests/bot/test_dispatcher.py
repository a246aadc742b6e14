"""What waits of several conversations is one commit; where that fails, each is taken by itself: one is tried again."""

from __future__ import annotations

from datetime import datetime
from types import SimpleNamespace
from typing import Any

import pytest

from bot import dispatcher
from bot.channels.base import ParseError
from bot.dispatcher import Dispatcher
from conversations.messages import Address, Channel, ChatKind
from storage.database import Database
from storage.errors import Stale, Unavailable
from storage.unit_of_work import UnitOfWork
from tests.storage.samples import update

CHATS = {name: name * 32 for name in "abcd"}


class Wire:
    """Reads "chat:word"; what nobody can read is "?"."""

    def parse(self, payload: Any, *, at: datetime) -> list[Any]:
        if payload["text"].endswith("?"):
            raise ParseError
        address = Address(channel=Channel.TELEGRAM, account="4711", chat=payload["text"].replace(":", ""))
        return [SimpleNamespace(text=payload["text"], address=address, content=None, receipt=None)]


class Office:
    """The deed of a turn: remembers the chat in the database and counts the commits by who was in one."""

    def __init__(self, database: Database, at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
        self.at, self.bad, self.seen = at, dict[str, list[Exception]](), list[str]()
        self.commits: list[tuple[str, ...]] = []
        services: Any = SimpleNamespace(now=lambda: self.at, staff=None)
        wires: Any = {"4711": Wire()}
        words: Any = None
        monkeypatch.setattr(dispatcher, "route", self.deed)
        self.more = 0
        self.bot = Dispatcher(database, wires, services, words, later=self.answered, more=self.called)

    def called(self) -> None:
        self.more += 1

    def answered(self, waiting: Any) -> None:
        waiting.close()

    async def deed(self, inbound: Any, uow: UnitOfWork, _services: Any) -> None:
        await uow.chats.ensure(
            address=inbound.address, kind=ChatKind.PRIVATE, name=inbound.text, language="id", at=self.at
        )
        self.seen.append(inbound.text)
        if self.bad.get(inbound.text):
            raise self.bad[inbound.text].pop()

    async def all(self, *, begun: bool = False) -> None:
        if not begun:
            self.bot._alone = 0
        before = 0
        while await self.bot.run_once():
            self.commits.append(tuple(self.seen[before:]))
            before = len(self.seen)


@pytest.fixture
def office(database: Database, at: datetime, monkeypatch: pytest.MonkeyPatch) -> Office:
    return Office(database, at, monkeypatch)


async def arrives(database: Database, at: datetime, *texts: str) -> None:
    async with database.begin() as uow:
        rows = [update(CHATS[text[0]], str(n), text) for n, text in enumerate(texts)]
        await uow.inbox.add(rows, at=at)


async def kept(database: Database) -> set[str]:
    async with database.read() as uow:
        found = set()
        for name in CHATS:
            for word in "12":
                address = Address(channel=Channel.TELEGRAM, account="4711", chat=name + word)
                if await uow.chats.get(uow._tx.keys.chat_key(address)):
                    found.add(name + word)
        return found


async def test_the_first_of_each_chat_shares_a_commit(database: Database, at: datetime, office: Office) -> None:
    await arrives(database, at, "a:1", "a:2", "b:1", "c:1", "c:2")
    await office.all()
    assert office.commits == [("a:1", "b:1", "c:1"), ("a:2", "c:2")]
    assert await kept(database) == {"a1", "a2", "b1", "c1", "c2"}


async def test_another_loop_is_called_only_where_more_may_wait(
    database: Database, at: datetime, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dispatcher, "TOGETHER", 2)
    await arrives(database, at, "a:1", "b:1", "c:1")
    await office.all()
    assert office.commits == [("a:1", "b:1"), ("c:1",)]
    assert office.more == 1


async def test_a_process_that_has_just_begun_takes_them_one_by_one(
    database: Database, at: datetime, office: Office
) -> None:
    """What ended the life of the last one may be among them; and a short life gets something done."""
    await arrives(database, at, *(f"{chat}:{n}" for n in "12" for chat in "abcd"), "a:1", "b:1")
    await office.all(begun=True)
    assert [len(each) for each in office.commits] == [1] * 8 + [2]


async def test_what_fails_is_tried_again_later_and_the_others_are_done(
    database: Database, at: datetime, office: Office
) -> None:
    await arrives(database, at, "a:1", "b:1", "c:1", "b:2")
    office.bad["b:1"] = [KeyError("x"), KeyError("x")]
    await office.all()
    assert await kept(database) == {"a1", "c1"}
    async with database.read() as uow:
        assert (await uow.inbox.waiting(at=at))[0] == 2, "the one that failed and the one behind it"
    assert office.seen.count("a:1") == 2, "once together, once alone"
    office.at = at.replace(year=at.year + 1)
    await office.all()
    assert await kept(database) == {"a1", "b1", "b2", "c1"}


async def test_a_case_somebody_else_changed_costs_no_try(database: Database, at: datetime, office: Office) -> None:
    await arrives(database, at, "a:1", "b:1")
    office.bad["a:1"] = [Stale("x"), Stale("x")]
    await office.all()
    assert await kept(database) == {"a1", "b1"}
    assert office.seen == ["a:1", "a:1", "a:1", "b:1"]


async def test_a_database_that_is_gone_costs_no_try(database: Database, at: datetime, office: Office) -> None:
    await arrives(database, at, "a:1", "b:1")
    office.bad["a:1"] = [Unavailable() for _ in range(dispatcher.MAX_TRIES + 1)]
    for _ in range(dispatcher.MAX_TRIES + 1):
        with pytest.raises(Unavailable):  # the loop waits, and asks again
            await office.bot.run_once()
    await office.all()
    assert await kept(database) == {"a1", "b1"}


async def test_what_nobody_can_read_is_parked_and_the_others_are_done(
    database: Database, at: datetime, office: Office
) -> None:
    await arrives(database, at, "a:1", "b:?", "c:1")
    await office.all()
    assert await kept(database) == {"a1", "c1"}
    async with database.read() as uow:
        assert [row.payload["text"] for row in await uow.inbox.dead()] == ["b:?"]
