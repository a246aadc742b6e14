"""What grows with the number of stored complaints: lists, searches, counts, and which of them read a whole table.

`python -m benchmarks.growth [--databases sqlite,postgresql] [--sizes 10000,100000]`. Cases are spread over 500
agencies and half a year, one in ten open; each question is asked 20 times. A database of its own, deleted afterwards.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import tempfile
import time
import uuid
from collections.abc import Awaitable, Callable
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import create_async_engine

from benchmarks.__main__ import machine
from benchmarks.databases import opened, postgres
from complaints.lifecycle import Status
from complaints.model import Complaint
from complaints.recurrence import MANY, span
from storage.database import Database
from storage.facts import Span
from storage.matters import Matters
from storage.queue_door import Shelf
from storage.tables import complaints
from storage.unit_of_work import UnitOfWork
from tests.listening import listening

NOW = datetime(2026, 11, 20, 3, tzinfo=UTC)
AGENCIES, DAYS, OPEN_SHARE, TIMES, AT_ONCE = 500, 180, 0.1, 20, 2000
#: Newest cases of one citizen, and of one agency, as asked by their doors.
CHAT, AGENCY = f"{7:032x}", "agency.7"
#: A page of the recap of one month is what a reader waits for; all pages are made beside.
MONTH = Span(since=NOW - timedelta(days=30), until=NOW)
#: What is looked up when a case is filed: how often this matter came back at this agency.
MATTER, ZONE = Matters(span=span(NOW.date()), agencies=(AGENCY,), topic="ADM"), ZoneInfo("Asia/Jakarta")


def case(number: int, chance: random.Random) -> Complaint:
    """One of many."""
    filed = NOW - timedelta(seconds=chance.randrange(DAYS * 86400))
    live = chance.random() < OPEN_SHARE
    id = uuid.UUID(int=chance.getrandbits(128)).hex
    return Complaint(
        id=id, number=f"NH-{number:08d}", status=Status.FORWARDED if live else Status.CLOSED,
        chat_key=f"{number // 3:032x}", reporter="Siti Aminah", draft_id=id, filed_at=filed, forwarded_at=filed,
        closed_at=None if live else filed + timedelta(days=9), agency_id=f"agency.{number % AGENCIES}",
        topic="ADM",
        story="KTP anak saya di kantor itu sudah tiga bulan belum jadi, terakhir ke sana kemarin.",
    )  # fmt: skip


async def fill(database: Database, start: int, end: int) -> None:
    """Cases number `start` to `end`."""
    chance = random.Random(start)
    for first in range(start, end, AT_ONCE):
        async with database.begin() as uow:
            made = [uow.complaints._values(case(n, chance)) for n in range(first, min(end, first + AT_ONCE))]
            await uow.complaints._tx.execute(complaints.insert(), made)


async def first_page(uow: UnitOfWork) -> object:
    """The first page of a month's recap."""
    async for page in uow.complaints.for_staff().facts(MONTH, NOW):
        return page
    return None


QUESTIONS: dict[str, Callable[[UnitOfWork], Awaitable[object]]] = {
    "a citizen's list": lambda uow: uow.complaints.of_citizen(CHAT).all(),
    "one case by number": lambda uow: uow.complaints.for_staff().get("NH-00000777"),
    "an agency's open cases": lambda uow: uow.complaints.visible_to([AGENCY]).open(),
    "an agency's newest": lambda uow: uow.complaints.visible_to([AGENCY]).recent(50),
    "count of its open cases": lambda uow: uow.complaints.visible_to([AGENCY]).count_open(),
    "staff: unassigned": lambda uow: uow.complaints.for_staff().unassigned(),
    "staff: late": lambda uow: uow.complaints.for_staff().late(NOW),
    "staff: queue of late": lambda uow: uow.complaints.for_staff().shelf(Shelf.LATE, NOW, limit=10),
    "staff: open by agency": lambda uow: uow.complaints.for_staff().open_by_agency(),
    "the same matter in three years": lambda uow: uow.complaints.visible_to([AGENCY]).matter(MATTER, ZONE, MANY),
    "recap of a month, first page": first_page,
}


async def ask(database: Database, question: Callable[[UnitOfWork], Awaitable[object]]) -> tuple[float, str]:
    """Median milliseconds, and the plan of what was asked."""
    said: list[tuple[str, Any]] = []

    def hear(statement: str, parameters: Any) -> None:
        if statement.startswith("SELECT") and "complaints" in statement:
            said.append((statement, parameters))

    took = []
    for number in range(TIMES):
        begun = time.perf_counter()
        with listening(database._reader, hear) if not number else nullcontext():
            async with database.read() as uow:
                await question(uow)
        took.append((time.perf_counter() - begun) * 1000)
    lite = database.url.get_backend_name() == "sqlite"
    async with database._reader.begin() as connection:
        explain = "EXPLAIN QUERY PLAN " if lite else "EXPLAIN "
        plan = (await connection.exec_driver_sql(explain + said[0][0], said[0][1])).all()
    text = "\n".join(str(line[-1]) for line in plan)
    whole = "SCAN complaints" in text and "USING" not in text if lite else "Seq Scan on complaints" in text
    return median(took), "reads the whole table" if whole else ""


async def settled(database: Database) -> None:
    """Statistics; on PostgreSQL also what autovacuum does by itself within minutes of so many new rows."""
    if database.url.get_backend_name() == "sqlite":
        async with database._writer.begin() as connection:
            await connection.exec_driver_sql("ANALYZE")
        return
    engine = create_async_engine(database.url, isolation_level="AUTOCOMMIT")
    async with engine.connect() as plain:
        await plain.exec_driver_sql("VACUUM (ANALYZE)")
    await engine.dispose()


async def grow(url: str, sizes: list[int]) -> None:
    """From one size to the next, asking everything at each."""
    rows: dict[str, list[str]] = {name: [] for name in QUESTIONS}
    with tempfile.TemporaryDirectory() as folder:
        async with opened(Path(folder), url, lambda: NOW) as (database, _):
            for before, size in pairwise([0, *sizes]):
                await fill(database, before, size)
                await settled(database)
                for name, question in QUESTIONS.items():
                    took, whole = await ask(database, question)
                    rows[name].append(f"{took:.1f}{' (' + whole + ')' if whole else ''}")
    heads = [f"ms, {database.url.get_backend_name()}", *(f"{size:,}" for size in sizes)]
    print(f"| {' | '.join(heads)} |\n|{'---|' * len(heads)}")
    for name, cells in rows.items():
        print(f"| {name} | {' | '.join(cells)} |")


def main() -> None:
    """Print a table as in docs/benchmarks.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--databases", default="sqlite,postgresql")
    parser.add_argument("--sizes", default="10000,100000")
    wish = parser.parse_args()
    sizes = sorted(int(size) for size in wish.sizes.split(","))
    print(f"machine: {machine()}")
    if "sqlite" in wish.databases:
        asyncio.run(grow("", sizes))
    if "postgresql" in wish.databases:
        with postgres() as server, server.database(empty=True) as url:
            asyncio.run(grow(url, sizes))


if __name__ == "__main__":
    main()
