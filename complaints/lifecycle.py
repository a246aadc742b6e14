"""The life of a complaint as one table: (status, action) -> status. Nothing else moves a status.

`status` says where the case is, `Resolution` how it ended, `escalation` (a number on the case) how
loud it has become: three fields, never one. docs/lifecycle.md is drawn from this table.
"""

from __future__ import annotations

from enum import StrEnum

from complaints.errors import NotAllowed


class Status(StrEnum):
    """Where the case is (words for people: locales, msgid ``status.<value>``)."""

    RECEIVED = "received"  # filed, no agency yet: staff hold it
    ASKED = "asked"  # staff asked the citizen before any agency has it; the verification clock pauses
    FORWARDED = "forwarded"  # an agency holds it and has not taken it up
    IN_PROGRESS = "in_progress"  # taken up by the focal point
    NEEDS_INFO = "needs_info"  # the citizen was asked; the agency's working-day clocks pause
    ANSWERED = "answered"  # an answer went out; silence closes it after ten working days
    RESOLVED = "resolved"  # the agency says it is done; the citizen may confirm or refuse
    REOPENED = "reopened"  # the citizen refused
    CLOSED = "closed"
    ARCHIVED = "archived"  # not a complaint, a duplicate, spam: staff only


class Action(StrEnum):
    """What a person or a clock does to a case."""

    ASSIGN = "assign"  # staff -> agency
    ACCEPT = "accept"  # focal point: Terima
    ANSWER = "answer"  # focal point: Tanggapi
    ASK = "ask"  # focal point: Minta data; staff while they hold it
    SUPPLY = "supply"  # citizen answers or adds
    HAND_OVER = "hand_over"  # focal point: Bukan wewenang, target named
    RESOLVE = "resolve"  # focal point: Selesai, with a note
    CONFIRM = "confirm"  # citizen: Sudah selesai
    REFUSE = "refuse"  # citizen: Belum selesai
    EXPIRE = "expire"  # clock: silence of the citizen
    WITHDRAW = "withdraw"  # citizen takes it back
    ARCHIVE = "archive"  # staff
    MERGE = "merge"  # staff: the same matter as another case, which it follows from now on


class Resolution(StrEnum):
    """How a case ended. Silence is its own answer, never a confirmation."""

    CONFIRMED = "confirmed"
    SILENT = "silent"
    INCOMPLETE = "incomplete"  # asked for data, none came in 30 days (UU 25/2009 ps. 44)
    WITHDRAWN = "withdrawn"
    ARCHIVED = "archived"
    MERGED = "merged"  # told on under another number


_S, _A = Status, Action
TRANSITIONS: dict[tuple[Status, Action], Status] = {
    (_S.RECEIVED, _A.ASSIGN): _S.FORWARDED,
    (_S.RECEIVED, _A.ASK): _S.ASKED,
    (_S.RECEIVED, _A.SUPPLY): _S.RECEIVED,
    (_S.RECEIVED, _A.WITHDRAW): _S.CLOSED,
    (_S.RECEIVED, _A.ARCHIVE): _S.ARCHIVED,
    (_S.RECEIVED, _A.MERGE): _S.ARCHIVED,
    (_S.ASKED, _A.ASSIGN): _S.FORWARDED,
    (_S.ASKED, _A.ASK): _S.ASKED,
    (_S.ASKED, _A.SUPPLY): _S.RECEIVED,
    (_S.ASKED, _A.EXPIRE): _S.CLOSED,
    (_S.ASKED, _A.WITHDRAW): _S.CLOSED,
    (_S.ASKED, _A.ARCHIVE): _S.ARCHIVED,
    (_S.ASKED, _A.MERGE): _S.ARCHIVED,
    (_S.FORWARDED, _A.ASSIGN): _S.FORWARDED,
    (_S.FORWARDED, _A.ACCEPT): _S.IN_PROGRESS,
    (_S.FORWARDED, _A.ANSWER): _S.ANSWERED,
    (_S.FORWARDED, _A.ASK): _S.NEEDS_INFO,
    (_S.FORWARDED, _A.SUPPLY): _S.FORWARDED,
    (_S.FORWARDED, _A.HAND_OVER): _S.FORWARDED,
    (_S.FORWARDED, _A.RESOLVE): _S.RESOLVED,
    (_S.FORWARDED, _A.WITHDRAW): _S.CLOSED,
    (_S.FORWARDED, _A.ARCHIVE): _S.ARCHIVED,
    (_S.FORWARDED, _A.MERGE): _S.ARCHIVED,
    (_S.IN_PROGRESS, _A.ASSIGN): _S.FORWARDED,
    (_S.IN_PROGRESS, _A.ANSWER): _S.ANSWERED,
    (_S.IN_PROGRESS, _A.ASK): _S.NEEDS_INFO,
    (_S.IN_PROGRESS, _A.SUPPLY): _S.IN_PROGRESS,
    (_S.IN_PROGRESS, _A.HAND_OVER): _S.FORWARDED,
    (_S.IN_PROGRESS, _A.RESOLVE): _S.RESOLVED,
    (_S.IN_PROGRESS, _A.WITHDRAW): _S.CLOSED,
    (_S.IN_PROGRESS, _A.ARCHIVE): _S.ARCHIVED,
    (_S.IN_PROGRESS, _A.MERGE): _S.ARCHIVED,
    (_S.NEEDS_INFO, _A.ASSIGN): _S.FORWARDED,
    # An officer may think of a second question, or find the answer without the citizen.
    (_S.NEEDS_INFO, _A.ASK): _S.NEEDS_INFO,
    (_S.NEEDS_INFO, _A.ANSWER): _S.ANSWERED,
    (_S.NEEDS_INFO, _A.SUPPLY): _S.IN_PROGRESS,
    (_S.NEEDS_INFO, _A.HAND_OVER): _S.FORWARDED,
    (_S.NEEDS_INFO, _A.RESOLVE): _S.RESOLVED,
    (_S.NEEDS_INFO, _A.EXPIRE): _S.CLOSED,
    (_S.NEEDS_INFO, _A.WITHDRAW): _S.CLOSED,
    (_S.NEEDS_INFO, _A.ARCHIVE): _S.ARCHIVED,
    (_S.NEEDS_INFO, _A.MERGE): _S.ARCHIVED,
    (_S.ANSWERED, _A.ANSWER): _S.ANSWERED,
    (_S.ANSWERED, _A.ASK): _S.NEEDS_INFO,
    (_S.ANSWERED, _A.SUPPLY): _S.IN_PROGRESS,
    (_S.ANSWERED, _A.RESOLVE): _S.RESOLVED,
    (_S.ANSWERED, _A.CONFIRM): _S.CLOSED,
    (_S.ANSWERED, _A.REFUSE): _S.REOPENED,
    (_S.ANSWERED, _A.EXPIRE): _S.CLOSED,
    (_S.ANSWERED, _A.WITHDRAW): _S.CLOSED,
    (_S.RESOLVED, _A.ANSWER): _S.ANSWERED,
    (_S.RESOLVED, _A.SUPPLY): _S.RESOLVED,
    (_S.RESOLVED, _A.CONFIRM): _S.CLOSED,
    (_S.RESOLVED, _A.REFUSE): _S.REOPENED,
    (_S.RESOLVED, _A.EXPIRE): _S.CLOSED,
    (_S.REOPENED, _A.ASSIGN): _S.FORWARDED,
    (_S.REOPENED, _A.ACCEPT): _S.IN_PROGRESS,
    (_S.REOPENED, _A.ANSWER): _S.ANSWERED,
    (_S.REOPENED, _A.ASK): _S.NEEDS_INFO,
    (_S.REOPENED, _A.SUPPLY): _S.REOPENED,
    (_S.REOPENED, _A.HAND_OVER): _S.FORWARDED,
    (_S.REOPENED, _A.RESOLVE): _S.RESOLVED,
    (_S.REOPENED, _A.WITHDRAW): _S.CLOSED,
    (_S.REOPENED, _A.ARCHIVE): _S.ARCHIVED,
    (_S.REOPENED, _A.MERGE): _S.ARCHIVED,
    # "Belum selesai" after the closing stays possible: FixMyStreet and CPGRAMS users ask for it.
    (_S.CLOSED, _A.REFUSE): _S.REOPENED,
}

#: Statuses in which somebody still owes a step.
OPEN = frozenset(Status) - {Status.CLOSED, Status.ARCHIVED}
#: No agency has it: staff owe the next step, or wait for the citizen themselves.
HELD_BY_STAFF = frozenset({Status.RECEIVED, Status.ASKED})


def advance(status: Status, action: Action) -> Status:
    """The status after `action`; raises NotAllowed where the table has no row."""
    try:
        return TRANSITIONS[status, action]
    except KeyError:
        raise NotAllowed(f"{action} is not open in status {status}") from None
