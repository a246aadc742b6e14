"""What only many rows together can break: an id twice, a parent that is nowhere, parents in a circle."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from complaints.agency import Agency
from storage.registry_csv import Record


class Line(NamedTuple):
    """A row with the agency it became, so that a refusal can still name the line."""

    record: Record
    agency: Agency


def check_agencies(lines: Sequence[Line], known: Collection[str] = ()) -> None:
    """Raise RegistryError for the first row that contradicts another."""
    by_id = _unique(lines)
    for record, agency in lines:
        parent = agency.parent
        if parent and parent not in by_id and parent not in known:
            raise record.error(f"induk '{parent}' tidak dikenal.")
    _no_circle(by_id)


def _unique(lines: Sequence[Line]) -> dict[str, Line]:
    by_id: dict[str, Line] = {}
    for line in lines:
        first = by_id.setdefault(line.agency.id, line)
        if first is not line:
            where = f"{first.record.source} baris {first.record.line}"
            raise line.record.error(f"id '{line.agency.id}' sudah ada di {where}.")
    return by_id


def _no_circle(by_id: Mapping[str, Line]) -> None:
    """Walk upwards once per row; a row already walked to its top is never walked again."""
    sound: set[str] = set()
    for line in by_id.values():
        path: dict[str, None] = {}
        at = line.agency.id
        while at in by_id and at not in sound:
            if at in path:
                circle = " > ".join([*list(path)[list(path).index(at) :], at])
                raise by_id[at].record.error(f"induk berputar: {circle}.")
            path[at] = None
            at = by_id[at].agency.parent or ""
        sound.update(path)
