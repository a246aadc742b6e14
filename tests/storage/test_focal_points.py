"""Focal points and invites in memory: sealed, checked against their unit, used once, with their history."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
import sqlalchemy as sa

from complaints.agency import Agency
from complaints.appointments import DeputyLoop, Leave, TwoPrimaries
from complaints.renewals import Marks
from storage.database import Database
from storage.errors import Stale
from storage.people_records import FocalPoint, Way
from storage.tables_people import focal_point_changes, focal_points, invites
from tests.complaints.appointees import CAPIL, person
from tests.storage.samples import STAFF, address

RINA = FocalPoint(
    appointment=person("rina", leaves=(Leave(date(2026, 11, 1), date(2026, 11, 3)),), verified_on=date(2026, 1, 5)),
    contacts={Way.EMAIL: "rina@batam.go.id", Way.PHONE: "0778-123456"},
    person_key="a" * 32,
    marks=Marks(reminded=60, probed_on=date(2026, 4, 1)),
)


@pytest.fixture(autouse=True)
async def unit(database: Database) -> None:
    unit = Agency(id=CAPIL, name="Disdukcapil Kota Batam", short="Disdukcapil", kind="opd", region="21.71")
    async with database.begin() as uow:
        await uow.agencies.upsert(unit, STAFF)


async def added(database: Database, who: FocalPoint = RINA, at: datetime | None = None) -> FocalPoint:
    async with database.begin() as uow:
        return await uow.focal_points.add(who, STAFF, at or datetime.fromisoformat("2026-01-05T03:00:00Z"))


async def test_a_record_comes_back_as_it_was(database: Database) -> None:
    await added(database)
    async with database.read() as uow:
        assert await uow.focal_points.get("rina") == RINA
        assert await uow.focal_points.of_agency(CAPIL) == [RINA]
        assert await uow.focal_points.of_person("a" * 32) == [RINA]
        assert await uow.focal_points.of_person("b" * 32) == []
        assert await uow.focal_points.all() == [RINA]


async def test_every_change_is_a_line_with_before_and_after(database: Database, at: datetime) -> None:
    kept = await added(database)
    changed = replace(kept, appointment=replace(kept.appointment, end=date(2027, 6, 30)), marks=Marks())
    async with database.begin() as uow:
        saved = await uow.focal_points.save(changed, STAFF, at, event="renewed")
    async with database.read() as uow:
        first, second = await uow.focal_points.history("rina")
        assert await uow.focal_points.get("rina") == saved
    assert (first.event, second.event, second.actor_name) == ("appointed", "renewed", "Pak Budi")
    assert second.fields == {"end": ("2026-12-31", "2027-06-30")}


async def test_the_older_version_loses(database: Database, at: datetime) -> None:
    kept = await added(database)
    async with database.begin() as uow:
        await uow.focal_points.save(replace(kept, marks=Marks(reminded=30)), STAFF, at, event="reminded")
    with pytest.raises(Stale):
        async with database.begin() as uow:
            await uow.focal_points.save(replace(kept, marks=Marks(reminded=7)), STAFF, at, event="reminded")


async def test_no_two_primaries_however_many_try_at_once(database: Database) -> None:
    tries = [FocalPoint(appointment=person(f"orang-{n}")) for n in range(6)]
    results = await asyncio.gather(*(added(database, each) for each in tries), return_exceptions=True)
    assert sum(isinstance(result, FocalPoint) for result in results) == 1
    assert sum(isinstance(result, TwoPrimaries) for result in results) == 5


async def test_a_circle_of_deputies_is_refused_when_it_is_closed(database: Database, at: datetime) -> None:
    rina = await added(database)
    await added(database, FocalPoint(appointment=person("joko", "deputy", deputy_of="rina")))
    await added(database, FocalPoint(appointment=person("sari", "deputy", deputy_of="joko")))
    closed = replace(rina, appointment=replace(rina.appointment, deputy_of="sari"))
    with pytest.raises(DeputyLoop):
        async with database.begin() as uow:
            await uow.focal_points.save(closed, STAFF, at, event="changed")


async def test_no_person_can_be_read_in_the_file(database: Database, at: datetime) -> None:
    await added(database)
    async with database.begin() as uow:
        _, token = await uow.invites.offer(RINA.appointment, at=at, invited_by="Dewi", contacts=RINA.contacts)
        raw = uow.focal_points._tx.connection
        rows = [*(await raw.execute(sa.select(focal_points))), *(await raw.execute(sa.select(focal_point_changes)))]
        rows += (await raw.execute(sa.select(invites))).all()
    stored = b"|".join(bytes(v) if isinstance(v, bytes) else str(v).encode() for row in rows for v in row)
    for word in ("Rina", "SK 1/2026", "batam.go.id", "0778", "Dewi", "2026-11-03", token):
        assert word.encode() not in stored


async def test_a_day_begins_once(database: Database) -> None:
    async def begin(day: date) -> bool:
        async with database.begin() as uow:
            return await uow.focal_points.begin_day(day)

    results = await asyncio.gather(*(begin(date(2026, 11, 20)) for _ in range(5)))
    assert sorted(results) == [False, False, False, False, True]
    assert await begin(date(2026, 11, 21)) and not await begin(date(2026, 11, 20))


async def test_units_that_take_part(database: Database, at: datetime) -> None:
    await added(database)
    async with database.begin() as uow:
        await uow.desks.bind("2171.dlh", address("-100"), "DLH", at)
        assert await uow.focal_points.taking_part() == [CAPIL, "2171.dlh"]


async def test_an_invite_is_used_once_by_whoever_comes_first(database: Database, at: datetime) -> None:
    async with database.begin() as uow:
        invite, token = await uow.invites.offer(RINA.appointment, at=at, invited_by="Dewi", deputy="Joko")
    assert re.fullmatch(r"[A-Za-z0-9_-]{32,64}", token)

    async with database.read() as uow:
        assert await uow.invites.find(token) == invite
        assert await uow.invites.find(token[:-1]) is None
        assert await uow.invites.find("") is None
    async with database.begin() as uow:
        assert await uow.invites.use(invite, "a" * 32, at + timedelta(hours=1))
    async with database.begin() as uow:
        assert not await uow.invites.use(invite, "b" * 32, at + timedelta(hours=2))
        found = await uow.invites.get(invite.id)
        assert found and found.used_by == "a" * 32 and not found.open(at + timedelta(hours=2))


@pytest.mark.parametrize("how", ["expired", "revoked"])
async def test_an_invite_that_is_over_cannot_be_used(database: Database, at: datetime, how: str) -> None:
    async with database.begin() as uow:
        invite, _ = await uow.invites.offer(RINA.appointment, at=at, invited_by="Dewi")
        if how == "revoked":
            assert await uow.invites.revoke(invite) and not await uow.invites.revoke(invite)
    late = invite.expires_at if how == "expired" else at
    async with database.begin() as uow:
        assert not await uow.invites.use(invite, "a" * 32, late)
        assert await uow.invites.waiting(late) == []


async def test_a_group_is_asked_of_one_person(database: Database, at: datetime) -> None:
    rina = await added(database)
    async with database.begin() as uow:
        invite, code = await uow.invites.for_group(rina, at=at)
    assert re.fullmatch(r"[2-9A-HJ-NP-Z]{10}", code)
    async with database.read() as uow:
        assert await uow.invites.find(code) == invite
        assert await uow.invites.groups_of("a" * 32, at) == [invite]
        assert await uow.invites.groups_of("b" * 32, at) == []
        assert await uow.invites.groups_of("a" * 32, invite.expires_at) == []
