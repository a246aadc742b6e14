"""Who cannot hear says so in figures: what was never stored has no age that an alarm could go by."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from bot import metrics
from bot.channels import base
from bot.lead import Lead
from bot.listening import Listening
from storage.errors import Unavailable


class Deaf:
    """A bot whose fetching fails in some way."""

    name, account = "telegram", "4711"

    def __init__(self, error: Exception, stop: asyncio.Event) -> None:
        self._error, self._stop = error, stop

    async def fetch(self, offset: int | None, **_: Any) -> list[Any]:
        self._stop.set()
        raise self._error

    async def webhook_info(self) -> dict[str, Any]:
        return {}


class Empty:
    """A shelf nothing ever reaches."""

    account = "4711"

    async def offset(self) -> None:
        return None


async def nothing() -> None:
    """No menu."""


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (Unavailable(), "storage.Unavailable"), (base.Unavailable(1.0), "Unavailable"),
        (base.Revoked(), "Revoked"), (base.Conflict(), "Conflict"),
    ],
)  # fmt: skip
async def test_each_failed_try_to_hear_is_counted_by_what_was_wrong(error: Exception, kind: str) -> None:
    stop = asyncio.Event()
    before = metrics.DEAF.labels("4711", kind)._value.get()
    channel: Any = Deaf(error, stop)
    shelf: Any = Empty()
    database: Any = None
    hears = Listening(channel, shelf, hook=None, heard=lambda: None, introduce=nothing)
    async with asyncio.timeout(10):
        await hears.run(Lead(database, "x", timedelta(seconds=1), alone=True), stop)
    assert metrics.DEAF.labels("4711", kind)._value.get() == before + 1
