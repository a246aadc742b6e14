"""How fast one token may speak, in this process: per bot, per private chat and per group.

Telegram publishes about 30/s per bot, 1/s per private chat with short bursts, 20/min per group
(core.telegram.org/bots/faq); a 429 pauses that chat only. Knows no queue and never sleeps: it answers
how long to wait.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Bucket:
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


class Pace:
    """The buckets of one account. `now` is a monotonic clock in seconds."""

    MOST_CHATS = 10_000

    def __init__(
        self, *, per_second: float = 28.0, per_chat: float = 1.0, person: tuple[float, float] = (1.0, 3.0)
    ) -> None:
        self._person = person  # rate and burst of one private chat
        self._quiet_until = 0.0
        self._all = Bucket(rate=per_second, size=per_second)
        self._per_chat = per_chat
        self._chats: dict[str, Bucket] = {}
        self._paused: dict[str, float] = {}

    def wait(self, chat: str, *, group: bool, now: float) -> float:
        """Seconds to wait before a message to `chat`; 0 means it may go and is counted."""
        if (until := max(self._quiet_until, self._paused.get(chat, 0.0))) > now:
            return until - now
        if len(self._chats) > self.MOST_CHATS:
            self._chats.clear()
        bucket = self._chats.get(chat)
        if bucket is None:
            # 18 a minute for a group, one a second with a burst of three for a person.
            rate, size = (0.3, 18.0) if group else self._person
            bucket = Bucket(rate=rate * self._per_chat, size=size * self._per_chat, at=now)
            self._chats[chat] = bucket
        wait = max(self._all.wait(now), bucket.wait(now))
        if wait <= 0:
            self._all.take()
            bucket.take()
        return max(wait, 0.0)

    def pause(self, chat: str, seconds: float, *, now: float) -> None:
        """The channel said so (429)."""
        self._paused[chat] = now + seconds

    def pause_all(self, seconds: float, *, now: float) -> None:
        """The whole account was told to be quiet."""
        self._quiet_until = max(self._quiet_until, now + seconds)
