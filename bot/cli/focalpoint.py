"""`narahubung focalpoint`: invite, list, carry in and out, and the coverage figure, for an operator's shell."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TextIO

import click

from bot.app_memory import memory
from bot.config import load_settings
from complaints.agency import Agency
from complaints.appointments import ONE_DAY, Appointment, Post, check, overlapping
from complaints.model import Actor, Role
from conversations.joining import TELEGRAM
from handlers.answering import today
from handlers.bot_names import USERNAME
from handlers.coverage import measure
from handlers.services import Services
from storage.focal_points_csv import merged, written
from storage.unit_of_work import UnitOfWork

OPERATOR = Actor(role=Role.STAFF, key="operator", name="operator")
ROLES = [post.value for post in Post]
DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.group(help="Narahubung: undang, daftar, impor dan ekspor, cakupan.")
def command() -> None:
    """The focal points."""


@command.command(help="Buat undangan sekali pakai untuk NAMA sebagai narahubung AGENCY_ID.")
@click.argument("agency_id")
@click.argument("name")
@click.option("--role", type=click.Choice(ROLES), default=ROLES[0], show_default=True)
@click.option("--sk", required=True, help="Nomor SK.")
@click.option("--start", type=DAY, help="Mulai bertugas, mis. 2026-12-01; tanpa ini: hari ini.")
@click.option("--end", type=DAY, required=True, help="Hari terakhir bertugas.")
@click.option("--deputy", default="", help="Nama wakilnya.")
@click.option("--days", default=7, show_default=True, type=click.IntRange(1, 60), help="Masa berlaku undangan.")
def invite(
    agency_id: str, name: str, role: str, sk: str, start: datetime | None, end: datetime, deputy: str, days: int
) -> None:
    """Print the link; it is kept nowhere and cannot be shown again."""
    asyncio.run(_invite(agency_id, name, Post(role), sk, start and start.date(), end.date(), deputy, days))


async def _invite(
    agency_id: str, name: str, role: Post, sk: str, start: date | None, end: date, deputy: str, days: int
) -> None:
    async with _memory() as (uow, services, day):
        at = services.now()
        agency = await _agency(uow, agency_id)
        people = [each.appointment for each in await uow.focal_points.of_agency(agency_id)]
        primary = next((each for each in people if each.role is Post.PRIMARY and each.in_office(day)), None)
        behind = primary.id if primary and role is Post.DEPUTY else None
        offer = Appointment(
            id=uuid.uuid4().hex, agency_id=agency_id, role=role, name=name, sk=sk, start=start or day, end=end,
            deputy_of=behind,
        )  # fmt: skip
        rival = overlapping(offer, people)
        if rival is not None and rival.start < offer.start:
            people.remove(rival)
            last = (offer.start - ONE_DAY).isoformat()
            click.echo(f"Menggantikan {rival.name}, yang masa tugasnya menjadi sampai {last}.", err=True)
        check(offer, people)
        made, token = await uow.invites.offer(
            offer, at=at, invited_by=OPERATOR.name, deputy=deputy, valid=timedelta(days=days)
        )
        detail = {"invite": made.id, "agency": agency_id}
        await uow.audit.add(at=at, actor=OPERATOR, event="invite.made", case=None, detail=detail)
        username = await uow.meta.get(USERNAME)
    click.echo(f"Undangan untuk {name} ({agency.name}), sekali pakai, {days} hari.", err=True)
    click.echo(f"{TELEGRAM}/{username}?start={token}" if username else f"/start {token}")


@command.command("list", help="Tampilkan narahubung: id instansi, peran, nama, sampai kapan, dipastikan kapan.")
@click.option("--agency", "agency_id", default="", help="Satu instansi saja.")
@click.option("--all", "everybody", is_flag=True, help="Juga yang sudah tidak bertugas.")
def list_(agency_id: str, everybody: bool) -> None:
    """One line a record."""

    async def show() -> None:
        async with _memory() as (uow, _, day):
            people = await (uow.focal_points.of_agency(agency_id) if agency_id else uow.focal_points.all())
        for each in people:
            post = each.appointment
            if everybody or post.in_office(day):
                days = [str(when or "-") for when in (post.end, post.verified_on)]
                click.echo("\t".join([post.agency_id, post.role.value, post.name, *days]))

    asyncio.run(show())


@command.command("export", help="Tulis semua narahubung sebagai CSV ke FILE (- untuk layar).")
@click.argument("file", type=click.File("w", encoding="utf-8"))
def export(file: TextIO) -> None:
    """The one database, as a file."""

    async def put() -> None:
        async with _memory() as (uow, _, _day):
            file.write(written(await uow.focal_points.all()))

    asyncio.run(put())


@command.command("import", help="Ambil narahubung dari FILE CSV: semua baris, atau tidak satu pun.")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Periksa saja.")
def import_(file: Path, dry_run: bool) -> None:
    """Duplicates are merged, contradictions are named with their line."""
    text = file.read_text(encoding="utf-8")

    async def take() -> None:
        async with _memory() as (uow, services, _):
            at = services.now()
            units = {agency.id for agency in await uow.agencies.all()}
            found = merged(text, await uow.focal_points.all(), units, source=file.name)
            if not dry_run:
                for each in found.changed:
                    await uow.focal_points.save(each, OPERATOR, at, event="imported")
                for each in found.added:
                    await uow.focal_points.add(each, OPERATOR, at, event="imported")
        click.echo(f"{file.name}: {len(found.added)} baru, {len(found.changed)} berubah.")

    asyncio.run(take())


@command.command("coverage", help="Berapa unit yang narahubungnya dipastikan dalam 12 bulan, dan mana yang belum.")
@click.option("--region", default="", help="Semua unit di wilayah ini, mis. 21.71; tanpa ini: unit yang ikut serta.")
def coverage_(region: str) -> None:
    """The figure, then one unit a line."""

    async def show() -> None:
        async with _memory() as (uow, services, _):
            found, names = await measure(uow, services, region=region)
        click.echo(f"{found.percent} %: {found.covered} dari {len(found.units)} unit")
        for name in names:
            click.echo(name)

    asyncio.run(show())


@asynccontextmanager
async def _memory() -> AsyncIterator[tuple[UnitOfWork, Services, date]]:
    """One transaction, what deeds may use, and the day of the service."""
    async with memory(load_settings()) as (database, services), database.begin() as uow:
        yield uow, services, await today(uow, services)


async def _agency(uow: UnitOfWork, agency_id: str) -> Agency:
    agency = await uow.agencies.get(agency_id)
    if agency is None:
        raise click.ClickException(
            f"Instansi {agency_id!r} tidak ada. Cari dengan: narahubung registry find TEKS"
        )
    return agency
