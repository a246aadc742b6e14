"""Which clocks of a case run and since when, read from its history; pure, so that any row can be counted again.

Starts come from the history and never from the moment of looking: reading or adding to a case moves no date.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from complaints.lifecycle import HELD_BY_STAFF, Action, Status
from complaints.model import ENDED, FIRST_RESPONSE, Complaint, Entry, Role
from complaints.pauses import Pause
from complaints.rhythm import Rhythm
from complaints.sla import Due, StillPaused
from complaints.undo import valid

#: A complaint without supervision content has 14 days, wishes and questions 5 (SP4N-LAPOR!, handbook §1.4).
SETTLEMENT = {
    "pengaduan": "penyelesaian_14",
    "aspirasi": "penyelesaian_5",
    "permintaan_informasi": "penyelesaian_5",
}
#: Somebody in office owes the next step.
OFFICIALS_TURN = frozenset({Status.RECEIVED, Status.FORWARDED, Status.IN_PROGRESS, Status.REOPENED})
_AT_AGENCY = OFFICIALS_TURN - {Status.RECEIVED}
#: The citizen was asked, by the agency or before that by staff (handbook §1.4: Tunda).
_WAITING = frozenset({Status.ASKED, Status.NEEDS_INFO})
#: The case came into these hands, or back into them: the agency's clocks begin again.
_IN_HAND = frozenset({Action.ASSIGN, Action.HAND_OVER, Action.REFUSE})
#: History line that puts a case into another class of settlement; its note is the rule.
CLASSIFIED = "classified"


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """One clock: since when, until when, when to remind."""

    start: datetime
    due: Due
    warn: tuple[datetime, ...]

    @property
    def rule(self) -> str:
        """Code of complaints.rules."""
        return self.due.rule.code


def running(
    case: Complaint, history: Sequence[Entry], waits: Sequence[Pause], rhythm: Rhythm, *, whole: str, disposes: bool
) -> tuple[Running, ...]:
    """Every clock that runs now; one that a pause holds is not among them."""
    found = []
    for code, start in starts(case, history, whole=whole, disposes=disposes).items():
        then = rhythm.held(start)
        rule = then.rule(code)
        try:
            due = then.due(rule, start, waits)
            found.append(Running(start=start, due=due, warn=then.warn_moments(rule, start, waits)))
        except StillPaused:
            continue
    return tuple(found)


def starts(case: Complaint, history: Sequence[Entry], *, whole: str, disposes: bool = False) -> dict[str, datetime]:
    """Rule -> since when. `whole` names the sixty days; `disposes`: the holder passes cases on to its units."""
    if case.status in ENDED:
        return {}
    lines = valid(history)
    # Bukan wewenang begins the agency's clock anew and never the sixty days (handbook §1.6 b).
    found = {whole: case.filed_at}
    if case.status is Status.RECEIVED:
        return found | {"verifikasi": case.filed_at}
    if case.status in (Status.ASKED, Status.NEEDS_INFO):
        return found | {"lengkapi": _last(lines, (Action.ASK,)) or case.filed_at}
    if case.status not in _AT_AGENCY:
        spoken = _last(lines, (Action.ANSWER, Action.RESOLVE, Action.SUPPLY))
        return found | {"tutup_otomatis": spoken or case.answered_at or case.filed_at}
    since = in_hand(case, lines)
    found |= {settlement(case, lines): case.filed_at, "penghubung": since}
    if not answered(lines, since):
        found["respon_awal"] = since
    if disposes and case.status is Status.FORWARDED:
        found["admin"] = since
    return found


def in_hand(case: Complaint, history: Sequence[Entry]) -> datetime:
    """Since when the present holder has it, or has it again."""
    return _last(history, _IN_HAND) or case.forwarded_at or case.filed_at


def settlement(case: Complaint, history: Sequence[Entry]) -> str:
    """The rule of its class: 5, 14, or 60 where somebody found supervision content in it."""
    classes = [entry.note for entry in history if entry.action == CLASSIFIED]
    return classes[-1] if classes else SETTLEMENT[case.kind]


def answered(history: Sequence[Entry], since: datetime) -> bool:
    """A human word of an agency since then; taking it up and passing it on are none."""
    human = (Role.FOCAL_POINT, Role.STAFF)
    return any(e.action in FIRST_RESPONSE and e.by.role in human and e.at >= since for e in history)


def told_agency(case: Complaint, history: Sequence[Entry]) -> datetime | None:
    """When an agency first held it (UU 37/2008 ps. 24(1)c: told the office, or its superior); None while staff do."""
    if case.status in HELD_BY_STAFF:
        return None
    first = next((entry.at for entry in history if entry.after is Status.FORWARDED), None)
    return first or case.forwarded_at or case.filed_at


def waits(history: Sequence[Entry]) -> list[Pause]:
    """Spans in which officials waited for the citizen: from "perlu dilengkapi" until the next step."""
    spans: list[Pause] = []
    since: datetime | None = None
    for entry in history:
        if entry.after in _WAITING and since is None:
            since = entry.at
        elif since is not None and entry.after not in _WAITING:
            spans.append(Pause(start=since, end=max(since, entry.at)))  # the machine's clock may have gone back
            since = None
    if since is not None:
        spans.append(Pause(start=since))
    return spans


def _last(history: Sequence[Entry], actions: Sequence[Action] | frozenset[Action]) -> datetime | None:
    return next((entry.at for entry in reversed(history) if entry.action in actions), None)
