"""`narahubung whatsapp`: the templates as WhatsApp has them, what messages cost, what became of news of a case."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta

import click

from bot.app_memory import memory
from bot.config import Settings, load_settings, require
from bot.i18n import Catalogues
from bot.moment import now
from bot.whatsapp_opening import channel_of
from bot.whatsapp_templates import definition, differences, faults
from conversations.messages import SendError
from conversations.templates import TEMPLATES
from handlers.costs import costs as count_costs

SAID = {
    "approved": "disetujui", "missing": "belum diajukan", "text": "isinya lain dari yang disetujui",
    "category": "kategorinya bukan UTILITY (ditagih lebih mahal)", "pending": "menunggu persetujuan",
    "rejected": "ditolak", "paused": "dihentikan sementara", "disabled": "dimatikan",
}  # fmt: skip


@click.group(help="Kanal WhatsApp: templat, biaya, dan nasib kabar.")
def command() -> None:
    """The WhatsApp side."""


@command.command(help="Periksa templat kita, lalu bandingkan dengan yang ada di akun WhatsApp.")
@click.option("--ajukan", is_flag=True, help="Cetak JSON untuk diajukan ke Meta atau penyedia.")
def templates(ajukan: bool) -> None:
    """Lint, then ask the account; exit code 1 where something is to be done."""
    words = Catalogues.load()
    if found := list(faults(words)):
        raise click.ClickException("Templat tidak akan disetujui:\n" + "\n".join(found))
    if ajukan:
        click.echo(json.dumps([definition(one, words) for one in TEMPLATES.values()], ensure_ascii=False, indent=2))
        return
    settings = load_settings()
    require(settings, "whatsapp_token", "whatsapp_phone_number_id", "whatsapp_business_id")
    states = dict(asyncio.run(_compare(settings, words)))
    for name, state in states.items():
        click.echo(f"{name}\t{SAID.get(state, state)}")
    if set(states.values()) != {"approved"}:
        raise SystemExit(1)


async def _compare(settings: Settings, words: Catalogues) -> list[tuple[str, str]]:
    channel = channel_of(settings)
    await channel.start()
    try:
        return list(differences(words, await channel.templates()))
    except SendError as error:
        refused = getattr(error, "alert", "") == "token"
        why = "tidak menerima NARAHUBUNG_WHATSAPP_TOKEN" if refused else f"tidak menjawab ({type(error).__name__})"
        raise click.ClickException(f"WhatsApp {why}.") from None
    finally:
        await channel.close()


@command.command(help="Pesan keluar per laporan, sebagaimana ditagih WhatsApp.")
@click.option("--hari", default=30, show_default=True, help="Berapa hari ke belakang.")
@click.option("--rinci", is_flag=True, help="Satu baris per laporan.")
def biaya(hari: int, rinci: bool) -> None:
    """The cost meter."""

    async def show() -> None:
        async with memory(load_settings()) as (database, _), database.read() as uow:
            found = await count_costs(uow, now() - timedelta(days=hari))
        for cost in found.complaints if rinci else ():
            kinds = " ".join(f"{name}={n}" for name, n in sorted(cost.categories.items()))
            click.echo(f"{cost.number}\t{cost.messages}\t{cost.billed}\t{kinds}")
        billed = sum(cost.billed for cost in found.complaints) + found.loose.billed
        click.echo(
            f"{len(found.complaints)} laporan, rata-rata {found.average:.1f} pesan per laporan, "
            f"{billed} pesan ditagih, {found.loose.messages} pesan tanpa laporan."
        )

    asyncio.run(show())


@command.command(help="Apa yang terjadi dengan kabar terakhir sebuah laporan.")
@click.argument("nomor")
def kabar(nomor: str) -> None:
    """The delivery state of the last news of one case."""

    async def show() -> None:
        words = Catalogues.load()
        async with memory(load_settings()) as (database, services), database.read() as uow:
            case = await uow.complaints.for_staff().get(nomor.upper())
            last = await uow.deliveries.last_of_case(case.id) if case else None
            waits = await uow.parked.since(case.id) if case else None
        if case is None or (last is None and waits is None):
            raise click.ClickException(f"Tidak ada kabar lewat WhatsApp untuk {nomor}.")
        state = "parked" if waits else last.state if last else ""
        at = (waits or (last.at if last else now())).astimezone(services.zone)
        click.echo(f"{case.number}\t{words.text(f'delivery.{state}', 'id')}\t{at:%Y-%m-%d %H:%M}")

    asyncio.run(show())
