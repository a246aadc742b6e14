"""`narahubung agency`: what an agency settled for itself, shown with its source, set and cleared by an operator."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from importlib import import_module
from typing import TypeAlias

import click

from bot.app_memory import memory
from bot.config import load_settings
from complaints.agency import Agency
from complaints.agency_rules import OFFICIAL, AgencyRules
from complaints.model import Actor, Role
from complaints.rules import rule_named, source_of
from complaints.week import EXAMPLE, week_from, week_said
from handlers.clocks import rhythm_of
from handlers.services import Services
from storage.unit_of_work import UnitOfWork

OPERATOR = Actor(role=Role.STAFF, key="operator", name="operator")
Change: TypeAlias = Callable[[AgencyRules], AgencyRules]


class Parts(click.Group):
    """`channels` and `checklist` live beside the rules and are loaded when they are named."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return ["channels", "checklist", "rules"]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in ("channels", "checklist"):
            found: click.Command = getattr(import_module("bot.cli.agency_profile"), cmd_name)
            return found
        return super().get_command(ctx, cmd_name)


@click.group(cls=Parts, help="Instansi: batas waktu, jam, dan zona sendiri; kanalnya; daftar periksa pengelolaan.")
def command() -> None:
    """One agency's own ways."""


@command.group("rules", help="Batas waktu sendiri, hanya jika lebih pendek; jam kerja; zona waktu.")
def rules() -> None:
    """Its rules."""


@rules.command("show", help="Tampilkan yang berlaku untuk AGENCY_ID dan sumbernya.")
@click.argument("agency_id")
def show(agency_id: str) -> None:
    """One line a limit."""

    async def said() -> None:
        async with of_agency(agency_id) as (uow, services, agency):
            await _show(uow, services, agency)

    asyncio.run(said())


@rules.command("set", help="Atur LIMIT, mis. respon_awal=3. Laporan yang terbuka memakai batas lamanya.")
@click.argument("agency_id")
@click.argument("limits", nargs=-1, metavar="[LIMIT]...")
@click.option("--hours", default="", help=f'Mis. "{EXAMPLE}".')
@click.option("--zone", default="", help="WIB, WITA, WIT, atau nama IANA.")
def set_(agency_id: str, limits: tuple[str, ...], hours: str, zone: str) -> None:
    """All of it or nothing."""
    if not (limits or hours or zone):
        raise click.UsageError("Sebutkan sedikitnya satu batas, --hours, atau --zone.")
    days = dict(_limit(each) for each in limits)
    asked = AgencyRules(days=days, hours=week_from(hours) if hours else None, zone=zone or None).only_shorter()

    def changed(old: AgencyRules) -> AgencyRules:
        return AgencyRules(days={**old.days, **days}, hours=asked.hours or old.hours, zone=asked.zone or old.zone)

    asyncio.run(_change(agency_id, changed, moves_zone=bool(zone)))


@rules.command("clear", help="Hapus LIMIT (nama batas), atau semuanya jika tidak ada yang disebut.")
@click.argument("agency_id")
@click.argument("limits", nargs=-1, metavar="[LIMIT]...")
@click.option("--hours", is_flag=True, help="Kembali ke jam kerja umum.")
@click.option("--zone", is_flag=True, help="Kembali ke zona waktu wilayahnya.")
def clear(agency_id: str, limits: tuple[str, ...], hours: bool, zone: bool) -> None:
    """Back to what holds everywhere."""
    known = [rule_named(code).code for code in limits]
    everything = not (known or hours or zone)

    def changed(old: AgencyRules) -> AgencyRules:
        if everything:
            return AgencyRules()
        kept = {code: days for code, days in old.days.items() if code not in known}
        return AgencyRules(days=kept, hours=None if hours else old.hours, zone=None if zone else old.zone)

    asyncio.run(_change(agency_id, changed, moves_zone=zone or everything))


def _limit(text: str) -> tuple[str, int]:
    code, _, days = text.partition("=")
    if not (days.isascii() and days.isdecimal()):
        raise click.UsageError(f"Batas {text!r} tidak terbaca; contoh: respon_awal=3")
    return code.strip(), int(days)


async def _change(agency_id: str, changed: Change, *, moves_zone: bool) -> None:
    async with of_agency(agency_id) as (uow, services, agency):
        old = await uow.agency_rules.get(agency.id)
        new = changed(old)
        if moves_zone and new.zone != old.zone:
            await _no_open_cases(uow, agency)
        if new != old:
            at = services.now()
            await uow.agency_rules.set(agency.id, new, OPERATOR, at)
            detail = {"agency": agency.id, "before": _plain(old), "after": _plain(new)}
            await uow.audit.add(at=at, actor=OPERATOR, event="agency_rules.set", case=None, detail=detail)
        await _show(uow, services, agency)


async def _no_open_cases(uow: UnitOfWork, agency: Agency) -> None:
    """Midnight moves with the zone, and with it every day that was promised."""
    held = len(await uow.complaints.for_staff().open_of(agency.id))
    if held:
        raise click.ClickException(
            f"{agency.id} masih memegang {held} laporan terbuka; zona waktu hanya diubah selagi tidak ada, "
            "karena tanggal yang sudah dijanjikan ikut bergeser."
        )


async def _show(uow: UnitOfWork, services: Services, agency: Agency) -> None:
    rhythm = await rhythm_of(uow, services, agency)
    kept = await uow.agency_rules.kept(agency.id)
    own = kept[-1][1] if kept else AgencyRules()
    click.echo(f"{agency.id}\t{agency.name}")
    for code in OFFICIAL:
        days = rhythm.rule(code).days
        whose = "sendiri" if days < rule_named(code).days else "umum"
        click.echo(f"{code}\t{days} hari kerja\t{whose}\t{source_of(code)}")
    click.echo(f"jam kerja\t{week_said(rhythm.hours)}\t{'sendiri' if own.hours else 'umum'}")
    click.echo(f"zona waktu\t{rhythm.zone}\t{'sendiri' if own.zone else 'umum'}")
    if kept:
        since = kept[-1][0].astimezone(rhythm.zone)
        click.echo(f"berlaku sejak\t{since:%Y-%m-%d %H.%M} {since.tzname()}\tuntuk hitungan yang mulai sesudahnya")


def _plain(found: AgencyRules) -> dict[str, object]:
    return {"days": dict(found.days), "hours": week_said(found.hours) if found.hours else None, "zone": found.zone}


@asynccontextmanager
async def of_agency(agency_id: str) -> AsyncIterator[tuple[UnitOfWork, Services, Agency]]:
    """One transaction about one agency."""
    async with memory(load_settings()) as (database, services), database.begin() as uow:
        agency = await uow.agencies.get(agency_id)
        if agency is None:
            raise click.ClickException(f"Instansi {agency_id!r} tidak ada. Cari dengan: narahubung registry find TEKS")
        yield uow, services, agency
