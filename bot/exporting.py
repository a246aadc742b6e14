"""Makes an export: reads a period page by page, writes it as it comes, and counts it on the way.

The numbers are those of /rekap at the same moment: one reading, one count. Names and stories are read only where
asked for, and each look is in the audit of its case before the file exists.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, Protocol

from bot.i18n import Catalogues
from bot.phrasing import Voice
from bot.recap_tables import Row, Tables
from complaints.agency import Agency
from complaints.counting import Fact
from complaints.model import Actor
from handlers import recap_count
from handlers.recap_count import Asks, Counted
from handlers.services import Services
from storage.database import Database
from storage.unit_of_work import UnitOfWork

LANGUAGE = "id"  # whoever reads it in office
#: Audit lines in one transaction: a big export must not hold up living people.
BATCH = 100


class Export(Protocol):
    """A file in the making."""

    def rows(self, rows: Iterable[Row]) -> None: ...

    def made(self, counted: Counted, pictures: Sequence[bytes] = ()) -> bytes: ...


SHAPES = ("csv", "pdf", "xlsx")


def shape(name: str) -> tuple[Callable[..., Export], str]:
    """Maker and MIME type; imported when asked for, since drawing libraries are 12 MB that most days nobody needs."""
    if name == "csv":
        from bot import export_csv

        return export_csv.CsvExport, export_csv.MIME
    if name == "xlsx":
        from bot import export_xlsx

        return export_xlsx.XlsxExport, export_xlsx.MIME
    from bot import export_pdf

    return export_pdf.PdfExport, export_pdf.MIME


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A finished file and what it says."""

    body: bytes
    name: str
    mime: str
    counted: Counted

    def detail(self) -> dict[str, Any]:
        """For the audit: what left the house; the sum tells one file from another."""
        total = self.counted.recap.total.received
        return {**self.counted.asks.to_json(), "cases": total, "sha256": sha256(self.body).hexdigest()}


async def export(database: Database, services: Services, words: Catalogues, asks: Asks, by: Actor) -> Made:
    """The file that was asked for."""
    at = services.now()
    tables = Tables(Voice(words, LANGUAGE, str(services.zone)))
    maker, mime = shape(asks.shape)
    file = maker(tables, tables.about(asks, at), persons=asks.identities)
    if asks.identities:
        await _looked(database, services, asks, at, by)
    async with database.read() as uow:
        writer = _Writer(uow, tables, file, persons=asks.identities)
        counted = await recap_count.count(uow, services, asks, uow.complaints.for_staff(), at, page=writer.page)
    drawn = await asyncio.to_thread(_drawn, counted, tables) if asks.shape == "pdf" else []
    body = await asyncio.to_thread(file.made, counted, drawn)
    return Made(body=body, name=name_of(asks), mime=mime, counted=counted)


def name_of(asks: Asks) -> str:
    """rekap-2026-11-01_2026-11-30-21.71.xlsx: the last day is part of it."""
    last = asks.period.until.fromordinal(asks.period.until.toordinal() - 1)
    place = f"-{asks.region}" if asks.region else ""
    return f"narahubung-{asks.period.since}_{last}{place}{'-lengkap' if asks.identities else ''}.{asks.shape}"


def _drawn(counted: Counted, tables: Tables) -> list[bytes]:
    from bot.recap_picture import pictures

    return pictures(counted, tables)


class _Writer:
    """Turns pages of facts into rows, with the names behind their codes."""

    def __init__(self, uow: UnitOfWork, tables: Tables, file: Export, *, persons: bool) -> None:
        self._uow, self._tables, self._file, self._persons = uow, tables, file, persons
        self._agencies: dict[str, Agency] = {}
        self._places: dict[str, str] = {}

    async def page(self, facts: list[Fact]) -> None:
        """Write one page, in a thread: the words of two thousand rows take a tenth of a second."""
        ids = {fact.agency_id for fact in facts if fact.agency_id} - self._agencies.keys()
        self._agencies |= await self._uow.agencies.named(ids) if ids else {}
        codes = {fact.region[:5] for fact in facts if fact.region} - self._places.keys()
        self._places |= await self._uow.agencies.places(codes) if codes else {}
        persons: dict[str, Row] = {}
        if self._persons:
            told = await self._uow.complaints.for_staff().told([fact.id for fact in facts])
            persons = {id: self._tables.person(one) for id, one in told.items()}
        await asyncio.to_thread(self._write, facts, persons)

    def _write(self, facts: list[Fact], persons: Mapping[str, Row]) -> None:
        rows = (
            (*self._tables.case(fact, self._agencies, self._places), *persons.get(fact.id, ())) for fact in facts
        )
        self._file.rows(rows)


async def _looked(database: Database, services: Services, asks: Asks, at: datetime, by: Actor) -> None:
    """One audit line in each case whose identity is about to leave."""
    ids: list[str] = []

    async def note(facts: list[Fact]) -> None:
        ids.extend(fact.id for fact in facts)

    async with database.read() as uow:
        await recap_count.count(uow, services, asks, uow.complaints.for_staff(), at, page=note)
    for start in range(0, len(ids), BATCH):
        async with database.begin() as uow:
            for id in ids[start : start + BATCH]:
                await uow.audit.add(at=at, actor=by, event="identity.exported", case=id)
