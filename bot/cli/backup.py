"""`narahubung backup` and `narahubung restore`: one folder with database, keys and attachments."""

from __future__ import annotations

import asyncio
from pathlib import Path

import click

from bot.config import load_settings
from storage.backup import Places, back_up, restore

_FOLDER = click.Path(file_okay=False, path_type=Path)


def _places() -> Places:
    settings = load_settings()
    return Places(database=settings.database, keys=settings.key_file, files=settings.files_dir)


@click.command(help="Salin basis data, kunci, dan lampiran ke FOLDER baru, sambil bot tetap berjalan.")
@click.argument("folder", type=_FOLDER)
def command(folder: Path) -> None:
    """Back up."""
    written = asyncio.run(back_up(_places(), folder))
    click.echo(f"{len(written)} berkas disalin ke {folder}. Folder ini memuat kunci: simpan seaman kuncinya.")


@click.command(help="Kembalikan salinan dari FOLDER; hentikan bot dulu.")
@click.argument("folder", type=_FOLDER)
@click.option("--force", is_flag=True, help="Ganti data yang sudah ada.")
def restore_command(folder: Path, force: bool) -> None:
    """Restore."""
    asyncio.run(restore(_places(), folder, force=force))
    click.echo("Salinan dikembalikan. Jalankan: narahubung db upgrade, lalu narahubung run.")
