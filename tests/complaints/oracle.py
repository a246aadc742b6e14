"""A second opinion on due dates, sharing no line with the house: numpy days, painted minutes."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

import numpy as np

from tests.complaints.decrees import DAYS_OFF

OFFSET = {"Asia/Jakarta": 7, "Asia/Makassar": 8, "Asia/Jayapura": 9}
LIMIT = {
    "verifikasi": 3, "admin": 3, "respon_awal": 5, "penghubung": 10, "penyelesaian_5": 5,
    "penyelesaian_14": 14, "penyelesaian_60": 60, "tutup_otomatis": 10, "ombudsman": 60,
}  # fmt: skip
CALENDAR_LIMIT = {"lengkapi": 30, "ombudsman_kalender": 60}
BUSDAYS = np.busdaycalendar(weekmask="Mon Tue Wed Thu Fri", holidays=sorted(DAYS_OFF))
OPEN_MINUTE = 8 * 60
HORIZON = 400  # days painted


def wall(at: datetime, zone: str) -> datetime:
    """The agency's clock on the wall, as a naive time."""
    offset = at.utcoffset()
    assert offset is not None
    return at.replace(tzinfo=None) - offset + timedelta(hours=OFFSET[zone])


def closing_minute(day: date) -> int:
    return (15 if day.isoweekday() == 5 else 16) * 60


def day_zero(at: datetime, zone: str) -> date:
    """Late means: the second of the day lies beyond the closing second."""
    local = wall(at, zone)
    seconds = (local - datetime.combine(local, time())).total_seconds()
    late = seconds > closing_minute(local.date()) * 60
    start = np.datetime64(local.date())
    step = int(late and bool(np.is_busday(start, busdaycal=BUSDAYS)))
    first: date = np.busday_offset(start, step, roll="forward", busdaycal=BUSDAYS).astype(date)
    return first


def due_day(rule: str, at: datetime, zone: str) -> tuple[date, date]:
    """(day 0, due day) where nothing pauses."""
    if rule in CALENDAR_LIMIT:
        first = wall(at, zone).date()
        return first, first + timedelta(days=CALENDAR_LIMIT[rule])
    first = day_zero(at, zone)
    return first, np.busday_offset(np.datetime64(first), LIMIT[rule], busdaycal=BUSDAYS).astype(date)


def paused_due_day(
    rule: str, at: datetime, pauses: Iterable[tuple[datetime, datetime]], zone: str
) -> tuple[date, date]:
    """(day 0, due day) by painting every paused minute and looking for a white one in office time.

    Exact where pauses begin and end on whole minutes.
    """
    first = day_zero(at, zone)
    midnight = datetime.combine(first, time())
    paint = np.zeros(HORIZON * 1440, dtype=bool)
    for pause in pauses:
        begin, end = ((wall(moment, zone) - midnight) // timedelta(minutes=1) for moment in pause)
        paint[max(begin, 0) : max(end, 0)] = True
    left = LIMIT[rule]
    for number in range(1, HORIZON):
        day = first + timedelta(days=number)
        if not np.is_busday(np.datetime64(day), busdaycal=BUSDAYS):
            continue
        office = paint[number * 1440 + OPEN_MINUTE : number * 1440 + closing_minute(day)]
        left -= not office.all()
        if left == 0:
            return first, day
    raise AssertionError("horizon too near")
