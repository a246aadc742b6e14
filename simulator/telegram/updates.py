"""The updates waiting for one bot: numbered, filtered, confirmed; by polling or by webhook.

It knows how long Telegram keeps what, not what an update says.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from simulator.clock import VirtualClock

from .errors import bad, conflict

# Telegram keeps a message for a day and forgets a tap after 150 s (handbook §3c).
DAY, TAP_LIFE = 86_400, 150
LONGEST_POLL = 50
# What a bot gets when it never said what it wants.
NOT_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


@dataclass(slots=True)
class Update:
    id: int
    kind: str
    body: dict[str, Any]
    queue: int
    expires: float
    chat: str | None = None
    message: int = 0

    def wire(self) -> dict[str, Any]:
        return {"update_id": self.id, self.kind: self.body}


class UpdateQueue:
    def __init__(self, clock: VirtualClock) -> None:
        self.clock = clock
        self.waiting: OrderedDict[int, Update] = OrderedDict()
        self.recent: deque[Update] = deque(maxlen=1_000)
        self.on_push: Callable[[Update], None] = lambda update: None
        self.on_gone: Callable[[Update, bool], None] = lambda update, seen: None
        self._poll: asyncio.Future[bool] | None = None

    def push(self, update: Update) -> None:
        self.waiting[update.id] = update
        self.recent.append(update)
        self.on_push(update)
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(True)

    def drop(self, update_id: int, seen: bool) -> None:
        update = self.waiting.pop(update_id, None)
        if update is not None:
            self.on_gone(update, seen)

    def drop_all(self) -> None:
        for update_id in list(self.waiting):
            self.drop(update_id, seen=False)

    def confirm_below(self, offset: int) -> None:
        while self.waiting and (first := next(iter(self.waiting))) < offset:
            self.drop(first, seen=True)

    def expire(self) -> None:
        now = self.clock.now()
        for update in [u for u in self.waiting.values() if u.expires <= now]:
            self.drop(update.id, seen=False)

    def end_poll(self, why: str) -> None:
        """A second poller, or a webhook, ends the first poll with 409."""
        if self._poll is not None and not self._poll.done():
            self._poll.set_exception(conflict(f"terminated by {why}"))

    async def poll(self, offset: int, limit: int, hold: int) -> list[dict[str, Any]]:
        if not 1 <= limit <= 100:
            limit = 100
        self.end_poll("other getUpdates request; make sure that only one bot instance is running")
        self.expire()
        if offset < 0:
            keep = list(self.waiting)[offset:]
            offset = keep[0] if keep else 0
        self.confirm_below(offset)
        if not self.waiting and hold > 0:
            await self._wait(min(hold, LONGEST_POLL))
        batch: list[dict[str, Any]] = []
        for update in self.waiting.values():
            if update.id >= offset:
                batch.append(update.wire())
                if len(batch) == limit:
                    break
        return batch

    async def _wait(self, seconds: int) -> None:
        mine = self._poll = asyncio.get_running_loop().create_future()
        try:
            await asyncio.wait_for(mine, seconds)
        except TimeoutError:
            return
        finally:
            if self._poll is mine:
                self._poll = None


def check_allowed(value: Any) -> list[str] | None:
    if value is None:
        return None
    if not isinstance(value, list) or not all(isinstance(kind, str) for kind in value):
        raise bad("can't parse allowed_updates: array of strings expected")
    return value


def wanted(allowed: list[str] | None, kind: str) -> bool:
    return kind in allowed if allowed else kind not in NOT_BY_DEFAULT
