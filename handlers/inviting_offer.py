"""What an invite of staff comes to: a new appointment, one that replaces another, or a term prolonged."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace

from complaints.appointments import ONE_DAY, Appointment, Post, check, overlapping
from complaints.model import Role
from complaints.renewals import Marks
from conversations.invitation import Invitation
from conversations.joining import start_link
from conversations.messages import Quoted, Words, say, words
from handlers import answering, bot_names
from handlers.group_visit import Visit
from handlers.joining_invite import same_name
from handlers.notices import tell_officer
from storage.people_records import FocalPoint, Invite, Way


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """The appointment, what staff should know of it, and the record it prolongs."""

    appointment: Appointment
    notes: tuple[Words, ...] = ()
    known: FocalPoint | None = None


async def offer(visit: Visit, draft: Invitation) -> Offered:
    """What the facts come to beside the people there are; AppointmentError if it cannot be."""
    people = await visit.uow.focal_points.of_agency(draft.agency)
    day = await answering.today(visit.uow, visit.services, draft.agency)
    known = next((each for each in people if _prolongs(each, draft)), None)
    if known is not None:
        fresh = draft.appointment(known.id, day)
        start = min(known.appointment.start, fresh.start)
        made = replace(known.appointment, sk=fresh.sk, start=start, end=fresh.end)
        check(made, [each.appointment for each in people])
        return Offered(appointment=made, known=known)
    behind = _principal(draft, people) if draft.role is Post.DEPUTY else None
    made = draft.appointment(uuid.uuid4().hex, day, deputy_of=behind.id if behind else None)
    rest = [each.appointment for each in people]
    notes = []
    rival = overlapping(made, rest)
    if rival is not None and rival.start < made.start:
        rest.remove(rival)
        notes.append(words("join.invite.replaces", name=Quoted(rival.name), end=made.start - ONE_DAY))
    check(made, rest)
    if behind is not None:
        notes.append(words("join.invite.stands_behind", name=Quoted(behind.name)))
    if deputy := draft.fields.get("deputy"):
        there = any(same_name(each.name, deputy) for each in people)
        notes.append(words("join.invite.deputy" if there else "join.invite.deputy_new", name=Quoted(deputy)))
    return Offered(appointment=made, notes=tuple(notes))


def _prolongs(each: FocalPoint, draft: Invitation) -> bool:
    """The same person in the same post, joined and not gone."""
    post = each.appointment
    same = post.role is draft.role and same_name(post.name, draft.fields["name"])
    return same and each.person_key is not None and post.left_on is None


def _principal(draft: Invitation, people: list[FocalPoint]) -> FocalPoint | None:
    """Behind whom a deputy stands: the one named, else the primary."""
    named = draft.fields.get("deputy_of", "")
    posts = [each for each in people if each.appointment.left_on is None]
    chosen = [each for each in posts if named and same_name(each.name, named)]
    primaries = [each for each in posts if each.appointment.role is Post.PRIMARY]
    return next(iter(chosen), None) or max(primaries, key=lambda each: each.appointment.start, default=None)


async def make(visit: Visit, draft: Invitation, appointment: Appointment) -> tuple[Invite, Words | Quoted]:
    """A one-time invite and its link, which is known here and nowhere else."""
    contacts = {Way(way): value for way, value in draft.fields.get("contacts", {}).items()}
    by = visit.actor(Role.STAFF)
    invite, token = await visit.uow.invites.offer(
        appointment, at=visit.at, invited_by=by.name, deputy=draft.fields.get("deputy", ""), contacts=contacts
    )
    detail = {"invite": invite.id, "agency": draft.agency}
    await visit.uow.audit.add(at=visit.at, actor=by, event="invite.made", case=None, detail=detail)
    return invite, start_link(token, await visit.uow.meta.get(bot_names.USERNAME) or "")


async def renew(visit: Visit, draft: Invitation, known: FocalPoint, appointment: Appointment) -> None:
    """The same person goes on: no new link, the person is told."""
    day = await answering.today(visit.uow, visit.services, draft.agency)
    contacts = {**known.contacts, **{Way(way): value for way, value in draft.fields.get("contacts", {}).items()}}
    changed = replace(
        known, appointment=replace(appointment, verified_on=day), contacts=contacts, marks=Marks()
    )
    await visit.uow.focal_points.save(changed, visit.actor(Role.STAFF), visit.at, event="renewed")
    if appointment.end is not None:
        told = words("join.renewed", agency=Quoted(draft.agency_name), end=appointment.end)
        await tell_officer(visit.uow, visit.services, known, say(told), dedup=f"renewed:{appointment.end.isoformat()}")
