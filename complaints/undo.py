"""A step taken back before anybody outside saw it: the case as it stood, and a history that says so.

Pure. The only way back there is: nothing is deleted, the step and its undoing both stay in the history.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from complaints.lifecycle import Resolution, Status
from complaints.model import INTERNAL, Actor, Complaint, Deadline, Entry

UNDO = "undo"
_MOMENTS = ("first_response_at", "answered_at", "closed_at")


def standing_of(case: Complaint) -> dict[str, Any]:
    """What a step may change, as plain values: kept until it is too late to undo it."""
    return {
        "status": str(case.status),
        "resolution": str(case.resolution) if case.resolution else None,
        "deadlines": [[d.rule, d.due.isoformat(), d.version] for d in case.deadlines],
        **{name: at.isoformat() if (at := getattr(case, name)) else None for name in _MOMENTS},
    }


def undone(case: Complaint, before: Mapping[str, Any], *, by: Actor, at: datetime) -> tuple[Complaint, Entry]:
    """The case as it stood, one version later, and the history line of it."""
    moments = {name: datetime.fromisoformat(said) if (said := before[name]) else None for name in _MOMENTS}
    after = replace(
        case,
        version=case.version + 1,
        status=Status(before["status"]),
        resolution=Resolution(before["resolution"]) if before["resolution"] else None,
        deadlines=tuple(
            Deadline(rule=rule, due=datetime.fromisoformat(due), version=version)
            for rule, due, version in before["deadlines"]
        ),
        **moments,  # type: ignore[arg-type]
    )
    entry = Entry(
        at=at, action=UNDO, by=by, before=case.status, after=after.status, agency_id=after.agency_id
    )
    return after, entry


def valid(history: Sequence[Entry]) -> list[Entry]:
    """The history without steps that were taken back, and without the taking back."""
    kept: list[Entry] = []
    for entry in history:
        if entry.action != UNDO:
            kept.append(entry)
            continue
        place = next((n for n in reversed(range(len(kept))) if kept[n].action not in INTERNAL), None)
        if place is not None:
            del kept[place]
    return kept
