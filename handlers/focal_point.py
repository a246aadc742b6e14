"""What officers do in their agency's group: one table from a deed to the coroutine that does it.

The group decides what can be seen: a case of another agency is answered exactly like one that does not exist.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace

from complaints.lifecycle import TRANSITIONS, Action
from complaints.model import Complaint, Role
from conversations import tracking
from conversations.card import card
from conversations.desk import WORDS_ONLY, Deed, DeskAction, Known, Misread, parse
from conversations.messages import Choice, Command, Inbound, Quoted, Words, say, words
from conversations.previews import ACTION, Preview, options
from handlers import (
    cases,
    desk_cards,
    desk_search,
    focal_point_reading,
    focal_point_words,
    guidance,
    handover,
    joint,
    joint_release,
    notes,
    office_choice,
    recap_desk,
    rollup,
    settlement,
    templates,
    tour,
)
from handlers.focal_point_case import FocalPoint, already, not_found, toast
from handlers.group_visit import clock
from handlers.services import Ack, Services
from storage.records import Bubble, Chat
from storage.unit_of_work import UnitOfWork

_Deed = Callable[[FocalPoint, DeskAction], Awaitable[Ack | None]]


async def on_group(inbound: Inbound, chat: Chat, uow: UnitOfWork, services: Services) -> Ack | None:
    """Anything that happens in a group bound to an agency."""
    desks = await uow.desks.of_chat(chat.key)
    visit = FocalPoint(
        inbound=inbound, chat=chat, uow=uow, services=services, agencies=tuple(d.agency_id for d in desks)
    )
    if not desks:
        if isinstance(inbound.content, Choice | Command):
            return await visit.tell("desk.unbound_short")
        return None
    meant = parse(inbound, await _bubble(visit))
    if meant is None:
        ack = await focal_point_words.continued(visit)
        await visit.leave()
        return ack
    if isinstance(meant, Misread):
        return await visit.answer(Words(meant.msgid, meant.params))
    helped = await visit.partnered(meant.number) if meant.number and meant.deed in LEAD_ONLY else None
    if meant.media is not None and meant.deed in WORDS_ONLY:
        await visit.post(say(words("desk.words_only")), kind="done", number=meant.number)
    ack = await (notes.partner_only(visit, helped) if helped else DEEDS[meant.deed](visit, meant))
    await visit.leave()
    return ack


async def _bubble(visit: FocalPoint) -> Known | None:
    """What was replied to, if it is ours."""
    if visit.inbound.reply_to is None:
        return None
    found = await visit.uow.bubbles.find(visit.chat.key, visit.inbound.reply_to)
    return known(visit, found) if found else None


def known(visit: FocalPoint, bubble: Bubble) -> Known:
    """Our bubble with the answers it offered; a finished preview offers none."""
    data = bubble.data or {}
    number, token = str(data.get("number", "")), str(data.get("token", ""))
    kind = bubble.kind or ""
    if kind == "preview" and token in visit.remembered("previews"):
        kept = Preview.from_json(visit.remembered("previews")[token])
        if kept.open:
            return Known(kind=kind, number=number, token=token, options=options(kept))
        # What was sent is sent: another word under it is another answer to the same citizen.
        return Known(kind="card", number=number)
    if kind == "offices":
        return Known(kind=kind, number=number, token=token, options=office_choice.offered(visit, token))
    return Known(kind=kind, number=number, token=token)


async def _accept(visit: FocalPoint, meant: DeskAction) -> Ack | None:
    """Terima: one officer takes it up, the next one is told who did."""
    case = await visit.case(meant.number)
    if case is None:
        return await not_found(visit, meant.number)
    if (case.status, Action.ACCEPT) not in TRANSITIONS:
        return await already(visit, case, Action.ACCEPT)
    by = visit.actor(Role.FOCAL_POINT, case.agency_id)
    case = await cases.change(visit.uow, visit.services, case, Action.ACCEPT, by=by)
    view = await cases.view(visit.uow, visit.services, case)
    await cases.tell_citizen(visit.uow, case, tracking.notice(view, "accepted"), event="accepted")
    await desk_cards.refresh(visit.uow, visit.services, case)
    at = clock(visit.at, now=visit.at, zone=view.zone)
    accepted = words("desk.accepted", number=case.number, by=Quoted(by.name), at=at)
    await visit.post(
        await settlement.beside(visit, case, accepted), kind="done", number=case.number, case=case.id,
        dedup=f"accepted:{case.id}:{case.version}", ref=f"classes:{case.number}",
    )  # fmt: skip
    return toast(visit, "desk.ack.accepted")


async def _ask_for_words(visit: FocalPoint, meant: DeskAction) -> Ack | None:
    """Minta data, Selesai: with words at once a preview, else a prompt to reply to."""
    purpose = "ask" if meant.deed is Deed.ASK else "resolve"
    case = await visit.case(meant.number)
    if case is None:
        return await not_found(visit, meant.number)
    if (case.status, ACTION[purpose]) not in TRANSITIONS:
        return await already(visit, case, ACTION[purpose])
    if meant.text:
        return await focal_point_words.begin(visit, case, purpose, meant)
    kind = "ask_prompt" if purpose == "ask" else "close_prompt"
    return await prompt(visit, case, kind)


async def prompt(visit: FocalPoint, case: Complaint, kind: str) -> Ack | None:
    """Ask for words by a bubble to reply to; a nervous second tap asks once."""
    minute = int(visit.at.timestamp() // 60)
    await visit.post(
        say(words(f"desk.{kind}", number=case.number)),
        kind=kind,
        number=case.number,
        case=case.id,
        dedup=f"{kind}:{case.id}:{case.version}:{minute}",
    )
    return toast(visit, "desk.ack.prompted")


async def _answer(visit: FocalPoint, meant: DeskAction) -> Ack | None:
    """A reply to the card: the answer, shown before it goes."""
    case = await visit.case(meant.number)
    if case is None:
        return await not_found(visit, meant.number)
    if (case.status, Action.ANSWER) not in TRANSITIONS:
        return await already(visit, case, Action.ANSWER)
    kept = await templates.expanded(visit, case, meant.text)
    if kept == "":
        return await visit.tell("desk.template.unknown", name=Quoted(meant.text.strip()))
    return await focal_point_words.begin(visit, case, "answer", meant if kept is None else replace(meant, text=kept))


async def _show(visit: FocalPoint, meant: DeskAction) -> Ack | None:
    """The card anew, at the end of the talk."""
    case = await visit.readable(meant.number)
    if case is None:
        return await not_found(visit, meant.number)
    leads = case.agency_id in visit.agencies
    view = await (desk_cards.shown if leads else desk_cards.helping)(visit.uow, visit.services, case)
    kind = "card" if leads else "joint_card"
    await visit.post(card(view), kind=kind, number=case.number, case=case.id, reply=False, ref=f"card:{case.number}")
    return toast(visit, "desk.ack.shown")


async def _pick(visit: FocalPoint, meant: DeskAction) -> Ack | None:
    """An office chosen from a list: what for, the list knows."""
    return await PICKS[office_choice.purpose_of(visit, meant.token)](visit, meant)


#: What only the agency that leads a case may do; who helps is told so.
LEAD_ONLY = frozenset(
    {Deed.ACCEPT, Deed.ASK, Deed.RESOLVE, Deed.HAND_OVER, Deed.ANSWER, Deed.OTHER, Deed.NOTE, Deed.NOTES, Deed.GUIDE,
     Deed.JOIN, Deed.LEAD, Deed.UNIT, Deed.PARTNERS, Deed.RELEASE, Deed.CLASS, Deed.CLASSIFY}
)  # fmt: skip
PICKS: dict[str, _Deed] = {"handover": handover.pick, "joint": joint.pick, "lead": joint.lead, "unit": rollup.pick}
DEEDS: dict[Deed, _Deed] = {
    Deed.ACCEPT: _accept,
    Deed.ASK: _ask_for_words,
    Deed.RESOLVE: _ask_for_words,
    Deed.HAND_OVER: handover.begin,
    Deed.PICK: _pick,
    Deed.DROP: office_choice.drop,
    Deed.OTHER: notes.other,
    Deed.NOTE: notes.note,
    Deed.NOTES: notes.notes,
    Deed.GUIDE: guidance.ask,
    Deed.JOIN: joint.begin,
    Deed.LEAD: joint.offer_lead,
    Deed.TO_LEAD: joint.to_lead,
    Deed.TO_PARTNER: joint.to_partner,
    Deed.UNIT: rollup.begin,
    Deed.PARTNERS: joint_release.RELEASE.ask,
    Deed.RELEASE: joint_release.RELEASE.choose,
    Deed.CLASS: settlement.SETTLE.ask,
    Deed.CLASSIFY: settlement.SETTLE.choose,
    Deed.UNITS: rollup.tasks,
    Deed.FIND: desk_search.find,
    Deed.RECAP: recap_desk.ask,
    Deed.TEMPLATES: templates.manage,
    Deed.TOUR: tour.tour,
    Deed.UNDO: focal_point_words.take_back,
    Deed.ANSWER: _answer,
    Deed.REWORD: focal_point_words.reword,
    Deed.CORRECT: focal_point_words.correct,
    Deed.MORE: focal_point_words.more,
    Deed.SEND: focal_point_words.send,
    Deed.RAW: focal_point_words.send,
    Deed.ANYWAY: focal_point_words.send,
    Deed.EDIT: focal_point_words.edit,
    Deed.CANCEL: focal_point_words.cancel,
    Deed.SHOW: _show,
    Deed.STORY: focal_point_reading.story,
    Deed.FILES: focal_point_reading.files,
    Deed.TASKS: focal_point_reading.tasks,
    Deed.HELP: focal_point_reading.help_,
}
