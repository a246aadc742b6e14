"""Attachments: promised, fetched by one, stored or given up, and bound to their case; bodies sealed on disk."""

from __future__ import annotations

import errno
import hashlib
import os
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from storage.attachments_store import FileStore
from storage.database import Database
from storage.errors import StorageError, StoreFull, Tampered
from storage.keys import Keyring
from storage.records import Attachment

CHAT, CASE = "a" * 32, "c" * 32


def photo(at: datetime, id: str = "1" * 32, **given: Any) -> Attachment:
    values: dict[str, Any] = {
        "id": id, "chat_key": CHAT, "kind": "photo", "ref": "AgAC", "account": "4711", "received_at": at,
    }  # fmt: skip
    return Attachment(**values | given)


async def test_from_the_promise_to_the_case(database: Database, at: datetime) -> None:
    one = photo(at, mime="image/jpeg", size=10, name="a.jpg", caption="rusak", album="9")
    two = photo(at + timedelta(seconds=1), "2" * 32)
    async with database.begin() as uow:
        for each in (two, one, one):
            await uow.attachments.add(each)
        assert await uow.attachments.of_draft(CHAT) == [one, two]
        assert await uow.attachments.of_draft("b" * 32) == []
        await uow.attachments.stored(one.id, sha256="f" * 64, size=12, mime="image/png", key="e" * 64)
        await uow.attachments.attach([one.id], CASE)
        await uow.attachments.attach([], CASE)
        assert await uow.attachments.of_draft(CHAT) == [two]
        (kept,) = await uow.attachments.of_case(CASE)
        assert kept == await uow.attachments.get(one.id)
        assert kept == replace(
            one, case=CASE, sha256="f" * 64, key="e" * 64, size=12, mime="image/png", state="stored"
        )
        assert await uow.attachments.get("9" * 32) is None


async def test_a_file_is_fetched_by_one_at_a_time(database: Database, at: datetime) -> None:
    async with database.begin() as uow:
        await uow.attachments.add(photo(at))
    async with database.begin() as uow:
        (job,) = await uow.attachments.pending(at)
        assert job.tries == 1
    async with database.begin() as uow:
        assert await uow.attachments.pending(at) == []
        assert len(await uow.attachments.pending(at + timedelta(minutes=3))) == 1, "its fetcher died"


async def test_a_file_is_tried_and_given_up(database: Database, at: datetime) -> None:
    async with database.begin() as uow:
        await uow.attachments.add(photo(at))
    for tries in (1, 2, 3):
        async with database.begin() as uow:
            (job,) = await uow.attachments.pending(at)
            assert await uow.attachments.failed(job.id, at=at, max_tries=3) == (tries == 3)
            assert await uow.attachments.pending(at) == []
        at += timedelta(hours=1)
    async with database.begin() as uow:
        assert await uow.attachments.pending(at) == []
        found = await uow.attachments.get("1" * 32)
        assert found and found.state == "failed"


async def test_a_refused_file_is_not_fetched(database: Database, at: datetime) -> None:
    async with database.begin() as uow:
        await uow.attachments.add(photo(at))
        await uow.attachments.refused("1" * 32, reason="size")
        assert await uow.attachments.pending(at) == []


@pytest.fixture
def store(tmp_path: Path, keyring: Keyring) -> FileStore:
    return FileStore(tmp_path / "files", keyring)


def everything(root: Path) -> list[Path]:
    return [path for path in root.rglob("*") if path.is_file()]


@pytest.mark.parametrize("body", [b"", b"JFIF" * 100_000])
async def test_a_body_is_stored_once_and_sealed(store: FileStore, tmp_path: Path, body: bytes) -> None:
    key = await store.put(body)
    assert key == hashlib.sha256(body).hexdigest() == await store.put(body)
    assert await store.get(key) == body
    assert await store.exists(key)
    (path,) = everything(tmp_path / "files")
    assert path.parent.name == key[:2]
    assert b"JFIF" not in path.read_bytes()
    await store.delete(key)
    await store.delete(key)
    assert not await store.exists(key)
    with pytest.raises(FileNotFoundError):
        await store.get(key)


async def test_a_body_under_another_name_does_not_open(store: FileStore, tmp_path: Path) -> None:
    key, other = await store.put(b"one"), await store.put(b"two")
    (tmp_path / "files" / key[:2] / key).replace(tmp_path / "files" / other[:2] / other)
    with pytest.raises(Tampered):
        await store.get(other)


@pytest.mark.parametrize("key", ["../keys.json", "", "x" * 64, "a" * 63])
async def test_only_hashes_are_names(store: FileStore, key: str) -> None:
    with pytest.raises(ValueError, match="sha256"):
        await store.get(key)


@pytest.mark.parametrize(("code", "error"), [(errno.ENOSPC, StoreFull), (errno.EIO, StorageError)])
async def test_a_full_disk_leaves_nothing_half_written(
    store: FileStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, error: type[Exception]
) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(error, match=r"[Ll]ampiran"):
        await store.put(b"x" * 1000)
    assert everything(tmp_path / "files") == []
    monkeypatch.undo()
    assert await store.get(await store.put(b"x" * 1000)) == b"x" * 1000
