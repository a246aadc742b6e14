"""`narahubung run`: the bots with real tokens, until SIGTERM or Ctrl-C."""

from __future__ import annotations

import asyncio

import click

from bot.config import Settings, load_settings, require
from bot.logs import set_up


@click.command(help="Jalankan bot warga dan bot narahubung sampai dihentikan (Ctrl-C atau SIGTERM).")
def command() -> None:
    """Run the embedded whole: one process, one database."""
    settings = load_settings()
    require(settings, "citizen_token", "desk_token")
    set_up(settings.log_level)
    from bot.app import App, serve

    asyncio.run(serve(App(settings), ready=lambda: click.echo(_greeting(settings))))


def _greeting(settings: Settings) -> str:
    if settings.staff_chat:
        return "narahubung berjalan."
    return "narahubung berjalan tanpa grup petugas: ketik /id di grup itu, lalu isi NARAHUBUNG_STAFF_CHAT."
