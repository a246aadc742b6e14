"""`narahubung doctor`: one line for each thing looked at, advice where a person is needed."""

from __future__ import annotations

import asyncio
import sys

import click

from bot.channels.telegram_desk import TelegramDesk
from bot.config import Settings, load_settings, require
from bot.doctor import Finding, examine
from bot.logs import set_up
from bot.moment import now


@click.command(help="Periksa token, webhook, grup, skema, kunci, jam, disk, libur, antrean: satu saran tiap temuan.")
@click.option("--offline", is_flag=True, help="Jangan menghubungi Telegram.")
def command(offline: bool) -> None:
    """Exit code 1 when something needs a person."""
    settings = load_settings()
    set_up("ERROR")
    if not offline:
        require(settings, "citizen_token", "desk_token")
    found = asyncio.run(_examined(settings, offline))
    for finding in found:
        advice = f": {finding.advice}" if finding.bad else ""
        click.echo(f"{'PERLU' if finding.bad else 'baik':5}  {finding.what}{advice}")
    if any(finding.bad for finding in found):
        sys.exit(1)


async def _examined(settings: Settings, offline: bool) -> list[Finding]:
    channels = [] if offline else _channels(settings)
    for _, channel in channels:
        await channel.start()
    try:
        return [finding async for finding in examine(settings, channels, now)]
    finally:
        for _, channel in channels:
            await channel.close()


def _channels(settings: Settings) -> list[tuple[str, TelegramDesk]]:
    # The desk's library serves both tokens here: a look needs no five-second import.
    assert settings.citizen_token and settings.desk_token
    return [
        ("citizen", TelegramDesk(settings.citizen_token.get_secret_value(), settings.telegram_api_url)),
        ("desk", TelegramDesk(settings.desk_token.get_secret_value(), settings.telegram_api_url)),
    ]
