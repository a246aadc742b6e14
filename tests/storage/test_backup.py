"""The restore drill on both databases: what was backed up comes back, readable with its own keys."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from conversations.messages import Address, Channel, ChatKind
from storage.backup import BackupError, Places, back_up, restore
from storage.database import Database
from storage.engines import address
from storage.errors import Occupied, StorageError
from storage.keys import Keyring
from storage.migrate import inspected, upgrade
from storage.occupied import occupy
from tests import postgres as pg

SITI = Address(channel=Channel.TELEGRAM, account="1", chat="77")


@pytest.fixture
def clients(monkeypatch: pytest.MonkeyPatch) -> None:
    """pg_dump and pg_restore of the test server."""
    monkeypatch.setenv("PATH", f"{pg.programs()}:{os.environ['PATH']}")


async def lived(url: str, data: Path, at: datetime) -> Places:
    """An installation in which Siti has written."""
    keyring = Keyring.open(data / "keys.json", create=True)
    keyring.save()
    database = Database(url, keyring, clock=lambda: at)
    await database.start()
    async with database.begin() as uow:
        await uow.chats.ensure(SITI, ChatKind.PRIVATE, "Siti Aminah", at=at)
    await database.close()
    (data / "files").mkdir()
    (data / "files" / "a").write_bytes(b"sealed")
    return Places(database=url, keys=data / "keys.json", files=data / "files")


async def names(places: Places, at: datetime) -> str:
    keyring = Keyring.open(places.keys, create=False)
    database = Database(places.database, keyring, clock=lambda: at)
    await database.start()
    async with database.read() as uow:
        chat = await uow.chats.get(keyring.chat_key(SITI))
    await database.close()
    return chat.name if chat else ""


async def test_the_drill_brings_everything_back(
    database_url: str, tmp_path: Path, at: datetime, clients: None
) -> None:
    data = tmp_path / "data"
    data.mkdir()
    places = await lived(database_url, data, at)
    await back_up(places, tmp_path / "copy")
    keyring = Keyring.open(places.keys, create=False)
    database = Database(places.database, keyring, clock=lambda: at)
    async with database.begin() as uow:
        chat = await uow.chats.get(keyring.chat_key(SITI))
        assert chat is not None
        await uow.chats.save(replace(chat, name="Somebody else"))
    await database.close()
    shutil.rmtree(places.files)
    await restore(places, tmp_path / "copy", force=True)
    assert await names(places, at) == "Siti Aminah"
    assert (places.files / "a").read_bytes() == b"sealed"
    await upgrade(places.database)


async def test_a_damaged_copy_is_refused_with_the_name_of_the_file(
    sqlite_url: str, tmp_path: Path, at: datetime
) -> None:
    data = tmp_path / "data"
    data.mkdir()
    places = await lived(sqlite_url, data, at)
    await back_up(places, tmp_path / "copy")
    (tmp_path / "copy" / "keys.json").write_text(json.dumps({}))
    with pytest.raises(BackupError, match=r"keys\.json"):
        await restore(places, tmp_path / "copy", force=True)


async def test_living_data_is_not_replaced_unless_forced(sqlite_url: str, tmp_path: Path, at: datetime) -> None:
    data = tmp_path / "data"
    data.mkdir()
    places = await lived(sqlite_url, data, at)
    await back_up(places, tmp_path / "copy")
    with pytest.raises(BackupError, match="--force"):
        await restore(places, tmp_path / "copy")


async def test_a_server_that_holds_data_is_not_emptied_unless_forced(
    postgresql_url: str, tmp_path: Path, at: datetime, clients: None
) -> None:
    (tmp_path / "data").mkdir()
    places = await lived(postgresql_url, tmp_path / "data", at)
    await back_up(places, tmp_path / "copy")
    elsewhere = Places(database=postgresql_url, keys=tmp_path / "new" / "keys.json", files=tmp_path / "new" / "files")
    with pytest.raises(BackupError, match="--force"):  # a second machine: no keys here, everything there
        await restore(elsewhere, tmp_path / "copy")
    assert await names(places, at) == "Siti Aminah"


async def test_no_table_of_a_newer_version_stays_in_the_way(
    postgresql_url: str, tmp_path: Path, at: datetime, clients: None
) -> None:
    (tmp_path / "data").mkdir()
    places = await lived(postgresql_url, tmp_path / "data", at)
    await back_up(places, tmp_path / "copy")
    await inspected(postgresql_url, lambda connection: connection.execute(sa.text("CREATE TABLE newer (id int)")))
    await restore(places, tmp_path / "copy", force=True)
    assert not await inspected(postgresql_url, lambda connection: sa.inspect(connection).has_table("newer"))
    assert await names(places, at) == "Siti Aminah"


async def test_a_database_somebody_works_on_is_not_replaced(
    database_url: str, tmp_path: Path, at: datetime, clients: None
) -> None:
    (tmp_path / "data").mkdir()
    places = await lived(database_url, tmp_path / "data", at)
    await back_up(places, tmp_path / "copy")
    leave = occupy(address(database_url))
    database = Database(database_url, Keyring.open(places.keys, create=False), clock=lambda: at)
    async with database.begin() as uow:
        lease = await uow.leases.take("look-after", "server-1.77.x", timedelta(minutes=1))
    with pytest.raises(Occupied, match=r"(server-1 proses 77|sedang dipakai).*Hentikan"):
        await restore(places, tmp_path / "copy", force=True)
    assert lease
    async with database.begin() as uow:
        await uow.leases.release(lease)
    await database.close()
    leave()
    await restore(places, tmp_path / "copy", force=True)


async def test_a_damaged_database_is_what_a_copy_is_for(sqlite_url: str, tmp_path: Path, at: datetime) -> None:
    (tmp_path / "data").mkdir()
    places = await lived(sqlite_url, tmp_path / "data", at)
    await back_up(places, tmp_path / "copy")
    await asyncio.to_thread(Path(str(address(sqlite_url).database)).write_bytes, b"broken" * 1000)
    await restore(places, tmp_path / "copy", force=True)
    assert await names(places, at) == "Siti Aminah"


@pytest.mark.parametrize("manifest", ["{}", "[]", '{"sums": 3}', "x"])
async def test_a_folder_that_is_no_copy_is_one_sentence(
    sqlite_url: str, tmp_path: Path, manifest: str
) -> None:
    (tmp_path / "manifest.json").write_text(manifest)
    places = Places(database=sqlite_url, keys=tmp_path / "keys.json", files=tmp_path / "files")
    with pytest.raises(BackupError, match="bukan salinan"):
        await restore(places, tmp_path)


async def test_nothing_to_copy_is_one_sentence_and_leaves_no_folder(
    sqlite_url: str, tmp_path: Path, at: datetime
) -> None:
    places = Places(database=sqlite_url, keys=tmp_path / "keys.json", files=tmp_path / "files")
    with pytest.raises(BackupError, match="kunci"):
        await back_up(places, tmp_path / "copy")
    with pytest.raises(StorageError, match="belum ada"):
        await back_up(replace(places, database=f"sqlite:///{tmp_path}/none.db"), tmp_path / "copy")
    assert not (tmp_path / "copy").exists()


async def test_a_folder_in_use_is_not_written_into(sqlite_url: str, tmp_path: Path, at: datetime) -> None:
    data = tmp_path / "data"
    data.mkdir()
    places = await lived(sqlite_url, data, at)
    with pytest.raises(BackupError, match="sudah berisi"):
        await back_up(places, data)
