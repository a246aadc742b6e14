"""What happens when a moment of a case comes; a timer of an older version of the case does nothing.

Nobody is reminded and nothing is closed outside the agency's working time: the timer waits for it.
"""

from __future__ import annotations

from datetime import timedelta

from complaints.lifecycle import Action, Status
from complaints.model import Complaint
from complaints.rhythm import Rhythm
from complaints.running import OFFICIALS_TURN
from conversations import reminders, tracking
from handlers import cases, clocks, desk_cards, ombudsman_offers, overdue
from handlers.overdue import CLOCK
from handlers.services import Services
from storage.records import Timer
from storage.unit_of_work import UnitOfWork

#: Of a timer whose deed failed: tried again then, and in nobody's way until then.
AGAIN = timedelta(minutes=5)


async def on_due(timer: Timer, uow: UnitOfWork, services: Services) -> None:
    """One timer row that has come due: settled first, because a deed may write all rows of the case anew.

    A number that is free again is given to the next row: settled afterwards, a fresh row would be struck out.
    """
    case = await uow.complaints.for_clock().by_id(timer.case)
    if case is None or case.version != timer.version:
        await uow.timers.done(timer.id)
        return
    rhythm, now = await clocks.rhythm_of_case(uow, services, case), services.now()
    # Danger waits for no office (handbook §1.6 c); everything else does (systems §7 row 19).
    if timer.rule != clocks.DANGER and not rhythm.is_working(now):
        await uow.timers.later(timer.id, rhythm.next_working(now))
        return
    if timer.kind == "remind":
        await uow.timers.later(timer.id, rhythm.next_morning(now))
    else:
        await uow.timers.done(timer.id)
    if timer.kind == "offer":
        await ombudsman_offers.fall_due(timer, case, uow, services)
    elif timer.rule in clocks.CITIZENS:
        await _citizens(timer, case, uow, services, rhythm)
    elif case.status in OFFICIALS_TURN:
        await _officials(timer, case, uow, services, rhythm)


async def _officials(timer: Timer, case: Complaint, uow: UnitOfWork, services: Services, rhythm: Rhythm) -> None:
    if timer.kind == "remind":
        await overdue.nagged(timer, case, uow, services, rhythm)
    elif timer.kind == "warn":
        await overdue.warned(timer, case, uow, services, rhythm)
    else:
        await overdue.passed(timer, case, uow, services, rhythm)
        if timer.rule == services.whole_case:
            await ombudsman_offers.sixty(timer, case, uow, services)


async def _citizens(timer: Timer, case: Complaint, uow: UnitOfWork, services: Services, rhythm: Rhythm) -> None:
    """Silence after an answer, or data that was asked for."""
    asked = timer.rule == "lengkapi"
    if case.status not in ((Status.ASKED, Status.NEEDS_INFO) if asked else (Status.ANSWERED, Status.RESOLVED)):
        return
    if timer.kind == "warn":
        deadline = case.deadline(timer.rule)
        if deadline is not None:
            view = await cases.view(uow, services, case)
            day = deadline.due.astimezone(view.zone).date()
            message = reminders.still_asked(view, day) if asked else reminders.closing_soon(view, day)
            step = timer.data.get("step", 0)
            await cases.tell_citizen(uow, case, message, event=f"{timer.rule}.{step}")
        return
    await _expire(case, uow, services, event="closed_incomplete" if asked else "closed_silent")


async def _expire(case: Complaint, uow: UnitOfWork, services: Services, *, event: str) -> None:
    case = await cases.change(uow, services, case, Action.EXPIRE, by=CLOCK)
    view = await cases.view(uow, services, case)
    await cases.tell_citizen(uow, case, tracking.notice(view, event), event=event)
    await desk_cards.refresh(uow, services, case, note_event=event)
