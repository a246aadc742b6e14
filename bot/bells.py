"""The bells of one process, heard in the others too where the database carries signals (PostgreSQL).

LISTEN/NOTIFY rather than short polling: ten idle processes asking every 50 ms would be 200 questions a second
for nothing, and an answer would still wait. A lost signal costs no more than the idle pause of a loop.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress

from bot.wake import Wake
from storage.signals import Signals, speaks

#: Bells that may have a listener elsewhere; the others are heard in this process only.
SHARED = frozenset({"dispatch", "send", "fetch"})


class Bells:
    """Bells by name."""

    def __init__(self, database_url: str) -> None:
        self._bells = {name: Wake() for name in (*SHARED, "idle")}
        self._signals = Signals(database_url, self._heard) if speaks(database_url) else None
        self._task: asyncio.Task[None] | None = None

    def __getitem__(self, name: str) -> Wake:
        return self._bells[name]

    def ring(self, *names: str) -> None:
        """There is work, here or in another process."""
        for name in names:
            self._bells[name].ring()
            if self._signals is not None and name in SHARED:
                self._signals.send(name)

    def _heard(self, name: str) -> None:
        if name in self._bells:
            self._bells[name].ring()

    def ring_all(self) -> None:
        """Wake every loop of this process: it is to end."""
        for bell in self._bells.values():
            bell.ring_all()

    def open(self) -> None:
        """Begin to hear the other processes."""
        if self._signals is not None:
            self._task = asyncio.create_task(self._signals.run())

    async def close(self) -> None:
        """Hear nobody any more."""
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task
