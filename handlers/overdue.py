"""A promised day has passed: noted, made louder by one rung, said to the citizen and to whoever can help."""

from __future__ import annotations

from complaints.escalation import Level
from complaints.model import Actor, Complaint, Entry, Role
from complaints.rhythm import Rhythm
from conversations import reminders as say
from handlers import cases, desk_cards, ombudsman_standing, reminders
from handlers.services import Services
from storage.records import Timer
from storage.unit_of_work import UnitOfWork

CLOCK = Actor(role=Role.CLOCK, key="clock")
#: Days that were promised to the citizen; the others are between officials (handbook §1.6).
PROMISED = frozenset({"verifikasi", "respon_awal", "penyelesaian_5", "penyelesaian_14", "penyelesaian_60"})
#: A first word a day late is the coordinator's matter, everything after it the staff's.
FIRST_RUNG = frozenset({"respon_awal"})


def line(case: Complaint, services: Services, action: str, note: str) -> Entry:
    """A line of the clock in the history of a case whose status it does not change."""
    return Entry(
        at=services.now(), action=action, by=CLOCK, before=case.status, after=case.status,
        agency_id=case.agency_id, note=note,
    )  # fmt: skip


async def passed(timer: Timer, case: Complaint, uow: UnitOfWork, services: Services, rhythm: Rhythm) -> None:
    """One clock of officials ran out."""
    above = await reminders.climb(uow, services, case, rhythm)
    quiet = above and timer.rule in FIRST_RUNG
    level = Level.COORDINATOR if quiet else Level.STAFF
    case = await cases.raised(uow, services, case, level, line(case, services, "overdue", timer.rule))
    await reminders.remind(uow, services, case, rhythm, deputies=True)
    if timer.rule in PROMISED:
        view = await cases.view(uow, services, case)
        standing = await ombudsman_standing.of(uow, services, case)
        deadline = case.deadline(timer.rule)  # the row itself may have waited for the morning
        day = (deadline.due if deadline else timer.due_at).astimezone(view.zone).date()
        message = say.told(view, timer.rule, day, standing, above=above)
        await cases.tell_citizen(uow, case, message, event=f"overdue.{timer.rule}")
    if timer.rule == "verifikasi":
        await desk_cards.overdue(uow, services, case)
    else:
        await reminders.tell_staff(uow, services, rhythm)
    await desk_cards.redraw(uow, services, case)


async def warned(timer: Timer, case: Complaint, uow: UnitOfWork, services: Services, rhythm: Rhythm) -> None:
    """A date comes near: the list in the group, the second time to the deputies too."""
    told = await reminders.remind(uow, services, case, rhythm, deputies=timer.data.get("step", 0) > 0)
    if not told:
        return
    entry = line(case, services, "remind", timer.rule)
    if case.escalation < Level.REMINDED:
        await cases.raised(uow, services, case, Level.REMINDED, entry)
    else:
        await uow.complaints.note(case.id, entry)


async def nagged(timer: Timer, case: Complaint, uow: UnitOfWork, services: Services, rhythm: Rhythm) -> None:
    """Still late the next working morning."""
    await reminders.remind(uow, services, case, rhythm, once=True)
    await reminders.tell_staff(uow, services, rhythm, once=True)
