"""A deep link opened in private: is it you, yes once; a dead link is explained and staff see who tried it."""

from __future__ import annotations

from dataclasses import replace

from complaints.appointments import ONE_DAY, Appointment, AppointmentError, overlapping
from conversations import joining as talk
from conversations.invitation import facts, trouble
from conversations.messages import Quoted, Words, say, words
from handlers import answering
from handlers.joining_group import ask_for_group, code_of
from handlers.joining_visit import JoiningVisit
from handlers.notices import tell_staff
from handlers.services import Ack
from handlers.succession import hand_over, thank
from storage.people_records import FocalPoint, Invite, Way

SHELF = "join"


async def open_link(visit: JoiningVisit, token: str) -> None:
    """/start TOKEN."""
    invite = await visit.uow.invites.find(token)
    if invite is None and (code := await visit.uow.invites.find(code_of(token))) is not None and code.kind == "group":
        await visit.say(words("join.invite.is_code", agency=await answering.named(visit.uow, code.offer.agency_id)))
    elif invite is None or invite.kind != "person":
        await visit.say(words("join.invite.unknown"))
    elif invite.used_by == visit.person:
        await _again(visit, invite)
    elif not invite.open(visit.at):
        await _dead(visit, invite)
    else:
        await ask(visit, invite)


async def ask(visit: JoiningVisit, invite: Invite) -> None:
    """Is it you?"""
    token = invite.id[:12]
    visit.remembered(SHELF).pop(token, None)  # the newest question stands last
    visit.remember(SHELF, token, {"invite": invite.id})
    name = await answering.agency_name(visit.uow, invite.offer.agency_id)
    await visit.put(talk.invited(token, invite.offer, name), kind="invited", token=token)


async def asked(visit: JoiningVisit, token: str) -> Invite | None:
    """The invite behind a button of this chat."""
    kept = visit.remembered(SHELF).get(token)
    return await visit.uow.invites.get(kept["invite"]) if kept else None


async def standing(visit: JoiningVisit) -> Invite | None:
    """The newest invite that was asked about here and not answered yet."""
    newest = next(reversed(visit.remembered(SHELF)), None)
    invite = await asked(visit, newest) if newest else None
    return invite if invite is not None and invite.open(visit.at) else None


async def confirm(visit: JoiningVisit, invite: Invite) -> Ack | None:
    """[Ya, benar]: in office from now on, and the one step that is left."""
    if invite.used_by == visit.person:
        await _again(visit, invite)
        return None
    if not await visit.uow.invites.use(invite, visit.person, visit.at):
        await _dead(visit, await visit.uow.invites.get(invite.id) or invite)
        return None
    try:
        person = await _appoint(visit, invite)
    except AppointmentError as error:
        # Staff appointed somebody else since: nothing is undone, staff look at it.
        await visit.say(words("join.invite.contradicts"))
        told = say(words("join.staff.contradicts", who=await _who(visit, invite), why=trouble(error)))
        await tell_staff(visit.uow, visit.services, told, dedup=f"contradicts:{invite.id}")
        return None
    await _settled(visit, invite)
    name = await answering.named(visit.uow, person.agency_id)
    await ask_for_group(visit, person, words("join.welcome", name=Quoted(person.name), agency=name))
    told = say(words("join.staff.joined", who=await _who(visit, invite), as_=_account(visit)))
    await tell_staff(visit.uow, visit.services, told, dedup=f"joined:{invite.id}")
    return Ack("join.ack.joined")


async def deny(visit: JoiningVisit, invite: Invite) -> Ack | None:
    """[Bukan saya]: a link in wrong hands is worth nothing any more."""
    if invite.used_by == visit.person:
        await _again(visit, invite)
        return None
    if not await visit.uow.invites.revoke(invite):
        await _dead(visit, await visit.uow.invites.get(invite.id) or invite)
        return None
    await _settled(visit, invite)
    await visit.say(words("join.not_me"))
    await visit.uow.audit.add(
        at=visit.at, actor=visit.by(), event="invite.denied", case=None, detail={"invite": invite.id}
    )
    told = say(words("join.staff.denied", who=await _who(visit, invite), as_=_account(visit)))
    await tell_staff(visit.uow, visit.services, told, dedup=f"denied:{invite.id}")
    return Ack("join.ack.denied")


async def _appoint(visit: JoiningVisit, invite: Invite) -> FocalPoint:
    """The record, the end of whom it replaces, the names beside it."""
    uow, offer, by = visit.uow, invite.offer, visit.by(invite.offer.agency_id)
    day = await answering.today(uow, visit.services, offer.agency_id)
    people = await uow.focal_points.of_agency(offer.agency_id)
    rival = overlapping(offer, [each.appointment for each in people])
    if rival is not None and rival.start < offer.start:
        old = next(each for each in people if each.id == rival.id)
        ended = replace(old, appointment=replace(rival, end=offer.start - ONE_DAY))
        await uow.focal_points.save(ended, by, visit.at, event="replaced")
    telegram = visit.inbound.sender.username
    contacts = {**invite.contacts, **({Way.TELEGRAM: f"@{telegram}"} if telegram else {})}
    new = FocalPoint(
        appointment=replace(offer, verified_on=day), contacts=contacts,
        person_key=visit.person, chat_key=visit.chat.key,
    )  # fmt: skip
    added = await uow.focal_points.add(new, by, visit.at, event="joined")
    await _stands_behind(visit, added, people, invite.deputy)
    await uow.audit.add(
        at=visit.at, actor=by, event="focal_point.joined", case=None,
        detail={"focal_point": added.id, "agency": offer.agency_id, "invite": invite.id},
    )  # fmt: skip
    if rival is not None and offer.start <= day:
        old = next(each for each in people if each.id == rival.id)
        await hand_over(uow, visit.services, old, by=by, day=day, why="replaced")
        await thank(uow, visit.services, old, offer.start - ONE_DAY, added)
    return added


async def _stands_behind(visit: JoiningVisit, new: FocalPoint, people: list[FocalPoint], deputy: str) -> None:
    """Who was named as deputy and is registered already stands behind the new one."""
    for each in people:
        if deputy and same_name(each.name, deputy) and each.appointment.deputy_of is None:
            linked = replace(each, appointment=replace(each.appointment, deputy_of=new.id))
            await visit.uow.focal_points.save(linked, visit.by(new.agency_id), visit.at, event="deputy")


def same_name(one: str, other: str) -> bool:
    """Written a little differently: the same person of a unit."""
    return " ".join(one.casefold().split()) == " ".join(other.casefold().split())


async def _settled(visit: JoiningVisit, invite: Invite) -> None:
    """The question keeps its words and loses its buttons."""
    token = invite.id[:12]
    name = await answering.agency_name(visit.uow, invite.offer.agency_id)
    message = talk.invited(token, invite.offer, name)
    await visit.rewrite(replace(message, options=()), kind="invited", token=token)


async def _again(visit: JoiningVisit, invite: Invite) -> None:
    """Their own link once more: how it stands, and the step that may be left."""
    person = await visit.uow.focal_points.get(invite.offer.id)
    held = person.appointment if person else invite.offer
    about = talk.about(held, await answering.short_name(visit.uow, held.agency_id))
    if person is None:
        await visit.say(about)
    else:
        await ask_for_group(visit, person, about)


async def _dead(visit: JoiningVisit, invite: Invite) -> None:
    """Used, revoked or expired: said kindly, and staff see who tried, once a day and person."""
    until = invite.expires_at.astimezone(visit.services.zone).date()
    if invite.used_at is not None:
        how, line = "used", words("join.invite.used")
    elif invite.revoked:
        how, line = "revoked", words("join.invite.revoked")
    else:
        how, line = "expired", words("join.invite.expired", until=until)
    await visit.say(line)
    await visit.uow.audit.add(
        at=visit.at, actor=visit.by(), event="invite.tried", case=None, detail={"invite": invite.id, "how": how}
    )
    told = say(words(f"join.staff.tried.{how}", who=await _who(visit, invite), as_=_account(visit)))
    day = visit.at.astimezone(visit.services.zone).date().isoformat()
    await tell_staff(visit.uow, visit.services, told, dedup=f"tried:{invite.id}:{visit.person}:{day}")


async def _who(visit: JoiningVisit, invite: Invite) -> Words:
    offer: Appointment = invite.offer
    return facts(offer, await answering.short_name(visit.uow, offer.agency_id))


def _account(visit: JoiningVisit) -> Quoted:
    """The messenger account as staff can recognise it."""
    sender = visit.inbound.sender
    return Quoted(f"{sender.name} (@{sender.username})" if sender.username else sender.name)
