"""Desks: which groups serve an agency, and what becomes of them when the bot is put out."""

from __future__ import annotations

from datetime import datetime, timedelta

from storage.database import Database
from tests.storage.samples import address, outgoing

ONE, TWO = "2171.dinkes", "2171.disdukcapil"


async def test_a_group_may_serve_several_agencies(database: Database, at: datetime) -> None:
    async with database.begin() as uow:
        first = await uow.desks.bind(ONE, address("-100", thread="7"), "Desk", at)
        second = await uow.desks.bind(TWO, address("-100"), "Desk", at + timedelta(seconds=1))
        other = await uow.desks.bind(ONE, address("-200"), "Desk 2", at + timedelta(seconds=2))
        assert first.chat_key == second.chat_key != other.chat_key
        assert await uow.desks.of_agency(ONE) == [first, other]
        assert await uow.desks.of_chat(first.chat_key) == [first, second]
        await uow.desks.unbind(ONE, first.chat_key)
        assert await uow.desks.of_agency(ONE) == [other]
        assert await uow.desks.of_chat(first.chat_key) == [second]


async def test_binding_again_renames_and_revives(database: Database, at: datetime) -> None:
    async with database.begin() as uow:
        desk = await uow.desks.bind(ONE, address("-100"), "Lama", at)
        await uow.desks.unbind(ONE, desk.chat_key)
        again = await uow.desks.bind(ONE, address("-100", thread="2"), "Baru", at)
        assert await uow.desks.of_agency(ONE) == [again]
        assert (again.title, again.address.thread) == ("Baru", "2")


async def test_an_unreachable_group_comes_last_and_counts_as_closed(database: Database, at: datetime) -> None:
    async with database.begin() as uow:
        first = await uow.desks.bind(ONE, address("-100"), "A", at)
        second = await uow.desks.bind(ONE, address("-200"), "B", at + timedelta(seconds=1))
        await uow.desks.set_reachable(first.chat_key, False)
        found = await uow.desks.of_agency(ONE)
        assert [(desk.title, desk.active) for desk in found] == [("B", True), ("A", False)]
        await uow.desks.set_reachable(first.chat_key, True)
        assert await uow.desks.of_agency(ONE) == [first, second]


async def test_a_bound_group_can_be_written_to(database: Database, at: datetime) -> None:
    async with database.begin() as uow:
        desk = await uow.desks.bind(ONE, address("-100"), "A", at)
        await uow.outbox.put(outgoing(desk.chat_key))
        assert len(await uow.outbox.claim(owner="s", at=at)) == 1
