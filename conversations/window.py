"""The 24-hour window as a rule: when a channel lets us speak freely, and since when it does not. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

from conversations.messages import Capabilities

#: Our clock and theirs differ, and a message may wait in a queue: what goes out in the last minutes goes as template.
MARGIN = timedelta(minutes=5)


def closes_at(heard_at: datetime, hours: int) -> datetime:
    """When the window shuts that the person's last message opened."""
    return heard_at + timedelta(hours=hours)


def is_open(caps: Capabilities, heard_at: datetime | None, at: datetime, *, margin: timedelta = MARGIN) -> bool:
    """Whether free words may go now; a channel without a window always takes them, an unheard person never."""
    if caps.window_hours is None:
        return True
    return heard_at is not None and at < closes_at(heard_at, caps.window_hours) - margin


def heard(before: datetime | None, said_at: datetime, at: datetime) -> datetime:
    """The moment that counts after a message: the newest one said, never one from the future."""
    said_at = min(said_at, at)
    return said_at if before is None else max(before, said_at)
