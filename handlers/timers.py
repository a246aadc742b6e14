"""What happens when a clock of a case runs out; a timer of an older version of the case does nothing."""

from __future__ import annotations

from complaints.lifecycle import Action, Status
from complaints.model import Actor, Complaint, Entry, Role
from conversations import tracking
from handlers import cases, desk_cards
from handlers.services import Services
from storage.records import Timer
from storage.unit_of_work import UnitOfWork

CLOCK = Actor(role=Role.CLOCK, key="clock")
#: Clocks of the agency or of staff: the citizen is told honestly, the desk is reminded.
OVERDUE = frozenset({"verifikasi", "respon_awal"})


async def on_due(timer: Timer, uow: UnitOfWork, services: Services) -> None:
    """One timer row that has come due."""
    case = await uow.complaints.for_clock().by_id(timer.case)
    if case is None or case.version != timer.version:
        return
    if timer.rule == "tutup_otomatis" and case.status in (Status.ANSWERED, Status.RESOLVED):
        await _expire(case, uow, services, event="closed_silent")
    elif timer.rule == "lengkapi" and case.status is Status.NEEDS_INFO:
        await _expire(case, uow, services, event="closed_incomplete")
    elif timer.rule in OVERDUE:
        await _overdue(timer, case, uow, services)


async def _expire(case: Complaint, uow: UnitOfWork, services: Services, *, event: str) -> None:
    case = await cases.change(uow, services, case, Action.EXPIRE, by=CLOCK)
    view = await cases.view(uow, services, case)
    await cases.tell_citizen(uow, case, tracking.notice(view, event), event=event)
    await desk_cards.refresh(uow, services, case, note_event=event)


async def _overdue(timer: Timer, case: Complaint, uow: UnitOfWork, services: Services) -> None:
    """The promised day has passed: noted, told to the citizen, put before the one who owes the step."""
    entry = Entry(
        at=services.now(), action="overdue", by=CLOCK, before=case.status, after=case.status,
        agency_id=case.agency_id, note=timer.rule,
    )  # fmt: skip
    await uow.complaints.note(case.id, entry)
    view = await cases.view(uow, services, case)
    message = tracking.overdue(view, timer.due_at)
    await cases.tell_citizen(uow, case, message, event=f"overdue.{timer.rule}")
    await desk_cards.overdue(uow, services, case)
