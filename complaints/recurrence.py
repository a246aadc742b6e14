"""What repeats over the years: agency × matter × place × year, counted, and the patterns in it told with their reason.

Pure: cells in, patterns out; the same cells make the same result in whatever order they come (handbook systems §5
row 11). A pattern is the same agency, matter and place in several years; the year that still runs is compared with
the others up to the same day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from statistics import fmean

from complaints.counting import FEW

#: Calendar years looked at, the present one among them.
YEARS = 3
#: Fewer cases, or all of them in one year, are no pattern.
LEAST, LEAST_YEARS = 3, 2
#: A card says "200+": it is drawn often, and what is more than that is not counted for it.
MANY = 200
#: So much more or less than before is told as a trend; smaller steps are chance.
STEP, FACTOR = 2, 1.25
#: "Lainnya" says what a case is not about: two of them need not have anything in common.
UNSORTED = frozenset({"", "LLN"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Calendar years; of the last one the days up to and with `until`."""

    years: tuple[int, ...]
    until: date

    def cut(self, year: int) -> date:
        """The same day of another year."""
        day = min(self.until.day, 28) if self.until.month == 2 else self.until.day
        return self.until.replace(year=year, day=day) if year != self.until.year else self.until


def span(until: date) -> Span:
    """Three years, the last of them as far as it has come."""
    return Span(years=tuple(range(until.year - YEARS + 1, until.year + 1)), until=until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """So many cases of one agency, matter and place in one year; `so_far` of them up to the same day of the year."""

    agency_id: str
    topic: str
    place: str  # Kemendagri code of the kabupaten, kota or province; "" where it is not known
    year: int
    n: int
    so_far: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """One agency, matter and place over the years."""

    agency_id: str
    topic: str
    place: str
    years: tuple[tuple[int, int], ...]  # (year, cases), every year of the span
    before: float  # cases a year in the years before the last, up to the same day

    @property
    def n(self) -> int:
        """All its cases."""
        return sum(n for _, n in self.years)

    @property
    def recurs(self) -> bool:
        """Enough of them, and not in one year only."""
        return self.n >= LEAST and sum(n > 0 for _, n in self.years) >= LEAST_YEARS

    @property
    def trend(self) -> str:
        """up, down or level against the years before; "" of few."""
        last = self.years[-1][1]
        if self.n < FEW:
            return ""
        if last - self.before >= STEP and last >= FACTOR * self.before:
            return "up"
        return "down" if self.before - last >= STEP and last * FACTOR <= self.before else "level"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recurrence:
    """The patterns of a span, most cases first, and how much of the whole they are."""

    span: Span
    total: int
    unsorted: int  # of a matter nobody could name: counted, in no pattern
    patterns: tuple[Pattern, ...]

    @property
    def repeated(self) -> int:
        """Cases that belong to a pattern."""
        return sum(pattern.n for pattern in self.patterns)

    @property
    def share(self) -> int | None:
        """Repeated ÷ all in whole percent, halves up; None of few."""
        return (200 * self.repeated + self.total) // (2 * self.total) if self.total >= FEW else None


def recurring(cells: Iterable[Cell], over: Span) -> Recurrence:
    """Put together what was counted in several places."""
    counts: dict[tuple[str, str, str], dict[int, list[int]]] = defaultdict(lambda: {y: [0, 0] for y in over.years})
    total = unsorted = 0
    for cell in cells:
        total += cell.n
        if cell.topic in UNSORTED or not cell.agency_id:
            unsorted += cell.n
            continue
        year = counts[cell.agency_id, cell.topic, cell.place][cell.year]
        year[0] += cell.n
        year[1] += cell.so_far
    found = [_pattern(*key, years) for key, years in counts.items()]
    found = [pattern for pattern in found if pattern.recurs]
    found.sort(key=lambda p: (-p.n, -p.years[-1][1], p.agency_id, p.topic, p.place))
    return Recurrence(span=over, total=total, unsorted=unsorted, patterns=tuple(found))


def _pattern(agency_id: str, topic: str, place: str, years: dict[int, list[int]]) -> Pattern:
    *before, _ = (so_far for _, so_far in years.values())
    return Pattern(
        agency_id=agency_id, topic=topic, place=place, before=round(fmean(before), 1),
        years=tuple((year, n) for year, (n, _) in years.items()),
    )  # fmt: skip
