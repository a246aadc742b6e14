"""`narahubung db`: bring the tables to this program's version, look at them, go back; knows no table."""

from __future__ import annotations

import asyncio

import click

from bot.config import load_settings
from complaints.errors import ComplaintError
from storage import migrate, schema


@click.group(help="Skema basis data: naikkan, periksa, turunkan.")
def command() -> None:
    """Group of the schema commands."""


@command.command(help="Naikkan skema ke versi program ini; aman diulang.")
def upgrade() -> None:
    url = load_settings().database
    before = asyncio.run(migrate.current(url))
    asyncio.run(migrate.upgrade(url))
    after = schema.head()
    click.echo(f"Skema sudah di versi {after}." if before == after else f"Skema naik ke versi {after}.")


@command.command(help="Periksa apakah tabel sama dengan yang diminta program ini.")
def check() -> None:
    url = load_settings().database
    found, wanted = asyncio.run(migrate.current(url)), schema.head()
    if found != wanted:
        raise ComplaintError(f"Skema di versi {found or 'kosong'}, seharusnya {wanted}: narahubung db upgrade")
    differences = asyncio.run(migrate.check(url))
    for difference in differences:
        click.echo(f"- {difference}", err=True)
    if differences:
        raise ComplaintError(f"Tabel berbeda dari program di {len(differences)} tempat.")
    click.echo(f"Skema versi {wanted}, tabel sesuai.")


@command.command(help="Turunkan skema ke REVISION (base: hapus semua tabel dan isinya).")
@click.argument("revision")
@click.confirmation_option("--yes", prompt="Data pada tabel yang dihapus akan hilang. Lanjut?")
def downgrade(revision: str) -> None:
    url = load_settings().database
    asyncio.run(migrate.downgrade(url, revision))
    click.echo(f"Skema turun ke {asyncio.run(migrate.current(url)) or 'kosong'}.")


@command.command(help="Tampilkan versi skema basis data.")
def current() -> None:
    click.echo(asyncio.run(migrate.current(load_settings().database)) or "kosong")
