"""Office hours as an operator writes and reads them: "Senin-Kamis 07.30-15.30, Jumat 07.30-14.00". Pure."""

from __future__ import annotations

import re
from datetime import time

from complaints.office_hours import OfficeHours, OfficeHoursError, Span

DAYS = ("senin", "selasa", "rabu", "kamis", "jumat", "sabtu", "minggu")
EXAMPLE = "Senin-Kamis 07.30-15.30, Jumat 07.30-14.00"
_PART = re.compile(r"(?:(\w+)(?:\s*-\s*(\w+))?\s+)(\d{1,2})[.:](\d\d)\s*-\s*(\d{1,2})[.:](\d\d)")


def week_from(text: str) -> OfficeHours:
    """Hours per day as written; a day that is not named is a day off, a day named twice is refused."""
    week: list[Span | None] = [None] * 7
    for part in filter(None, (each.strip().casefold() for each in text.split(","))):
        found = _PART.fullmatch(part)
        if found is None or found[1] not in DAYS or (found[2] or found[1]) not in DAYS:
            raise OfficeHoursError(f"jam kerja {part!r} tidak terbaca; contoh: {EXAMPLE}")
        first, last = DAYS.index(found[1]), DAYS.index(found[2] or found[1])
        try:
            span = (time(int(found[3]), int(found[4])), time(int(found[5]), int(found[6])))
        except ValueError:
            raise OfficeHoursError(f"tidak ada jam seperti dalam {part!r}") from None
        for day in range(first, last + 1) if first <= last else ():
            if week[day] is not None:
                raise OfficeHoursError(f"hari {DAYS[day]} disebut dua kali")
            week[day] = span
        if first > last:
            raise OfficeHoursError(f"hari {found[1]} tidak sebelum {found[2]}")
    return OfficeHours(week=tuple(week))


def week_said(hours: OfficeHours) -> str:
    """The same, written: neighbouring days with the same hours together."""
    said: list[str] = []
    first = 0
    for day in range(1, 8):
        if day < 7 and hours.week[day] == hours.week[first]:
            continue
        span = hours.week[first]
        if span is not None:
            days = DAYS[first] if first == day - 1 else f"{DAYS[first]}-{DAYS[day - 1]}"
            said.append(f"{days} {span[0]:%H.%M}-{span[1]:%H.%M}")
        first = day
    return ", ".join(said)
