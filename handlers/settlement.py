"""The class of a case: chosen by its agency or by staff, counted anew from the day it came, told to the citizen.

A class never reaches beyond the sixty days of the whole case, and never saves a date that has passed.
"""

from __future__ import annotations

from complaints.model import Actor, Complaint, Entry, Role
from complaints.running import CLASSIFIED, Running, settlement
from complaints.undo import valid
from conversations import settlement as talk
from conversations import tracking
from conversations.messages import Message, Words, words
from handlers import cases, clocks, desk_cards
from handlers.either_side import EitherSide
from handlers.focal_point_case import toast
from handlers.group_visit import Visit, clock
from handlers.notes import CLASSED
from handlers.services import Ack


async def _offer(visit: Visit, case: Complaint) -> Ack | None:
    if case.status not in CLASSED:
        return await visit.tell("desk.class.not_now", number=case.number, alert=True)
    choices = await _choices(visit, case)
    minute = int(visit.at.timestamp() // 60)
    await visit.post(
        talk.offer(case.number, await _present(visit, case), choices), kind="classes", number=case.number,
        case=case.id, dedup=f"classes:{visit.chat.key}:{case.id}:{case.version}:{minute}",
    )  # fmt: skip
    return toast(visit, "desk.ack.shown")


async def beside(visit: Visit, case: Complaint, first: Words) -> Message:
    """`first`, and under it the class while nobody has chosen one: asked as the case is taken up (decision 0034)."""
    history = valid(await visit.uow.complaints.history_of(case.id))
    if case.status not in CLASSED or any(entry.action == CLASSIFIED for entry in history):
        return Message(lines=(first,))
    return talk.beside(first, case.number, settlement(case, history), await _choices(visit, case))


async def _choices(visit: Visit, case: Complaint) -> dict[str, talk.Choice]:
    """Each class with its day for this case, whether it is open now or not."""
    found = {code: await _counted(visit, case, code, visit.actor(Role.STAFF)) for code in talk.CLASSES}
    whole = case.deadline(visit.services.whole_case)
    zone = (await cases.view(visit.uow, visit.services, case)).zone
    return {
        code: talk.Choice(
            days=one.due.rule.days,
            until=one.due.due.astimezone(zone).date(),
            fits=one.due.due > visit.at and (whole is None or one.due.due <= whole.due),
        )
        for code, one in found.items()
    }


async def _set(visit: Visit, case: Complaint, code: str, by: Actor) -> Ack | None:
    uow, services = visit.uow, visit.services
    if code not in talk.CLASSES:
        return await visit.tell("desk.old_button")
    if case.status not in CLASSED:
        return await visit.tell("desk.class.not_now", number=case.number, alert=True)
    present = await _present(visit, case)
    if code == present:
        return await visit.tell("desk.class.same", number=case.number)
    standing, whole = case.deadline(present), case.deadline(services.whole_case)
    if standing is not None and standing.due < visit.at:
        return await visit.tell("desk.class.late", number=case.number, alert=True)
    new = (await _counted(visit, case, code, by)).due.due
    zone = (await cases.view(uow, services, case)).zone
    until = new.astimezone(zone).date()
    if whole is not None and new > whole.due:
        return await visit.tell("desk.class.too_long", number=case.number, alert=True)
    if new < visit.at:
        return await visit.tell("desk.class.past", number=case.number, alert=True)
    case = await cases.counted_anew(uow, services, case, _line(visit, case, code, by))
    at = clock(visit.at, now=visit.at, zone=zone)
    done = talk.done(case.number, code, until, by=by.name, at=at)
    await visit.rewrite(done, kind="classes", number=case.number, case=case.id)
    await desk_cards.refresh(uow, services, case)
    view = await cases.view(uow, services, case)
    kind = words(f"class.citizen.{code}")
    if view.classed or view.settling:  # the lines below the notice name the day
        message = tracking.notice(view, "classified", kind=kind)
    else:
        message = tracking.notice(view, "classified_until", kind=kind, until=until)
    await cases.tell_citizen(uow, case, message, event="classified")
    return toast(visit, "desk.ack.classified")


async def _present(visit: Visit, case: Complaint) -> str:
    return settlement(case, valid(await visit.uow.complaints.history_of(case.id)))


async def _counted(visit: Visit, case: Complaint, code: str, by: Actor) -> Running:
    """The clock of that class, as it would run."""
    history = [*await visit.uow.complaints.history_of(case.id), _line(visit, case, code, by)]
    found = await clocks.clocks(visit.uow, visit.services, case, history, cases.pauses(history))
    return next(one for one in found if one.rule == code)


def _line(visit: Visit, case: Complaint, code: str, by: Actor) -> Entry:
    return Entry(
        at=visit.at, action=CLASSIFIED, by=by, before=case.status, after=case.status,
        agency_id=case.agency_id, note=code,
    )  # fmt: skip


#: [Kelas penyelesaian] in the agency's group, /kelas NOMOR or /kelas NOMOR 60 among staff.
SETTLE = EitherSide(_offer, _set, talk.read)
