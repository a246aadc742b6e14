"""`narahubung run`: the bots with real tokens, until SIGTERM or Ctrl-C; whole, or one kind of process."""

from __future__ import annotations

import asyncio
import gc

import click

from bot.config import Settings, load_settings, require
from bot.kinds import Kind
from bot.logs import set_up


@click.command(help="Jalankan semuanya (all) atau satu jenis proses, sampai dihentikan (Ctrl-C atau SIGTERM).")
@click.argument("kind", type=click.Choice([kind.value for kind in Kind]), default=Kind.ALL.value)
def command(kind: str) -> None:
    """Run the embedded whole, or one kind of process beside others on one PostgreSQL database."""
    settings = load_settings()
    require(settings, "citizen_token", "desk_token")
    if settings.webhook_url:
        require(settings, "webhook_secret")
    if kind != Kind.ALL and settings.database.startswith("sqlite"):
        raise click.ClickException(
            f"SQLite dipakai oleh satu proses: jalankan narahubung run. Untuk run {kind}, isi NARAHUBUNG_DATABASE_URL "
            "dengan alamat PostgreSQL."
        )
    set_up(settings.log_level)
    # A start only makes what stays: looking for garbage in it was a sixth of its time. `serve` looks again.
    gc.disable()
    from bot.app import App, serve
    from bot.cli.first_owner import invitation

    app = App(settings, kind=Kind(kind))

    async def greet() -> None:
        click.echo(_greeting(settings, kind))
        # Beside others the code would be replaced by whoever starts last: there it is asked for (narahubung owner).
        if kind == Kind.ALL and (code := await invitation(app.database, app.now())):
            click.echo(code)

    asyncio.run(serve(app, ready=greet))


def _greeting(settings: Settings, kind: str) -> str:
    if kind != Kind.ALL:
        return f"narahubung {kind} berjalan."
    if settings.staff_chat:
        return "narahubung berjalan."
    return "narahubung berjalan tanpa grup petugas: ketik /id di grup itu, lalu isi NARAHUBUNG_STAFF_CHAT."
