"""Lets the recaps and exports that were asked for be made, as the loop beside the live messages would."""

from __future__ import annotations

from pathlib import Path

from bot.recaps import Recaps
from storage.attachments_store import FileStore
from tests.handlers.builders import Bubble, House


async def made(house: House, folder: Path, group: str) -> Bubble:
    """Everything that waits is made and delivered; the last message in that group."""
    recaps = Recaps(house.database, house.services, house.words, store(house, folder))
    while await recaps.run_once():
        pass
    await house.deliver()
    return house.last(group)


def store(house: House, folder: Path) -> FileStore:
    """Where the files lie meanwhile."""
    return FileStore(folder / "files", house.keyring)
