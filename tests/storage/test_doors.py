"""One door per role: what is behind another's door is the same as what does not exist."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from complaints.lifecycle import Status
from complaints.model import Deadline
from storage.database import Database
from tests.storage.samples import accepted, filed

MINE, OTHER = "1" * 32, "2" * 32
HERE, THERE = "2171.disdukcapil", "2171.dinkes"


@pytest.mark.parametrize("known", [True, False])
async def test_nobody_sees_what_is_not_theirs(database: Database, known: bool) -> None:
    case = await filed(database, MINE, agency_id=HERE)
    number, id = (case.number, case.id) if known else ("NH-0000-0000", "0" * 32)
    async with database.read() as uow:
        for door in (
            uow.complaints.of_citizen(OTHER),
            uow.complaints.visible_to([THERE]),
            uow.complaints.visible_to([]),
        ):
            assert await door.get(number) is None
            assert await door.by_id(id) is None
            assert await door.history(number) == []
            assert await door.open() == []


async def test_everybody_sees_what_is_theirs(database: Database) -> None:
    case = await filed(database, MINE, agency_id=HERE)
    async with database.read() as uow:
        for door in (
            uow.complaints.of_citizen(MINE),
            uow.complaints.visible_to([THERE, HERE]),
            uow.complaints.for_staff(),
            uow.complaints.for_clock(),
        ):
            assert await door.get(case.number) == case
            assert await door.by_id(case.id) == case
            assert len(await door.history(case.number)) == 1


async def test_a_handed_over_case_changes_hands(database: Database, at: datetime) -> None:
    case = await filed(database, MINE, agency_id=HERE)
    async with database.begin() as uow:
        after = replace(case, agency_id=THERE, version=2)
        await uow.complaints.save(after)
    async with database.read() as uow:
        assert await uow.complaints.visible_to([HERE]).get(case.number) is None
        assert await uow.complaints.visible_to([THERE]).get(case.number) == after


async def test_what_staff_hold_no_agency_sees(database: Database) -> None:
    case = await filed(database, MINE, agency_id=HERE, status=Status.RECEIVED)
    async with database.read() as uow:
        assert await uow.complaints.visible_to([HERE]).get(case.number) is None
        assert await uow.complaints.for_staff().unassigned() == [case]


async def test_the_citizens_list_is_newest_first(database: Database, at: datetime) -> None:
    old = await filed(database, MINE, filed_at=at)
    new = await filed(database, MINE, filed_at=at + timedelta(days=1))
    closed = await filed(database, MINE, filed_at=at + timedelta(days=2), status=Status.CLOSED)
    async with database.read() as uow:
        door = uow.complaints.of_citizen(MINE)
        assert await door.all() == [closed, new, old]
        assert await door.all(1) == [closed]
        assert await door.open() == [new, old]


async def test_the_agencys_list_is_by_due_date(database: Database, at: datetime) -> None:
    def due(days: int) -> tuple[Deadline, ...]:
        later = Deadline(rule="late", due=at + timedelta(days=days + 9), version="1")
        return (later, Deadline(rule="soon", due=at + timedelta(days=days), version="1"))

    never = await filed(database, agency_id=HERE)
    third, first, second = [await filed(database, agency_id=HERE, deadlines=due(n)) for n in (3, 1, 2)]
    await filed(database, agency_id=HERE, deadlines=due(0), status=Status.CLOSED)
    await filed(database, agency_id=THERE, deadlines=due(0))
    async with database.read() as uow:
        door = uow.complaints.visible_to([HERE])
        assert await door.open(limit=10, offset=0) == [first, second, third, never]
        assert await door.open(limit=2, offset=1) == [second, third]
        assert await door.count_open() == 4
        assert await uow.complaints.for_staff().open_of(HERE) == [first, second, third, never]
        assert await uow.complaints.for_staff().open_by_agency() == {HERE: 4, THERE: 1}


async def test_who_asked_to_stay_unnamed_is_unnamed_to_the_agency(database: Database) -> None:
    case = await filed(database, MINE, agency_id=HERE, anonymous=True)
    async with database.begin() as uow:
        seen = await uow.complaints.visible_to([HERE]).get(case.number)
        assert seen and seen.reporter == ""
        (line,) = await uow.complaints.visible_to([HERE]).history(case.number)
        assert line.by.name == ""
        after, entry = accepted(seen)
        await uow.complaints.save(after, entry)
    async with database.read() as uow:
        found = await uow.complaints.for_staff().get(case.number)
        assert found and found.reporter == case.reporter, "saving what the agency saw erases nothing"
        assert [line.by.name for line in await uow.complaints.visible_to([HERE]).history(case.number)] == [
            "", "Bu Rina",
        ]  # fmt: skip


async def test_unassigned_is_oldest_first(database: Database, at: datetime) -> None:
    later = await filed(database, status=Status.RECEIVED, agency_id=None, filed_at=at + timedelta(hours=1))
    first = await filed(database, status=Status.RECEIVED, agency_id=None, filed_at=at)
    await filed(database, status=Status.CLOSED, agency_id=None)
    async with database.read() as uow:
        assert await uow.complaints.for_staff().unassigned(limit=5) == [first, later]
        assert await uow.complaints.for_staff().unassigned(limit=1) == [first]
