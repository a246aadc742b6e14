"""The staff's queue by kind: what nobody owns, whose agency hears nobody, what is late; and who follows whom."""

from __future__ import annotations

from datetime import datetime, timedelta

from complaints.lifecycle import Status
from complaints.model import Deadline
from storage.database import Database
from storage.queue_door import Shelf
from tests.storage.samples import a_chat, filed

DINKES, DISHUB = "2171.dinkes", "2171.dishub"


async def test_a_case_stands_on_the_shelves_it_belongs_to(database: Database, at: datetime) -> None:
    group = await a_chat(database)
    async with database.begin() as uow:
        await uow.desks.bind(DINKES, group.address, "Dinkes", at)
    late = (Deadline(rule="respon_awal", due=at - timedelta(days=1), version="x"),)
    soon = (Deadline(rule="respon_awal", due=at + timedelta(days=1), version="x"),)
    unclear = await filed(database, status=Status.RECEIVED, agency_id=None, deadlines=soon)
    waiting = await filed(database, status=Status.RECEIVED, agency_id=DISHUB, deadlines=soon)
    lost = await filed(database, status=Status.FORWARDED, agency_id=DISHUB, deadlines=late)
    held = await filed(database, status=Status.IN_PROGRESS, agency_id=DINKES, deadlines=late)
    await filed(database, status=Status.FORWARDED, agency_id=DINKES, deadlines=soon)
    await filed(database, status=Status.ANSWERED, agency_id=DINKES, deadlines=late)  # the citizen's turn
    await filed(database, status=Status.ASKED, agency_id=None, deadlines=late)
    await filed(database, status=Status.CLOSED, agency_id=DISHUB)
    expected = {
        Shelf.UNCLEAR: {unclear.id}, Shelf.UNREACHABLE: {waiting.id, lost.id}, Shelf.LATE: {lost.id, held.id},
    }  # fmt: skip
    async with database.read() as uow:
        door = uow.complaints.for_staff()
        for shelf, ids in expected.items():
            assert {case.id for case in await door.shelf(shelf, at, limit=10)} == ids, shelf
            assert await door.count(shelf, at) == len(ids)
            assert len(await door.shelf(shelf, at, limit=1, offset=len(ids) - 1)) == 1
    async with database.begin() as uow:
        await uow.desks.set_reachable(group.key, False)
    async with database.read() as uow:
        assert await uow.complaints.for_staff().count(Shelf.UNREACHABLE, at) == 4


async def test_what_followed_follows_along(database: Database, at: datetime) -> None:
    async with database.begin() as uow:
        assert await uow.merged.add("a" * 32, "b" * 32, at)
        assert not await uow.merged.add("a" * 32, "c" * 32, at)
        assert await uow.merged.add("b" * 32, "c" * 32, at)
        assert await uow.merged.main_of("a" * 32) == "c" * 32
        assert await uow.merged.following("c" * 32) == ["a" * 32, "b" * 32]


async def test_a_wording_is_decided_once_and_a_refused_one_leaves_no_words(database: Database, at: datetime) -> None:
    from complaints.model import Actor, Role

    dewi, agus = (Actor(role=Role.STAFF, key=name * 8, name=name) for name in ("dewi", "agus"))
    async with database.begin() as uow:
        learned = uow.learned
        assert await learned.decide("kapilan", "disdukcapil", approved=True, concept="disdukcapil", by=dewi, at=at)
        assert not await learned.decide("kapilan", "disdukcapil", approved=False, concept=None, by=agus, at=at)
        assert await learned.decide("rumah pak budi", "kelurahan", approved=False, concept="kelurahan", by=agus, at=at)
        assert await learned.concepts() == {"kapilan": "disdukcapil"}
        assert await learned.by("kapilan", "disdukcapil") == ("dewi", True)
        assert await learned.by("rumah pak budi", "kelurahan") == ("agus", False)
        assert learned.mark("rumah pak budi", "kelurahan") in await learned.decided()
