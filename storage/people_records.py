"""Focal points and invites as values that pass between memory and the deeds; they know no table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from complaints.appointments import Appointment, Leave, Post
from complaints.renewals import Marks


class Way(StrEnum):
    """How a focal point can be reached; the words of S2: letter, e-mail, fax, phone."""

    LETTER = "letter"
    EMAIL = "email"
    FAX = "fax"
    PHONE = "phone"
    WHATSAPP = "whatsapp"
    TELEGRAM = "telegram"


@dataclass(frozen=True, slots=True, kw_only=True)
class FocalPoint:
    """An appointment, how its person is reached, and the account they joined with."""

    appointment: Appointment
    contacts: Mapping[Way, str] = field(default_factory=dict)
    person_key: str | None = None
    chat_key: str | None = None
    marks: Marks = field(default_factory=Marks)
    version: int = 1

    @property
    def id(self) -> str:
        """Of the appointment."""
        return self.appointment.id

    @property
    def agency_id(self) -> str:
        """The unit."""
        return self.appointment.agency_id

    @property
    def name(self) -> str:
        """As in the decree."""
        return self.appointment.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One line of a focal point's history: fields as (before, after)."""

    at: datetime
    event: str
    role: str
    actor: str
    actor_name: str
    fields: Mapping[str, tuple[Any, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Invite:
    """A one-time invitation. `offer` is the appointment it makes; a group invite brings the bot into a group."""

    id: str
    kind: str  # person, group
    offer: Appointment  # its id is the focal point's, from the beginning
    deputy: str = ""  # the deputy named beside it, who is invited by their own invite
    contacts: Mapping[Way, str] = field(default_factory=dict)
    invited_by: str = ""  # name of the colleague
    by_person: str | None = None
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None = None
    used_by: str | None = None
    revoked: bool = False

    def open(self, at: datetime) -> bool:
        """Can still be used."""
        return self.used_at is None and not self.revoked and at < self.expires_at


def appointment_json(given: Appointment) -> dict[str, Any]:
    """As it is sealed."""
    return {
        "id": given.id,
        "agency_id": given.agency_id,
        "role": given.role.value,
        "name": given.name,
        "sk": given.sk,
        "start": given.start.isoformat(),
        "end": _iso(given.end),
        "deputy_of": given.deputy_of,
        "leaves": [[leave.first.isoformat(), leave.last.isoformat()] for leave in given.leaves],
        "left_on": _iso(given.left_on),
        "verified_on": _iso(given.verified_on),
    }


def appointment_of(data: Mapping[str, Any]) -> Appointment:
    """Back from JSON."""
    return Appointment(
        id=data["id"],
        agency_id=data["agency_id"],
        role=Post(data["role"]),
        name=data["name"],
        sk=data["sk"],
        start=date.fromisoformat(data["start"]),
        end=_day(data["end"]),
        deputy_of=data["deputy_of"],
        leaves=tuple(Leave(date.fromisoformat(a), date.fromisoformat(b)) for a, b in data["leaves"]),
        left_on=_day(data["left_on"]),
        verified_on=_day(data["verified_on"]),
    )


def marks_json(marks: Marks) -> dict[str, Any]:
    """As the column keeps it."""
    return {"reminded": marks.reminded, "probed_on": _iso(marks.probed_on), "silent_on": _iso(marks.silent_on)}


def marks_of(data: Mapping[str, Any]) -> Marks:
    """Back from the column."""
    return Marks(
        reminded=data.get("reminded"), probed_on=_day(data.get("probed_on")), silent_on=_day(data.get("silent_on"))
    )


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
