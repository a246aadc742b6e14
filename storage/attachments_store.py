"""The file store: bodies of attachments by the hash of their content, each sealed; knows no case or chat."""

from __future__ import annotations

import asyncio
import errno
import hashlib
import os
import re
import tempfile
from pathlib import Path

from storage.errors import StorageError, StoreFull
from storage.keys import Keyring

#: No room, over quota, file too large for the disk.
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
KEY = re.compile(r"[0-9a-f]{64}")


class FileStore:
    """Files under `root`, in subfolders by the first two letters of their key."""

    def __init__(self, root: Path, keyring: Keyring) -> None:
        self._root, self._keys = root, keyring

    async def put(self, body: bytes) -> str:
        """Store it, once however often it comes; its key. StoreFull where there is no room."""
        return await asyncio.to_thread(self._put, body)

    async def get(self, key: str) -> bytes:
        """What was stored under that key; FileNotFoundError where nothing was."""
        sealed = await asyncio.to_thread(self._path(key).read_bytes)
        return self._keys.unseal(f"file:body:{key}", sealed)

    async def exists(self, key: str) -> bool:
        """Is there something under that key?"""
        return await asyncio.to_thread(self._path(key).exists)

    async def delete(self, key: str) -> None:
        """Remove it; nothing happens where it is gone already."""
        await asyncio.to_thread(self._path(key).unlink, missing_ok=True)

    def _path(self, key: str) -> Path:
        if not KEY.fullmatch(key):
            raise ValueError("a key of the file store is a sha256 in hex")
        return self._root / key[:2] / key

    def _put(self, body: bytes) -> str:
        key = hashlib.sha256(body).hexdigest()
        path = self._path(key)
        if path.exists():
            return key
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            _write(path, self._keys.seal(f"file:body:{key}", body))
        except OSError as error:
            if error.errno in FULL:
                raise StoreFull from error
            raise StorageError(f"Lampiran tidak dapat disimpan: {error.strerror}") from error
        return key


def _write(path: Path, content: bytes) -> None:
    # Complete under its name or not there at all, also after a power cut: write aside, flush, rename.
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
