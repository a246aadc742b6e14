"""How fast one token may speak in each chat, and how fast in all: the first here, the second in `storage.buckets`.

Telegram publishes about 30/s per bot, 1/s per private chat with short bursts, 20/min per group
(core.telegram.org/bots/faq); a 429 pauses that chat only, the whole account when it comes from one chat
after another. Knows no queue.
"""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from storage.buckets import Rate

#: So many chats refused within so many seconds are no matter of a chat any more.
REPEATED, WITHIN = 3, 10.0


@dataclass(slots=True)
class Chat:
    """A token bucket: `rate` a second, `size` at once."""

    rate: float
    size: float
    tokens: float = field(default=0.0)
    at: float = 0.0

    def __post_init__(self) -> None:
        self.tokens = self.size

    def wait(self, now: float) -> float:
        """Seconds until one may go."""
        self.tokens = min(self.size, self.tokens + (now - self.at) * self.rate)
        self.at = now
        return 0.0 if self.tokens >= 1 else (1 - self.tokens) / self.rate

    def take(self) -> None:
        """One goes."""
        self.tokens -= 1


class Window:
    """Never more than `most` requests in any second as the messenger counts them: when they arrive there.

    That is some time between begin and answer, and a busy machine or line stretches it. So a request counts until a
    second after its answer, less what every one of them needs for the way there and back: most of the quickest.
    """

    ANSWERS, SURELY = 5000, 0.8

    def __init__(self, most: int) -> None:
        self._most, self._flying = most, 0
        self._answered: deque[float] = deque()
        self._took: deque[float] = deque(maxlen=self.ANSWERS)
        self._way, self._count = 0.0, 0

    def wait(self, now: float) -> float:
        """Seconds until it is worth asking again; 0 means that a request begins and is counted."""
        counts = 1 - self._way
        while self._answered and now - self._answered[0] >= counts:
            self._answered.popleft()
        if self._flying + len(self._answered) < self._most:
            self._flying += 1
            return 0.0
        return self._answered[0] + counts - now if self._answered else 0.01

    def fill(self, now: float) -> None:
        """As if all of a second had just been answered."""
        self._answered.extend([now] * self._most)

    def answered(self, began: float, now: float) -> None:
        """A request that began is answered, or given up."""
        self._flying -= 1
        self._answered.append(now)
        self._took.append(now - began)
        self._way = min(self._way, self.SURELY * (now - began))
        self._count += 1
        if self._count % 50 == 1:  # not each time: it is a minimum of thousands
            self._way = min(self.SURELY * min(self._took), 0.9)


class Pace:
    """The chats of one account and the rate of its token. `now` is a monotonic clock in seconds."""

    MOST_CHATS = 10_000

    def __init__(
        self,
        *,
        per_second: float = 29.0,
        bulk: float | None = None,
        per_chat: float = 1.0,
        person: tuple[float, float] = (1.0, 3.0),
    ) -> None:
        self.rate = Rate(per_second=per_second, bulk_per_second=min(per_second, bulk or per_second * 25 / 29))
        self._person = person  # rate and burst of one private chat
        self._per_chat = per_chat
        self._chats: OrderedDict[str, Chat] = OrderedDict()
        self._paused: dict[str, float] = {}
        self._refused: deque[tuple[float, str]] = deque()
        self._window = Window(self.rate.most)
        self._begun = False

    def wait(self, chat: str, *, group: bool, now: float) -> float:
        """Seconds to wait before a message to `chat`; 0 means it may go and is counted."""
        if (until := self._paused.get(chat, 0.0)) > now:
            return until - now
        self._paused.pop(chat, None)
        bucket = self._chats.get(chat) or self._new(chat, group, now)
        self._chats.move_to_end(chat)
        wait = bucket.wait(now)
        if wait <= 0:
            bucket.take()
        return max(wait, 0.0)

    def _new(self, chat: str, group: bool, now: float) -> Chat:
        # The longest silent is forgotten first: its bucket is full again anyway.
        if len(self._chats) >= self.MOST_CHATS:
            self._chats.popitem(last=False)
        # 18 a minute for a group, one a second with a burst of three for a person. The burst of a group is small,
        # because burst and rate together must stay under 20 in any minute.
        rate, size = (0.25, 4.0) if group else self._person
        made = self._chats[chat] = Chat(rate=rate * self._per_chat, size=max(1.0, size * self._per_chat), at=now)
        return made

    def begin(self, *, after_others: bool, now: float) -> None:
        """Told at each claim; at the first one `after_others` is a process that died a moment ago, or lives.

        The messenger still counts what that one sent, and nobody knows how much of it.
        """
        if after_others and not self._begun:
            self._window.fill(now)
        self._begun = True

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Around one request: it begins when the messenger would take it."""
        while (wait := self._window.wait(time.monotonic())) > 0:  # noqa: ASYNC110 - a moment is waited for, no event
            await asyncio.sleep(wait)
        began = time.monotonic()
        try:
            yield
        finally:
            self._window.answered(began, time.monotonic())

    def refused(self, chat: str, seconds: float, *, now: float) -> bool:
        """The channel said so (429): that chat is quiet. True where the whole account has to be."""
        self._paused[chat] = max(self._paused.get(chat, 0.0), now + seconds)
        self._refused.append((now, chat))
        while self._refused[0][0] < now - WITHIN:
            self._refused.popleft()
        return len({name for _, name in self._refused}) >= REPEATED
