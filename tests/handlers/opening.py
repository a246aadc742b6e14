"""A fresh house of any kind, from the file that is migrated once and copied."""

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
    """The house, open; its database is closed at the end."""
    shutil.copy(migrated, folder / "house.db")
    keyring = Keyring.open(folder / "keys.json", create=True)
    database = Database(f"sqlite:///{folder / 'house.db'}", keyring, clock=now)
    await database.start()
    house = kind(database, keyring)
    await house.open()
    yield house
    await database.close()
