"""Loads the decreed days off: the `holidays` package plus an editable table; counts nothing itself.

The table (CSV: date,region,change,reason) corrects the package where a decree came late or a region
has a day of its own. `region` is a Kemendagri code or empty for the nation; a province's row holds
for its cities. `change` is add, remove, or decree: "the list of that date's year is complete".
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable
from dataclasses import astuple, dataclass
from datetime import date
from functools import cache
from importlib.metadata import version
from pathlib import Path

import holidays

from complaints.calendar import WorkingCalendar
from complaints.errors import RegistryError

FIRST_YEAR = 2023
OVERRIDES = Path(__file__).with_name("holidays.csv")
COLUMNS = ["date", "region", "change", "reason"]
CHANGES = frozenset({"add", "remove", "decree"})
#: The decree for a year comes in September or October of the year before.
DECREED_BY_MONTH = 11


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """One corrected day."""

    day: date
    region: str
    change: str
    reason: str

    def holds_for(self, region: str) -> bool:
        """National rows hold everywhere, a region's rows for all that lies in it."""
        return not self.region or f"{region}.".startswith(f"{self.region}.")


def read_overrides(path: Path = OVERRIDES) -> tuple[Override, ...]:
    """The rows of the table; RegistryError names the line that cannot be taken."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file)
        if rows.fieldnames != COLUMNS:
            raise RegistryError(path.name, 1, f"kolom harus {','.join(COLUMNS)}")
        return tuple(_override(path.name, rows.line_num, row) for row in rows)


def load_calendar(region: str = "", overrides: Iterable[Override] = ()) -> WorkingCalendar:
    """The calendar of a region, from the package's public and government (cuti bersama) days."""
    applied = tuple(row for row in overrides if row.holds_for(region))
    decreed, provisional = _years()
    last = max([decreed[-1], *(row.day.year for row in applied if row.change == "decree")])
    added = frozenset(row.day for row in applied if row.change == "add")
    removed = frozenset(row.day for row in applied if row.change == "remove")
    years = range(FIRST_YEAR, last + 1)
    return WorkingCalendar(
        holidays=(_packaged() | added) - removed,
        version=_version(applied),
        years=years,
        provisional=provisional - frozenset(years),
    )


def require_this_year(calendar: WorkingCalendar, today: date) -> None:
    """Raises CalendarMissing where even this year's list is missing: no due date could be told."""
    calendar.require(today.year)


def missing_year(calendar: WorkingCalendar, today: date) -> int | None:
    """From November on the next year, where its list is not here yet: something to say aloud, not to stop for."""
    coming = today.year + 1
    return coming if today.month >= DECREED_BY_MONTH and coming not in calendar.years else None


def _override(source: str, line: int, row: dict[str, str | None]) -> Override:
    texts = {column: (row.get(column) or "").strip() for column in COLUMNS}
    try:
        day = date.fromisoformat(texts["date"])
    except ValueError:
        raise RegistryError(source, line, f"tanggal {texts['date']!r} bukan TTTT-BB-HH") from None
    if texts["change"] not in CHANGES:
        raise RegistryError(source, line, f"change {texts['change']!r} bukan add, remove, decree")
    if not texts["reason"]:
        raise RegistryError(source, line, "reason kosong; sebutkan nomor keputusan")
    return Override(day=day, region=texts["region"], change=texts["change"], reason=texts["reason"])


def _named(categories: tuple[str, ...], years: Iterable[int]) -> dict[date, str]:
    """Days and names; the package would follow the environment's language and forget cuti bersama."""
    found = holidays.country_holidays("ID", years=years, categories=categories, language="id")
    return dict(found.items())


@cache
def _years() -> tuple[range, frozenset[int]]:
    """Decreed years, and the one after them, of which only estimated public days are known."""
    year = FIRST_YEAR
    while _named(("government",), [year]):
        year += 1
    return range(FIRST_YEAR, year), frozenset({year} if _named(("public",), [year]) else ())


@cache
def _packaged() -> frozenset[date]:
    decreed, provisional = _years()
    return frozenset(_named(("public", "government"), [*decreed, *provisional]))


def _version(applied: tuple[Override, ...]) -> str:
    """Package version, and a fingerprint of the rows that hold for the region where there are any."""
    package = f"holidays-{version('holidays')}"
    if not applied:
        return package
    text = "\n".join("|".join(map(str, astuple(row))) for row in sorted(applied, key=astuple))
    return f"{package}+{hashlib.sha256(text.encode()).hexdigest()[:8]}"
