"""A model of Telegram's flood limits: published figures, unpublished behaviour, so off by default.

It proves that a limiter keeps the published pace; it never proves what Telegram itself does.
"""

from __future__ import annotations

import math
import time
from collections import defaultdict, deque
from dataclasses import asdict, dataclass
from typing import Any

from .errors import too_many

# Calls that put something into a chat; edits, answers and reads are not counted by this model.
COUNTED = frozenset({
    "sendmessage", "sendphoto", "senddocument", "sendvoice", "sendvideo", "sendvideonote",
    "sendaudio", "sendsticker", "sendanimation", "sendlocation", "sendvenue", "sendcontact",
    "sendmediagroup", "copymessage", "forwardmessage",
})  # fmt: skip


@dataclass(slots=True)
class RateModel:
    enabled: bool = False
    bot_per_second: int = 30
    # What a bot that pays may send with allow_paid_broadcast; the rest stays under the free figure.
    paid_per_second: int = 1000
    # A window measured at the far end of a network sees jitter that the sender cannot know of.
    bot_slack: float = 0.1
    chat_per_second: float = 1.0
    chat_burst: int = 3
    group_per_minute: int = 20

    def describe(self) -> dict[str, Any]:
        return {"model": "a model of the published limits, not Telegram itself", **asdict(self)}


class Limits:
    def __init__(self) -> None:
        self.model = RateModel()
        self._bots: dict[tuple[int, bool], deque[float]] = defaultdict(deque)
        self._groups: dict[tuple[int, int], deque[float]] = defaultdict(deque)
        self._chats: dict[tuple[int, int], float] = {}

    def configure(self, wish: dict[str, Any]) -> None:
        current = asdict(self.model)
        if unknown := sorted(set(wish) - set(current)):
            raise ValueError(f"unknown limits: {unknown}")
        self.model = RateModel(**{**current, **wish})
        for kept in (self._bots, self._groups, self._chats):
            kept.clear()

    def check(self, bot: int, verb: str, chat: int | None, *, paid: bool = False) -> None:
        """Raise 429 when this send would be one too many; count it otherwise."""
        model = self.model
        if not model.enabled or verb not in COUNTED or chat is None:
            return
        now = time.monotonic()
        sent, most = self._bots[bot, paid], model.paid_per_second if paid else model.bot_per_second
        _forget(sent, now - 1.0)
        if len(sent) >= int(most * (1 + model.bot_slack)):
            raise too_many(1)
        if chat < 0:
            group = self._groups[bot, chat]
            _forget(group, now - 60.0)
            if len(group) >= model.group_per_minute:
                raise too_many(max(1, math.ceil(group[0] + 60.0 - now)))
            group.append(now)
        else:
            self._check_private(bot, chat, now)
        sent.append(now)

    def _check_private(self, bot: int, chat: int, now: float) -> None:
        step = 1.0 / self.model.chat_per_second
        due = max(self._chats.get((bot, chat), 0.0), now)
        late = due - now - step * (self.model.chat_burst - 1)
        if late > 0.05:
            raise too_many(max(1, math.ceil(late)))
        self._chats[bot, chat] = due + step


def _forget(stamps: deque[float], before: float) -> None:
    while stamps and stamps[0] <= before:
        stamps.popleft()
