"""The one database of focal points as a CSV file, out and in; a file is taken whole or not at all.

Rows are joined by unit, post and name: the same person twice is one record with all their contacts.
"""

from __future__ import annotations

import csv
import io
import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date

from complaints.appointments import Appointment, AppointmentError, Post, check
from complaints.errors import RegistryError
from storage.people_records import FocalPoint, Way

COLUMNS = ("agency_id", "role", "name", "sk", "start", "end", "deputy_of", "verified_on", *(way.value for way in Way))
#: A cell that begins like this runs as a formula in a spreadsheet (OWASP: CSV injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """What a file comes to: new records, changed ones."""

    added: tuple[FocalPoint, ...]
    changed: tuple[FocalPoint, ...]


def written(people: Iterable[FocalPoint]) -> str:
    """Everybody who has not left, as CSV."""
    known = {each.id: each for each in people}
    sink = io.StringIO()
    rows = csv.DictWriter(sink, COLUMNS, lineterminator="\n")
    rows.writeheader()
    for each in known.values():
        post = each.appointment
        if post.left_on is not None:
            continue
        behind = known.get(post.deputy_of or "")
        row = {
            "agency_id": post.agency_id, "role": post.role.value, "name": post.name, "sk": post.sk,
            "start": post.start.isoformat(), "end": _iso(post.end), "verified_on": _iso(post.verified_on),
            "deputy_of": behind.name if behind else "",
            **{way.value: value for way, value in each.contacts.items()},
        }  # fmt: skip
        rows.writerow({name: _harmless(value) for name, value in row.items()})
    return sink.getvalue()


def merged(text: str, people: Collection[FocalPoint], agencies: Collection[str], *, source: str) -> Merged:
    """The file beside what is there; RegistryError names the first line that cannot be taken."""
    known = {_key(each.agency_id, each.appointment.role, each.name): each for each in people if not _gone(each)}
    before = dict(known)
    lines: dict[str, int] = {}
    rows = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    if unknown := {"agency_id", "role", "name", "start"} - set(rows.fieldnames or ()):
        raise RegistryError(source, 1, f"kolom {', '.join(sorted(unknown))} tidak ada")
    behind: dict[tuple[str, str, str], str] = {}
    for row in rows:
        given = {name: _plain(value or "") for name, value in row.items() if name in COLUMNS}
        try:
            key, made = _row(given, known, agencies)
        except ValueError as error:
            raise RegistryError(source, rows.line_num, str(error)) from None
        known[key], lines[made.id] = made, rows.line_num
        if given.get("deputy_of"):
            behind[key] = given["deputy_of"]
    for key, name in behind.items():
        known[key] = _standing_behind(known[key], name, known, source, lines[known[key].id])
    _checked(known.values(), lines, source)
    changed = tuple(each for key, each in known.items() if key in before and each != before[key])
    return Merged(added=tuple(each for key, each in known.items() if key not in before), changed=changed)


def _row(
    given: dict[str, str], known: dict[tuple[str, str, str], FocalPoint], agencies: Collection[str]
) -> tuple[tuple[str, str, str], FocalPoint]:
    if given["agency_id"] not in agencies:
        raise ValueError(f"instansi {given['agency_id']!r} tidak dikenal")
    if not given["name"]:
        raise ValueError("nama kosong")
    try:
        role = Post(given["role"] or Post.PRIMARY)
    except ValueError:
        raise ValueError(f"peran {given['role']!r} bukan {', '.join(post.value for post in Post)}") from None
    key = _key(given["agency_id"], role, given["name"])
    old = known.get(key)
    fresh = Appointment(
        id=old.id if old else uuid.uuid4().hex, agency_id=given["agency_id"], role=role, name=given["name"],
        sk=given.get("sk", "") or (old.appointment.sk if old else ""),
        start=_day(given, "start") or _missing("start"), end=_day(given, "end"),
        deputy_of=old.appointment.deputy_of if old else None, leaves=old.appointment.leaves if old else (),
        verified_on=_later(_day(given, "verified_on"), old.appointment.verified_on if old else None),
    )  # fmt: skip
    contacts = {way: given[way.value] for way in Way if given.get(way.value)}
    if old is None:
        return key, FocalPoint(appointment=fresh, contacts=contacts)
    return key, replace(old, appointment=fresh, contacts={**old.contacts, **contacts})


def _standing_behind(
    person: FocalPoint, name: str, known: dict[tuple[str, str, str], FocalPoint], source: str, line: int
) -> FocalPoint:
    unit = [each for each in known.values() if each.agency_id == person.agency_id]
    same = [each for each in unit if _folded(each.name) == _folded(name)]
    if not same:
        raise RegistryError(source, line, f"deputy_of {name!r} tidak ada di instansi itu")
    return replace(person, appointment=replace(person.appointment, deputy_of=same[0].id))


def _checked(people: Iterable[FocalPoint], lines: dict[str, int], source: str) -> None:
    units: dict[str, list[Appointment]] = {}
    for each in people:
        units.setdefault(each.agency_id, []).append(each.appointment)
    for unit in units.values():
        for post in unit:
            try:
                if post.id in lines:
                    check(post, unit)
            except AppointmentError as error:
                raise RegistryError(source, lines[post.id], str(error)) from None


def _gone(each: FocalPoint) -> bool:
    return each.appointment.left_on is not None


def _key(agency_id: str, role: Post, name: str) -> tuple[str, str, str]:
    return agency_id, role.value, _folded(name)


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())


def _day(given: dict[str, str], name: str) -> date | None:
    try:
        return date.fromisoformat(given[name]) if given.get(name) else None
    except ValueError:
        raise ValueError(f"{name} {given[name]!r} bukan tanggal (2026-12-31)") from None


def _later(one: date | None, other: date | None) -> date | None:
    return max((day for day in (one, other) if day is not None), default=None)


def _missing(name: str) -> date:
    raise ValueError(f"{name} kosong")


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _harmless(value: str) -> str:
    return f"'{value}" if value.startswith(_FORMULA) else value


def _plain(value: str) -> str:
    value = " ".join(value.split())
    return value[1:] if value.startswith("'") and value[1:].startswith(_FORMULA) else value
