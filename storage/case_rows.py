"""Rows of cases as values: how a complaint and a history line are read back."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import datetime
from typing import Any

from complaints.lifecycle import Resolution, Status
from complaints.model import Actor, Complaint, Deadline, Entry, Role
from storage.tables import complaints, entries
from storage.transaction import Transaction

#: Sealed together: the citizen's own words and where it happened.
STORY = ("story", "place", "latitude", "longitude", "wanted", "on_behalf")
#: Columns that are fields as they stand.
PLAIN = {f.name for f in fields(Complaint)} - {
    *STORY, "status", "resolution", "deadlines", "attachments", "reporter"
}  # fmt: skip


def story_of(complaint: Complaint) -> dict[str, Any]:
    """The sealed part of a complaint."""
    return {name: getattr(complaint, name) for name in STORY}


def complaint_of(tx: Transaction, row: Any) -> Complaint:
    """The complaint of a row; its version is what a later save is checked against."""
    tx.versions[row.id] = row.version
    return Complaint(
        **{name: getattr(row, name) for name in PLAIN},
        **tx.unseal(complaints.c.story, row.id, row.story),
        reporter=tx.unseal(complaints.c.reporter, row.id, row.reporter),
        status=Status(row.status),
        resolution=Resolution(row.resolution) if row.resolution else None,
        deadlines=tuple(
            Deadline(rule=d["rule"], due=datetime.fromisoformat(d["due"]), version=d["version"]) for d in row.deadlines
        ),
        attachments=tuple(row.attachments),
    )


def entry_of(tx: Transaction, row: Any) -> Entry:
    """The history line of a row."""
    words = tx.unseal(entries.c.words, row.uid, row.words)
    by = Actor(role=Role(row.role), key=row.actor, name=words["name"], agency_id=row.actor_agency)
    return Entry(
        at=row.at,
        action=row.action,
        by=by,
        before=Status(row.before) if row.before else None,
        after=Status(row.after),
        agency_id=row.agency_id,
        note=words["note"],
    )


def without_reporter(complaint: Complaint) -> Complaint:
    """As an agency sees it: no name where the citizen asked for that."""
    return replace(complaint, reporter="") if complaint.anonymous else complaint


def without_citizen(entry: Entry) -> Entry:
    """A history line without the citizen's name."""
    return replace(entry, by=replace(entry.by, name="")) if entry.by.role is Role.CITIZEN else entry
