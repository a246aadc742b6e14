"""Past cases in the database: put once by their number, counted like ours, taken out by their source."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy import bindparam, func

from complaints.recurrence import Cell
from storage import matters
from storage.matters import Matters
from storage.tables_past import past_cases
from storage.transaction import Repository, upsert

_p = past_cases.c
PUT = upsert(past_cases, "id")
DROP = past_cases.delete().where(_p.source == bindparam("b_source"))
OF_IDS = sa.select(past_cases).where(_p.id.in_(bindparam("ids", expanding=True)))
SOURCES = (
    sa.select(_p.source, func.count().label("n"), func.min(_p.filed_on).label("first"),
              func.max(_p.filed_on).label("last"))
    .group_by(_p.source)
    .order_by(_p.source)
)  # fmt: skip
AT_ONCE = 500
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True, kw_only=True)
class PastCase:
    """One case of another register; `number` is what it has there."""

    number: str
    source: str
    agency_id: str
    topic: str
    place: str
    filed_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One import, by the name it was given."""

    source: str
    n: int
    first: date
    last: date


class PastCases(Repository):
    """By number, whichever file named it."""

    async def known(self, numbers: Collection[str]) -> dict[str, PastCase]:
        """Those of them that are here."""
        found = {}
        for some in _parts(sorted(set(numbers))):
            for row in await self._tx.execute(OF_IDS, {"ids": [self._id(number) for number in some]}):
                case = self._case(row)
                found[case.number] = case
        return found

    async def put(self, cases: Iterable[PastCase]) -> None:
        """New, or as the newest file says."""
        for some in _parts(list(cases)):
            await self._tx.execute(PUT, [self._values(case) for case in some])

    async def drop(self, source: str) -> int:
        """All of one import; how many."""
        return (await self._tx.execute(DROP, {"b_source": source})).rowcount

    async def sources(self) -> list[Source]:
        """What was imported."""
        return [Source(**row._mapping) for row in await self._tx.execute(SOURCES)]

    async def cells(self, wanted: Matters) -> list[Cell]:
        """Counted like ours."""
        return await matters.past(self._tx, wanted)

    async def numbers(self, wanted: Matters, place: str, limit: int) -> list[tuple[date, str]]:
        """(day, number) of one matter at one agency and place, the newest first."""
        first, last = date(wanted.span.years[0], 1, 1), wanted.span.until
        matter = sa.and_(_p.agency_id.in_(wanted.agencies), _p.topic == wanted.topic, _p.place == place)
        rows = await self._tx.execute(
            sa.select(past_cases)
            .where(matter, _p.filed_on >= first, _p.filed_on <= last)
            .order_by(_p.filed_on.desc(), _p.id)
            .limit(limit)
        )
        return [(row.filed_on, self._case(row).number) for row in rows]

    def _id(self, number: str) -> str:
        return self._tx.keys.index(f"past:{number}")

    def _values(self, case: PastCase) -> dict[str, Any]:
        id = self._id(case.number)
        return {
            "id": id, "source": case.source, "agency_id": case.agency_id, "topic": case.topic, "place": case.place,
            "filed_on": case.filed_on, "words": self._tx.seal(_p.words, id, {"number": case.number}),
        }  # fmt: skip

    def _case(self, row: Any) -> PastCase:
        return PastCase(
            number=self._tx.unseal(_p.words, row.id, row.words)["number"], source=row.source,
            agency_id=row.agency_id, topic=row.topic, place=row.place, filed_on=row.filed_on,
        )  # fmt: skip


def _parts(all_: Sequence[Item]) -> Iterator[Sequence[Item]]:
    return (all_[begin : begin + AT_ONCE] for begin in range(0, len(all_), AT_ONCE))
