"""A loop that works while there is work and sleeps until it is woken; knows nothing of the work."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import structlog

log = structlog.get_logger(__name__)
#: Seconds of the pauses after failures, of the first and at most.
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0


class Wake:
    """A bell: whoever leaves work for another loop rings it; waiting also ends by itself."""

    def __init__(self) -> None:
        self._bell = asyncio.Event()

    def ring(self) -> None:
        """There is work."""
        self._bell.set()

    async def wait(self, seconds: float) -> None:
        """Until rung, or `seconds` passed."""
        try:
            async with asyncio.timeout(seconds):
                await self._bell.wait()
        except TimeoutError:
            pass
        self._bell.clear()


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
