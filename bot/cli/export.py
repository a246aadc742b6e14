"""`narahubung export`: a period as CSV, XLSX or PDF, for an operator's shell."""

from __future__ import annotations

import asyncio
from datetime import datetime
from pathlib import Path

import click

from bot.app_memory import memory
from bot.config import load_settings
from bot.exporting import SHAPES, export
from bot.i18n import Catalogues
from complaints.model import Actor, Role
from conversations.period import Period, month_of
from handlers.broadcast_reading import region_named
from handlers.recap_count import Asks
from handlers.services import Services
from storage.unit_of_work import UnitOfWork

OPERATOR = Actor(role=Role.STAFF, key="operator", name="operator")
DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.command(help="Tulis laporan satu periode ke FILE; tanpa tanggal: bulan ini sampai sekarang.")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--format", "shape", type=click.Choice(SHAPES), help="Tanpa ini: menurut akhiran FILE.")
@click.option("--from", "since", type=DAY, help="Hari pertama, mis. 2026-09-01.")
@click.option("--to", "last", type=DAY, help="Hari terakhir, ikut dihitung, mis. 2026-09-30.")
@click.option("--region", default="", help="Kode atau nama wilayah, mis. 21.71 atau batam; tanpa ini: semua.")
@click.option("--identities", is_flag=True, help="Dengan nama dan cerita warga; setiap laporan dicatat di audit.")
@click.option("--force", is_flag=True, help="Timpa FILE yang sudah ada.")
def command(
    file: Path, shape: str | None, since: datetime | None, last: datetime | None, region: str, identities: bool,
    force: bool,
) -> None:  # fmt: skip
    """Exit codes: 0 written, 1 an error named in one sentence, 2 wrong usage."""
    shape = shape or file.suffix.lstrip(".").lower()
    if shape not in SHAPES:
        raise click.UsageError("sebut --format csv, xlsx, atau pdf")
    if file.exists() and not force:
        raise click.ClickException(f"{file} sudah ada; pakai nama lain atau --force.")
    asyncio.run(_export(file, shape, since, last, region, identities))


async def _export(
    file: Path, shape: str, since: datetime | None, last: datetime | None, region: str, identities: bool
) -> None:
    async with memory(load_settings()) as (database, services):
        period = _period(services, since, last)
        async with database.read() as uow:
            code, place = await region_of(uow, region, services)
        asks = Asks(period=period, region=code, place=place, shape=shape, identities=identities)
        made = await export(database, services, Catalogues.load(), asks, OPERATOR)
        async with database.begin() as uow:
            await uow.audit.add(at=services.now(), actor=OPERATOR, event="export.made", detail=made.detail())
    _write(file, made.body, secret=identities)
    total, named = made.counted.recap.total, made.counted.named
    last_day = period.until.fromordinal(period.until.toordinal() - 1)
    click.echo(f"{file}: {total.received} laporan, {period.since} sampai {last_day}, dihitung {named.counted_at}.")
    if identities:
        click.echo("Berkas ini memuat nama dan cerita warga: simpan baik-baik, hapus setelah dipakai.", err=True)


def _period(services: Services, since: datetime | None, last: datetime | None) -> Period:
    month = month_of(services.now().astimezone(services.zone).date())
    first = since.date() if since else month_of(last.date()).since if last else month.since
    end = last.date().fromordinal(last.toordinal() + 1) if last else month_of(first).until if since else month.until
    if end <= first:
        raise click.UsageError("--to lebih awal daripada --from")
    return Period(since=first, until=end)


async def region_of(uow: UnitOfWork, region: str, services: Services) -> tuple[str, str]:
    """Code and name of a region given by either; nothing where none is given."""
    if not region:
        return "", ""
    if name := (await uow.agencies.places([region])).get(region):
        return region, name
    found = await region_named(uow, region, home=services.home_region or "")
    if found is None:
        raise click.ClickException(f"Wilayah {region!r} tidak dikenal.")
    return found


def _write(file: Path, body: bytes, *, secret: bool) -> None:
    """Whole or not at all; with names in it for the owner's eyes only."""
    beside = file.with_name(f".{file.name}.baru")
    beside.touch(mode=0o600 if secret else 0o644)
    beside.write_bytes(body)
    beside.replace(file)
