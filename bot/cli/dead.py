"""`narahubung dead`: parked updates and messages, looked at by id and sent on their way again."""

from __future__ import annotations

import asyncio

import click

from bot.app_memory import memory
from bot.config import load_settings


@click.group(help="Pesan yang diparkir karena tidak dapat diproses atau dikirim.")
def command() -> None:
    """Dead letters of inbox and outbox; ids and reasons, never words."""


@command.command("list", help="Tampilkan nomor, sebab, dan waktu.")
def list_() -> None:
    """Newest first."""

    async def show() -> None:
        async with memory(load_settings(), make=False) as (database, _), database.read() as uow:
            for row in await uow.inbox.dead(100):
                click.echo(f"masuk\t{row.id}\t{row.error}\t{row.received_at.isoformat()}")
            for letter in await uow.outbox.dead_letters(100):
                click.echo(f"keluar\t{letter.id}\t{letter.error}")

    asyncio.run(show())


@command.command("replay", help="Proses ulang satu pesan: ARAH masuk atau keluar, lalu nomornya.")
@click.argument("direction", metavar="ARAH", type=click.Choice(["masuk", "keluar"]))
@click.argument("number", metavar="NOMOR", type=click.IntRange(1, 2**63 - 1))
def replay(direction: str, number: int) -> None:
    """Back into its queue."""

    async def again() -> bool:
        async with memory(load_settings(), make=False) as (database, _), database.begin() as uow:
            return await (uow.inbox.replay(number) if direction == "masuk" else uow.outbox.requeue(number))

    if not asyncio.run(again()):
        raise click.ClickException(f"Tidak ada pesan {direction} nomor {number} yang diparkir.")
    click.echo(f"Pesan {direction} nomor {number} masuk antrean lagi.")
