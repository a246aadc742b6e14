"""Many requests, one commit: what arrives while a transaction is under way shares the next one.

Knows how to wait for a commit, not what is stored. Nobody is told "kept" before it is.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

Item = TypeVar("Item")
#: One transaction stays short, so that others waiting for SQLite's one writer are not held up.
MOST = 400


class GroupCommit(Generic[Item]):
    """`put` returns after the commit that holds the items, or raises what stopped it."""

    def __init__(
        self, store: Callable[[Sequence[Item]], Awaitable[object]], *, patience: float | None = None
    ) -> None:
        """After `patience` seconds whoever waits is told TimeoutError; the commit may still come."""
        self._store, self._patience = store, patience
        self._waiting: list[tuple[Sequence[Item], asyncio.Future[None]]] = []
        self._task: asyncio.Task[None] | None = None

    async def put(self, items: Sequence[Item]) -> None:
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((items, done))
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._drain())
        # Shielded: whoever hangs up must not cancel the commit of the others.
        async with asyncio.timeout(self._patience):
            await asyncio.shield(done)

    async def _drain(self) -> None:
        while self._waiting:
            group = self._take()
            try:
                await self._store([item for items, _ in group for item in items])
            except Exception as error:
                for _, done in group:
                    if not done.done():
                        done.set_exception(error)
                        done.exception()  # seen, also where the request has gone
            else:
                for _, done in group:
                    if not done.done():
                        done.set_result(None)

    def _take(self) -> list[tuple[Sequence[Item], asyncio.Future[None]]]:
        taken, count = 0, 0
        for items, _ in self._waiting:
            if taken and count + len(items) > MOST:
                break
            taken, count = taken + 1, count + len(items)
        group, self._waiting = self._waiting[:taken], self._waiting[taken:]
        return group
