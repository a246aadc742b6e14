"""`narahubung owner`: a new code for an owner, for who sits at the server; or take back the one that waits."""

from __future__ import annotations

import asyncio

import click

from bot.app_memory import memory
from bot.cli import first_owner
from bot.config import Settings, load_settings


@click.command(help="Buat kode sekali pakai untuk pemilik baru, atau cabut kode yang belum dipakai.")
@click.option("--revoke", is_flag=True, help="Cabut saja kode yang belum dipakai.")
@click.option("--list", "only_list", is_flag=True, help="Tampilkan siapa pemilik, staf dan pengamat.")
def command(revoke: bool, only_list: bool) -> None:
    """One deed a call."""
    asyncio.run(_owner(load_settings(), revoke=revoke, only_list=only_list))


async def _owner(settings: Settings, *, revoke: bool, only_list: bool) -> None:
    async with memory(settings) as (database, services), database.begin() as uow:
        if only_list:
            for person in await uow.staff_people.all():
                click.echo(f"{person.standing}\t{person.name}\t{person.since.astimezone(services.zone):%Y-%m-%d}")
        elif revoke:
            gone = await uow.staff_people.revoke_codes()
            click.echo("Kode dicabut." if gone else "Tidak ada kode yang menunggu.")
        else:
            click.echo(first_owner.line(await uow.staff_people.offer_code(services.now())))
