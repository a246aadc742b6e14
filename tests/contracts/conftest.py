"""One suite, two adapters: every test here runs over aiogram and over python-telegram-bot."""

from __future__ import annotations

import struct
import zlib
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from bot.channels.telegram_adapter import TelegramAdapter
from bot.channels.telegram_citizen import TelegramCitizen
from bot.channels.telegram_desk import TelegramDesk
from conversations.messages import Address, Channel
from simulator import Simulator
from simulator.client import SimClient
from simulator.client_people import Person

ADAPTERS = {"aiogram": TelegramCitizen, "python-telegram-bot": TelegramDesk}
#: Long enough for a loaded machine, short enough for tests of silence.
PATIENCE = 1.0


@pytest.fixture(params=sorted(ADAPTERS))
def adapter_class(request: pytest.FixtureRequest) -> Callable[..., TelegramAdapter]:
    return ADAPTERS[request.param]


@pytest.fixture
async def bot(sim: SimClient) -> dict[str, Any]:
    return await sim.bot("narahubung", privacy=False)


@pytest.fixture
async def channel(
    adapter_class: Callable[..., TelegramAdapter], street: Simulator, bot: dict[str, Any]
) -> AsyncIterator[TelegramAdapter]:
    adapter = adapter_class(bot["token"], street.url, patience=PATIENCE)
    await adapter.start()
    yield adapter
    await adapter.close()


@pytest.fixture
async def siti(sim: SimClient, bot: dict[str, Any]) -> Person:
    return await sim.user("Siti Aminah", started=bot)


@pytest.fixture
def to(channel: TelegramAdapter, siti: Person) -> Address:
    return Address(channel=Channel.TELEGRAM, account=channel.account, chat=str(siti.id))


@pytest.fixture
def png() -> bytes:
    """A small true picture, so that nothing binary lies in the repository."""

    def chunk(name: bytes, data: bytes) -> bytes:
        body = name + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    header = struct.pack(">IIBBBBB", 8, 6, 8, 2, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\x20\x80\xe0" * 8) * 6)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
