"""`narahubung agency channels` and `checklist`: where an agency is reached itself, and what it has put in order."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date, datetime
from typing import Any, TypeAlias

import click

from bot.cli.agency import OPERATOR, of_agency
from complaints.agency import Agency
from complaints.agency_profile import CHECKLIST, KINDS, Done, OwnChannel, ProfileError
from handlers.services import Services
from storage.unit_of_work import UnitOfWork

DAY = click.DateTime(formats=["%Y-%m-%d"])
Deed: TypeAlias = Callable[[UnitOfWork, Services, Agency], Awaitable[dict[str, Any] | None]]


@click.group("channels", help=f"Kanal pengaduan milik instansi sendiri: {', '.join(KINDS)}.")
def channels() -> None:
    """Its channels."""


@channels.command("list", help="Tampilkan kanal; yang tidak terjangkau ditandai dengan harinya.")
@click.argument("agency_id")
def list_(agency_id: str) -> None:
    """One line a channel."""

    async def said(uow: UnitOfWork, services: Services, agency: Agency) -> None:
        for one in await uow.agency_profiles.channels(agency.id):
            state = f"TIDAK TERJANGKAU sejak {one.broken_on}" if one.broken_on else "baik"
            click.echo("\t".join((one.kind, one.address, one.hours or "-", state)))

    _run(agency_id, said)


@channels.command("set", help="Tambah atau ubah kanal: KIND dan ADDRESS, mis. telepon 165.")
@click.argument("agency_id")
@click.argument("kind")
@click.argument("address")
@click.option("--hours", default="", help="Jam layanannya, seperti diumumkan.")
@click.option("--broken", type=DAY, help="Sejak kapan tidak terjangkau; tanpa ini: terjangkau.")
def set_(agency_id: str, kind: str, address: str, hours: str, broken: datetime | None) -> None:
    """The newest word counts."""
    one = OwnChannel(kind=kind, address=address.strip(), hours=hours, broken_on=broken.date() if broken else None)

    async def put(uow: UnitOfWork, services: Services, agency: Agency) -> dict[str, Any]:
        await uow.agency_profiles.set_channel(agency.id, one, OPERATOR, services.now())
        return {"channel": one.kind, "broken": str(one.broken_on or "")}

    _run(agency_id, put)


@channels.command("remove", help="Hapus kanal KIND ADDRESS.")
@click.argument("agency_id")
@click.argument("kind")
@click.argument("address")
def remove(agency_id: str, kind: str, address: str) -> None:
    """It is no channel any more."""

    async def drop(uow: UnitOfWork, services: Services, agency: Agency) -> dict[str, Any]:
        if not await uow.agency_profiles.drop_channel(agency.id, kind, address.strip()):
            raise ProfileError(f"{agency.id} tidak punya kanal {kind} {address}")
        return {"removed": kind}

    _run(agency_id, drop)


@click.group("checklist", help=f"Pengelolaan pengaduan, butir demi butir: {', '.join(CHECKLIST)}.")
def checklist() -> None:
    """Its list."""


@checklist.command("show", help="Tampilkan butir, tanggal, dan buktinya.")
@click.argument("agency_id")
def show(agency_id: str) -> None:
    """One line an item, what is missing included."""

    async def said(uow: UnitOfWork, services: Services, agency: Agency) -> None:
        found = await uow.agency_profiles.done(agency.id)
        click.echo(f"{len(found)} dari {len(CHECKLIST)}")
        for item, asked in CHECKLIST.items():
            one = found.get(item)
            click.echo("\t".join((item, str(one.on) if one else "belum", one.evidence if one else "-", asked)))

    _run(agency_id, said)


@checklist.command("done", help="Catat ITEM sudah dipenuhi, dengan buktinya.")
@click.argument("agency_id")
@click.argument("item")
@click.option("--evidence", required=True, help="Tautan atau nomor surat.")
@click.option("--date", "on", type=DAY, help="Tanggalnya; tanpa ini: hari ini.")
def done(agency_id: str, item: str, evidence: str, on: datetime | None) -> None:
    """With evidence or not at all."""
    one = Done(item=item, on=on.date() if on else date.min, evidence=evidence.strip())

    async def put(uow: UnitOfWork, services: Services, agency: Agency) -> dict[str, Any]:
        day = one.on if on else services.now().astimezone(services.zone).date()
        kept = Done(item=one.item, on=day, evidence=one.evidence)
        await uow.agency_profiles.set_done(agency.id, kept, OPERATOR, services.now())
        return {"item": item, "on": day.isoformat()}

    _run(agency_id, put)


@checklist.command("undo", help="ITEM ternyata belum dipenuhi.")
@click.argument("agency_id")
@click.argument("item")
def undo(agency_id: str, item: str) -> None:
    """Open again."""

    async def drop(uow: UnitOfWork, services: Services, agency: Agency) -> dict[str, Any]:
        if not await uow.agency_profiles.undo(agency.id, item):
            raise ProfileError(f"butir {item!r} belum tercatat untuk {agency.id}")
        return {"item": item, "on": ""}

    _run(agency_id, drop)


def _run(agency_id: str, deed: Deed) -> None:
    """In one transaction; what changed is audited."""

    async def go() -> None:
        async with of_agency(agency_id) as (uow, services, agency):
            changed = await deed(uow, services, agency)
            if changed is not None:
                detail = {"agency": agency.id, **changed}
                at = services.now()
                await uow.audit.add(at=at, actor=OPERATOR, event="agency_profile.set", case=None, detail=detail)

    asyncio.run(go())
