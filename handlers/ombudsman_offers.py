"""The way to the Ombudsman opens, or is about to close: said once for each reason, and written into the history."""

from __future__ import annotations

from complaints.escalation import Ground
from complaints.model import Complaint
from complaints.running import OFFICIALS_TURN
from conversations import ombudsman, reminders
from conversations.messages import Message, words
from handlers import cases, clocks, ombudsman_standing
from handlers.overdue import line
from handlers.services import Services
from storage.records import Timer
from storage.unit_of_work import UnitOfWork


async def fall_due(timer: Timer, case: Complaint, uow: UnitOfWork, services: Services) -> None:
    """Danger, fourteen days of silence, or two years that are nearly over."""
    if timer.rule == clocks.DANGER:
        await _offer(case, Ground.DANGER, timer.rule, uow, services)
    elif timer.rule == clocks.LIMIT:
        await _limit(case, uow, services)
    elif case.status in OFFICIALS_TURN:
        await _offer(case, Ground.SILENT, timer.rule, uow, services)


async def sixty(timer: Timer, case: Complaint, uow: UnitOfWork, services: Services) -> None:
    """The whole time of the case is over; its passing is in the history already."""
    known = await uow.complaints.for_clock().by_id(case.id)
    if known is not None:
        await _tell(known, Ground.SIXTY, uow, services)


async def _offer(case: Complaint, ground: Ground, rule: str, uow: UnitOfWork, services: Services) -> None:
    standing = await ombudsman_standing.of(uow, services, case)
    if ground not in standing.grounds:
        return
    case = await cases.raised(uow, services, case, case.escalation, line(case, services, "offered", rule))
    await _tell(case, ground, uow, services)


async def _tell(case: Complaint, ground: Ground, uow: UnitOfWork, services: Services) -> None:
    standing = await ombudsman_standing.of(uow, services, case)
    dossier = await uow.dossiers.get(case.id)
    if standing.bars or ground not in standing.grounds or (dossier is not None and dossier.leaves):
        return
    view = await cases.view(uow, services, case)
    # Danger is told on its day: no date has passed yet.
    due = {Ground.SIXTY: standing.sixty_on, Ground.SILENT: standing.silent_on}.get(ground)
    message = ombudsman.offer(view, ground, reminders.choices(case, offer=True), due)
    await cases.tell_citizen(uow, case, message, event=f"ombudsman.{ground}")


async def _limit(case: Complaint, uow: UnitOfWork, services: Services) -> None:
    """Sixty days before the two years of ps. 24(3) are over."""
    standing = await ombudsman_standing.of(uow, services, case)
    if standing.bars or standing.limit is None:
        return
    case = await cases.raised(uow, services, case, case.escalation, line(case, services, "offered", clocks.LIMIT))
    first = words("ombudsman.limit", number=case.number, day=standing.limit)
    message = Message(
        lines=(first, reminders.upcoming(standing)), options=reminders.choices(case, offer=standing.eligible)
    )
    await cases.tell_citizen(uow, case, message, event="ombudsman.limit")
