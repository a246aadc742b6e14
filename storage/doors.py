"""The doors to the cases, one per role: what is not visible looks exactly like what does not exist."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Collection
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy import bindparam, func, literal_column, select

from complaints.counting import Fact
from complaints.model import INTERNAL, Complaint, Entry
from complaints.recurrence import Cell
from storage import facts, matters, sight
from storage.case_rows import complaint_of, entry_of, without_citizen, without_reporter
from storage.sight import EVERYTHING, Sight
from storage.tables import complaints
from storage.transaction import Transaction

_IS_OPEN = complaints.c.is_open
BY_DUE = (complaints.c.due_at.nulls_last(), complaints.c.filed_at, complaints.c.id)
NEWEST_FIRST = (complaints.c.filed_at.desc(), complaints.c.id)
_OLDEST = (complaints.c.filed_at, complaints.c.id)
RECEIVED = complaints.c.status == literal_column("'received'")
_OF_AGENCY = complaints.c.agency_id == bindparam("agency")
_DUE_BEFORE = complaints.c.due_at < bindparam("at")

#: Cases read in one go on the event loop.
AT_ONCE = 50


class Door:
    """What one asker may see; reading a case in a writing transaction keeps others off it until the end."""

    def __init__(self, tx: Transaction, seen: Sight = EVERYTHING) -> None:
        self._tx, self._sight = tx, seen

    async def get(self, number: str) -> Complaint | None:
        """The case of that number, if the asker may see it."""
        return await self._one(complaints.c.number, number)

    async def by_id(self, id: str) -> Complaint | None:
        """The case of that id (a bubble or a timer names it), if the asker may see it."""
        return await self._one(complaints.c.id, id)

    async def history(self, number: str) -> list[Entry]:
        """What happened to it, oldest first; [] where the asker may not see it."""
        rows = await self._tx.execute(sight.history(self._sight.rows), self._sight.asking(number=number))
        return [entry_of(self._tx, row) for row in rows]

    def facts(self, span: facts.Span, at: datetime) -> AsyncIterator[list[Fact]]:
        """What can be counted of a period, page by page, without anybody's name or words."""
        return facts.facts(self._tx, self._sight, span, at)

    async def matters(self, wanted: matters.Matters, zone: ZoneInfo) -> list[Cell]:
        """How many of each matter, at each agency and place, in each year."""
        return await matters.ours(self._tx, self._sight, zone, wanted)

    async def matter(self, wanted: matters.Matters, zone: ZoneInfo, most: int) -> tuple[int, ...]:
        """One matter at one agency in each year of the span, counted no further than `most`."""
        return await matters.at_one(self._tx, self._sight, zone, wanted, most)

    async def numbers(self, wanted: matters.Matters, zone: ZoneInfo, limit: int) -> list[tuple[date, str]]:
        """(day, number) of one matter at one agency, the newest first."""
        return await matters.newest(self._tx, self._sight, zone, wanted, limit)

    def _show(self, complaint: Complaint) -> Complaint:
        return complaint

    async def _one(self, column: sa.Column[Any], which: str) -> Complaint | None:
        # Locked: two officers at one card, the second waits and sees what the first did, instead of Stale.
        statement = sight.one(self._sight.rows, column, self._tx.writing)
        row = (await self._tx.execute(statement, self._sight.asking(which=which))).one_or_none()
        return None if row is None else self._show(complaint_of(self._tx, row))

    async def _many(
        self, *where: sa.ColumnElement[bool], order: tuple[Any, ...], limit: int, offset: int = 0, **values: Any
    ) -> list[Complaint]:
        statement = sight.many(self._sight.rows, where, order)
        run = self._tx.execute_wide if limit > AT_ONCE else self._tx.execute
        found = []
        for row in await run(statement, self._sight.asking(limit=limit, offset=offset, **values)):
            if len(found) % AT_ONCE == AT_ONCE - 1:
                await asyncio.sleep(0)  # opening 500 sealed stories takes 40 ms: others go on in between
            found.append(self._show(complaint_of(self._tx, row)))
        return found


class ClockDoor(Door):
    """Everything, for those who come from a row of ours and not from a person."""


class CitizenDoor(Door):
    """The citizen's own cases."""

    async def all(self, limit: int = 50) -> list[Complaint]:
        """Newest first."""
        return await self._many(order=NEWEST_FIRST, limit=limit)

    async def history(self, number: str) -> list[Entry]:
        return [line for line in await super().history(number) if line.action not in INTERNAL]

    async def open(self, limit: int = 50) -> list[Complaint]:
        """Those in which somebody still owes a step, newest first."""
        return await self._many(_IS_OPEN, order=NEWEST_FIRST, limit=limit)


class AgencyDoor(Door):
    """What an agency holds; hides the name of who asked to stay unnamed."""

    async def open(self, limit: int = 20, offset: int = 0) -> list[Complaint]:
        """Open cases, the earliest due date first."""
        return await self._many(_IS_OPEN, order=BY_DUE, limit=limit, offset=offset)

    async def count_open(self) -> int:
        """How many are open."""
        statement = sight.count(self._sight.rows, _IS_OPEN)
        count: int = (await self._tx.execute(statement, self._sight.asking())).scalar_one()
        return count

    async def history(self, number: str) -> list[Entry]:
        complaint = await self.get(number)
        lines = await super().history(number) if complaint else []
        return [without_citizen(line) for line in lines] if complaint and complaint.anonymous else lines

    async def recent(self, limit: int = 500) -> list[Complaint]:
        """The newest cases, open or not."""
        return await self._many(order=NEWEST_FIRST, limit=limit)

    def _show(self, complaint: Complaint) -> Complaint:
        return without_reporter(complaint)


class PartnerDoor(AgencyDoor):
    """What an agency helps with: never who reported it, because only the lead talks to the citizen."""

    def _show(self, complaint: Complaint) -> Complaint:
        return replace(complaint, reporter="")


class StaffDoor(Door):
    """Everything, and the lists staff work through."""

    async def unassigned(self, limit: int = 20, offset: int = 0) -> list[Complaint]:
        """Cases no agency holds, the oldest first."""
        return await self._many(RECEIVED, order=_OLDEST, limit=limit, offset=offset)

    async def open_of(self, agency_id: str, limit: int = 10_000, offset: int = 0) -> list[Complaint]:
        """Open cases of one agency, the earliest due date first."""
        where = _OF_AGENCY, _IS_OPEN
        return await self._many(*where, order=BY_DUE, limit=limit, offset=offset, agency=agency_id)

    async def late(self, at: datetime, limit: int = 100) -> list[Complaint]:
        """Open cases of which some promised day has passed, the earliest first."""
        return await self._many(_IS_OPEN, _DUE_BEFORE, order=BY_DUE, limit=limit, at=at)

    async def told(self, ids: Collection[str]) -> dict[str, facts.Told]:
        """Names and stories of those cases, for an export that may hold them; the caller writes the audit."""
        return await facts.told(self._tx, self._sight, ids)

    async def open_by_agency(self) -> dict[str, int]:
        """How many cases are open at each agency that has any."""
        statement = (
            select(complaints.c.agency_id, func.count().label("cases"))
            .where(_IS_OPEN, complaints.c.agency_id.is_not(None))
            .group_by(complaints.c.agency_id)
        )
        return {row.agency_id: row.cases for row in await self._tx.execute_wide(statement)}
