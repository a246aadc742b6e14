"""Days that officers write about what is to come: "sampai 3 desember", "24-26/12", "1 tahun". Pure input.

The reader of citizens' stories (classifiers) looks back only; a term or a leave looks ahead.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

_MONTHS = (
    "jan januari january|feb februari pebruari february|mar maret mrt march|apr april|mei may|jun juni june|"
    "jul juli july|agu agt agus agustus aug august|sep sept september|okt oktober oct october|"
    "nov nop november nopember|des desember dec december"
)
MONTHS = {word: number for number, words in enumerate(_MONTHS.split("|"), 1) for word in words.split()}
_WEEKDAYS = "senin monday|selasa tuesday|rabu wednesday|kamis thursday|jumat friday|sabtu saturday|minggu sunday"
WEEKDAYS = {word: number for number, words in enumerate(_WEEKDAYS.split("|")) for word in words.split()}
_COUNTS = "se satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas".split()
COUNTS = {word: max(1, number) for number, word in enumerate(_COUNTS)}
UNITS = {"hari": "days", "minggu": "weeks", "pekan": "weeks", "bulan": "months", "tahun": "years"}
#: What stands between two days.
UNTIL = r"(?:s\s*[/.]?\s*d\.?|sampai(?:\s+dengan)?|sampe|hingga|until|to|-|–|—)"


def _any(words: dict[str, int]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


_DAY = re.compile(
    rf"""(?<![\w/.])(?:
      (?P<iso>\d{{4}}-\d{{1,2}}-\d{{1,2}})
    | (?P<from>\d{{1,2}})\s*{UNTIL}\s*(?P<to>\d{{1,2}})\s+(?P<mon2>{_any(MONTHS)})\b\.?(?:\s+(?P<y2>\d{{4}}))?
    | (?P<d>\d{{1,2}})\s+(?P<mon>{_any(MONTHS)})\b\.?(?:\s+(?P<y>\d{{4}}))?
    | (?P<nd>\d{{1,2}})[/.-](?P<nm>\d{{1,2}})(?:[/.-](?P<ny>\d{{4}}|\d{{2}}))?
    | (?P<count>\d{{1,3}}|{_any(COUNTS)})\s*(?P<unit>hari|minggu|pekan|bulan|tahun)\b(?:\s+lagi)?
    | (?:tanggal|tgl\.?)\s+(?P<only>\d{{1,2}})
    | (?P<word>hari\s+ini|besok|bsk|lusa|akhir\s+bulan|akhir\s+tahun)\b
    | (?:hari\s+)?(?P<wd>{_any(WEEKDAYS)})\b(?:\s+depan)?
    )(?!\w|/)""",
    re.IGNORECASE | re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Ahead:
    """A day as written, or a length of time (then `length` is its last day counted from today as the first)."""

    day: date
    start: int
    end: int
    length: timedelta | None = None


def days_in(text: str, today: date) -> list[Ahead]:
    """Every day of the text in order; without a year the next such day. What is no day is left out."""
    return [found for hit in _DAY.finditer(text) for found in _read(hit, today)]


def without_days(text: str) -> str:
    """The text without its days."""
    return _DAY.sub(" ", text)


def _read(hit: re.Match[str], today: date) -> Iterator[Ahead]:
    at = hit.start(), hit.end()
    if hit["iso"]:
        year, month, day = map(int, hit["iso"].split("-"))
        yield from _made(year, month, day, at)
    elif hit["from"]:
        month = MONTHS[hit["mon2"].lower()]
        last = _next(int(hit["to"]), month, hit["y2"], today)
        if last is not None:
            yield from _made(last.year, month, int(hit["from"]), at)
            yield Ahead(last, *at)
    elif hit["d"] or hit["nd"]:
        month = MONTHS[hit["mon"].lower()] if hit["d"] else int(hit["nm"])
        found = _next(int(hit["d"] or hit["nd"]), month, hit["y"] if hit["d"] else hit["ny"], today)
        if found is not None:
            yield Ahead(found, *at)
    elif hit["count"]:
        length = _length(hit["count"].lower(), UNITS[hit["unit"].lower()], today)
        if length is not None:
            yield Ahead(today + length - timedelta(days=1), *at, length)
    else:
        named = _named(hit, today)
        if named is not None:
            yield Ahead(named, *at)


def _made(year: int, month: int, day: int, at: tuple[int, int]) -> Iterator[Ahead]:
    found = _date(year, month, day)
    if found is not None:
        yield Ahead(found, *at)


def _next(day: int, month: int, year: str | None, today: date) -> date | None:
    if year:
        return _date(int(year) + (2000 if len(year) == 2 else 0), month, day)
    found = _date(today.year, month, day)
    return _date(today.year + 1, month, day) if found is None or found < today else found


def _length(count: str, unit: str, today: date) -> timedelta | None:
    number = COUNTS.get(count) or int(count)
    if unit in ("days", "weeks"):
        return timedelta(**{unit: number})
    months = today.year * 12 + today.month - 1 + number * (12 if unit == "years" else 1)
    year, month = divmod(months, 12)
    if year > today.year + 50:
        return None
    return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1])) - today


def _named(hit: re.Match[str], today: date) -> date | None:
    if hit["wd"]:
        ahead = (WEEKDAYS[hit["wd"].lower()] - today.weekday()) % 7
        return today + timedelta(days=ahead or 7)
    if hit["only"]:
        day = int(hit["only"])
        month = today.year * 12 + today.month - 1 + (day < today.day)
        return _date(month // 12, month % 12 + 1, day)
    word = " ".join(hit["word"].lower().split())
    if word == "akhir bulan":
        return today.replace(day=monthrange(today.year, today.month)[1])
    if word == "akhir tahun":
        return date(today.year, 12, 31)
    return today + timedelta(days={"hari ini": 0, "besok": 1, "bsk": 1, "lusa": 2}[word])


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
