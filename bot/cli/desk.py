"""`narahubung desk`: which group belongs to which agency, until invites do it."""

from __future__ import annotations

import asyncio

import click

from bot.app_memory import account_of, memory
from bot.config import Settings, load_settings, require
from conversations.messages import Address, Channel


@click.group(help="Grup narahubung: hubungkan grup ke instansi.")
def command() -> None:
    """The desks."""


@command.command(
    help="Hubungkan grup CHAT_ID (angka, biasanya diawali -100) ke instansi AGENCY_ID.",
    context_settings={"ignore_unknown_options": True},  # a group's number begins with a minus
)
@click.argument("agency_id")
@click.argument("chat_id")
def bind(agency_id: str, chat_id: str) -> None:
    """Bind a group; cases that staff hold for this agency are left to staff to pass on."""
    settings = load_settings()
    require(settings, "desk_token")
    if not chat_id.lstrip("-").isdigit():
        raise click.ClickException(
            f"CHAT_ID {chat_id!r} bukan nomor grup. Ketik /id di grup untuk melihatnya."
        )
    asyncio.run(_bind(settings, agency_id, chat_id))


async def _bind(settings: Settings, agency_id: str, chat_id: str) -> None:
    from handlers.desk_binding import bind as bind_desk

    async with memory(settings) as (database, services), database.begin() as uow:
        agency = await uow.agencies.get(agency_id)
        if agency is None:
            raise click.ClickException(
                f"Instansi {agency_id!r} tidak ada. Cari dengan: narahubung registry find TEKS"
            )
        waiting = await bind_desk(uow, services, agency_id, desk_address(settings, chat_id), title=agency.short)
    more = f" {waiting} laporan yang menunggu sudah diteruskan." if waiting else ""
    click.echo(f"Grup {chat_id} sekarang menerima laporan untuk {agency.name}.{more}")


@command.command("list", help="Tampilkan grup yang terhubung.")
@click.argument("agency_id")
def list_(agency_id: str) -> None:
    """Groups of one agency."""

    async def show() -> None:
        async with memory(load_settings()) as (database, _), database.read() as uow:
            for desk in await uow.desks.of_agency(agency_id):
                click.echo(f"{desk.address.chat}\t{desk.title}")

    asyncio.run(show())


def desk_address(settings: Settings, chat_id: str) -> Address:
    """A group as the desk bot sees it."""
    return Address(channel=Channel.TELEGRAM, account=account_of(settings, "desk"), chat=chat_id)
