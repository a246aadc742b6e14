"""Facts of cases for counting: a period read page by page along an index, without anybody's name or words."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import bindparam, literal_column, select

from complaints.counting import CITIZENS_TURN, Fact, overdue_now
from complaints.lifecycle import Resolution, Status
from complaints.rules import RULES
from storage.lapor_ids import LaporIds
from storage.sight import Sight
from storage.tables import agencies, chats, complaints, entries
from storage.tables_staff import papers
from storage.transaction import Transaction

#: A page holds up whoever waits for the loop: 200 cases some 20 ms on a free core, 2,000 half a second on a busy one.
PAGE = 200
HOPS = RULES.keys() - CITIZENS_TURN
_c = complaints.c
_COLUMNS = (
    _c.id, _c.number, _c.agency_id, _c.topic, _c.kind, _c.status, _c.resolution, _c.filed_at, _c.forwarded_at,
    _c.first_response_at, _c.answered_at, _c.closed_at, _c.deadlines,
)  # fmt: skip
#: What the clock wrote down. Its note is a rule of ours, no words of anybody's.
OVERDUE = select(entries.c.case_id, entries.c.uid, entries.c.words).where(
    entries.c.case_id.in_(bindparam("ids", expanding=True)), entries.c.action == literal_column("'overdue'")
)
WORDS = select(_c.id, _c.anonymous, _c.happened_on, _c.reporter, _c.story).where(
    _c.id.in_(bindparam("ids", expanding=True))
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Filed from `since` up to, not including, `until` (aware); held by an office of `region` or below, "" for all."""

    since: datetime
    until: datetime
    region: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """The personal part of one case; reading it is a look at an identity and belongs into the audit."""

    reporter: str
    anonymous: bool
    story: str
    place: str
    happened_on: date | None


async def facts(
    tx: Transaction, seen: Sight, span: Span, at: datetime, *, page: int = PAGE
) -> AsyncIterator[list[Fact]]:
    """The cases of a period that the asker may see, in the order they were filed; `at` decides what is late now."""
    last: tuple[datetime, str] | None = None
    while True:
        rows = (await tx.execute(_page(seen.rows, span, last, page), seen.asking())).all()
        if rows:
            yield await _facts(tx, rows, at)
        if len(rows) < page:
            return
        last = rows[-1].filed_at, rows[-1].id


async def told(tx: Transaction, seen: Sight, ids: Collection[str]) -> dict[str, Told]:
    """Case id -> its personal part, for those the asker may see."""
    found = {}
    for row in await tx.execute(WORDS.where(seen.rows), seen.asking(ids=sorted(ids))):
        story = tx.unseal(_c.story, row.id, row.story)
        found[row.id] = Told(
            reporter=tx.unseal(_c.reporter, row.id, row.reporter), anonymous=row.anonymous, story=story["story"],
            place=story["place"], happened_on=row.happened_on,
        )  # fmt: skip
    return found


def _page(
    visible: sa.ColumnElement[bool], span: Span, last: tuple[datetime, str] | None, limit: int
) -> sa.Select[Any]:
    where = [visible, _c.filed_at >= span.since, _c.filed_at < span.until]
    if last is not None:
        after, id = (sa.literal(value, column.type) for value, column in zip(last, (_c.filed_at, _c.id), strict=True))
        where.append(sa.tuple_(_c.filed_at, _c.id) > sa.tuple_(after, id))
    region = sa.func.coalesce(agencies.c.region, "")
    if span.region:
        where.append(sa.or_(region == span.region, region.startswith(f"{span.region}.", autoescape=True)))
    # A paper came from its box also after its writer joined on another channel.
    came = sa.func.coalesce(papers.c.source, chats.c.channel, "")
    return (
        select(*_COLUMNS, region.label("region"), came.label("channel"))
        .select_from(
            complaints.outerjoin(agencies, agencies.c.id == _c.agency_id)
            .outerjoin(chats, chats.c.key == _c.chat_key)
            .outerjoin(papers, papers.c.case_id == _c.id)
        )
        .where(*where)
        .order_by(_c.filed_at, _c.id)
        .limit(limit)
    )


async def _facts(tx: Transaction, rows: Any, at: datetime) -> list[Fact]:
    ids = [row.id for row in rows]
    passed: dict[str, set[str]] = {}
    for entry in await tx.execute(OVERDUE, {"ids": ids}):
        rule = tx.unseal(entries.c.words, entry.uid, entry.words)["note"]
        if rule in HOPS:
            passed.setdefault(entry.case_id, set()).add(rule)
    lapor = await LaporIds(tx).of(ids)
    return [_fact(row, frozenset(passed.get(row.id, ())), lapor.get(row.id, ""), at) for row in rows]


def _fact(row: Any, passed: frozenset[str], lapor: str, at: datetime) -> Fact:
    running = ((each["rule"], datetime.fromisoformat(each["due"])) for each in row.deadlines)
    plain = {name: value for name, value in row._mapping.items() if name != "deadlines"}
    return Fact(
        **plain
        | {
            "status": Status(row.status),
            "resolution": Resolution(row.resolution) if row.resolution else None,
            "overdue": passed | overdue_now(running, at),
            "lapor": lapor,
        }
    )
