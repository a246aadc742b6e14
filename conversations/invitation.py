"""/undang: a focal point is invited in three steps (unit, one message of facts, a look at it). Pure.

Kept in the state of the staff group as JSON until the link is made; the link itself is kept nowhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any

from complaints.appointments import Appointment, AppointmentError, DeputyLoop, Post, TwoPrimaries
from conversations.ears import Office
from conversations.messages import Message, Option, Quoted, Words, words


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """One invite in the making. `step`: agency, form, review, then made, renewed, cancelled or revoked."""

    token: str
    by: str  # who is asked for words; anybody of staff may press
    step: str = "agency"
    offices: tuple[str, ...] = ()  # agency ids on offer
    agency: str = ""
    agency_name: str = ""
    fields: Mapping[str, Any] = field(default_factory=dict)
    invite: str = ""  # id of the invite that was made
    ended_by: str = ""
    ended_at: str = ""

    @property
    def open(self) -> bool:
        """Still being made."""
        return self.step in ("agency", "form", "review")

    def to(self, step: str, **changes: Any) -> Invitation:
        """The next step."""
        return replace(self, step=step, **changes)

    def with_fields(self, found: Mapping[str, Any]) -> Invitation:
        """What was said last counts; contacts add up."""
        contacts = {**self.fields.get("contacts", {}), **found.get("contacts", {})}
        return replace(self, fields={**self.fields, **found, **({"contacts": contacts} if contacts else {})})

    @property
    def role(self) -> Post:
        """Primary unless said otherwise."""
        return Post(self.fields.get("role", Post.PRIMARY))

    def appointment(self, id: str, today: date, *, deputy_of: str | None = None) -> Appointment:
        """What the facts make of it."""
        start = self.fields.get("start")
        return Appointment(
            id=id, agency_id=self.agency, role=self.role, name=self.fields["name"], sk=self.fields["sk"],
            start=date.fromisoformat(start) if start else today,
            end=date.fromisoformat(self.fields["end"]), deputy_of=deputy_of,
        )  # fmt: skip

    def to_json(self) -> dict[str, Any]:
        """As the chat's state keeps it."""
        return {**asdict(self), "offices": list(self.offices)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Invitation:
        """Back from the chat's state."""
        known = {name: value for name, value in data.items() if name != "at"}
        return cls(**{**known, "offices": tuple(data["offices"])})


def ask_agency(draft: Invitation, found: Sequence[Office]) -> Message:
    """For which unit?"""
    line = Words("join.invite.choose_agency" if found else "join.invite.ask_agency")
    return Message(lines=(line,), options=agency_options(draft.token, found))


def agency_options(token: str, found: Sequence[Office]) -> tuple[Option, ...]:
    """One button a unit, and a way out."""
    picks = tuple(
        Option(id=f"inv:pick:{token}.{place}", label=Quoted(office.name), short=Quoted(office.short), row=True)
        for place, office in enumerate(found)
    )
    return (*picks, _cancel(token))


def ask_form(draft: Invitation) -> Message:
    """The facts, in one message."""
    return Message(
        lines=(
            words("join.invite.ask_form", agency=Quoted(draft.agency_name)),
            Words("join.invite.example"),
            Words("join.invite.roles"),
        ),
        options=(_cancel(draft.token),),
    )


def ask_missing(draft: Invitation, needed: Sequence[str], *, trouble: Words | None = None) -> Message:
    """Only what could not be read."""
    lines: list[Words | Quoted] = [trouble] if trouble else []
    if needed:
        lines += [Words("join.invite.missing"), *(Words(f"join.invite.need.{name}") for name in needed)]
    return Message(lines=tuple(lines), options=(_cancel(draft.token),))


def review(draft: Invitation, offer: Appointment, *, notes: Sequence[Words] = (), renews: bool = False) -> Message:
    """What will be offered, before the link is made; a known person's term is simply prolonged."""
    lines = [Words("join.invite.review"), facts(offer, draft.agency_name), term(offer), *notes]
    return Message(lines=tuple(lines), options=review_options(draft.token, renews=renews))


def review_options(token: str, *, renews: bool = False) -> tuple[Option, ...]:
    """[Buat undangan] or [Perpanjang], [Ubah], [Batal]."""
    make = Words("join.button.renew" if renews else "join.button.make")
    return (
        Option(id=f"inv:make:{token}", label=make, style="primary"),
        Option(id=f"inv:edit:{token}", label=Words("join.button.edit")),
        _cancel(token),
    )


def facts(offer: Appointment, agency: str) -> Words:
    """Who, as what, of which unit."""
    return words("join.facts", name=Quoted(offer.name), role=role(offer.role), agency=Quoted(agency))


def role(post: Post) -> Words:
    """The post in words."""
    return Words(f"join.role.{post}")


def term(offer: Appointment) -> Words:
    """Decree and days."""
    if offer.end is None:
        return words("join.term_open", sk=Quoted(offer.sk), start=offer.start)
    return words("join.term", sk=Quoted(offer.sk), start=offer.start, end=offer.end)


def trouble(error: AppointmentError) -> Words:
    """Why it cannot be, and who stands in the way."""
    match error:
        case TwoPrimaries(other=other):
            return words("join.error.two_primaries", name=Quoted(other.name), start=other.start)
        case DeputyLoop(names=names):
            return words("join.error.deputy_loop", names=Quoted(" → ".join(names)))
    return Words("join.error.term")


def made(draft: Invitation, link: Words | Quoted, until: date) -> Message:
    """The link, to be passed on; it is shown once."""
    name = Quoted(draft.fields["name"])
    return Message(
        lines=(words("join.invite.made", name=name, until=until), link),
        options=(Option(id=f"inv:revoke:{draft.token}", label=Words("join.button.revoke"), style="danger"),),
    )


def _cancel(token: str) -> Option:
    return Option(id=f"inv:cancel:{token}", label=Words("join.button.cancel"), row=True)
