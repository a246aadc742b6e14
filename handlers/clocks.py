"""The clocks of a case as due dates and timer rows: counted with the agency's own rhythm, from its history.

A row carries the version of the case; whatever happens to the case writes the rows anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import structlog

from complaints.agency import Agency
from complaints.agency_rules import AgencyRules
from complaints.calendar import WorkingCalendar
from complaints.escalation import LIMIT_WARNING, SILENCE, two_years
from complaints.model import ENDED, Complaint, Entry
from complaints.office_hours import zone_named
from complaints.pauses import Pause
from complaints.rhythm import Rhythm
from complaints.running import Running, answered, running, told_agency, waits
from complaints.undo import valid
from handlers.services import Services
from storage.unit_of_work import UnitOfWork

log = structlog.get_logger(__name__)

#: (rule, kind, moment, data) of one timer
Row = tuple[str, str, datetime, dict[str, Any]]
DANGER, LIMIT, NAG = "bahaya", "dua_tahun", "pengingat"
#: Clocks of the citizen: nobody in office is late by them.
CITIZENS = frozenset({"tutup_otomatis", "lengkapi"})
#: An offer is looked for in the story of a case that is new; later nothing of it can become dangerous.
FRESH = timedelta(days=1)


async def zone_of(uow: UnitOfWork, services: Services, agency: Agency | None) -> ZoneInfo:
    """The agency's own time zone, else that of its region, else the service's."""
    if agency is None:
        return services.zone
    own = (await uow.agency_rules.get(agency.id)).zone
    if own is not None:
        return zone_named(own)
    zone = await uow.agencies.zone(agency.region[:2]) if agency.region else None
    return ZoneInfo(zone) if zone else services.zone


async def rhythm_of(uow: UnitOfWork, services: Services, agency: Agency | None) -> Rhythm:
    """Zone, days off, hours and limits of that agency, with what held before; of the service where there is none."""
    kept = await uow.agency_rules.kept(agency.id) if agency else []
    rules = kept[-1][1] if kept else AgencyRules()
    for code in rules.ignored:
        _say_ignored(agency.id if agency else "", code, rules.days[code])
    region = agency.region if agency else services.home_region or ""
    calendar = services.calendars(region) if services.calendars else services.calendar
    calendar = _reaching(calendar, services.now())
    zone = await zone_of(uow, services, agency)

    def rhythm(settled: AgencyRules) -> Rhythm:
        return Rhythm(zone=zone, calendar=calendar, hours=settled.hours or services.hours, limits=settled.days)

    spans = zip([since for since, _ in kept], [AgencyRules(), *(old for _, old in kept)], strict=False)
    return replace(rhythm(rules), earlier=tuple((until, rhythm(old)) for until, old in spans))


@cache
def _say_ignored(agency: str, rule: str, days: int) -> None:
    """Once a process: every due date of the agency is counted here."""
    log.warning("clock.longer_limit_ignored", agency=agency, rule=rule, days=days)


def _reaching(calendar: WorkingCalendar, now: datetime) -> WorkingCalendar:
    """Sixty days reach into years that nobody decreed yet: counted provisionally, the due date says so."""
    ahead = {now.year, now.year + 1, now.year + 2} - set(calendar.years)
    return replace(calendar, provisional=calendar.provisional | ahead)


async def rhythm_of_case(uow: UnitOfWork, services: Services, case: Complaint) -> Rhythm:
    """Of whoever holds it."""
    return await rhythm_of(uow, services, await uow.agencies.get(case.holder) if case.holder else None)


async def clocks(
    uow: UnitOfWork, services: Services, case: Complaint, history: Sequence[Entry], paused: Sequence[Pause]
) -> tuple[Running, ...]:
    """Every clock of the case that runs now."""
    agency = await uow.agencies.get(case.agency_id) if case.agency_id else None
    rhythm = await rhythm_of(uow, services, agency)
    disposes = agency is not None and agency.kind == "pemda"
    return running(case, history, paused, rhythm, whole=services.whole_case, disposes=disposes)


async def set_timers(uow: UnitOfWork, services: Services, case: Complaint) -> None:
    """The rows of this version instead of all others; those of older versions are gone."""
    history = valid(await uow.complaints.history_of(case.id))
    found = await clocks(uow, services, case, history, waits(history))
    rhythm = await rhythm_of_case(uow, services, case)
    at = services.now()
    planned = rows(case, history, found, rhythm, at=at)
    if case.status not in ENDED:
        planned += offers(case, history, rhythm, at=at, urgent=is_urgent(services, case, history, at))
    await uow.timers.replace(case.id, case.version, planned)


def rows(
    case: Complaint, history: Sequence[Entry], found: Sequence[Running], rhythm: Rhythm, *, at: datetime
) -> list[Row]:
    """Due and warn moments that are still to come, and the next morning's word about those that have passed."""
    planned: list[Row] = []
    late = False
    for clock in found:
        if passed(history, clock):
            late = late or clock.rule not in CITIZENS
            continue
        planned.append((clock.rule, "due", clock.due.due, {}))
        planned += [
            (clock.rule, "warn", moment, {"step": step})
            for step, moment in enumerate(clock.warn)
            if at < moment < clock.due.due
        ]
    if late:
        planned.append((NAG, "remind", rhythm.next_morning(at), {}))
    return planned


def passed(history: Sequence[Entry], clock: Running) -> bool:
    """Its end was noted since it began: what was told once is not told again."""
    return any(e.action == "overdue" and e.note == clock.rule and e.at >= clock.start for e in history)


def offers(
    case: Complaint, history: Sequence[Entry], rhythm: Rhythm, *, at: datetime, urgent: bool
) -> list[Row]:
    """When the way to the Ombudsman opens besides the sixty days, and when it is about to close."""
    known = {entry.note for entry in history if entry.action == "offered"}
    planned: list[Row] = []
    if urgent and DANGER not in known:
        planned.append((DANGER, "offer", case.filed_at, {}))
    told = told_agency(case, history)
    if told is not None and SILENCE.code not in known and not answered(history, told):
        planned.append((SILENCE.code, "offer", rhythm.due(SILENCE, told).due, {}))
    limit = two_years(case.happened_on)
    if limit is not None and LIMIT not in known and limit >= rhythm.day(at):
        planned.append((LIMIT, "offer", datetime.combine(limit - LIMIT_WARNING, time.min, tzinfo=rhythm.zone), {}))
    return planned


def is_urgent(services: Services, case: Complaint, history: Sequence[Entry], at: datetime) -> bool:
    """Danger in the story; read while the case is new, remembered by the offer that followed."""
    if any(entry.action == "offered" and entry.note == DANGER for entry in history):
        return True
    return at - case.filed_at < FRESH and in_danger(services, case)


def in_danger(services: Services, case: Complaint) -> bool:
    """Life, health or safety, as read from the story."""
    return services.ears.hear(case.story, at=case.filed_at).urgency == "emergency"
