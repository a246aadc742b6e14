"""A house per test; the migrated file is made once and copied."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.moment import now
from storage.database import Database
from storage.keys import Keyring
from storage.migrate import upgrade
from tests.handlers.builders import House


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database with all its tables."""
    file = tmp_path_factory.mktemp("rumah") / "house.db"
    asyncio.run(upgrade(f"sqlite+aiosqlite:///{file}"))
    return file


@pytest.fixture
async def house(migrated: Path, tmp_path: Path) -> AsyncIterator[House]:
    """A fresh house."""
    shutil.copy(migrated, tmp_path / "house.db")
    keyring = Keyring.open(tmp_path / "keys.json", create=True)
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'house.db'}", keyring, clock=now)
    await database.start()
    yield await House(database, keyring).open()
    await database.close()
