"""The clock of this machine; everything else is given its time."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> datetime:
    """Now, aware, UTC."""
    return datetime.now(UTC)  # noqa: TID251 - the one place
