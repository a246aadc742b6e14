"""A fresh house of any kind, from the file that is migrated and settled once and copied."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TypeVar

from bot.moment import now
from storage.database import Database
from storage.keys import Keyring
from tests.handlers.builders import House

Kind = TypeVar("Kind", bound=House)


@asynccontextmanager
async def opened(kind: type[Kind], migrated: Path, folder: Path) -> AsyncIterator[Kind]:
    """The house, open; its database is closed at the end. The first of its kind is settled for all others."""
    settled = migrated.with_name(kind.__name__)
    if not settled.exists():
        settled.mkdir()
        shutil.copy(migrated, settled / "house.db")
        async with _house(kind, settled) as first:
            await first.open()
    shutil.copytree(settled, folder, dirs_exist_ok=True)
    async with _house(kind, folder) as house:
        yield house


@asynccontextmanager
async def _house(kind: type[Kind], folder: Path) -> AsyncIterator[Kind]:
    keyring = Keyring.open(folder / "keys.json", create=True)
    database = Database(f"sqlite+aiosqlite:///{folder / 'house.db'}", keyring, clock=now)
    await database.start()
    try:
        yield kind(database, keyring)
    finally:
        await database.close()
