"""/undang in the staff group: unit, facts, a look at it; then a link that is told once, or a term prolonged."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime

from complaints.appointments import AppointmentError
from complaints.model import Role
from conversations import invitation as talk
from conversations.answers import argument_of, meaning_of, resolve, scope_of
from conversations.invitation import Invitation
from conversations.invitation_form import missing, read_form
from conversations.messages import Choice, Command, Inbound, Message, Option, Quoted, Text, say, words
from handlers import answering, coverage, inviting_offer
from handlers.group_visit import Visit, clock
from handlers.half_filled import HalfFilled
from handlers.joining_visit import Done
from handlers.services import Ack, Services
from storage.records import Chat, Lane
from storage.unit_of_work import UnitOfWork

MOST = 5
DRAFTS = HalfFilled("invitations", "invite", Invitation.from_json)


async def on_staff(inbound: Inbound, chat: Chat, uow: UnitOfWork, services: Services) -> Done | None:
    """What staff do about people; None for all that is about cases and broadcasts."""
    visit = Visit(inbound=inbound, chat=chat, uow=uow, services=services, lane=Lane.STAFF)
    content = inbound.content
    if isinstance(content, Command) and content.name == "cakupan":
        await coverage.show(visit, content.args)
        return Done()
    if isinstance(content, Command) and content.name == "undang":
        ack = await _begin(visit, content.args.strip())
    elif isinstance(content, Choice) and scope_of(content.data) == "inv":
        ack = await _pressed(visit, content.data)
    elif isinstance(content, Text) and not inbound.edited and (draft := await DRAFTS.asked(visit)) is not None:
        ack = await _said(visit, draft, content)
    else:
        return None
    await visit.leave()
    return Done(ack)


async def _ask(visit: Visit, draft: Invitation, message: Message) -> None:
    DRAFTS.keep(visit, draft)
    await visit.post(message, kind="invite", token=draft.token)


async def _begin(visit: Visit, name: str) -> Ack | None:
    """/undang, with or without the unit's name."""
    draft = Invitation(token=visit.token(), by=visit.actor(Role.STAFF).key)
    if name:
        return await _named(visit, draft, name)
    await _ask(visit, draft, talk.ask_agency(draft, ()))
    return None


async def _named(visit: Visit, draft: Invitation, name: str) -> Ack | None:
    found = visit.services.ears.search(name, region=visit.services.home_region, limit=MOST)
    if not found:
        none = say(words("join.invite.none", name=Quoted(name[:100])))
        await _ask(visit, draft.to("agency", offices=()), none)
        return None
    draft = draft.to("agency", offices=tuple(office.id for office in found))
    await _ask(visit, draft, talk.ask_agency(draft, found))
    return None


async def _said(visit: Visit, draft: Invitation, content: Text) -> Ack | None:
    """Words for the question that stands."""
    chosen = resolve(content, _offered(visit, draft))
    if chosen is not None:
        return await _pressed(visit, chosen.id)
    if not draft.open:
        return await _over(visit, draft)
    if draft.step == "agency":
        return await _named(visit, draft, content.body)
    found = read_form(content.body, await answering.today(visit.uow, visit.services, draft.agency))
    return await _form(visit, replace(draft, by=visit.actor(Role.STAFF).key).with_fields(found))


def _offered(visit: Visit, draft: Invitation) -> tuple[Option, ...]:
    if draft.step == "agency":
        known = [visit.services.ears.office(id_) for id_ in draft.offices]
        return talk.agency_options(draft.token, [office for office in known if office is not None])
    return talk.review_options(draft.token) if draft.step == "review" else ()


async def _pressed(visit: Visit, data: str) -> Ack | None:
    meaning, argument = meaning_of(data), argument_of(data)
    token, _, place = argument.partition(".")
    draft, deed = DRAFTS.find(visit, token), _PRESSED.get(meaning)
    if draft is None or deed is None:
        return await visit.tell("join.old_button")
    if not (draft.step == "made" if meaning == "revoke" else draft.open):
        return await _over(visit, draft)
    return await deed(visit, draft, int(place) if place.isdecimal() else -1)


async def _pick(visit: Visit, draft: Invitation, place: int) -> Ack | None:
    """The unit is chosen."""
    if not 0 <= place < len(draft.offices):
        return await visit.tell("join.old_button")
    agency = draft.offices[place]
    name = await answering.agency_name(visit.uow, agency)
    draft = draft.to("form", agency=agency, agency_name=name)
    if draft.fields and not missing(dict(draft.fields)):
        return await _form(visit, draft)
    await _ask(visit, draft, talk.ask_form(draft))
    return _toast(visit, "join.ack.reply")


async def _form(visit: Visit, draft: Invitation) -> Ack | None:
    """The facts so far: ask for what is missing, or show what will be offered."""
    needed = missing(dict(draft.fields))
    if needed:
        await _ask(visit, draft.to("form"), talk.ask_missing(draft, needed))
        return None
    try:
        offered = await inviting_offer.offer(visit, draft)
    except AppointmentError as error:
        await _ask(visit, draft.to("form"), talk.ask_missing(draft, (), trouble=talk.trouble(error)))
        return None
    renews = offered.known is not None
    message = talk.review(draft, offered.appointment, notes=offered.notes, renews=renews)
    await _ask(visit, draft.to("review"), message)
    return None


async def _make(visit: Visit, draft: Invitation, place: int) -> Ack | None:
    """[Buat undangan], [Perpanjang]."""
    if draft.step != "review":
        return await visit.tell("join.old_button")
    try:
        offered = await inviting_offer.offer(visit, draft)
    except AppointmentError as error:
        return await visit.answer(talk.trouble(error), alert=True)
    if offered.known is not None:
        await inviting_offer.renew(visit, draft, offered.known, offered.appointment)
        await _end(visit, draft.to("renewed"))
        return _toast(visit, "join.ack.renewed")
    invite, link = await inviting_offer.make(visit, draft, offered.appointment)
    until = invite.expires_at.astimezone(visit.services.zone).date()
    await _end(visit, draft.to("made", invite=invite.id))
    await visit.post(talk.made(draft, link, until), kind="invite_link", token=draft.token, reply=False)
    return _toast(visit, "join.ack.made")


async def _edit(visit: Visit, draft: Invitation, place: int) -> Ack | None:
    """[Ubah]: a line or two anew; the rest stays."""
    draft = draft.to("form", by=visit.actor(Role.STAFF).key)
    await _ask(visit, draft, say("join.invite.change"))
    return _toast(visit, "join.ack.reply")


async def _cancel(visit: Visit, draft: Invitation, place: int) -> Ack | None:
    await _end(visit, draft.to("cancelled"))
    return _toast(visit, "join.ack.cancelled")


async def _revoke(visit: Visit, draft: Invitation, place: int) -> Ack | None:
    """[Batalkan undangan], while nobody used it."""
    invite = await visit.uow.invites.get(draft.invite)
    if invite is None or not await visit.uow.invites.revoke(invite):
        return await visit.tell("join.invite.too_late", alert=True)
    by = visit.actor(Role.STAFF)
    await visit.uow.audit.add(
        at=visit.at, actor=by, event="invite.revoked", case=None, detail={"invite": invite.id}
    )
    DRAFTS.keep(visit, replace(draft, step="revoked", ended_by=by.name, ended_at=visit.at.isoformat()))
    # The link leaves the group with it.
    await visit.rewrite(_outcome(visit, draft.to("revoked"), by.name), kind="invite_link", token=draft.token)
    return _toast(visit, "join.ack.cancelled")


async def _over(visit: Visit, draft: Invitation) -> Ack | None:
    """Ended already, by whom and when."""
    at = clock(datetime.fromisoformat(draft.ended_at), now=visit.at, zone=visit.services.zone)
    return await visit.tell(f"join.invite.was.{draft.step}", by=Quoted(draft.ended_by), at=at)


async def _end(visit: Visit, draft: Invitation) -> None:
    draft = replace(draft, ended_by=visit.inbound.sender.name, ended_at=visit.at.isoformat())
    DRAFTS.keep(visit, draft)
    await visit.rewrite(_outcome(visit, draft, draft.ended_by), kind="invite", token=draft.token)


def _outcome(visit: Visit, draft: Invitation, by: str) -> Message:
    """What the question becomes."""
    at = clock(visit.at, now=visit.at, zone=visit.services.zone)
    return say(words(f"join.invite.was.{draft.step}", by=Quoted(by), at=at))


def _toast(visit: Visit, msgid: str) -> Ack | None:
    return Ack(msgid) if isinstance(visit.inbound.content, Choice) else None


_PRESSED: dict[str, Callable[[Visit, Invitation, int], Awaitable[Ack | None]]] = {
    "pick": _pick,
    "make": _make,
    "edit": _edit,
    "cancel": _cancel,
    "revoke": _revoke,
}
