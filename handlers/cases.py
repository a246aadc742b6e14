"""Changing a case: the one place where an action, its clocks, its audit row and the news of it go together.

Every deed of citizen, focal point, staff and clock ends here; knows storage, not who pressed what where.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from complaints.lifecycle import Action, Resolution
from complaints.model import Actor, Complaint, Deadline, Entry
from complaints.pauses import Pause
from complaints.running import waits as pauses
from conversations.messages import Message
from conversations.tracking import CaseView, Followed
from handlers import clocks, support
from handlers.acting import recorded
from handlers.clocks import zone_of
from handlers.services import Services
from storage.records import Lane, Outgoing
from storage.unit_of_work import UnitOfWork

__all__ = ["change", "clocked", "pauses", "raised", "set_timers", "tell_citizen", "view", "zone_of"]

async def view(uow: UnitOfWork, services: Services, case: Complaint) -> CaseView:
    """The case as it is spoken of today."""
    agency = await uow.agencies.get(case.agency_id) if case.agency_id else None
    zone = await zone_of(uow, services, agency)
    return CaseView(
        follows=await _followed(uow, case),
        case=case,
        agency=agency.short if agency else None,
        agency_name=agency.name if agency else None,
        zone=zone,
        today=services.now().astimezone(zone).date(),
    )


async def _followed(uow: UnitOfWork, case: Complaint) -> Followed | None:
    """The case that a merged one goes on under."""
    main_id = await uow.merged.main_of(case.id) if case.resolution is Resolution.MERGED else None
    main = await uow.complaints.for_clock().by_id(main_id) if main_id else None
    if main is None:
        return None
    agency = await uow.agencies.get(main.holder) if main.holder else None
    return Followed(number=main.number, status=main.status, agency=agency.short if agency else None)


async def clocked(
    uow: UnitOfWork,
    services: Services,
    case: Complaint,
    *,
    at: datetime,
    paused: Sequence[Pause],
    history: Sequence[Entry] = (),
) -> Complaint:
    """The case with the deadlines its status asks for; a clock that already runs keeps its start."""
    found = await clocks.clocks(uow, services, case, history, paused)
    deadlines = (Deadline(rule=one.rule, due=one.due.due, version=one.due.version) for one in found)
    return replace(case, deadlines=tuple(deadlines))


async def change(
    uow: UnitOfWork,
    services: Services,
    case: Complaint,
    action: Action,
    *,
    by: Actor,
    note: str = "",
    target: str | None = None,
) -> Complaint:
    """Apply `action`, count the clocks anew, keep case, history, timers and audit; raises as `apply`."""
    at = services.now()
    after, entry = case.apply(action, by=by, at=at, note=note, target=target)
    history = [*await uow.complaints.history_of(case.id), entry]
    after = await clocked(uow, services, after, at=at, paused=pauses(history), history=history)
    await uow.complaints.save(after, entry)
    await set_timers(uow, after, services)
    await support.tell(uow, case, after)
    await uow.audit.add(at=at, actor=by, event=f"case.{action}", case=case.id,
        detail={"to": after.status, **await recorded(uow, services, by)})
    return after


async def raised(uow: UnitOfWork, services: Services, case: Complaint, level: int, entry: Entry) -> Complaint:
    """The case one line longer and as loud as `level`, never quieter; its timers go on."""
    after = replace(case, version=case.version + 1, escalation=max(case.escalation, level))
    await uow.complaints.save(after, entry)
    await set_timers(uow, after, services)
    return after


async def counted_anew(uow: UnitOfWork, services: Services, case: Complaint, entry: Entry) -> Complaint:
    """The case where it stands, one line longer, with the dates that line asks for; kept, timed and audited."""
    history = [*await uow.complaints.history_of(case.id), entry]
    after = replace(case, version=case.version + 1)
    after = await clocked(uow, services, after, at=entry.at, paused=pauses(history), history=history)
    await uow.complaints.save(after, entry)
    await set_timers(uow, after, services)
    await uow.audit.add(at=entry.at, actor=entry.by, event=f"case.{entry.action}", case=case.id,
        detail={"note": entry.note, **await recorded(uow, services, entry.by)})
    return after


async def set_timers(uow: UnitOfWork, case: Complaint, services: Services) -> None:
    """One timer row per moment of a running clock; rows of older versions do nothing when they fire."""
    await clocks.set_timers(uow, services, case)


async def tell_citizen(uow: UnitOfWork, case: Complaint, message: Message, *, event: str) -> None:
    """Put a message about a case into the citizen's chat; the same step is never told twice."""
    await uow.outbox.put(
        Outgoing(
            chat_key=case.chat_key,
            message=message,
            case=case.id,
            bubble="notice",
            lane=Lane.STATUS,
            dedup=f"{event}:{case.id}:{case.version}",
        )
    )
