"""Cases counted by agency, matter, place and year, ours and past ones alike: one statement each, no row leaves."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy import bindparam, func, literal_column, select

from complaints.lifecycle import Resolution
from complaints.recurrence import Cell, Span
from storage.sight import Sight, Standing
from storage.tables import agencies, complaints
from storage.tables_past import past_cases
from storage.transaction import Transaction

#: No complaint after all, or told on under another number.
NONE_OF_IT = (Resolution.ARCHIVED, Resolution.MERGED)
ONE_DAY = timedelta(days=1)
_c, _p = complaints.c, past_cases.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Matters:
    """Which cells are wanted: of a span, in a region ("" for all), of those agencies and that matter, if any."""

    span: Span
    region: str = ""
    agencies: Collection[str] = ()
    topic: str = ""


async def ours(tx: Transaction, seen: Sight, zone: ZoneInfo, wanted: Matters) -> list[Cell]:
    """Of the cases the asker may see; the place is the holder's, as in every recap."""
    return await _cells(tx, _ours(seen.rows, _shape(wanted)), seen.asking(**_asked(wanted, _midnight(zone))), wanted)


async def past(tx: Transaction, wanted: Matters) -> list[Cell]:
    """Of the imported ones."""
    return await _cells(tx, _past(_shape(wanted)), _asked(wanted, lambda day: day), wanted)


async def at_one(tx: Transaction, seen: Sight, zone: ZoneInfo, wanted: Matters, most: int) -> tuple[int, ...]:
    """Cases of one agency and matter by year, counted no further than `most` a year: a card asks it each time."""
    asked = seen.asking(most=most, **_asked(wanted, _midnight(zone)))
    return tuple((await tx.execute(_at_one(seen.rows, len(wanted.span.years)), asked)).one())


async def newest(
    tx: Transaction, seen: Sight, zone: ZoneInfo, wanted: Matters, limit: int
) -> list[tuple[date, str]]:
    """(day, number) of the cases behind a cell of one agency and matter."""
    asked = seen.asking(limit=limit, **_asked(wanted, _midnight(zone)))
    rows = await tx.execute(_newest(seen.rows, len(wanted.span.years)), asked)
    return [(row.filed_at.astimezone(zone).date(), row.number) for row in rows]


# --- statements, each built once; "begins0", "cut0", ... are moments of the years of the span ------------------------


@dataclass(frozen=True, slots=True)
class _Shape:
    """What a question restricts; the values are bound."""

    years: int
    agencies: bool
    topic: bool
    region: bool


def _shape(wanted: Matters) -> _Shape:
    return _Shape(len(wanted.span.years), bool(wanted.agencies), bool(wanted.topic), bool(wanted.region))


def _asked(wanted: Matters, moment: Callable[[date], Any]) -> dict[str, Any]:
    span = wanted.span
    ends = [date(year + 1, 1, 1) for year in span.years[:-1]] + [span.until + ONE_DAY]
    values = {f"begins{n}": moment(date(year, 1, 1)) for n, year in enumerate(span.years)}
    values |= {f"cut{n}": moment(span.cut(year) + ONE_DAY) for n, year in enumerate(span.years)}
    values |= {f"ends{n}": moment(day) for n, day in enumerate(ends)}
    return values | {
        "agencies": sorted(wanted.agencies), "topic": wanted.topic, "region": wanted.region,
        "below": f"{wanted.region}.",
    }  # fmt: skip


@cache
def _ours(rows: Standing, shape: _Shape) -> sa.Select[Any]:
    place = func.substr(func.coalesce(agencies.c.region, ""), 1, 5)
    from_ = complaints.outerjoin(agencies, agencies.c.id == _c.agency_id)
    found = _counted(_c.agency_id, func.coalesce(_c.topic, ""), place, _c.filed_at, shape)
    return found.select_from(from_).where(rows, _c.agency_id.is_not(None), _kept)


@cache
def _past(shape: _Shape) -> sa.Select[Any]:
    return _counted(_p.agency_id, _p.topic, _p.place, _p.filed_on, shape)


@cache
def _at_one(rows: Standing, years: int) -> sa.Select[Any]:
    def capped(n: int) -> sa.ScalarSelect[Any]:
        within = _c.filed_at >= bindparam(f"begins{n}"), _c.filed_at < bindparam(f"ends{n}")
        found = select(literal_column("1")).where(rows, _kept, _matter, *within).limit(bindparam("most"))
        return select(func.count()).select_from(found.subquery()).scalar_subquery()

    return select(*(capped(n).label(f"year{n}") for n in range(years)))


@cache
def _newest(rows: Standing, years: int) -> sa.Select[Any]:
    found = select(_c.number, _c.filed_at).where(rows, _kept, _matter, *_within(_c.filed_at, years))
    return found.order_by(_c.filed_at.desc(), _c.id).limit(bindparam("limit"))


_kept = sa.or_(_c.resolution.is_(None), _c.resolution.not_in(NONE_OF_IT))
_matter = sa.and_(_c.agency_id.in_(bindparam("agencies", expanding=True)), _c.topic == bindparam("topic"))


def _midnight(zone: ZoneInfo) -> Callable[[date], datetime]:
    return lambda day: datetime.combine(day, time.min, tzinfo=zone)


def _within(filed: sa.Column[Any], years: int) -> list[sa.ColumnElement[bool]]:
    return [filed >= bindparam("begins0"), filed < bindparam(f"ends{years - 1}")]


def _counted(agency: Any, topic: Any, place: Any, filed: sa.Column[Any], shape: _Shape) -> sa.Select[Any]:
    """The cells as columns; a year is cut at midnight of the service, so that a night belongs to its own day."""
    years = range(shape.years)
    begun = [filed >= bindparam(f"begins{n}") for n in years]
    year = sa.case(*((begun[n], literal_column(str(n))) for n in reversed(years[1:])), else_=literal_column("0"))
    so_far = sa.or_(*(sa.and_(begun[n], filed < bindparam(f"cut{n}")) for n in years))
    where = _within(filed, shape.years)
    if shape.agencies:
        where.append(agency.in_(bindparam("agencies", expanding=True)))
    if shape.topic:
        where.append(topic == bindparam("topic"))
    if shape.region:
        below = bindparam("below", type_=sa.String())
        where.append(sa.or_(place == bindparam("region"), func.substr(place, 1, func.length(below)) == below))
    columns = [agency.label("agency_id"), topic.label("topic"), place.label("place"), year.label("year")]
    n, part = func.count().label("n"), func.sum(sa.case((so_far, 1), else_=0)).label("so_far")
    return select(*columns, n, part).where(*where).group_by(*(sa.text(str(n + 1)) for n in range(len(columns))))


async def _cells(tx: Transaction, statement: sa.Select[Any], asked: dict[str, Any], wanted: Matters) -> list[Cell]:
    rows = await tx.execute_wide(statement, asked)
    return [Cell(**{**row._mapping, "year": wanted.span.years[row.year]}) for row in rows]
