"""Ratings, support and nudges: silence is no number, a person counts once, a nudge is one row a chat."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from complaints.lifecycle import Status
from storage.database import Database
from tests.storage.samples import filed


async def test_who_is_silent_is_counted_as_silent(database: Database, at: datetime) -> None:
    first, second, _ = [await filed(database, status=Status.CLOSED, agency_id="2171.dlh") for _ in range(3)]
    async with database.begin() as uow:
        await uow.ratings.put(first.id, first.chat_key, 2, at, "lama")
        await uow.ratings.put(first.id, first.chat_key, 3, at, "lama, tapi beres")
        tally = await uow.ratings.tally("2171.dlh")
        assert (tally.closed, tally.rated, tally.silent, tally.mean) == (3, 1, 2, 3.0)
        assert (await uow.ratings.tally("2171.lain")).mean is None
        said = await uow.ratings.of_case(first.id)
        assert said is not None and said.word == "lama, tapi beres"
        await uow.ratings.wordless(first.chat_key)
        said = await uow.ratings.of_case(first.id)
        assert said is not None and (said.stars, said.word) == (3, "")
        assert await uow.ratings.of_case(second.id) is None


async def test_a_rating_is_one_to_five(database: Database, at: datetime) -> None:
    async with database.begin() as uow:
        with pytest.raises(ValueError):
            await uow.ratings.put("c", "k", 6, at)


async def test_a_person_supports_once(database: Database, at: datetime) -> None:
    async with database.begin() as uow:
        assert await uow.supporters.add("c1", "budi", at)
        assert not await uow.supporters.add("c1", "budi", at)
        assert await uow.supporters.add("c1", "siti", at)
        assert await uow.supporters.count("c1") == 2
        await uow.supporters.leave("budi")
        assert await uow.supporters.of_case("c1") == ["siti"]


async def test_a_nudge_is_one_row_a_chat(database: Database, at: datetime) -> None:
    async with database.begin() as uow:
        await uow.nudges.put("budi", "d1", at)
        await uow.nudges.put("budi", "d2", at + timedelta(hours=1))
        assert await uow.nudges.due(at) == []
        (due,) = await uow.nudges.due(at + timedelta(hours=1))
        assert due.draft_id == "d2"
        await uow.nudges.drop("budi")
        assert await uow.nudges.due(at + timedelta(days=9)) == []


async def test_a_nudge_goes_along_to_another_chat_of_the_person(database: Database, at: datetime) -> None:
    async with database.begin() as uow:
        await uow.nudges.put("old", "d1", at)
        await uow.nudges.put("new", "d2", at)
        await uow.nudges.move("old", "new")
        (due,) = await uow.nudges.due(at, limit=9)
    assert (due.chat_key, due.draft_id) == ("new", "d1")
