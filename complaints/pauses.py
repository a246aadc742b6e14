"""Spans of time in which an agency waits for the citizen; knows neither rules nor calendars.

A pause is closed at its start and open at its end. Pauses may overlap, touch, come unsorted, begin
before the clock does, be written in any zone, and the last one may still be running.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from complaints.errors import ComplaintError
from complaints.office_hours import aware

FOREVER = datetime.max.replace(tzinfo=UTC)


class PauseError(ComplaintError):
    """A pause that ends before it begins."""

    msgid = "error.pause"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """From `start` until `end`; `end` None: the citizen has not answered yet."""

    start: datetime
    end: datetime | None = None

    def __post_init__(self) -> None:
        aware(self.start)
        if self.end is not None and aware(self.end) < self.start:
            raise PauseError(f"jeda berakhir {self.end.isoformat()} sebelum mulai")

    @property
    def span(self) -> tuple[datetime, datetime]:
        """Start and end in UTC; a running pause ends at FOREVER."""
        end = FOREVER if self.end is None else self.end.astimezone(UTC)
        return self.start.astimezone(UTC), end


def merged(pauses: Iterable[Pause]) -> tuple[tuple[datetime, datetime], ...]:
    """The pauses as disjoint UTC spans in order: overlapping and touching ones become one."""
    spans: list[tuple[datetime, datetime]] = []
    for start, end in sorted(pause.span for pause in pauses):
        if spans and start <= spans[-1][1]:
            spans[-1] = spans[-1][0], max(spans[-1][1], end)
        else:
            spans.append((start, end))
    return tuple(spans)
