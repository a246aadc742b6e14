"""A period and a place in everyday Indonesian: "bulan ini", "september", "2026-09", "batam oktober", "kepri 2026".

Pure: days are calendar days of the service, the end is not part of the period; a place stays as it was said.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import get_close_matches

from conversations.messages import Words, words

MONTHS = {
    "januari": 1, "jan": 1, "january": 1, "februari": 2, "pebruari": 2, "feb": 2, "february": 2, "maret": 3,
    "mar": 3, "mrt": 3, "march": 3, "april": 4, "apr": 4, "mei": 5, "may": 5, "juni": 6, "jun": 6, "june": 6,
    "juli": 7, "jul": 7, "july": 7, "agustus": 8, "agt": 8, "agu": 8, "agus": 8, "ags": 8, "aug": 8, "august": 8,
    "september": 9, "sep": 9, "sept": 9, "oktober": 10, "okt": 10, "october": 10, "oct": 10, "november": 11,
    "nopember": 11, "nov": 11, "nop": 11, "desember": 12, "des": 12, "december": 12, "dec": 12,
}  # fmt: skip
#: Long names only: a misspelt short one could be anything.
_LONG = tuple(name for name in MONTHS if len(name) >= 5)
_THIS = frozenset({"ini", "this", "skrg", "sekarang"})
_LAST = frozenset({"lalu", "kemarin", "kmrn", "last", "lewat"})
_UNIT = {"bulan": "month", "bln": "month", "month": "month", "tahun": "year", "thn": "year", "year": "year",
         "minggu": "week", "week": "week", "hari": "day", "day": "day"}  # fmt: skip
#: Words that say nothing about when or where.
_NOISE = frozenset(
    {"di", "wilayah", "daerah", "region", "untuk", "periode", "bulan", "bln", "month", "tahun", "thn", "year", "of",
     "in", "for", "rekap"}
)  # fmt: skip
_UNTIL = frozenset({"sampai", "s.d.", "sd", "s/d", "hingga", "until", "to", "-", "–"})
_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_MONTH = re.compile(r"(\d{4})[-/](\d{1,2})|(\d{1,2})[-/](\d{4})")
_YEAR = re.compile(r"20\d\d")


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """From `since` up to, not including, `until`."""

    since: date
    until: date

    def told(self) -> Words:
        """November 2026, 2026, or from day to day."""
        first, last = self.since, self.until - timedelta(days=1)
        if self == month_of(first):
            return words("recap.period.month", month=words(f"date.month_long.{first.month}"), year=str(first.year))
        if self == year_of(first):
            return words("recap.period.year", year=str(first.year))
        if first == last:
            return words("recap.period.day", day=_dated(first))
        return words("recap.period.days", first=_dated(first), last=_dated(last))


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What was asked for; `place` as it was said, "" for everywhere."""

    period: Period
    place: str = ""


def month_of(day: date) -> Period:
    """The month of that day."""
    first = day.replace(day=1)
    return Period(since=first, until=first + timedelta(days=calendar.monthrange(first.year, first.month)[1]))


def year_of(day: date) -> Period:
    """The year of that day."""
    return Period(since=date(day.year, 1, 1), until=date(day.year + 1, 1, 1))


def read(text: str, *, today: date) -> Asked | None:
    """Without a period the month of `today`; None where a day is none (2026-13), or the period has not begun."""
    said = [word.strip(",;:()") for word in text.casefold().split()]
    said = [word for word in said if word]
    try:
        period, rest = _period(said, today)
    except ValueError:
        return None
    if period.since > today:
        return None
    return Asked(period=period, place=" ".join(word for word in rest if word not in _NOISE))


def _period(said: Sequence[str], today: date) -> tuple[Period, list[str]]:
    """The first period in the words, and the words that are none of it; ValueError for a day that does not exist."""
    for at in range(len(said)):
        found = _at(said, at, today)
        if found is None:
            continue
        period, used = found
        rest = [*said[:at], *said[at + used :]]
        if at + used < len(said) and said[at + used] in _UNTIL:
            end = _at(said, at + used + 1, today)
            if end is None:
                raise ValueError("the end of a period was not understood")
            period = _joined(period, end[0], named=used == 1 and said[at].isalpha())
            rest = [*said[:at], *said[at + used + 1 + end[1] :]]
        return period, rest
    return month_of(today), list(said)


def _joined(first: Period, last: Period, *, named: bool) -> Period:
    if named and last.until <= first.since:  # "oktober sampai maret" means the October before
        first = Period(since=first.since.replace(year=first.since.year - 1), until=first.until)
    if last.until <= first.since:
        raise ValueError("a period ends after it begins")
    return Period(since=first.since, until=last.until)


def _at(said: Sequence[str], at: int, today: date) -> tuple[Period, int] | None:
    """A period that begins with that word, and how many words it takes."""
    if at >= len(said):
        return None
    word, after = said[at], said[at + 1] if at + 1 < len(said) else ""
    if day := _DAY.fullmatch(word):
        first = date(int(day[1]), int(day[2]), int(day[3]))
        return Period(since=first, until=first + timedelta(days=1)), 1
    if month := _MONTH.fullmatch(word):
        year, number = (month[1], month[2]) if month[1] else (month[4], month[3])
        return month_of(date(int(year), int(number), 1)), 1
    if _YEAR.fullmatch(word):
        return year_of(date(int(word), 1, 1)), 1
    if word in _UNIT and after in _THIS | _LAST:
        return _near(_UNIT[word], today, back=after in _LAST), 2
    if word in _THIS | _LAST and after in _UNIT:  # this month
        return _near(_UNIT[after], today, back=word in _LAST), 2
    if word in ("kemarin", "yesterday"):
        return _near("day", today, back=True), 1
    if word in ("today", "sekarang", "skrg"):
        return _near("day", today, back=False), 1
    if word in ("triwulan", "tw", "semester") and (part := _parted(word, after)):
        year = said[at + 2] if at + 2 < len(said) and _YEAR.fullmatch(said[at + 2]) else ""
        return _part(*part, int(year) if year else today.year), 3 if year else 2
    return _named(word, after, today)


def _named(word: str, after: str, today: date) -> tuple[Period, int] | None:
    close = get_close_matches(word, _LONG, n=1, cutoff=0.85) if len(word) >= 5 else []
    number = MONTHS.get(word) or (MONTHS[close[0]] if close else None)
    if number is None:
        return None
    if _YEAR.fullmatch(after):
        return month_of(date(int(after), number, 1)), 2
    # "desember" said in November is the one that has been.
    year = today.year if number <= today.month else today.year - 1
    return month_of(date(year, number, 1)), 1


_PARTS = {"1": 1, "2": 2, "3": 3, "4": 4, "i": 1, "ii": 2, "iii": 3, "iv": 4}


def _parted(word: str, after: str) -> tuple[int, int] | None:
    months = 6 if word == "semester" else 3
    number = _PARTS.get(after, 0)
    return (number, months) if 1 <= number <= 12 // months else None


def _part(number: int, months: int, year: int) -> Period:
    first = date(year, (number - 1) * months + 1, 1)
    last = date(year, number * months, 1)
    return Period(since=first, until=month_of(last).until)


def _near(unit: str, today: date, *, back: bool) -> Period:
    if unit == "year":
        return year_of(today.replace(year=today.year - back, day=1))
    if unit == "month":
        return month_of(today.replace(day=1) - timedelta(days=1) if back else today)
    if unit == "week":
        monday = today - timedelta(days=today.weekday() + 7 * back)
        return Period(since=monday, until=monday + timedelta(days=7))
    first = today - timedelta(days=back)
    return Period(since=first, until=first + timedelta(days=1))


def _dated(day: date) -> Words:
    return words("date.plain", day=str(day.day), month=words(f"date.month.{day.month}"), year=str(day.year))
