"""What repeats, in words: how much of the whole, each pattern with its years, its trend and why it is one. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from complaints.recurrence import LEAST, LEAST_YEARS, Pattern, Recurrence
from conversations.messages import Message, Quoted, Words, words
from conversations.recap import days, topic

#: Patterns told beside a recap; /berulang has the rest.
BESIDE = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Patterns and what stands behind their codes; `numbers` beside the first patterns, in their order."""

    found: Recurrence
    agencies: Mapping[str, str]
    places: Mapping[str, str]
    numbers: Sequence[tuple[str, ...]]


def whole(told: Told, place: str = "") -> Message:
    """/berulang: patterns with numbers and reasons, then what was counted how."""
    found = told.found
    lines: list[Words | Quoted] = [_title(found)]
    if place:
        lines.append(words("recap.place", place=Quoted(place)))
    lines.append(_share(found))
    for pattern, numbers in zip(found.patterns, told.numbers, strict=False):
        lines += [_line(told, pattern), _reason(found, pattern), _numbers(pattern, numbers)]
    if len(found.patterns) > len(told.numbers):
        lines.append(words("recurrence.more", n=len(found.patterns) - len(told.numbers)))
    if found.unsorted:
        lines.append(words("recurrence.unsorted", n=found.unsorted))
    lines.append(words("recurrence.meaning", least=LEAST, years=LEAST_YEARS))
    return Message(lines=tuple(lines))


def beside(told: Told, *, staff: bool) -> tuple[Words | Quoted, ...]:
    """Under a recap: the first patterns in a line each; nothing where nothing repeats."""
    found = told.found
    if not found.patterns:
        return ()
    shown = (_line(told, pattern) for pattern in found.patterns[:BESIDE])
    more = (words("recurrence.see", n=len(found.patterns)),) if staff else ()
    return (_title(found), *shown, *more)


def years_of(pattern: Pattern, *, most: int | None = None) -> Quoted:
    """2024: 3, 2025: 5, 2026: 200+ where nobody counted on."""
    return Quoted(", ".join(f"{year}: {n if most is None or n < most else f'{most}+'}" for year, n in pattern.years))


def _title(found: Recurrence) -> Words:
    first, *_, last = found.span.years
    return words("recurrence.title", first=str(first), last=str(last))


def _share(found: Recurrence) -> Words:
    if not found.patterns:
        return words("recurrence.none", n=found.total)
    if found.share is None:
        return words("recurrence.few", n=found.repeated, total=found.total)
    return words("recurrence.share", n=found.repeated, total=found.total, percent=found.share)


def _line(told: Told, pattern: Pattern) -> Words:
    agency = Quoted(told.agencies.get(pattern.agency_id, pattern.agency_id))
    place = Quoted(told.places.get(pattern.place, pattern.place)) if pattern.place else Words("recap.no_place")
    trend = Words(f"recurrence.trend.{pattern.trend}") if pattern.trend else ""
    return words(
        "recurrence.line", agency=agency, topic=topic(pattern.topic), place=place, n=pattern.n,
        years=years_of(pattern), trend=trend,
    )  # fmt: skip


def _reason(found: Recurrence, pattern: Pattern) -> Words:
    """Why it is a pattern, and what its trend was read from."""
    seen = sum(n > 0 for _, n in pattern.years)
    return words(
        "recurrence.reason", seen=seen, of=len(pattern.years), last=pattern.years[-1][1],
        until=found.span.until, before=days(pattern.before),
    )  # fmt: skip


def _numbers(pattern: Pattern, numbers: tuple[str, ...]) -> Words:
    named, rest = Quoted(", ".join(numbers)), pattern.n - len(numbers)
    if not rest:
        return words("recurrence.numbers", numbers=named)
    return words("recurrence.numbers_more", numbers=named, n=rest)
