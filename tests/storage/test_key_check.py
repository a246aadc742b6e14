"""A database and its key file belong together: nothing starts with the wrong one, nothing is made beside it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.moment import now
from storage.database import Database
from storage.errors import KeyLost
from storage.keys import Keyring
from tests.storage.samples import a_chat


async def start(url: str, path: Path) -> None:
    database = Database(url, Keyring.open(path, create=True), clock=now)
    try:
        await database.start()
    finally:
        await database.close()


async def test_the_first_start_makes_the_file(database_url: str, tmp_path: Path) -> None:
    await start(database_url, tmp_path / "new.json")
    assert (tmp_path / "new.json").exists()
    await start(database_url, tmp_path / "new.json")


async def test_a_lost_file_stops_the_start_and_no_new_one_is_made(database_url: str, tmp_path: Path) -> None:
    await start(database_url, tmp_path / "new.json")
    (tmp_path / "new.json").rename(tmp_path / "saved.json")
    with pytest.raises(KeyLost, match="tidak ditemukan, padahal"):
        await start(database_url, tmp_path / "new.json")
    assert not (tmp_path / "new.json").exists()
    (tmp_path / "saved.json").rename(tmp_path / "new.json")
    await start(database_url, tmp_path / "new.json")


async def test_the_file_of_another_installation_stops_the_start(
    database_url: str, tmp_path: Path, keyring: Keyring
) -> None:
    await start(database_url, tmp_path / "new.json")
    with pytest.raises(KeyLost, match=r"keys\.json bukan milik basis data ini"):
        await start(database_url, keyring.path)


async def test_data_without_a_check_is_not_taken_over(database: Database, database_url: str, tmp_path: Path) -> None:
    await a_chat(database)
    async with database._writer.begin() as connection:
        await connection.execute(sa.text("DELETE FROM meta"))
    for path in ("keys.json", "new.json"):
        with pytest.raises(KeyLost, match="tidak dapat dicocokkan"):
            await start(database_url, tmp_path / path)
    assert not (tmp_path / "new.json").exists()
    for value in ("", "zz:1", "00:" + "0" * 32):
        async with database.begin() as uow:
            await uow.meta.set("key_check", value)
        with pytest.raises(KeyLost):
            await start(database_url, tmp_path / "keys.json")


async def test_two_first_starts_share_one_file(database_url: str, tmp_path: Path, at: datetime) -> None:
    rings = [Keyring.open(tmp_path / "new.json", create=True) for _ in range(2)]
    databases = [Database(database_url, ring, clock=now) for ring in rings]
    for database in databases:
        await database.start()
        await database.close()
    assert rings[0].index("x") == rings[1].index("x")
