"""Facts of a period: every case once, through the asker's door, by an index, without anybody's words."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from complaints.agency import Agency
from complaints.counting import Fact
from complaints.lifecycle import Resolution, Status
from complaints.model import Actor, Deadline, Entry, Role
from complaints.sources import Source
from storage import facts as module
from storage.database import Database
from storage.doors import Door
from storage.facts import Span
from storage.papers import Paper
from storage.recap_orders import Order
from tests.listening import listening
from tests.storage.samples import STAFF, a_chat, filed

CLOCK = Actor(role=Role.CLOCK, key="clock")
CAPIL, PROVINCE = "2171.disdukcapil", "21.dinkes"


async def collected(door: Door, span: Span, at: datetime) -> list[Fact]:
    return [fact async for page in door.facts(span, at) for fact in page]


@pytest.fixture
async def offices(database: Database) -> None:
    async with database.begin() as uow:
        for id, region in ((CAPIL, "21.71"), (PROVINCE, "21"), ("2172.dinsos", "21.72"), ("217.x", "217")):
            await uow.agencies.upsert(Agency(id=id, name=id, short=id, kind="opd", region=region), STAFF)


@pytest.mark.usefixtures("offices")
async def test_a_case_comes_with_what_is_counted_of_it(database: Database, at: datetime) -> None:
    chat = await a_chat(database)
    due = (
        Deadline(rule="respon_awal", due=at - timedelta(seconds=1), version="v"),
        Deadline(rule="penghubung", due=at + timedelta(days=1), version="v"),
        Deadline(rule="tutup_otomatis", due=at - timedelta(days=1), version="v"),
    )
    case = await filed(database, chat.key, topic="ADM", filed_at=at - timedelta(days=3), deadlines=due)
    passed = Entry(
        at=at, action="overdue", by=CLOCK, before=case.status, after=case.status, agency_id=CAPIL, note="verifikasi"
    )
    async with database.begin() as uow:
        await uow.complaints.note(case.id, passed)
        await uow.complaints.note(case.id, replace(passed, action="remind", note="penyelesaian_14"))
        await uow.lapor_ids.put(case.id, "1234567", at)
    async with database.read() as uow:
        (fact,) = await collected(uow.complaints.for_staff(), Span(since=at - timedelta(days=5), until=at), at)
        told = await uow.complaints.for_staff().told([fact.id])
        hidden = await uow.complaints.visible_to(["2172.dinsos"]).get(case.number)
    assert (fact.number, fact.agency_id, fact.region, fact.topic) == (case.number, CAPIL, "21.71", "ADM")
    assert (fact.channel, fact.status, fact.lapor) == ("telegram", Status.FORWARDED, "1234567")
    assert fact.overdue == {"verifikasi", "respon_awal"}, "the clock's lines and what has run out by now"
    assert not {"reporter", "story"} & set(Fact.__dataclass_fields__)
    assert told[case.id].story == "KTP saya belum jadi" and hidden is None


@pytest.mark.usefixtures("offices")
async def test_a_paper_is_told_by_how_it_came_in(database: Database, at: datetime) -> None:
    chat = await a_chat(database)
    case, other = await filed(database, chat.key), await filed(database, "f" * 32)
    async with database.begin() as uow:
        await uow.papers.add(Paper(case=case.id, source=Source.BOX, received_on=at.date(), code_until=at))
    async with database.read() as uow:
        day = Span(since=at - timedelta(days=1), until=at + timedelta(days=1))
        found = {fact.id: fact.channel for fact in await collected(uow.complaints.for_staff(), day, at)}
    assert found == {case.id: "box", other.id: ""}


@pytest.mark.usefixtures("offices")
async def test_pages_hold_every_case_once_and_in_order(
    database: Database, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module.facts, "__kwdefaults__", {"page": 3})
    made = [await filed(database, filed_at=at + timedelta(seconds=n // 4)) for n in range(11)]
    span = Span(since=at, until=at + timedelta(seconds=3))
    async with database.read() as uow:
        pages = [page async for page in uow.complaints.for_staff().facts(span, at)]
    assert [len(page) for page in pages] == [3, 3, 3, 2]
    ordered = sorted(made, key=lambda case: (case.filed_at, case.id))
    assert [fact.id for page in pages for fact in page] == [case.id for case in ordered]


@pytest.mark.usefixtures("offices")
async def test_the_first_moment_belongs_to_a_period_and_the_last_does_not(database: Database, at: datetime) -> None:
    edge = [await filed(database, filed_at=at + timedelta(hours=n)) for n in range(3)]
    async with database.read() as uow:
        found = await collected(uow.complaints.for_staff(), Span(since=at, until=at + timedelta(hours=2)), at)
    assert [fact.id for fact in found] == [edge[0].id, edge[1].id]


@pytest.mark.usefixtures("offices")
async def test_a_region_holds_what_lies_in_it_and_a_desk_what_is_its_own(database: Database, at: datetime) -> None:
    for agency in (CAPIL, PROVINCE, "2172.dinsos", "217.x"):
        await filed(database, agency_id=agency)
    await filed(database, agency_id=None, status=Status.RECEIVED)
    await filed(database, status=Status.RECEIVED)
    await filed(database, status=Status.CLOSED, resolution=Resolution.WITHDRAWN, closed_at=at)
    day = Span(since=at - timedelta(days=1), until=at + timedelta(days=1))
    counts = {}
    async with database.read() as uow:
        for region in ("", "21", "21.71", "21.72", "21.7", "2_.71", "99"):
            counts[region] = len(await collected(uow.complaints.for_staff(), replace(day, region=region), at))
        desk = await collected(uow.complaints.visible_to([CAPIL]), day, at)
    assert counts == {"": 7, "21": 5, "21.71": 3, "21.72": 1, "21.7": 0, "2_.71": 0, "99": 0}
    assert {fact.agency_id for fact in desk} == {CAPIL}
    assert sorted(fact.status for fact in desk) == [Status.CLOSED, Status.FORWARDED], "what staff hold is not a desk's"


@pytest.mark.usefixtures("offices")
async def test_no_statement_of_a_count_reads_a_whole_table(database: Database, at: datetime) -> None:
    case = await filed(database)
    said: dict[str, Any] = {}

    def hear(statement: str, parameters: Any) -> None:
        if statement.startswith("SELECT") and "pg_" not in statement:
            said.setdefault(statement, parameters)

    with listening(database._reader, hear):
        async with database.read() as uow:
            span = Span(since=at - timedelta(days=1), until=at + timedelta(days=1), region="21.71")
            for door in (uow.complaints.for_staff(), uow.complaints.visible_to([CAPIL])):
                assert len(await collected(door, span, at)) == 1
                await collected(door, replace(span, region=""), at)
            await uow.complaints.for_staff().told([case.id])
            await uow.agencies.named([CAPIL])
            await uow.agencies.places(["21.71"])
            await uow.recap_orders.next()
    lite = "sqlite" in str(database.url)
    assert len(said) >= 9
    async with database._writer.begin() as connection:
        if not lite:  # on an empty table a scan is cheapest: forbid it, and see who has no other way
            await connection.exec_driver_sql("SET enable_seqscan = off")
        for statement, parameters in said.items():
            explain = "EXPLAIN QUERY PLAN " if lite else "EXPLAIN "
            plan = (await connection.exec_driver_sql(explain + statement, parameters)).all()
            lines = [str(row[-1]).strip() for row in plan]
            scans = [line for line in lines if (line.startswith("SCAN") and "USING" not in line) or "Seq Scan" in line]
            assert not scans, (statement, lines)


async def test_the_offices_above_a_unit_are_known_nearest_first_and_a_ring_ends(database: Database) -> None:
    async with database.begin() as uow:
        offices = (("unit", "dinas"), ("dinas", "pemda"), ("pemda", "kemendagri"), ("kemendagri", None))
        for id, parent in (*offices, ("x", "y"), ("y", "x")):
            kind = id if id == "pemda" else "opd"
            agency = Agency(id=id, name=id, short=id, kind=kind, region="21.71", parent=parent)
            await uow.agencies.upsert(agency, STAFF)
    async with database.read() as uow:
        found = await uow.agencies.above(["unit", "pemda", "x", "nobody"])
    assert found == {"unit": ("dinas", "pemda"), "pemda": (), "x": ("y",), "nobody": ()}


async def test_an_order_is_kept_once_and_given_to_one_process_only(database: Database, at: datetime) -> None:
    order = Order(id="a" * 32, chat_key="c" * 32, kind="recap", asks={"x": 1}, role="staff", actor="s", asked_at=at)
    async with database.begin() as uow:
        await uow.recap_orders.put(order)
        await uow.recap_orders.put(replace(order, asks={"x": 2}))
        await uow.recap_orders.put(replace(order, id="b" * 32, asked_at=at + timedelta(seconds=1)))
        await uow.recap_orders.tried(order.id)
    async with database.begin() as uow:
        assert await uow.recap_orders.next() == replace(order, tries=1)
        assert await uow.recap_orders.done(order.id) and not await uow.recap_orders.done(order.id)
        following = await uow.recap_orders.next()
    assert following is not None and following.id == "b" * 32
