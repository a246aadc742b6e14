"""Libatkan instansi: several agencies, one lead, one citizen. Who helps writes to the lead and to nobody else."""

from __future__ import annotations

from complaints.agency import Agency
from complaints.lifecycle import TRANSITIONS, Action
from complaints.model import ENDED, Complaint
from conversations import tracking
from conversations.card import card
from conversations.colleagues import between
from conversations.desk import DeskAction
from conversations.handover import split_reason
from conversations.messages import Quoted, say, words
from conversations.tidy import tidy
from handlers import cases, desk_cards, handover, joint_files, notes, office_choice, staff_cards
from handlers.attachments import received
from handlers.focal_point_case import FocalPoint, already, not_found, toast
from handlers.group_visit import clock
from handlers.services import Ack


async def begin(visit: FocalPoint, meant: DeskAction) -> Ack | None:
    """The button asks for a name; a name asks for a choice."""
    case = await visit.case(meant.number)
    if case is None:
        return await not_found(visit, meant.number)
    if case.status in ENDED:
        return await already(visit, case, Action.HAND_OVER)
    if not meant.text:
        return await notes.ask(visit, case, "join_prompt")
    name, reason = split_reason(meant.text)
    found = await office_choice.search(visit, name, without=case.agency_id)
    if not found:
        await visit.post(
            say(await office_choice.nothing(visit, case, name)), kind="join_prompt", number=case.number,
            case=case.id,
        )  # fmt: skip
        return None
    await office_choice.offer(visit, case, found, purpose="joint", reason=tidy(reason))
    return None


async def pick(visit: FocalPoint, meant: DeskAction) -> Ack | None:
    """The agency helps from now on: its group gets a card, the citizen is told, the lead stays the same."""
    choice = await office_choice.chosen(visit, meant)
    if not isinstance(choice, tuple):
        return choice
    case, target, kept = choice
    uow, services = visit.uow, visit.services
    helping = await uow.partners.of_case(case.id)
    if target.id in helping:
        return await visit.tell("desk.joint.already", number=case.number, agency=Quoted(target.short))
    if case.status in ENDED:
        return await visit.tell("desk.old_button")
    await uow.partners.add(case.id, target.id, visit.at)
    entry = await notes.line(visit, case, "joined", kept["reason"])
    view = await cases.view(uow, services, case)
    at = clock(visit.at, now=visit.at, zone=view.zone)
    by = Quoted(entry.by.name)
    done = say(words("desk.joint.done", number=case.number, agency=Quoted(target.name), by=by, at=at))
    await office_choice.done(visit, meant, kept, done, case)
    await _card_for(visit, case, target, reason=kept["reason"])
    await desk_cards.redraw(uow, services, case)
    message = tracking.notice(view, "joined", partner=Quoted(target.short))
    await cases.tell_citizen(uow, case, message, event=f"joined:{target.id}")
    return toast(visit, "desk.ack.joined")


async def _card_for(visit: FocalPoint, case: Complaint, partner: Agency, *, reason: str) -> None:
    """The card in the partner's groups, and why it was asked; staff hear of one that has no group."""
    uow, services = visit.uow, visit.services
    groups = [desk for desk in await uow.desks.of_agency(partner.id) if desk.active]
    if not groups:
        told = say(words("staff.joint_unreachable", number=case.number, agency=Quoted(partner.name)))
        await staff_cards.post(uow, services, case, told, [], dedup=f"joint:{case.id}:{partner.id}")
    lead_agency = (await cases.view(uow, services, case)).agency or ""
    by = visit.inbound.sender.name
    message = card(await desk_cards.helping(uow, services, case))
    for desk in groups:
        dedup = f"joint:{case.id}:{case.version}:{partner.id}"
        thread = desk.address.thread
        await desk_cards.post_card(uow, case, message, desk.chat_key, dedup=dedup, thread=thread, kind="joint_card")
        if reason:
            said = between("desk.joint.from_lead", case.number, lead_agency, reason, by=by)
            await desk_cards.under_card(
                uow, case, said, desk.chat_key, None, kind="from_lead", token=partner.id, dedup=f"why:{dedup}"
            )


async def to_lead(visit: FocalPoint, meant: DeskAction) -> Ack | None:
    """A partner's words or files: under the lead's card, for the lead's eyes."""
    case = await visit.partnered(meant.number)
    if case is None:
        # Meanwhile the agency may lead the case itself; its old partner card answers nobody.
        held = await visit.case(meant.number)
        return await visit.tell("desk.joint.leads", number=held.number) if held else await not_found(
            visit, meant.number
        )
    helping = await visit.uow.partners.of_case(case.id)
    partner = next(agency_id for agency_id in visit.agencies if agency_id in helping)
    await _pass_on(visit, case, meant, sender=partner, receiver=case.agency_id or "", msgid="desk.joint.from_partner")
    return None


async def to_partner(visit: FocalPoint, meant: DeskAction) -> Ack | None:
    """The lead's words or files for that one partner."""
    case = await visit.case(meant.number)
    if case is None:
        return await not_found(visit, meant.number)
    if meant.token not in await visit.uow.partners.of_case(case.id):
        return await visit.tell("desk.joint.over", number=case.number)
    lead = case.agency_id or ""
    await _pass_on(visit, case, meant, sender=lead, receiver=meant.token, msgid="desk.joint.from_lead")
    return None


async def _pass_on(
    visit: FocalPoint, case: Complaint, meant: DeskAction, *, sender: str, receiver: str, msgid: str
) -> None:
    uow = visit.uow
    entry = await notes.line(visit, case, "partner", meant.text, agency_id=sender)
    name = await uow.agencies.get(sender)
    kind = "from_partner" if msgid == "desk.joint.from_partner" else "from_lead"
    token = sender if kind == "from_partner" else receiver
    message = between(
        msgid, case.number, name.short if name else sender, meant.text, by=entry.by.name, files=1 if meant.media else 0
    )
    groups = await joint_files.groups_of(uow, receiver)
    for chat_key in groups:
        posted = await uow.bubbles.latest(chat_key, f"card:{case.number}")
        await desk_cards.under_card(
            uow, case, message, chat_key, posted, kind=kind, token=token, dedup=f"{kind}:{visit.token(chat_key)}"
        )
    if meant.media:
        file = await received(uow, visit.services, visit.chat, visit.inbound)
        if file:
            kept = {"number": case.number, "to": receiver, "kind": kind, "token": token}
            visit.remember(joint_files.SHELF, file, kept)
    to = await uow.agencies.get(receiver)
    said = "desk.joint.passed" if groups else "desk.joint.no_group"
    await visit.post(
        say(words(said, number=case.number, agency=Quoted(to.short if to else receiver))), kind="passed",
        number=case.number, case=case.id,
    )  # fmt: skip


async def offer_lead(visit: FocalPoint, meant: DeskAction) -> Ack | None:
    """[Serahkan pimpinan]: to which of those who help?"""
    case = await visit.case(meant.number)
    if case is None:
        return await not_found(visit, meant.number)
    if (case.status, Action.HAND_OVER) not in TRANSITIONS:
        return await already(visit, case, Action.HAND_OVER)
    helping = office_choice.offices(visit, await visit.uow.partners.of_case(case.id))
    if not helping:
        return await visit.tell("desk.joint.alone", number=case.number)
    await office_choice.offer(visit, case, helping[: office_choice.MOST], purpose="lead")
    return toast(visit, "desk.ack.shown")


async def lead(visit: FocalPoint, meant: DeskAction) -> Ack | None:
    """A partner leads from now on, and the agency that led helps."""
    choice = await office_choice.chosen(visit, meant)
    if not isinstance(choice, tuple):
        return choice
    case, target, kept = choice
    movable = (case.status, Action.HAND_OVER) in TRANSITIONS
    if not movable or target.id not in await visit.uow.partners.of_case(case.id):
        return await visit.tell("desk.old_button")
    view = await cases.view(visit.uow, visit.services, case)
    at = clock(visit.at, now=visit.at, zone=view.zone)
    by = Quoted(visit.inbound.sender.name)
    done = say(words("desk.joint.led", number=case.number, agency=Quoted(target.name), by=by, at=at))
    await office_choice.done(visit, meant, kept, done, case)
    await visit.uow.partners.add(case.id, case.agency_id or "", visit.at)
    await handover.move(visit, case, target, reason="", event="lead_passed")
    return toast(visit, "desk.ack.handed_over")
