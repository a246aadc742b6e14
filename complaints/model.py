"""A complaint as a value: who said what about which office, where it stands, and what was done to it.

`apply` is the only way a case changes; storage keeps what comes out, handlers tell people about it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from complaints.errors import NotAllowed, TargetMissing
from complaints.lifecycle import HELD_BY_STAFF, Action, Resolution, Status, advance


class Role(StrEnum):
    """Who acts. The product's three people, their helpers, and the clock."""

    CITIZEN = "citizen"
    FOCAL_POINT = "focal_point"
    STAFF = "staff"
    CLOCK = "clock"


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who did it: `key` is the keyed hash of a chat identity or a staff member's, never a plain id."""

    role: Role
    key: str
    name: str = ""  # shown to colleagues only ("Bu Rina"); personal data, stored encrypted
    agency_id: str | None = None  # of a focal point


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """One running clock of a case. `rule` is a code of complaints.sla."""

    rule: str
    due: datetime
    version: str  # rule and calendar version it was counted with


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of a case's history."""

    at: datetime
    action: str  # an Action, or "submit", "note", "remind", "overdue"
    by: Actor
    before: Status | None
    after: Status
    agency_id: str | None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """One case. Personal data: `reporter`, `story`, `place`, `on_behalf`, the pin; stored encrypted."""

    id: str  # uuid hex, internal
    number: str  # "NH-7K3Q-9DXM", what people say
    version: int = 1  # grows by one with each change; buttons and timers carry it
    status: Status
    resolution: Resolution | None = None
    escalation: int = 0
    kind: str = "pengaduan"
    topic: str | None = None  # code of handbook §2.1
    chat_key: str  # keyed hash of the citizen's chat: the only link to the person
    reporter: str = ""
    language: str = "id"
    story: str
    happened_on: date | None = None
    place: str = ""
    latitude: float | None = None
    longitude: float | None = None
    agency_id: str | None = None
    wanted: str = ""  # the institution as the citizen named it, kept for triage and learning
    anonymous: bool = False  # name hidden from the agency
    confidential: bool = False  # content never public
    on_behalf: str = ""  # whom the reporter speaks for, in their words ("ibu saya")
    draft_id: str  # unique: one draft files once
    filed_at: datetime
    forwarded_at: datetime | None = None
    first_response_at: datetime | None = None  # first human word of the agency
    answered_at: datetime | None = None
    closed_at: datetime | None = None
    deadlines: tuple[Deadline, ...] = ()
    attachments: tuple[str, ...] = ()  # attachment ids

    def submitted(self, *, by: Actor) -> Entry:
        """The first line of the history of a case just filed."""
        return Entry(
            at=self.filed_at, action="submit", by=by, before=None, after=self.status, agency_id=self.agency_id
        )

    @property
    def holder(self) -> str | None:
        """The agency that owes the next step, None while staff hold it."""
        return self.agency_id if self.status not in HELD_BY_STAFF else None

    def deadline(self, rule: str) -> Deadline | None:
        """The running clock of that rule."""
        return next((d for d in self.deadlines if d.rule == rule), None)

    def apply(
        self, action: Action, *, by: Actor, at: datetime, note: str = "", target: str | None = None
    ) -> tuple[Complaint, Entry]:
        """The case after `action` and the history line of it.

        Raises NotAllowed where the table has no such step or the actor may not take it, and
        TargetMissing for a hand-over or an assignment that names no agency, or the same one.
        """
        if action not in MAY[by.role]:
            raise NotAllowed(f"{by.role} may not {action}")
        if action is Action.ASK and (by.role is Role.STAFF) is not (self.status in HELD_BY_STAFF):
            raise NotAllowed(f"{by.role} does not hold a case in status {self.status}")
        status = advance(self.status, action)
        changes: dict[str, object] = {"status": status, "version": self.version + 1}
        if action in (Action.HAND_OVER, Action.ASSIGN):
            if not target or (action is Action.HAND_OVER and target == self.agency_id):
                raise TargetMissing
            changes |= {"agency_id": target, "forwarded_at": at, "first_response_at": None}
        if by.role is Role.FOCAL_POINT and action in FIRST_RESPONSE and self.first_response_at is None:
            changes["first_response_at"] = at
        if action in (Action.ANSWER, Action.RESOLVE):
            changes["answered_at"] = at
        if status in ENDED:
            changes |= {"closed_at": at, "resolution": _resolution(self.status, action)}
        elif self.closed_at is not None:
            changes |= {"closed_at": None, "resolution": None}
        after = replace(self, **changes)  # type: ignore[arg-type]
        entry = Entry(
            at=at, action=action, by=by, before=self.status, after=status,
            agency_id=after.agency_id, note=note,
        )  # fmt: skip
        return after, entry

    def reclassified(
        self, *, kind: str | None = None, topic: str | None = None, by: Actor, at: datetime
    ) -> tuple[Complaint, Entry]:
        """The case as staff read it, and the line that keeps what it was taken for; no status moves.

        Raises NotAllowed for anybody but staff, for a case that has ended, and where nothing would change.
        """
        after = replace(self, kind=kind or self.kind, topic=topic or self.topic, version=self.version + 1)
        if by.role is not Role.STAFF or self.status in ENDED or (after.kind, after.topic) == (self.kind, self.topic):
            raise NotAllowed(f"{by.role} may not reclassify in status {self.status}")
        entry = Entry(
            at=at, action=RECLASSIFIED, by=by, before=self.status, after=self.status, agency_id=self.agency_id,
            note=f"{self.kind}/{self.topic or '-'} > {after.kind}/{after.topic or '-'}",
        )  # fmt: skip
        return after, entry


#: History line of a changed kind or topic; its note says from what to what.
RECLASSIFIED = "reclassified"
ENDED = frozenset({Status.CLOSED, Status.ARCHIVED})
#: History lines among officials (notes, requests for guidance, talk of partners): never for the citizen.
INTERNAL = frozenset(
    {"note", "guidance", "guided", "partner", "joined", "released", "refused", "identity", "absorbed", RECLASSIFIED}
)
#: A human word to the citizen counts as first response; taking it up or passing it on does not (S3: the
#: first response and the follow-up are two stamps, an automatic text is neither).
FIRST_RESPONSE = frozenset({Action.ANSWER, Action.ASK, Action.RESOLVE})

MAY: dict[Role, frozenset[Action]] = {
    Role.CITIZEN: frozenset({Action.SUPPLY, Action.CONFIRM, Action.REFUSE, Action.WITHDRAW}),
    Role.FOCAL_POINT: frozenset({Action.ACCEPT, Action.ANSWER, Action.ASK, Action.HAND_OVER, Action.RESOLVE}),
    Role.STAFF: frozenset({Action.ASSIGN, Action.ASK, Action.ARCHIVE, Action.MERGE}),
    Role.CLOCK: frozenset({Action.EXPIRE}),
}


def _resolution(before: Status, action: Action) -> Resolution:
    if action is Action.EXPIRE:
        return Resolution.INCOMPLETE if before in (Status.ASKED, Status.NEEDS_INFO) else Resolution.SILENT
    return {
        Action.CONFIRM: Resolution.CONFIRMED,
        Action.WITHDRAW: Resolution.WITHDRAWN,
        Action.ARCHIVE: Resolution.ARCHIVED,
        Action.MERGE: Resolution.MERGED,
    }[action]
