"""A clock for the app that follows another one: the simulator's virtual clock in the demo."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Protocol


class Ticking(Protocol):
    """Anything that tells seconds since 1970."""

    def now(self) -> float:
        """Seconds since 1970, UTC."""
        ...


def following(clock: Ticking) -> Callable[[], datetime]:
    """The moment that `clock` shows."""
    return lambda: datetime.fromtimestamp(clock.now(), UTC)
