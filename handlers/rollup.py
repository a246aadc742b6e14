"""A coordinator's view: open cases of the units below, and passing on to one of them what the parent holds.

What a unit holds is listed, not opened: no story, no name, no button. Only the unit itself works on it.
"""

from __future__ import annotations

from complaints.lifecycle import TRANSITIONS, Action
from conversations.desk import DeskAction
from conversations.handover import split_reason
from conversations.messages import Quoted, say, words
from conversations.tidy import tidy
from conversations.worklist import PAGE, units
from handlers import cases, handover, notes, office_choice
from handlers.focal_point_case import FocalPoint, already, not_found, toast
from handlers.focal_point_reading import page_of, today
from handlers.group_visit import clock
from handlers.services import Ack


async def tasks(visit: FocalPoint, meant: DeskAction) -> Ack | None:
    """/tugas unit."""
    below = await visit.uow.agencies.under(visit.agencies)
    if not below:
        return await visit.tell("desk.units.no_units")
    names = {agency.id: agency.short for agency in below}
    door = visit.uow.complaints.visible_to(names)
    total = await door.count_open()
    page = min(max(meant.place, 0), max(0, (total - 1) // PAGE))
    found = await door.open(limit=PAGE, offset=page * PAGE)
    busy = await visit.uow.complaints.for_staff().open_by_agency()
    views = [(await cases.view(visit.uow, visit.services, case), names[case.agency_id or ""]) for case in found]
    quiet = len(names.keys() - busy.keys())
    message = units(views, page=page, total=total, today=today(visit), quiet=quiet)
    return await page_of(visit, message, kind="units")


async def begin(visit: FocalPoint, meant: DeskAction) -> Ack | None:
    """[Teruskan ke unit]: to which of the units below?"""
    case = await visit.case(meant.number)
    if case is None:
        return await not_found(visit, meant.number)
    if (case.status, Action.HAND_OVER) not in TRANSITIONS:
        return await already(visit, case, Action.HAND_OVER)
    below = {agency.id for agency in await visit.uow.agencies.under([case.agency_id or ""])}
    if not below:
        return await visit.tell("desk.units.no_units")
    if not meant.text:
        return await notes.ask(visit, case, "unit_prompt")
    name, reason = split_reason(meant.text)
    # Searched wide, then cut to the units below: a coordinator disposes of nobody else.
    region = visit.services.home_region
    heard = visit.services.ears.search(name, region=region, limit=40)
    found = [office for office in heard if office.id in below][: office_choice.MOST]
    if not found:
        await visit.post(
            say(words("desk.unit.none", name=Quoted(name[:100]))), kind="unit_prompt", number=case.number, case=case.id
        )
        return None
    await office_choice.offer(visit, case, found, purpose="unit", reason=tidy(reason))
    return None


async def pick(visit: FocalPoint, meant: DeskAction) -> Ack | None:
    """The unit holds it from now on."""
    choice = await office_choice.chosen(visit, meant)
    if not isinstance(choice, tuple):
        return choice
    case, target, kept = choice
    below = {agency.id for agency in await visit.uow.agencies.under([case.agency_id or ""])}
    if target.id not in below or (case.status, Action.HAND_OVER) not in TRANSITIONS:
        return await visit.tell("desk.old_button")
    view = await cases.view(visit.uow, visit.services, case)
    by, at = Quoted(visit.inbound.sender.name), clock(visit.at, now=visit.at, zone=view.zone)
    done = say(words("desk.unit.done", number=case.number, agency=Quoted(target.name), by=by, at=at))
    await office_choice.done(visit, meant, kept, done, case)
    await handover.move(visit, case, target, reason=kept["reason"], event="disposed")
    return toast(visit, "desk.ack.handed_over")
