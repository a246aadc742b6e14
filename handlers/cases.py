"""Changing a case: the one place where an action, its clocks, its audit row and the news of it go together.

Every deed of citizen, focal point, staff and clock ends here; knows storage, not who pressed what where.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from complaints import sla
from complaints.agency import Agency
from complaints.lifecycle import Action, Status
from complaints.model import Actor, Complaint, Deadline, Entry
from conversations.messages import Message
from conversations.tracking import CaseView
from handlers import support
from handlers.services import Services
from storage.records import Lane, Outgoing
from storage.unit_of_work import UnitOfWork

#: Clocks that run in each status; the sixty days run from filing until the end (handbook §1.6 b).
CLOCKS: dict[Status, tuple[str, ...]] = {
    Status.RECEIVED: ("verifikasi",),
    Status.FORWARDED: ("respon_awal", "penghubung"),
    Status.IN_PROGRESS: ("respon_awal", "penghubung"),
    Status.NEEDS_INFO: ("lengkapi",),
    Status.ANSWERED: ("tutup_otomatis",),
    Status.RESOLVED: ("tutup_otomatis",),
    Status.REOPENED: ("respon_awal", "penghubung"),
    Status.CLOSED: (),
    Status.ARCHIVED: (),
}
#: Clocks of the whole case, kept through every hop.
WHOLE = ("ombudsman",)
SETTLEMENT = {
    "pengaduan": "penyelesaian_14",
    "aspirasi": "penyelesaian_5",
    "permintaan_informasi": "penyelesaian_5",
}


async def zone_of(uow: UnitOfWork, services: Services, agency: Agency | None) -> ZoneInfo:
    """Time zone of the agency's region, the service's own where there is none."""
    if agency is None or not agency.region:
        return services.zone
    region = (await uow.agencies.regions()).get(agency.region[:2])
    return ZoneInfo(region.zone) if region else services.zone


async def view(uow: UnitOfWork, services: Services, case: Complaint) -> CaseView:
    """The case as it is spoken of today."""
    agency = await uow.agencies.get(case.agency_id) if case.agency_id else None
    return CaseView(
        case=case,
        agency=agency.short if agency else None,
        agency_name=agency.name if agency else None,
        zone=await zone_of(uow, services, agency),
    )


async def clocked(
    uow: UnitOfWork, services: Services, case: Complaint, *, at: datetime, paused: list[sla.Pause]
) -> Complaint:
    """The case with the deadlines its status asks for; a clock that already runs keeps its start."""
    agency = await uow.agencies.get(case.agency_id) if case.agency_id else None
    zone = await zone_of(uow, services, agency)
    if case.status in (Status.CLOSED, Status.ARCHIVED):
        return replace(case, deadlines=())
    starts: dict[str, datetime] = dict.fromkeys(WHOLE, case.filed_at)
    if case.status is not Status.RECEIVED:
        starts[SETTLEMENT[case.kind]] = case.filed_at
    for rule in CLOCKS[case.status]:
        agency_clock = rule in ("respon_awal", "penghubung") and case.status is not Status.REOPENED
        starts[rule] = (case.forwarded_at or at) if agency_clock else at
    if case.status is Status.IN_PROGRESS and case.first_response_at is not None:
        starts.pop("respon_awal", None)
    deadlines = []
    for rule, start in starts.items():
        try:
            due = sla.due(
                sla.rule_named(rule), start, paused,
                zone=zone, calendar=services.calendar, hours=services.hours,
            )  # fmt: skip
        except sla.StillPaused:
            continue
        deadlines.append(
            Deadline(rule=rule, due=due.due, version=f"{due.rules_version}/{due.calendar_version}")
        )
    return replace(case, deadlines=tuple(deadlines))


def pauses(history: list[Entry]) -> list[sla.Pause]:
    """Spans in which the agency waited for the citizen: from "perlu dilengkapi" until the next step."""
    spans: list[sla.Pause] = []
    since: datetime | None = None
    for entry in history:
        if entry.after is Status.NEEDS_INFO and since is None:
            since = entry.at
        elif since is not None and entry.after is not Status.NEEDS_INFO:
            spans.append(sla.Pause(start=since, end=entry.at))
            since = None
    if since is not None:
        spans.append(sla.Pause(start=since))
    return spans


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
    after = await clocked(uow, services, after, at=at, paused=pauses(history))
    await uow.complaints.save(after, entry)
    await set_timers(uow, after)
    await support.tell(uow, case, after)
    await uow.audit.add(at=at, actor=by, event=f"case.{action}", case=case.id, detail={"to": after.status})
    return after


async def set_timers(uow: UnitOfWork, case: Complaint) -> None:
    """One timer row per running clock; rows of older versions do nothing when they fire."""
    rows = [(deadline.rule, "due", deadline.due, {}) for deadline in case.deadlines]
    await uow.timers.replace(case.id, case.version, rows)


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
