"""The virtual clock every twin reads; it knows nothing of messages, bots or the wire."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime


class VirtualClock:
    """Real time plus an offset that tests and demos may move, or one frozen instant."""

    def __init__(self, offset: float = 0.0, frozen_at: float | None = None) -> None:
        self.offset = offset
        self.frozen_at = frozen_at
        self._moved = asyncio.Event()

    def now(self) -> float:
        return time.time() + self.offset if self.frozen_at is None else self.frozen_at

    def advance(self, seconds: float) -> None:
        if self.frozen_at is None:
            self.offset += seconds
        else:
            self.frozen_at += seconds
        self._tell()

    def set(self, moment: float) -> None:
        self.advance(moment - self.now())

    def freeze(self) -> None:
        self.frozen_at = self.now()
        self._tell()

    def resume(self) -> None:
        if self.frozen_at is not None:
            self.offset, self.frozen_at = self.frozen_at - time.time(), None
            self._tell()

    async def sleep(self, seconds: float) -> None:
        """Wait until either real or virtual time has passed.

        A frozen clock must not stall a backoff for ever, and a jump of a day must end it at once.
        """
        real_end, virtual_end = time.monotonic() + seconds, self.now() + seconds
        while (left := real_end - time.monotonic()) > 0 and self.now() < virtual_end:
            moved = self._moved
            try:
                await asyncio.wait_for(moved.wait(), left)
            except TimeoutError:
                return

    def describe(self) -> dict[str, object]:
        now = self.now()
        return {
            "now": now,
            "iso": datetime.fromtimestamp(now, UTC).isoformat(),
            "offset": now - time.time(),
            "frozen": self.frozen_at is not None,
        }

    def _tell(self) -> None:
        moved, self._moved = self._moved, asyncio.Event()
        moved.set()
