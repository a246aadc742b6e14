"""Days as officers read them, short and near: "Jumat, 27 Nov", "besok, Selasa 24 Nov 2026", "lewat 2 hari". Pure.

Citizens get the long form of the renderer; a card is read among twenty others.
"""

from __future__ import annotations

from datetime import date

from conversations.messages import Words, words


def short(day: date, *, today: date | None = None) -> Words:
    """Jumat, 27 Nov; with the year where it is another one than today's."""
    if today is not None and day.year != today.year:
        return words("date.short_year", weekday=_weekday(day), day=str(day.day), month=_month(day), year=str(day.year))
    return words("date.short", weekday=_weekday(day), day=str(day.day), month=_month(day))


def dated(day: date) -> Words:
    """19 Nov 2026."""
    return words("date.plain", day=str(day.day), month=_month(day), year=str(day.year))


def when(day: date, *, today: date | None = None) -> Words:
    """The same, nearer than a date where it is near: today and tomorrow by name, with the date behind.

    The date stays, because a card may be read a day after it was last edited.
    """
    left = (day - today).days if today is not None else 99
    if left not in (0, 1):
        return short(day, today=today)
    full = words("date.full", weekday=_weekday(day), day=str(day.day), month=_month(day), year=str(day.year))
    return words("date.today" if left == 0 else "date.tomorrow", day=full)


def late(day: date, *, today: date | None = None) -> int:
    """Days since it has passed; 0 where it has not."""
    return max(0, (today - day).days) if today is not None else 0


def _weekday(day: date) -> Words:
    return Words(f"date.weekday.{day.isoweekday()}")


def _month(day: date) -> Words:
    return Words(f"date.month.{day.month}")
