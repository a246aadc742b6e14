"""Every day that a text may mean, computed from the date patterns and the clock given. Chooses nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from classifiers.date_grammar import (
    ADDRESS,
    AGAIN,
    COMING,
    EACH,
    EVERY,
    HABIT,
    MARKED,
    OVER,
    RANGE,
    THIS,
    feasts,
    loose,
    patterns,
    roles,
    table,
)
from classifiers.words import Words

#: A word gives the day its role from so many words before it, a loose one from so many.
ROLE, LOOSE = 5, 2


@dataclass(frozen=True, slots=True)
class Found:
    """One date expression: the day, how sure, the tokens it covers, and its role (event, last, other)."""

    day: date | None
    score: float
    exact: bool
    tier: float
    first: int
    last: int
    role: str


@dataclass(frozen=True, slots=True)
class _Read:
    day: date | None
    score: float
    exact: bool = True
    tier: float = 1.0


_PARTS = {"subuh": 3, "pagi": 4, "siang": 10, "sore": 15, "magrib": 17, "malam": 18, "dini": 0}


def candidates(words: Words, local: datetime) -> list[Found]:
    """Every date expression of the text; a later pattern never reads words an earlier one has read."""
    flat, taken, found = words.flat, set[int](), list[Found]()
    for name, pattern in patterns():
        for match in pattern.finditer(flat):
            first, last = words.index(match.start()), words.index(match.end() - 1)
            if words.tokens[first].sentence != words.tokens[last].sentence:
                continue
            if not taken.isdisjoint(range(first, last + 1)):
                continue
            result = READERS[name](match, local)
            if result is None:
                continue
            taken.update(range(first, last + 1))
            if name in ("named", "day_of_month") and THIS.match(flat[match.end() :]) and _ahead(match, local):
                continue
            found += _kept(words, match, result, first, last)
    return found


def _ahead(match: re.Match[str], at: datetime) -> bool:
    """Whether the day of this month or this year has yet to come."""
    parts = match.groupdict()
    if parts.get("y"):
        return False
    this = _safe(at.year, table("months")[parts["mon"]] if parts.get("mon") else at.month, _int(parts["d"]))
    return this is not None and this > at.date()


def _kept(words: Words, match: re.Match[str], result: _Read, first: int, last: int) -> Iterator[Found]:
    before, after = (
        words.flat[max(0, match.start() - 40) : match.start()],
        words.flat[match.end() :],
    )
    weekly = "wd" in match.re.groupindex
    if weekly and (HABIT.search(before) or RANGE.search(after)) and not MARKED.search(match.group()):
        return
    if "d" in match.re.groupindex and (EACH.search(before) or EVERY.search(after)):
        return
    if "/" in match.group() and ADDRESS.search(before):
        return
    role = _role(words, first)
    if COMING.match(after) and not OVER.search(match.group()):
        role = "other"
    elif AGAIN.match(after) and role != "other":
        role = "last"
    yield Found(result.day, result.score, result.exact, result.tier, first, last, role)


def _role(words: Words, first: int) -> str:
    """What the words before a day make of it, up to the last comma; loose ones only where they touch it."""
    role, earlier = "event", ""
    low = max(0, first - ROLE)
    for at in range(low, first):
        token = words.tokens[at]
        if token.sentence != words.tokens[first].sentence or "," in words.text[token.end : words.tokens[first].start]:
            continue
        said = roles().get(f"{earlier}_{token.word}") or roles().get(token.word)
        if said and (token.word not in loose() or first - at <= LOOSE):
            role = said
        earlier = token.word
    return role


def _int(text: str) -> int:
    return int(text) if text.isdigit() else table("numbers").get(text, {"se": 1, "beberapa": 0}.get(text, 0))


def _safe(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _latest(at: datetime, month: int, day: int) -> date | None:
    """The last such day that is not in the future."""
    this = _safe(at.year, month, day)
    return this if this and this <= at.date() else _safe(at.year - 1, month, day)


def _year(text: str | None) -> int | None:
    return None if not text else int(text) + (2000 if len(text) == 2 else 0)


def _numeric(match: re.Match[str], at: datetime) -> _Read | None:
    parts = match.groupdict()
    day, month, year = int(parts["d"]), int(parts["m"]), _year(parts.get("y"))
    result = _safe(year, month, day) if year else _latest(at, month, day)
    if result is None or (year and not 2000 <= year <= at.year + 1):
        return None
    return _Read(result, 0.97 if year else 0.9)


def _named(match: re.Match[str], at: datetime) -> _Read | None:
    parts = match.groupdict()
    day, month, year = _int(parts["d"]), table("months")[parts["mon"]], _year(parts.get("y"))
    result = _safe(year, month, day) if year else _latest(at, month, day)
    return _Read(result, 0.98) if result else None


def _day_of_month(match: re.Match[str], at: datetime) -> _Read | None:
    day, back = _int(match["d"]), match["back"] or ""
    today = at.date()
    start = today.replace(day=1)
    if "lalu" in back or "kemarin" in back:
        start = _months_back(start, 1)
    for _ in range(3):
        result = _safe(start.year, start.month, day)
        if result and result <= today:
            return _Read(result, 0.93)
        if back == "bulan ini":
            return None
        start = _months_back(start, 1)
    return None


def _weekday_of(match: re.Match[str]) -> int:
    return next(table("weekdays")[w] for k, w in match.groupdict().items() if k.startswith("wd") and w)


def _weekday_past(match: re.Match[str], at: datetime) -> _Read | None:
    wanted = _weekday_of(match)
    gap = (at.weekday() - wanted) % 7
    if match.group().endswith("tadi"):
        return _back(at, gap, 0.85)
    if re.match(r"minggu (?!pagi|siang|sore|malam|subuh)", match.group()):
        return None
    return _back(at, gap or 7, 0.93)


def _weekday(match: re.Match[str], at: datetime) -> _Read:
    return _back(at, (at.weekday() - _weekday_of(match)) % 7, 0.8)


def _week_before(match: re.Match[str], at: datetime) -> _Read:
    return _back(at, at.weekday() + 7 - _weekday_of(match), 0.85)


def _weeks_before(match: re.Match[str], at: datetime) -> _Read:
    return _back(at, at.weekday() + 7 * _int(match["n"]) - _weekday_of(match), 0.8)


def _this_week(match: re.Match[str], at: datetime) -> _Read | None:
    gap = at.weekday() - _weekday_of(match)
    return _back(at, gap, 0.9) if gap >= 0 else None


def _eve(match: re.Match[str], at: datetime) -> _Read:
    """The night before a day bears that day's name: "malam jumat" is Thursday."""
    return _back(at, (at.weekday() - _weekday_of(match)) % 7 + 1, 0.8)


def _last_sunday(match: re.Match[str], at: datetime) -> _Read:
    """Sunday or last week? The last Sunday is right for both, for weeks here end on Sunday."""
    return _back(at, at.weekday() + 1, 0.6)


def _ago(match: re.Match[str], at: datetime) -> _Read | None:
    count, unit = _count(match)
    if not count:
        return _Read(None, 0.2, False)
    if unit in ("hari", "malam", "minggu"):
        return _back(
            at,
            count * (7 if unit == "minggu" else 1),
            0.6 if unit == "minggu" else 0.9,
            unit != "minggu",
        )
    months = count * (12 if unit == "tahun" else 1)
    return _Read(_months_back(at.date(), months), 0.46 if unit == "bulan" else 0.3, False, 0.2)


def _count(match: re.Match[str]) -> tuple[int, str]:
    single = match["u2"]
    unit = single.removeprefix("se") if single else match["u"]
    return (1 if single else _int(match["n"])), "minggu" if unit == "pekan" else unit


def _lasting(match: re.Match[str], at: datetime) -> _Read | None:
    count, unit = _count(match)
    if not count:
        return _Read(None, 0.1, False)
    days = {"hari": 1, "malam": 1, "minggu": 7}.get(unit)
    if days:
        return _Read(at.date() - timedelta(days=count * days), 0.2, False)
    return _Read(_months_back(at.date(), count * (12 if unit == "tahun" else 1)), 0.2, False)


def _earlier(match: re.Match[str], at: datetime) -> _Read:
    part = match["part"] or match["part2"]
    if part == "malam":
        return _last_night(match, at)
    return _back(at, 1 if at.hour < _PARTS[part] else 0, 0.93)


def _last_night(match: re.Match[str], at: datetime) -> _Read:
    # "tadi malam" typed late in the evening is this evening; "semalam" and "malam kemarin" never are
    same = match.group().startswith(("tadi", "malam tadi")) and at.hour >= 21
    return _back(at, 0 if same else 1, 0.9)


def _about(match: re.Match[str], at: datetime) -> _Read | None:
    parts = match.groupdict()
    day = {"awal": 1, "pertengahan": 15, "tengah": 15, "akhir": 25}.get(parts.get("when") or "", 1)
    if parts.get("mon"):
        month, year = table("months")[parts["mon"]], _year(parts.get("y"))
        result = _safe(year, month, day) if year else _latest(at, month, day)
    else:
        start = at.date().replace(day=1)
        back = parts.get("back") or ""
        start = _months_back(start, 1) if "lalu" in back or "kemarin" in back else start
        result = start.replace(day=day)
        result = result if result <= at.date() else _months_back(result, 1)
    return _Read(result, 0.3, False)


def _feast(match: re.Match[str], at: datetime) -> _Read:
    """The last feast of a fixed day; one that moves gives no day, but its "kemarin" is not yesterday."""
    when = feasts()[match["feast"]]
    day = _latest(at, when[1], when[0]) if when else None
    return _Read(day, 0.85 if day else 0.1, day is not None)


def _hours_ago(match: re.Match[str], at: datetime) -> _Read:
    count = 1 if match["u2"] else _int(match["n"])
    length = timedelta(minutes=count) if match["u"] == "menit" else timedelta(hours=count)
    return _Read((at - length).date(), 0.9)


def _months_back(day: date, months: int) -> date:
    total = day.year * 12 + day.month - 1 - months
    year, month = divmod(total, 12)
    for last in (day.day, 30, 29, 28):
        result = _safe(year, month + 1, last)
        if result:
            return result
    raise AssertionError("every month has a 28th")


def _back(at: datetime, days: int, score: float, exact: bool = True) -> _Read:
    return _Read(at.date() - timedelta(days=days), score, exact)


def _days_back(days: int, score: float, exact: bool = True) -> Callable[[re.Match[str], datetime], _Read]:
    return lambda match, at: _back(at, days, score, exact)


READERS: dict[str, Callable[[re.Match[str], datetime], _Read | None]] = {
    "feast": _feast,
    "hours_ago": _hours_ago,
    "saturday_night": lambda match, at: _back(at, (at.weekday() - 5) % 7 or 7, 0.85),
    "numeric": _numeric,
    "named": _named,
    "day_of_month": _day_of_month,
    "week_before": _week_before,
    "weeks_before": _weeks_before,
    "this_week": _this_week,
    "eve": _eve,
    "vague": lambda match, at: _Read(None, 0.1, False),
    "sure_sunday": lambda match, at: _back(at, at.weekday() + 1, 0.93),
    "ago": _ago,
    "last_sunday": _last_sunday,
    "last_week": _days_back(7, 0.5, False),
    "weekday_past": _weekday_past,
    "weekday": _weekday,
    "day_before": _days_back(2, 0.85),
    "yesterday": _days_back(1, 0.95),
    "earlier": _earlier,
    "last_night": _last_night,
    "today": _days_back(0, 0.9),
    "about": _about,
    "last_month": lambda match, at: _Read(_months_back(at.date(), 1), 0.3, False),
    "last_year": lambda match, at: _Read(_months_back(at.date(), 12), 0.2, False),
    "lasting": _lasting,
}
