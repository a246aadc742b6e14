"""When an office works: its zone and its hours per weekday; knows no holidays and never reads a clock.

Defaults after the published hours of Pemprov Kepri: Monday to Thursday 08.00-16.00, Friday to 15.00
(handbook domain §6). Indonesia keeps three zones and no summer time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from complaints.errors import ComplaintError

#: Names people use -> IANA. Asia/Pontianak is WIB too and is reached by its IANA name.
ZONES = {"WIB": "Asia/Jakarta", "WITA": "Asia/Makassar", "WIT": "Asia/Jayapura"}

Span = tuple[time, time]


class NaiveTime(ComplaintError):
    """A time without a zone cannot be counted from."""

    msgid = "error.naive_time"


class UnknownZone(ComplaintError):
    """This is no time zone."""

    msgid = "error.unknown_zone"


class OfficeHoursError(ComplaintError):
    """These hours contradict themselves."""

    msgid = "error.office_hours"


def aware(at: datetime) -> datetime:
    """`at` as it is; refuses a time that says nothing about its zone."""
    if at.utcoffset() is None:
        raise NaiveTime(f"waktu {at.isoformat()} tidak menyebut zona")
    return at


def zone_named(name: str) -> ZoneInfo:
    """WIB, WITA, WIT or an IANA name."""
    try:
        return ZoneInfo(ZONES.get(name.upper(), name))
    except (KeyError, ValueError, OSError):  # unknown; a path or NUL; a folder such as "Asia"
        raise UnknownZone(f"zona waktu {name!r} tidak dikenal") from None


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeHours:
    """Opening and closing per weekday, Monday first; None is a day off."""

    week: tuple[Span | None, ...]

    def __post_init__(self) -> None:
        if len(self.week) != 7 or not any(self.week):
            raise OfficeHoursError("jam kerja harus memuat tujuh hari, sedikitnya satu hari kerja")
        for opening, closing in filter(None, self.week):
            if opening >= closing:
                raise OfficeHoursError(f"jam buka {opening} tidak lebih awal dari tutup {closing}")

    def on(self, day: date) -> Span | None:
        """Opening and closing of that day, None on a day off. Holidays are not known here."""
        return self.week[day.weekday()]


_FULL, _FRIDAY = (time(8), time(16)), (time(8), time(15))
OFFICE_HOURS = OfficeHours(week=(_FULL, _FULL, _FULL, _FULL, _FRIDAY, None, None))
