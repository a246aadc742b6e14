"""A fresh simulator for every test, its client, and both real bot libraries pointed at it."""

from __future__ import annotations

import struct
import zlib
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from telegram.ext import ExtBot

from simulator import Simulator
from simulator.client import SimClient


@pytest.fixture
async def public(sim: SimClient) -> dict[str, Any]:
    return await sim.bot("citizen")


@pytest.fixture
async def desk(sim: SimClient) -> dict[str, Any]:
    return await sim.bot("desk", privacy=False)


def aiogram_bot(url: str, token: str) -> Bot:
    server = TelegramAPIServer.from_base(url)
    return Bot(token, session=AiohttpSession(api=server))


def ptb_bot(url: str, token: str) -> ExtBot[None]:
    return ExtBot(token, base_url=f"{url}/bot", base_file_url=f"{url}/file/bot")


@pytest.fixture
async def gram(street: Simulator, public: dict[str, Any]) -> AsyncIterator[Bot]:
    """aiogram, unmodified, holding the public bot's token."""
    bot = aiogram_bot(street.url, public["token"])
    yield bot
    await bot.session.close()


@pytest.fixture
async def ptb(street: Simulator, desk: dict[str, Any]) -> AsyncIterator[ExtBot[None]]:
    """python-telegram-bot, unmodified, holding the desk bot's token."""
    bot = ptb_bot(street.url, desk["token"])
    async with bot:
        yield bot


@pytest.fixture
def png() -> bytes:
    return picture(64, 48)


def picture(width: int, height: int, color: bytes = b"\x20\x80\xe0") -> bytes:
    """A small true PNG, so that nothing binary lies in the repository."""

    def chunk(name: bytes, data: bytes) -> bytes:
        body = name + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = (b"\0" + color * width) * height
    parts = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts
