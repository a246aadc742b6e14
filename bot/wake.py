"""A loop that works while there is work and sleeps until it is woken; knows nothing of the work."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable

import structlog

log = structlog.get_logger(__name__)
#: Seconds of the pauses after failures, of the first and at most.
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0


class Wake:
    """A bell: whoever leaves work for another loop rings it; waiting also ends by itself.

    One of those who wait hears it: four that look for the one thing there is would find it once.
    """

    def __init__(self) -> None:
        self._rung = False
        self._waiting: deque[asyncio.Event] = deque()

    def ring(self) -> None:
        """There is work."""
        if self._waiting:
            self._waiting.popleft().set()
        else:
            self._rung = True

    def ring_all(self) -> None:
        """Everybody who waits is to look, and whoever would wait next."""
        while self._waiting:
            self._waiting.popleft().set()
        self._rung = True

    async def wait(self, seconds: float) -> None:
        """Until rung, or `seconds` passed."""
        mine = asyncio.Event()
        if self._rung:
            mine.set()
        else:
            self._waiting.append(mine)
        try:
            async with asyncio.timeout(seconds):
                await mine.wait()
        except TimeoutError:
            pass
        finally:
            if mine in self._waiting:
                self._waiting.remove(mine)
        self._rung = False  # whoever looks now sees what every ring so far was for


async def loop(
    name: str,
    run_once: Callable[[], Awaitable[object]],
    *,
    bell: Wake,
    stop: asyncio.Event,
    idle: float,
    after: Callable[[], None] | None = None,
    beat: Callable[[str], None] = lambda _: None,
) -> None:
    """Call `run_once` until `stop`; a failure is logged and waited out, never the end of the loop."""
    pause = FIRST_PAUSE
    while not stop.is_set():
        beat(name)
        try:
            worked = await run_once()
            pause = FIRST_PAUSE
        except Exception as error:  # the loop is the last to stand: databases and networks come back
            log.exception("loop.failed", loop=name, kind=type(error).__name__)
            await bell.wait(pause)
            pause = min(LONGEST_PAUSE, pause * 2)  # a night without a database is a thousand failures
            continue
        if worked and after is not None:
            after()
        if not worked and not stop.is_set():
            await bell.wait(idle)
