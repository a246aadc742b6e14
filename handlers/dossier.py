"""The dossier leaves: agreed to, sent to its citizen and to staff, accepted, taken back; each of it in the audit.

A message names the paper by a key; the sender has it made when it goes out (bot.dossier), so that it lies nowhere.
"""

from __future__ import annotations

from dataclasses import replace

from complaints.escalation import Level
from complaints.model import Actor, Complaint, Entry, Role
from conversations import ombudsman
from conversations.messages import File, Message, Quoted, say, words
from conversations.tracking import CaseView
from handlers import cases, ombudsman_standing, staff_cards
from handlers.group_visit import Visit, clock
from handlers.services import Ack, Services
from handlers.talk import say as say_to
from storage.dossiers import ACCEPTED, AGREED, WITHDRAWN, Dossier
from storage.records import Chat, Lane, Outgoing
from storage.unit_of_work import UnitOfWork

#: History line of a dossier that was agreed to.
AGREED_TO = "ombudsman"
KEY = "dossier"


def citizen(chat: Chat) -> Actor:
    """The citizen as an actor."""
    return Actor(role=Role.CITIZEN, key=chat.key, name=chat.name)


async def note(
    uow: UnitOfWork, services: Services, case: Complaint, by: Actor, event: str, **detail: str
) -> None:
    """One line of the audit."""
    await uow.audit.add(at=services.now(), actor=by, event=f"dossier.{event}", case=case.id, detail=detail)


def paper(case: Complaint, shape: str, reader: str) -> File:
    """The dossier as a file that is made when it is sent: `shape` pdf or json, `reader` citizen or staff."""
    mime = "application/pdf" if shape == "pdf" else "application/json"
    return File(kind="document", key=f"{KEY}:{case.id}:{shape}:{reader}", name=f"{case.number}.{shape}", mime=mime)


async def hand_over(chat: Chat, case: Complaint, known: Dossier, uow: UnitOfWork, services: Services) -> None:
    """Agreed: to the citizen, and to staff with [Terima berkas]."""
    at, by = services.now(), citizen(chat)
    version = ombudsman.CONSENT_VERSION
    agreed = replace(known, state=AGREED, consent_version=version, consented_at=at, withdrawn_at=None)
    await uow.dossiers.keep(agreed)
    await note(uow, services, case, by, "consent", version=version)
    entry = Entry(
        at=at, action=AGREED_TO, by=by, before=case.status, after=case.status, agency_id=case.agency_id, note=version
    )
    case = await cases.raised(uow, services, case, Level.OMBUDSMAN, entry)
    room = await staff_cards.room(uow, services)
    first = words("ombudsman.sent" if room else "ombudsman.sent_alone", number=case.number)
    direct = words("ombudsman.direct", contact=Quoted(services.ombudsman_contact))
    lines = (first, direct) if services.ombudsman_contact and not room else (first,)
    message = Message(
        lines=lines, files=(paper(case, "pdf", "citizen"),), options=(ombudsman.withdraw_option(case.number),)
    )
    await say_to(uow, chat, message, case=case.id, bubble="notice")
    if room is not None:
        view, standing = await cases.view(uow, services, case), await ombudsman_standing.of(uow, services, case)
        handed = ombudsman.handed_over(view, standing)
        files = (paper(case, "pdf", "staff"), paper(case, "json", "staff"))
        await _to_staff(uow, room, case, replace(handed, files=files), dedup=_mark(agreed))


async def withdraw(chat: Chat, case: Complaint, uow: UnitOfWork, services: Services) -> None:
    """Consent taken back: what has not gone out does not go, what has is marked where it stands."""
    known = await uow.dossiers.get(case.id)
    if known is None or not known.leaves:
        view = await cases.view(uow, services, case)
        await say_to(uow, chat, state(known, view), case=case.id, bubble="notice")
        return
    await uow.dossiers.keep(replace(known, state=WITHDRAWN, withdrawn_at=services.now()))
    await note(uow, services, case, citizen(chat), "withdrawn")
    room = await staff_cards.room(uow, services)
    if room is not None and not await uow.recalls.take(room, _mark(known)):
        gone = say(words("ombudsman.staff.withdrawn", number=case.number))
        await _to_staff(uow, room, case, gone, action="edit")
        if known.state == ACCEPTED:  # an edit makes no sound, and somebody is at work on it
            await _to_staff(uow, room, case, gone, dedup=f"withdrawn:{_mark(known)}")
    accepted = "ombudsman.withdrawn_late" if known.state == ACCEPTED else "ombudsman.withdrawn"
    await say_to(uow, chat, say(words(accepted, number=case.number)), case=case.id, bubble="notice")


async def accept(visit: Visit, number: str) -> Ack | None:
    """[Terima berkas]: who and when; the citizen is told. The first press counts."""
    uow, services = visit.uow, visit.services
    case = await uow.complaints.for_staff().get(number)
    known = await uow.dossiers.get(case.id) if case else None
    if case is None or known is None or known.state == WITHDRAWN or not known.leaves:
        return await visit.tell("ombudsman.staff.gone", number=number, alert=True)
    view = await cases.view(uow, services, case)
    if known.accepted_at is not None:
        at = clock(known.accepted_at, now=visit.at, zone=view.zone)
        return await visit.tell("ombudsman.staff.already", number=number, by=Quoted(known.accepted_by), at=at)
    by = visit.actor(Role.STAFF)
    await uow.dossiers.keep(replace(known, state=ACCEPTED, accepted_at=visit.at, accepted_by=by.name))
    await note(uow, services, case, by, "accepted")
    at = clock(visit.at, now=visit.at, zone=view.zone)
    done = say(words("ombudsman.staff.accepted", number=number, by=Quoted(by.name), at=at))
    await _to_staff(uow, visit.chat.key, case, done, action="edit")
    told = say(words("ombudsman.accepted", number=number, at=at))
    await cases.tell_citizen(uow, case, told, event="ombudsman.accepted")
    return await visit.tell("ombudsman.staff.thanks", number=number)


def state(known: Dossier | None, view: CaseView) -> Message:
    """How it stands, and the way out of it."""
    number = view.case.number
    if known is None or not known.leaves:
        return say(words("ombudsman.state.none", number=number))
    msgid = "ombudsman.state.accepted" if known.state == ACCEPTED else "ombudsman.state.agreed"
    return say(words(msgid, number=number), options=(ombudsman.withdraw_option(number),))


async def _to_staff(
    uow: UnitOfWork, room: str, case: Complaint, message: Message, *, action: str = "send", dedup: str | None = None
) -> None:
    await uow.outbox.put(
        Outgoing(
            chat_key=room, message=message, action=action, ref=f"{KEY}:{case.id}", case=case.id, bubble=KEY,
            lane=Lane.STAFF, dedup=dedup, data={"number": case.number, "token": ""},
        )
    )  # fmt: skip


def _mark(known: Dossier) -> str:
    """Names this handing over in the staff group: after a withdrawal there may be another."""
    at = known.consented_at.isoformat(timespec="seconds") if known.consented_at else ""
    return f"{KEY}:{known.case}:{at}"
