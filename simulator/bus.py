"""Who wants to hear that something changed; it knows topics and events, not what they mean."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

Event = dict[str, Any]
# A page that stopped reading must not hold a workshop's memory: it is told to reload instead.
PAGE_BACKLOG = 5_000


class Bus:
    def __init__(self) -> None:
        self._pages: set[asyncio.Queue[Event]] = set()
        self._waiting: dict[str, list[asyncio.Future[None]]] = defaultdict(list)

    def publish(self, topic: str, make: Callable[[], Event]) -> None:
        """Wake who waits for `topic`; build the event only if a page is watching."""
        for future in self._waiting.pop(topic, ()):
            if not future.done():
                future.set_result(None)
        if self._pages:
            event = make()
            for page in self._pages:
                if page.qsize() >= PAGE_BACKLOG:
                    while not page.empty():
                        page.get_nowait()
                    page.put_nowait({"type": "layout"})
                page.put_nowait(event)

    async def changed(self, topic: str, seconds: float) -> bool:
        """True once something happens on `topic`, False when `seconds` have passed."""
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting[topic].append(future)
        try:
            await asyncio.wait_for(future, seconds)
            return True
        except TimeoutError:
            return False
        finally:
            if future in (queue := self._waiting.get(topic, [])):
                queue.remove(future)
            if not self._waiting.get(topic):
                self._waiting.pop(topic, None)

    @contextmanager
    def listening(self) -> Iterator[asyncio.Queue[Event]]:
        page: asyncio.Queue[Event] = asyncio.Queue()
        self._pages.add(page)
        try:
            yield page
        finally:
            self._pages.discard(page)
