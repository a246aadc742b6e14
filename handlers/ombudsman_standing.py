"""Where a case stands before the Ombudsman today: everything `complaints.escalation` asks for, brought together."""

from __future__ import annotations

from complaints.escalation import Standing, standing
from complaints.model import Complaint
from handlers import clocks
from handlers.services import Services
from storage.unit_of_work import UnitOfWork


async def of(uow: UnitOfWork, services: Services, case: Complaint) -> Standing:
    """Grounds, bars and the days to come."""
    history = await uow.complaints.history_of(case.id)
    agency = await uow.agencies.get(case.agency_id) if case.agency_id else None
    heard = services.ears.hear(case.story, at=case.filed_at)
    return standing(
        case,
        history,
        await clocks.rhythm_of(uow, services, agency),
        now=services.now(),
        whole=services.whole_case,
        urgent=heard.urgency == "emergency",
        scope=heard.out_of_scope,
        agency_kind=agency.kind if agency else None,
    )
