"""`narahubung qr`: the link of an agency or counter, as a picture and as a poster to print."""

from __future__ import annotations

import asyncio
from pathlib import Path

import click

from bot.app_memory import memory
from bot.config import Settings, load_settings, require
from complaints.agency import Agency
from conversations.messages import SendError
from storage.links import Link

HELP = """Tautan dan poster QR untuk instansi AGENCY_ID atau salah satu loketnya.

\b
narahubung qr 2171.disdukcapil --counter "Loket 4" --poster loket4.pdf
narahubung qr 2171.disdukcapil --png disdukcapil.png

Tautan yang sama dipakai lagi untuk loket yang sama, sehingga poster dapat dicetak ulang.
Warga yang memindai langsung melapor untuk instansi itu; pemakaiannya dihitung.
"""
File = click.Path(dir_okay=False, writable=True, path_type=Path)


@click.command(help=HELP, short_help="Tautan dan poster QR untuk instansi atau loket.")
@click.argument("agency_id")
@click.option("--counter", default="", metavar="NAMA", help="Nama loket atau ruang, misalnya 'Loket 4'.")
@click.option("--png", "picture", type=File, help="Simpan kode QR sebagai gambar PNG.")
@click.option("--poster", type=File, help="Simpan poster A5 sebagai PDF.")
@click.option("--username", metavar="NAMA", help="Nama pengguna bot warga; tanpa ini ditanyakan ke Telegram.")
@click.option("--new", is_flag=True, help="Cabut tautan lama dan buat yang baru.")
@click.option("--revoke", is_flag=True, help="Cabut saja; poster lama tidak berlaku lagi.")
def command(
    agency_id: str, counter: str, picture: Path | None, poster: Path | None, username: str | None, new: bool,
    revoke: bool,
) -> None:  # fmt: skip
    """Make or find the link, then draw what was asked for."""
    settings = load_settings()
    asyncio.run(_qr(settings, agency_id, counter.strip(), picture, poster, username, new=new, revoke=revoke))


async def _qr(
    settings: Settings, agency_id: str, counter: str, picture: Path | None, poster: Path | None,
    username: str | None, *, new: bool, revoke: bool,
) -> None:  # fmt: skip
    name = "" if revoke else (username or await _asked(settings)).lstrip("@")
    agency, link = await _link(settings, agency_id, counter, anew=new or revoke, only_revoke=revoke)
    where = f"{agency.short}, {counter}" if counter else agency.short
    if link is None:
        click.echo(f"Tautan {where} dicabut.")
        return
    address = f"https://t.me/{name}?start={link.token}"
    click.echo(f"{address}\t{where}, dipakai {link.uses} kali")
    for path, made in _drawn(agency, counter, name, address, picture, poster):
        path.write_bytes(made)
        click.echo(f"Tersimpan: {path}")


def _drawn(
    agency: Agency, counter: str, name: str, address: str, picture: Path | None, poster: Path | None
) -> list[tuple[Path, bytes]]:
    if not (picture or poster):
        return []
    # Imported here: drawing costs half a second, the link alone needs none of it.
    from bot import poster as drawing
    from bot.i18n import Catalogues

    words = Catalogues.load()

    def say(which: str) -> str:
        given = {"office": agency.name, "address": f"t.me/{name}"}
        return words.text(f"links.poster.{which}", params=given)

    made: list[tuple[Path, bytes]] = []
    if picture:
        made.append((picture, drawing.png(address)))
    if poster:
        page = drawing.Poster(address, f"t.me/{name}", agency.name, counter, say)
        made.append((poster, drawing.pdf(page)))
    return made


async def _link(
    settings: Settings, agency_id: str, counter: str, *, anew: bool, only_revoke: bool
) -> tuple[Agency, Link | None]:
    async with memory(settings) as (database, services), database.begin() as uow:
        agency = await uow.agencies.get(agency_id)
        if agency is None:
            raise click.ClickException(f"Instansi {agency_id!r} tidak ada. Cari dengan: narahubung registry find TEKS")
        if anew:
            for link in await uow.links.of_agency(agency_id):
                if link.counter.casefold() == counter.casefold():
                    await uow.links.revoke(link, services.now())
        return agency, None if only_revoke else await uow.links.ensure(agency_id, counter, at=services.now())


async def _asked(settings: Settings) -> str:
    """The public bot's own name, from the channel that knows it."""
    require(settings, "citizen_token")
    assert settings.citizen_token is not None
    # Imported here: aiogram costs seconds, and --username needs none of it.
    from bot.channels.telegram_citizen import TelegramCitizen

    channel = TelegramCitizen(settings.citizen_token.get_secret_value(), settings.telegram_api_url)
    await channel.start()
    try:
        return (await channel.who_am_i()).username
    except SendError:
        raise click.ClickException(
            "Nama bot warga tidak dapat ditanyakan ke Telegram. Sebutkan dengan --username NAMA."
        ) from None
    finally:
        await channel.close()
