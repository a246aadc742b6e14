"""The loops of `bot.app` that speak: what is to be said, files that were promised, leases of senders that died.

Imported where a bot's channel is spoken to, or fetched from; an ingress only stores what it hears.
"""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from bot.channels.base import Channel
from bot.config import Settings
from bot.fetcher import Fetcher
from bot.kinds import Loop
from bot.lead import Lead
from bot.pace import Pace
from bot.sender import Sender
from bot.whatsapp_opening import pace_of
from conversations.messages import Channel as Wire

if TYPE_CHECKING:
    from bot.app import App


async def speech(app: App, _: Lead, stop: asyncio.Event) -> None:
    """Those of this kind of process, until `stop`; at the end what is leased is given back."""
    loops = app.part.loops
    sender = Sender(
        app.database, app.channels, app.services, app.words, app.files, owner=app.owner,
        pace=partial(_pace, app.settings),
    )  # fmt: skip
    if Loop.SEND in loops and app.alone:
        await sender.reap(alone=True)  # nobody else holds a lease
    async with asyncio.TaskGroup() as tasks:
        if Loop.SEND in loops:
            tasks.create_task(app.loop("sender", partial(sender.step, app.bells["send"]), stop, "send", 0.2))
        if Loop.FETCH in loops:
            tasks.create_task(app.loop("fetcher", _fetcher(app).run_once, stop, "fetch", 2.0, "send"))
        if Loop.REAP in loops:
            tasks.create_task(app.every(30.0, sender.reap, stop))
    await sender.release()


def _fetcher(app: App) -> Fetcher:
    most = app.settings.max_file_mb * 1024 * 1024
    # Of the bots that are there: what a channel no longer set up was sent waits until it is back.
    return Fetcher(
        app.database, app.channels, app.services, app.files, max_bytes=most, accounts=list(app.channels)
    )


def _pace(settings: Settings, channel: Channel) -> Pace:
    if channel.name is Wire.WHATSAPP:
        return pace_of(settings)
    return Pace(
        per_second=settings.messages_per_second,
        bulk=settings.bulk_per_second,
        per_chat=settings.chat_messages_per_second,
    )
