"""Past cases: kept once by number, counted like ours by the asker's door, their numbers sealed."""

from __future__ import annotations

import random
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from complaints.agency import Agency
from complaints.lifecycle import Resolution, Status
from complaints.recurrence import Cell, span
from storage.database import Database
from storage.matters import Matters
from storage.past_cases import PastCase
from storage.tables_past import past_cases
from tests.storage.samples import STAFF, a_chat, filed

WIB = ZoneInfo("Asia/Jakarta")
CAPIL, DLH = "2171.disdukcapil", "2172.dlh"
OVER = span(date(2026, 11, 22))


def past(number: str, on: date = date(2024, 3, 1), **given: str) -> PastCase:
    usual = {"source": "simpel", "agency_id": CAPIL, "topic": "ADM", "place": "21.71"}
    return PastCase(number=number, filed_on=on, **{**usual, **given})


async def test_a_number_is_one_case_whoever_names_it_again(database: Database) -> None:
    first, second = past("1/LM/2024"), past("2/LM/2024")
    async with database.begin() as uow:
        await uow.past_cases.put([first, second])
        await uow.past_cases.put([past("1/LM/2024", on=date(2024, 3, 2))])
    async with database.read() as uow:
        known = await uow.past_cases.known(["1/LM/2024", "2/LM/2024", "3/LM/2024"])
        assert known == {"1/LM/2024": past("1/LM/2024", on=date(2024, 3, 2)), "2/LM/2024": second}
        (source,) = await uow.past_cases.sources()
        assert (source.source, source.n, source.first, source.last) == (
            "simpel", 2, date(2024, 3, 1), date(2024, 3, 2)
        )  # fmt: skip
        rows = (await uow.past_cases._tx.execute(sa.select(past_cases))).all()
        assert "LM" not in repr([tuple(row)[:-1] for row in rows]) and b"LM" not in b"".join(r.words for r in rows)
    async with database.begin() as uow:
        assert await uow.past_cases.drop("simpel") == 2 and await uow.past_cases.drop("simpel") == 0


async def test_cells_are_what_counting_row_by_row_finds(database: Database) -> None:
    """Days of the year's two ends and of the cut among them; an oracle that knows no SQL."""
    chance = random.Random(7)
    ends = [date(2023, 12, 31), date(2024, 1, 1), date(2024, 11, 22), date(2024, 11, 23), date(2026, 11, 22),
            date(2026, 11, 23)]  # fmt: skip
    days = ends + [date(2023, 6, 1) + timedelta(days=chance.randrange(1300)) for _ in range(60)]
    cases = [
        past(str(n), day, agency_id=chance.choice([CAPIL, DLH]), topic=chance.choice(["ADM", "LST"]),
             place=chance.choice(["21.71", "21.72", ""]))
        for n, day in enumerate(days)
    ]  # fmt: skip
    within = [case for case in cases if date(2024, 1, 1) <= case.filed_on <= date(2026, 11, 22)]
    whole = Counter((c.agency_id, c.topic, c.place, c.filed_on.year) for c in within)
    early = [case for case in within if (case.filed_on.month, case.filed_on.day) <= (11, 22)]
    part = Counter((c.agency_id, c.topic, c.place, c.filed_on.year) for c in early)
    async with database.begin() as uow:
        await uow.past_cases.put(cases)
    async with database.read() as uow:
        found = await uow.past_cases.cells(Matters(span=OVER))
        here = await uow.past_cases.cells(Matters(span=OVER, region="21", agencies=[CAPIL], topic="ADM"))
    key = ("agency_id", "topic", "place", "year")
    assert {tuple(getattr(c, name) for name in key): (c.n, c.so_far) for c in found} == {
        each: (n, part[each]) for each, n in whole.items()
    }
    assert sum(c.n for c in here) == sum(n for each, n in whole.items() if each[:2] == (CAPIL, "ADM") and each[2])


async def test_ours_are_counted_at_midnight_of_the_service_and_through_the_door(database: Database) -> None:
    async with database.begin() as uow:
        for id, region in ((CAPIL, "21.71"), (DLH, "21.72.01")):
            await uow.agencies.upsert(Agency(id=id, name=id, short=id, kind="opd", region=region), STAFF)
    chat = await a_chat(database)
    new_year = datetime(2025, 12, 31, 17, 0, tzinfo=UTC)  # midnight in Batam
    await filed(database, chat.key, topic="ADM", filed_at=new_year)
    old = await filed(database, chat.key, topic="ADM", filed_at=new_year - timedelta(seconds=1))
    await filed(database, chat.key, topic="LST", agency_id=DLH, filed_at=new_year)
    for resolution in (Resolution.ARCHIVED, Resolution.MERGED):
        await filed(database, chat.key, topic="ADM", filed_at=new_year, status=Status.ARCHIVED, resolution=resolution)
    await filed(database, chat.key, topic=None, agency_id=None, status=Status.RECEIVED, filed_at=new_year)
    async with database.read() as uow:
        everything, own = uow.complaints.for_staff(), uow.complaints.visible_to([CAPIL])
        found = sorted(await everything.matters(Matters(span=OVER), WIB), key=lambda cell: (cell.agency_id, cell.year))
        seen = await own.matters(Matters(span=OVER), WIB)
        assert await own.matters(Matters(span=OVER, agencies=[DLH]), WIB) == []
        assert await own.numbers(Matters(span=OVER, agencies=[DLH], topic="LST"), WIB, 9) == []
        numbers = await own.numbers(Matters(span=OVER, agencies=[CAPIL], topic="ADM"), WIB, 9)
        one = Matters(span=OVER, agencies=[CAPIL], topic="ADM")
        assert (await own.matter(one, WIB, 9), await own.matter(one, WIB, 0)) == ((0, 1, 1), (0, 0, 0))
        assert await own.matter(Matters(span=OVER, agencies=[DLH], topic="LST"), WIB, 9) == (0, 0, 0)
        assert [day for day, _ in numbers] == [date(2026, 1, 1), date(2025, 12, 31)] and numbers[1][1] == old.number
    assert found == [
        Cell(agency_id=CAPIL, topic="ADM", place="21.71", year=2025, n=1, so_far=0),
        Cell(agency_id=CAPIL, topic="ADM", place="21.71", year=2026, n=1, so_far=1),
        Cell(agency_id=DLH, topic="LST", place="21.72", year=2026, n=1, so_far=1),
    ]
    assert [cell.agency_id for cell in seen] == [CAPIL, CAPIL]
