"""Complaints and their history: filed once per draft, saved against the version that was read.

Reading goes through a door (storage.doors): there is no way to a case without saying who asks.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import UTC
from typing import Any

import sqlalchemy as sa
from sqlalchemy import bindparam, select

from complaints.lifecycle import HELD_BY_STAFF, OPEN
from complaints.model import Complaint, Entry
from storage.case_rows import complaint_of, entry_of, story_of
from storage.doors import AgencyDoor, CitizenDoor, ClockDoor, PartnerDoor
from storage.errors import AlreadyFiled, NumberTaken, Stale
from storage.queue_door import QueueDoor
from storage.sight import Sight
from storage.tables import complaints, entries
from storage.tables_desk import case_partners
from storage.transaction import Repository, insert_new

#: No key named: the draft or the number may be the one that is taken.
ADD = insert_new(complaints, returning=[complaints.c.id])
OF_DRAFT = select(complaints).where(complaints.c.draft_id == bindparam("draft_id"))
#: What staff hold no agency sees, also where the citizen named one.
_AT_AGENCY = complaints.c.status.not_in(sorted(HELD_BY_STAFF))
_agencies = bindparam("sight_agencies", expanding=True)
#: A case that nobody holds yet has no agency at all: NULL must not swallow the other half.
_held = sa.func.coalesce(complaints.c.agency_id, "").in_(_agencies)
_helped = complaints.c.id.in_(
    select(case_partners.c.case_id).where(case_partners.c.agency_id.in_(_agencies) & case_partners.c.active)
)
#: Who sees what; a door is one of these and whom it is for.
OF_CITIZEN = complaints.c.chat_key == bindparam("sight_chat")
VISIBLE_TO = complaints.c.agency_id.in_(_agencies) & _AT_AGENCY
PARTNERED_BY = _helped & ~_held & _AT_AGENCY
INVOLVING = (_held | _helped) & _AT_AGENCY
#: What filing decides once and for all.
FIXED = {"id", "number", "chat_key", "draft_id", "filed_at", "reporter"}
SAVE = (
    complaints.update()
    .where(complaints.c.id == bindparam("b_id"), complaints.c.version == bindparam("b_base"))
    .values({c.name: bindparam(f"b_new_{c.name}") for c in complaints.c if c.name not in FIXED})
)
ADD_ENTRY = entries.insert()
HISTORY = select(entries).where(entries.c.case_id == bindparam("case_id")).order_by(entries.c.id)


class Complaints(Repository):
    """Filing, saving, and one door per role."""

    async def add(self, complaint: Complaint, entry: Entry) -> None:
        """File it. AlreadyFiled where the draft is a complaint already, NumberTaken where the number is."""
        if (await self._tx.execute(ADD, self._values(complaint))).first() is None:
            row = (await self._tx.execute(OF_DRAFT, {"draft_id": complaint.draft_id})).one_or_none()
            if row is None:
                raise NumberTaken
            raise AlreadyFiled(complaint_of(self._tx, row))
        self._remember(complaint)
        await self.note(complaint.id, entry)

    async def save(self, complaint: Complaint, entry: Entry | None = None) -> None:
        """Store a newer version and its history line; Stale where another one came first."""
        base = self._tx.versions.get(complaint.id, complaint.version - 1)
        if complaint.version <= base and complaint.id not in self._tx.written:
            raise Stale(f"complaint {complaint.id} is at version {base}, not older than {complaint.version}")
        values = {f"b_new_{k}": v for k, v in self._values(complaint).items() if k not in FIXED}
        result = await self._tx.execute(SAVE, {"b_id": complaint.id, "b_base": base, **values})
        if result.rowcount != 1:
            raise Stale(f"complaint {complaint.id} is no longer at version {base}")
        self._remember(complaint)
        if entry is not None:
            await self.note(complaint.id, entry)

    async def note(self, case: str, entry: Entry) -> None:
        """A history line that changes nothing of the case (a reminder went out)."""
        uid = secrets.token_hex(16)
        words = {"name": entry.by.name, "note": entry.note}
        await self._tx.execute(
            ADD_ENTRY,
            {
                "case_id": case,
                "uid": uid,
                "at": entry.at,
                "action": entry.action,
                "role": entry.by.role,
                "actor": entry.by.key,
                "actor_agency": entry.by.agency_id,
                "before": entry.before,
                "after": entry.after,
                "agency_id": entry.agency_id,
                "words": self._tx.seal(entries.c.words, uid, words),
            },
        )

    async def history_of(self, case: str) -> list[Entry]:
        """What happened to a case we already hold, oldest first."""
        rows = await self._tx.execute(HISTORY, {"case_id": case})
        return [entry_of(self._tx, row) for row in rows]

    def of_citizen(self, chat_key: str) -> CitizenDoor:
        """What the person in that chat filed."""
        return CitizenDoor(self._tx, Sight(OF_CITIZEN, {"sight_chat": chat_key}))

    def visible_to(self, agency_ids: Collection[str]) -> AgencyDoor:
        """What those agencies hold; never what staff hold."""
        return AgencyDoor(self._tx, Sight(VISIBLE_TO, {"sight_agencies": sorted(agency_ids)}))

    def partnered_by(self, agency_ids: Collection[str]) -> PartnerDoor:
        """What those agencies help with and do not hold."""
        return PartnerDoor(self._tx, Sight(PARTNERED_BY, {"sight_agencies": sorted(agency_ids)}))

    def involving(self, agency_ids: Collection[str]) -> AgencyDoor:
        """What they hold or help with: for lists, which show nobody's name."""
        return AgencyDoor(self._tx, Sight(INVOLVING, {"sight_agencies": sorted(agency_ids)}))

    def for_staff(self) -> QueueDoor:
        """Everything."""
        return QueueDoor(self._tx)

    def for_clock(self) -> ClockDoor:
        """By id, for timers and the sender."""
        return ClockDoor(self._tx)

    def _remember(self, complaint: Complaint) -> None:
        self._tx.versions[complaint.id] = complaint.version
        self._tx.written.add(complaint.id)

    def _values(self, complaint: Complaint) -> dict[str, Any]:
        deadlines = [
            {"rule": d.rule, "due": d.due.astimezone(UTC).isoformat(), "version": d.version}
            for d in complaint.deadlines
        ]
        return {
            "id": complaint.id,
            "number": complaint.number,
            "version": complaint.version,
            "status": complaint.status,
            "resolution": complaint.resolution,
            "escalation": complaint.escalation,
            "kind": complaint.kind,
            "topic": complaint.topic,
            "chat_key": complaint.chat_key,
            "language": complaint.language,
            "happened_on": complaint.happened_on,
            "agency_id": complaint.agency_id,
            "anonymous": complaint.anonymous,
            "confidential": complaint.confidential,
            "draft_id": complaint.draft_id,
            "filed_at": complaint.filed_at,
            "forwarded_at": complaint.forwarded_at,
            "first_response_at": complaint.first_response_at,
            "answered_at": complaint.answered_at,
            "closed_at": complaint.closed_at,
            "deadlines": deadlines,
            "due_at": min((d.due for d in complaint.deadlines), default=None),
            "attachments": list(complaint.attachments),
            "is_open": complaint.status in OPEN,
            "reporter": self._tx.seal(complaints.c.reporter, complaint.id, complaint.reporter),
            "story": self._tx.seal(complaints.c.story, complaint.id, story_of(complaint)),
        }
