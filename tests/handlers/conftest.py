"""A house per test; the migrated file is made once and copied."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.migrate import upgrade
from tests.handlers.builders import House
from tests.handlers.opening import opened


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database with all its tables."""
    file = tmp_path_factory.mktemp("rumah") / "house.db"
    asyncio.run(upgrade(f"sqlite:///{file}"))
    return file


@pytest.fixture
async def house(migrated: Path, tmp_path: Path) -> AsyncIterator[House]:
    """A fresh house."""
    async with opened(House, migrated, tmp_path) as made:
        yield made
