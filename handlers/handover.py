"""Bukan wewenang: the office that should take over is named, found, chosen; the case moves in one commit."""

from __future__ import annotations

from complaints.agency import Agency
from complaints.lifecycle import TRANSITIONS, Action
from complaints.model import Complaint, Role
from conversations import tracking
from conversations.desk import DeskAction
from conversations.handover import chosen_message, split_reason
from conversations.messages import Quoted, say, words
from conversations.tidy import tidy
from handlers import cases, desk_cards, office_choice
from handlers.attachments import show_case_files
from handlers.focal_point_case import FocalPoint, already, not_found, toast
from handlers.group_visit import clock
from handlers.services import Ack


async def begin(visit: FocalPoint, meant: DeskAction) -> Ack | None:
    """The button asks for a name; a name asks for a choice."""
    case = await visit.case(meant.number)
    if case is None:
        return await not_found(visit, meant.number)
    if (case.status, Action.HAND_OVER) not in TRANSITIONS:
        return await already(visit, case, Action.HAND_OVER)
    if not meant.text:
        minute = int(visit.at.timestamp() // 60)
        await visit.post(
            say(words("desk.handover_prompt", number=case.number)), kind="handover_prompt",
            number=case.number, case=case.id,
            dedup=f"handover_prompt:{case.id}:{case.version}:{minute}",
        )  # fmt: skip
        return toast(visit, "desk.ack.prompted")
    name, reason = split_reason(meant.text)
    found = await office_choice.search(visit, name, without=case.agency_id)
    if not found:
        await visit.post(
            say(await office_choice.nothing(visit, case, name)), kind="handover_prompt",
            number=case.number, case=case.id,
        )  # fmt: skip
        return None
    await office_choice.offer(visit, case, found, reason=tidy(reason))
    return None


async def pick(visit: FocalPoint, meant: DeskAction) -> Ack | None:
    """The office is chosen: the case, the clocks, both groups and the citizen in one commit."""
    choice = await office_choice.chosen(visit, meant)
    if not isinstance(choice, tuple):
        return choice
    case, target, kept = choice
    if (case.status, Action.HAND_OVER) not in TRANSITIONS:
        return await visit.tell("desk.old_button")
    zone = (await cases.view(visit.uow, visit.services, case)).zone
    by = visit.actor(Role.FOCAL_POINT, case.agency_id)
    done = chosen_message(case.number, target.name, by=by.name, at=clock(visit.at, now=visit.at, zone=zone))
    await office_choice.done(visit, meant, kept, done, case)
    await move(visit, case, target, reason=kept["reason"], event="handed_over")
    return toast(visit, "desk.ack.handed_over")


async def move(visit: FocalPoint, case: Complaint, target: Agency, *, reason: str, event: str) -> Complaint:
    """Another agency holds the case from now on; the sixty days go on, the citizen is told who passed it and why."""
    uow, services = visit.uow, visit.services
    before = await cases.view(uow, services, case)
    by = visit.actor(Role.FOCAL_POINT, case.agency_id)
    after = await cases.change(uow, services, case, Action.HAND_OVER, by=by, note=reason, target=target.id)
    await uow.partners.remove(case.id, target.id)  # who leads helps no longer
    await desk_cards.moved_away(uow, services, case, after, by=by.name)
    await desk_cards.arrived(uow, services, after)
    await show_case_files(uow, services, after)
    await desk_cards.redraw_partners(uow, services, after)
    view = await cases.view(uow, services, after)
    message = tracking.notice(view, event, quote=reason, **{"from": Quoted(before.agency or "")})
    await cases.tell_citizen(uow, after, message, event=event)
    return after
