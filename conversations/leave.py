"""How a focal point says that they are away: "cuti sampai 3 desember", "cuti selesai". Pure grammar.

In a group every other sentence with the word is talk among colleagues ("cuti bersama sampai Senin, loket
tutup"), so nothing but days and small words may stand beside it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from conversations.days_ahead import UNTIL, days_in, without_days

#: Longer than this is no leave but an end of office.
LONGEST = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Away:
    """Days of leave, both included."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Back:
    """The leave is over, or does not take place."""


@dataclass(frozen=True, slots=True)
class Unclear:
    """The word is there and no days that make sense."""


_LEAVE = re.compile(
    r"^(?:(?:saya|sy|aku|izin|ijin|mohon|mau|akan)\s+)*(?:cuti|dinas\s+luar|sakit)\b(?P<rest>.*)$", re.I | re.S
)
_BACK = re.compile(
    r"^(?:saya\s+|sy\s+)?(?:cuti(?:nya)?\s+(?:sudah\s+)?(?:selesai|batal|berakhir)"
    r"|(?:batal|selesai|tidak\s+jadi|ga\s+jadi)\s+cuti"
    r"|sudah\s+(?:masuk|kembali|selesai\s+cuti)(?:\s+kerja)?|masuk\s+kembali)[\s.]*$",
    re.I,
)
_UNTIL = re.compile(rf"(?:^|\s){UNTIL}\s", re.I)
_SMALL = frozenset(
    {
        "sampai", "dengan", "sampe", "hingga", "until", "to", "s", "d", "sd", "s/d", "dari", "mulai", "sejak",
        "tanggal", "tgl", "selama", "lagi", "saja", "ini", "ya", "pak", "bu", "tahunan", "besar", "melahirkan",
    }
)  # fmt: skip


def read_leave(text: str, today: date) -> Away | Back | Unclear | None:
    """What was said about being away; None where it is about something else."""
    said = " ".join(text.split()).removeprefix("/")
    if _BACK.match(said):
        return Back()
    hit = _LEAVE.match(said)
    if hit is None or len(said) > 120:
        return None
    rest = hit["rest"]
    if any(word not in _SMALL for word in re.findall(r"[\w/]+", without_days(rest).lower())):
        return None
    return _days(rest, today) or Unclear()


def _days(rest: str, today: date) -> Away | None:
    found = days_in(rest, today)
    spans = [each.length for each in found if each.length is not None]
    days = [each.day for each in found if each.length is None]
    if spans:
        first = days[0] if days else today
        last = first + spans[0] - timedelta(days=1)
    elif len(days) == 1 and _UNTIL.search(rest):
        first, last = today, days[0]
    elif days and re.search(r"\b(?:mulai|sejak|dari)\b", rest, re.I) and len(days) == 1:
        return None  # and until when?
    elif days:
        first, last = days[0], days[-1]
    else:
        return None
    sane = first <= last and today <= last <= first + LONGEST and first <= today + LONGEST
    return Away(first, last) if sane else None
