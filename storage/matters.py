"""Cases counted by agency, matter, place and year, ours and past ones alike: one statement each, no row leaves."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy import func, select

from complaints.lifecycle import Resolution
from complaints.recurrence import Cell, Span
from storage.tables import agencies, complaints
from storage.transaction import Transaction

#: No complaint after all, or told on under another number.
NONE_OF_IT = (Resolution.ARCHIVED, Resolution.MERGED)
ONE_DAY = timedelta(days=1)
_c = complaints.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Matters:
    """Which cells are wanted: of a span, in a region ("" for all), of those agencies and that matter, if any."""

    span: Span
    region: str = ""
    agencies: Collection[str] = ()
    topic: str = ""


def ours(visible: sa.ColumnElement[bool], zone: ZoneInfo, wanted: Matters) -> sa.Select[Any]:
    """Of the cases the asker may see; the place is the holder's, as in every recap."""
    place = func.substr(func.coalesce(agencies.c.region, ""), 1, 5)
    from_ = complaints.outerjoin(agencies, agencies.c.id == _c.agency_id)
    found = counted(_c.agency_id, func.coalesce(_c.topic, ""), place, _c.filed_at, _midnight(zone), wanted)
    return found.select_from(from_).where(visible, _c.agency_id.is_not(None), _kept())


def at_one(visible: sa.ColumnElement[bool], zone: ZoneInfo, wanted: Matters, most: int) -> sa.Select[Any]:
    """Year and cases of one agency and matter, counted no further than `most` a year: a card asks it each time."""
    moment, years = _midnight(zone), wanted.span.years

    def capped(year: int) -> sa.ScalarSelect[Any]:
        begins, ends = _c.filed_at >= moment(date(year, 1, 1)), _c.filed_at < moment(date(year + 1, 1, 1))
        found = select(sa.literal_column("1")).where(visible, _kept(), _matter(wanted), begins, ends).limit(most)
        return select(func.count()).select_from(found.subquery()).scalar_subquery()

    return select(*(capped(year).label(f"year_{year}") for year in years))


def newest(visible: sa.ColumnElement[bool], zone: ZoneInfo, wanted: Matters, limit: int) -> sa.Select[Any]:
    """Numbers behind a cell of one agency and matter."""
    within = _within(_c.filed_at, _midnight(zone), wanted.span)
    found = select(_c.number, _c.filed_at).where(visible, _kept(), _matter(wanted), *within)
    return found.order_by(_c.filed_at.desc(), _c.id).limit(limit)


def _matter(wanted: Matters) -> sa.ColumnElement[bool]:
    return sa.and_(_c.agency_id.in_(sorted(wanted.agencies)), _c.topic == wanted.topic)


def _kept() -> sa.ColumnElement[bool]:
    return sa.or_(_c.resolution.is_(None), _c.resolution.not_in(NONE_OF_IT))


def _midnight(zone: ZoneInfo) -> Callable[[date], datetime]:
    return lambda day: datetime.combine(day, time.min, tzinfo=zone)


def _within(filed: sa.Column[Any], moment: Callable[[date], Any], span: Span) -> list[sa.ColumnElement[bool]]:
    return [filed >= moment(date(span.years[0], 1, 1)), filed < moment(span.until + ONE_DAY)]


def counted(
    agency: Any, topic: Any, place: Any, filed: sa.Column[Any], moment: Callable[[date], Any], wanted: Matters
) -> sa.Select[Any]:
    """The cells as columns; a year is cut at midnight of the service, so that a night belongs to its own day."""
    years, span = wanted.span.years, wanted.span
    begins = {year: moment(date(year, 1, 1)) for year in years}
    year = sa.case(*((filed >= begins[y], y) for y in reversed(years[1:])), else_=years[0])
    so_far = sa.or_(*(sa.and_(filed >= begins[y], filed < moment(span.cut(y) + ONE_DAY)) for y in years))
    where = _within(filed, moment, span)
    if wanted.agencies:
        where.append(agency.in_(sorted(wanted.agencies)))
    if wanted.topic:
        where.append(topic == wanted.topic)
    if wanted.region:
        where.append(sa.or_(place == wanted.region, place.startswith(f"{wanted.region}.", autoescape=True)))
    columns = [agency.label("agency_id"), topic.label("topic"), place.label("place"), year.label("year")]
    n, part = func.count().label("n"), func.sum(sa.case((so_far, 1), else_=0)).label("so_far")
    return select(*columns, n, part).where(*where).group_by(*(sa.text(str(n + 1)) for n in range(len(columns))))


async def cells(tx: Transaction, statement: sa.Select[Any]) -> list[Cell]:
    """What a statement of `counted` finds."""
    return [Cell(**row._mapping) for row in await tx.execute_wide(statement)]
