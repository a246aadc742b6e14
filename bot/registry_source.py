"""Which registry a command speaks of: the installation's own where there is one, else the one that ships."""

from __future__ import annotations

import asyncio
from pathlib import Path

from sqlalchemy import make_url

from bot.config import Settings, load_settings
from bot.moment import now
from storage.agencies import Registry as AnyRegistry
from storage.database import Database
from storage.errors import StorageError
from storage.keys import Keyring
from storage.registry_file import Registry, national_registry


def present_registry() -> AnyRegistry:
    """The registry as staff have edited it; before the first start, or without a database, the shipped one."""
    return present_reading()[0]


def present_reading() -> tuple[AnyRegistry, dict[str, str]]:
    """The same, and the wordings of kinds of offices that staff approved: what the bots read with."""
    settings = load_settings()
    return asyncio.run(_stored(settings)) if _is_there(settings) else (national_registry(), {})


def _is_there(settings: Settings) -> bool:
    url = make_url(settings.database)
    file = url.database if url.get_backend_name() == "sqlite" else None
    return settings.key_file.exists() and (file is None or Path(file).exists())


async def _stored(settings: Settings) -> tuple[AnyRegistry, dict[str, str]]:
    database = Database(settings.database, Keyring.open(settings.key_file, create=False), clock=now)
    try:
        await database.start()
        async with database.read() as uow:
            regions, agencies = await uow.agencies.regions(), await uow.agencies.all()
            learned = await uow.learned.concepts()
    except StorageError:
        return national_registry(), {}  # another version's tables: its own start will say so
    finally:
        await database.close()
    return Registry(regions=regions, agencies={agency.id: agency for agency in agencies}), learned


