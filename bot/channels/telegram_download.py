"""Receiving a file without taking more than was agreed, whatever the server claimed; knows no library."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from bot.channels.base import Revoked
from conversations.messages import Gone, Rejected


def fits(claimed: int | None, max_bytes: int) -> None:
    if claimed is not None and claimed > max_bytes:
        raise Rejected("too big")


class Basket(io.BytesIO):
    """Bytes in memory, up to a limit."""

    def __init__(self, max_bytes: int) -> None:
        super().__init__()
        self._room = max_bytes

    def write(self, data: Any, /) -> int:
        self._room -= len(data)
        if self._room < 0:
            raise Rejected("too big")
        return super().write(data)


@contextmanager
def gone_if_missing() -> Iterator[None]:
    """On the file server 404 means the file, not the token: links live for an hour."""
    try:
        yield
    except Revoked:
        raise Gone("the file is no longer there") from None
