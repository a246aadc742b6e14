"""`narahubung recurrence`: past cases of other registers in and out, and what repeats over three years."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, datetime
from pathlib import Path

import click

from bot.app_memory import memory
from bot.cli.export import region_of
from bot.cli.past_reading import COLUMNS, Read, Reader
from bot.config import load_settings
from bot.ears import RegistryEars
from bot.export_csv import harmless
from bot.exporting import LANGUAGE
from bot.i18n import Catalogues
from bot.phrasing import Voice, plain
from classifiers.topic import codes
from complaints.errors import RegistryError
from complaints.model import Actor, Role
from complaints.recurrence import YEARS
from conversations.recurrence import Told, whole
from handlers import recurrence
from handlers.services import Services
from storage.registry_csv import read_records, write_records
from storage.unit_of_work import UnitOfWork

OPERATOR = Actor(role=Role.STAFF, key="operator", name="operator")
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
#: Lines of a kind that are read on a screen.
MOST, SAME = 40, 10
NAME = 64


@click.group(help=f"Yang berulang dalam {YEARS} tahun, juga dari laporan lama yang diimpor.")
def command() -> None:
    """What repeats."""


@command.command("import", help=f"Ambil laporan lama dari FILE CSV dengan kolom {', '.join(COLUMNS)}.")
@click.argument("file", type=_FILE)
@click.option("--source", default="", help="Nama sumbernya, mis. simpel-2024; tanpa ini: nama berkas.")
@click.option("--dry-run", is_flag=True, help="Periksa dan tunjukkan pembacaannya saja.")
@click.option("--skip-unread", is_flag=True, help="Simpan baris yang terbaca walau ada yang tidak.")
def import_(file: Path, source: str, dry_run: bool, skip_unread: bool) -> None:
    """All rows or none, unless told otherwise; the same file twice changes nothing."""
    asyncio.run(_import(file, (source or file.stem)[:NAME], dry_run, skip_unread))


async def _import(file: Path, source: str, dry_run: bool, skip_unread: bool) -> None:
    records = list(read_records(file, COLUMNS))
    async with _opened() as (uow, services):
        read = await (await _reader(uow, services, source)).read(records)
        known = await uow.past_cases.known(list(read.cases))
        fresh = [case for number, case in read.cases.items() if known.get(number) != case]
        keeps = not dry_run and (skip_unread or not read.errors)
        if keeps and fresh:
            await uow.past_cases.put(fresh)
            detail = {"source": source, "cases": len(fresh)}
            await uow.audit.add(at=services.now(), actor=OPERATOR, event="recurrence.imported", detail=detail)
    _report(read, dry_run=dry_run)
    changed = sum(case.number in known for case in fresh)
    there = len(read.cases) - len(fresh)
    verb = "disimpan" if keeps else "akan disimpan" if dry_run and not read.errors else "tidak disimpan"
    click.echo(f"{file.name}, sumber {source}: {len(records)} baris, {len(read.errors)} tidak terbaca.")
    click.echo(
        f"{len(fresh) - changed} baru, {changed} berubah, {there} sudah ada, {read.own} laporan kami sendiri: {verb}."
    )
    if read.errors and not keeps:
        raise SystemExit(1)


async def _reader(uow: UnitOfWork, services: Services, source: str) -> Reader:
    """With the ears of this installation: what staff taught them counts here too."""
    agencies, regions = await uow.agencies.all(), await uow.agencies.regions()
    return Reader(
        uow=uow, ears=RegistryEars(agencies, regions.values(), await uow.learned.concepts()),
        topics=frozenset(codes()), source=source, home=services.home_region or "",
        today=services.now().astimezone(services.zone).date(),
    )  # fmt: skip


def _report(read: Read, *, dry_run: bool) -> None:
    """How names were read, and what was not: one sentence a reason, however many lines it spoils."""
    if dry_run:
        _table("instansi", read.offices)
        _table("hal", read.matters)
    reasons: dict[str, list[RegistryError]] = {}
    for error in read.errors:
        reasons.setdefault(error.reason, []).append(error)
    for first, *others in list(reasons.values())[:MOST]:
        named = ", ".join(str(each.line) for each in others[:SAME])
        rest = f" dan {len(others) - SAME} lagi" if len(others) > SAME else ""
        click.echo(f"{first}" + (f" Juga baris {named}{rest}." if others else ""), err=True)
    if len(reasons) > MOST:
        click.echo(f"dan {len(reasons) - MOST} sebab lain.", err=True)
    if any("belum jelas" in reason for reason in reasons):
        click.echo("Tulis id instansinya di berkas, atau ajarkan sebutannya: narahubung registry alias.", err=True)


def _table(title: str, found: Counter[tuple[str, str]]) -> None:
    for (said, meant), n in sorted(found.items(), key=lambda each: (-each[1], each[0]))[:MOST]:
        click.echo(f"{title}\t{n}\t{said}\t{meant}")
    if len(found) > MOST:
        click.echo(f"{title}\tdan {len(found) - MOST} penulisan lain")


@command.command("list", help="Tampilkan sumber yang sudah diimpor.")
def list_() -> None:
    """One line a source."""

    async def show() -> None:
        async with _opened() as (uow, _):
            for one in await uow.past_cases.sources():
                click.echo(f"{one.source}\t{one.n}\t{one.first} sampai {one.last}")

    asyncio.run(show())


@command.command("drop", help="Keluarkan semua laporan lama dari SOURCE.")
@click.argument("source")
def drop(source: str) -> None:
    """The way back of an import."""

    async def take_out() -> int:
        async with _opened() as (uow, services):
            n = await uow.past_cases.drop(source)
            if n:
                detail = {"source": source, "cases": n}
                await uow.audit.add(at=services.now(), actor=OPERATOR, event="recurrence.dropped", detail=detail)
        return n

    n = asyncio.run(take_out())
    if not n:
        raise click.ClickException(f"Sumber {source!r} tidak ada; lihat: narahubung recurrence list")
    click.echo(f"{n} laporan lama dari {source} dikeluarkan.")


@command.command("show", help="Tunjukkan pola yang berulang, dengan nomor dan alasannya.")
@click.option("--until", type=click.DateTime(formats=["%Y-%m-%d"]), help="Hari terakhir; tanpa ini: hari ini.")
@click.option("--region", default="", help="Kode atau nama wilayah, mis. 21.71 atau batam; tanpa ini: semua.")
@click.option("--agency", default="", help="Id satu instansi.")
@click.option("--top", default=recurrence.MOST, show_default=True, type=click.IntRange(1, 1000))
@click.option("--csv", "file", type=click.Path(dir_okay=False, path_type=Path), help="Tulis semua pola ke FILE.")
def show(until: datetime | None, region: str, agency: str, top: int, file: Path | None) -> None:
    """The same database, the same day: the same words."""
    asyncio.run(_show(until.date() if until else None, region, agency, top, file))


async def _show(until: date | None, region: str, agency: str, top: int, file: Path | None) -> None:
    async with _opened() as (uow, services):
        today = services.now().astimezone(services.zone).date()
        if until and until > today:
            raise click.UsageError("--until di masa depan")
        if agency and await uow.agencies.get(agency) is None:
            raise click.ClickException(f"Instansi {agency!r} tidak ada. Cari dengan: narahubung registry find TEKS")
        code, place = await region_of(uow, region, services)
        wanted = recurrence.Wish(
            until=until or today, region=code, agencies=(agency,) if agency else (), most=10**6 if file else top
        )
        told = await recurrence.told(uow, services, wanted, uow.complaints.for_staff())
    if file:
        _write(file, told)
        click.echo(f"{file}: {len(told.found.patterns)} pola.")
        return
    voice = Voice(Catalogues.load(), LANGUAGE, str(services.zone))
    for line in whole(told, place).lines:
        click.echo(plain(voice.say(line)))


def _write(file: Path, told: Told) -> None:
    years = [str(year) for year in told.found.span.years]
    head = ("agency_id", "instansi", "hal", "tempat", *years, "jumlah", "arah", "nomor")
    rows = (
        (p.agency_id, told.agencies.get(p.agency_id, ""), p.topic, told.places.get(p.place, p.place),
         *(str(n) for _, n in p.years), str(p.n), p.trend, harmless(" ".join(numbers)))
        for p, numbers in zip(told.found.patterns, told.numbers, strict=True)
    )  # fmt: skip
    write_records(file, head, rows)


@asynccontextmanager
async def _opened() -> AsyncIterator[tuple[UnitOfWork, Services]]:
    async with memory(load_settings()) as (database, services), database.begin() as uow:
        yield uow, services
