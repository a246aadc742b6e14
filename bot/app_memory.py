"""Opens memory for a command that needs the database and nothing else: keys, tables, registry."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.config import Settings
from storage.database import Database
from storage.keys import Keyring
from storage.migrate import upgrade
from storage.registry_file import national_registry


@asynccontextmanager
async def memory(settings: Settings) -> AsyncIterator[Database]:
    """The database at head with the registry loaded; closed at the end."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    keyring = Keyring.open(settings.key_file, create=True)
    await upgrade(settings.database)
    database = Database(settings.database, keyring)
    await database.start()
    try:
        async with database.begin() as uow:
            await uow.agencies.load(national_registry())
        yield database
    finally:
        await database.close()
