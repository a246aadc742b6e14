"""The sender alone, at a full backlog and at a short one: messages a second while the wire answers at once.

`python -m benchmarks.sender [ROWS] [SECONDS] [sqlite,postgresql]`. Database, claims, leases, rendering and settling
are ours as they run; only the messenger is replaced: what is asked is whether a long queue slows us down.
"""

from __future__ import annotations

import asyncio
import logging
import sys
import tempfile
import time
from pathlib import Path
from types import SimpleNamespace
from typing import cast
from zoneinfo import ZoneInfo

import structlog

from benchmarks.__main__ import machine
from benchmarks.databases import opened, postgres
from bot.channels.base import Channel
from bot.i18n import Catalogues
from bot.moment import now
from bot.pace import Pace
from bot.sender import Sender
from bot.wake import Wake
from conversations.messages import TELEGRAM, Address, ChatKind, Quoted, say
from conversations.messages import Channel as Wire
from handlers.services import Services
from storage.attachments_store import FileStore
from storage.database import Database
from storage.keys import Keyring
from storage.records import Lane, Outgoing

ACCOUNT, CHATS, AT_ONCE = "7000000001", 10_000, 5_000


class AtOnce:
    """A messenger that takes everything immediately."""

    name, account, caps = Wire.TELEGRAM, ACCOUNT, TELEGRAM

    def __init__(self) -> None:
        self.taken = 0

    async def send(self, address: Address, rendered: object) -> list[str]:
        self.taken += 1
        return [str(self.taken)]


async def fill(database: Database, rows: int) -> None:
    """Status messages, one chat after another."""
    keys = []
    async with database.begin() as uow:
        for number in range(CHATS):
            address = Address(channel=Wire.TELEGRAM, account=ACCOUNT, chat=str(number + 1))
            keys.append((await uow.chats.ensure(address, ChatKind.PRIVATE, "", at=now())).key)
    message = say(Quoted("Berkas Anda sedang diperiksa petugas. " * 4))
    for first in range(0, rows, AT_ONCE):
        async with database.begin() as uow:
            await uow.outbox.put(
                [
                    Outgoing(chat_key=keys[n % CHATS], message=message, lane=Lane.STATUS)
                    for n in range(first, min(rows, first + AT_ONCE))
                ]
            )


async def rate(database: Database, folder: Path, keyring: Keyring, seconds: float) -> float:
    """Messages a second from here on."""
    wire = AtOnce()
    services = cast(Services, SimpleNamespace(now=now, zone=ZoneInfo("Asia/Jakarta"), staff=None))
    free = Pace(per_second=100_000, bulk=100_000, per_chat=1_000)
    sender = Sender(
        database, {ACCOUNT: cast(Channel, wire)}, services, Catalogues.load(), FileStore(folder / "files", keyring),
        owner="benchmark", pace=lambda _: free,
    )  # fmt: skip
    bell, begun = Wake(), time.monotonic()
    while time.monotonic() - begun < seconds and await sender.step(bell):
        pass
    taken, took = wire.taken, time.monotonic() - begun
    await sender.release()
    return taken / took


async def run(url: str, rows: int, seconds: float) -> None:
    """Fifty times fewer rows first, then all of them."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        async with opened(folder, url) as (database, keyring):
            for waiting in (rows // 50, rows):
                await fill(database, waiting)
                found = await rate(database, folder, keyring, seconds)
                print(f"| {database.url.get_backend_name()}, {waiting:,} waiting | {found:,.0f} |", flush=True)


def main() -> None:
    """Print the figures."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else 10.0
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    which = sys.argv[3] if len(sys.argv) > 3 else "sqlite,postgresql"
    print(f"machine: {machine()}\n\n| backlog | messages a second |\n|---|---|")
    if "sqlite" in which:
        asyncio.run(run("", rows, seconds))
    if "postgresql" in which:
        with postgres() as server, server.database(empty=True) as url:
            asyncio.run(run(url, rows, seconds))


if __name__ == "__main__":
    main()
