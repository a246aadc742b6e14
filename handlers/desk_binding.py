"""A group becomes the desk of an agency: what waited for it is handed over, what it holds is shown."""

from __future__ import annotations

from complaints.lifecycle import HELD_BY_STAFF, Action
from complaints.model import Actor, Role
from conversations import tracking
from conversations.messages import Address, ChatKind
from handlers import attachments, cases, desk_cards
from handlers.services import Services
from storage.unit_of_work import UnitOfWork

OPERATOR = Actor(role=Role.STAFF, key="operator")


async def bind(uow: UnitOfWork, services: Services, agency_id: str, address: Address, *, title: str) -> int:
    """Bind and hand over; the number of cases that had waited for this agency."""
    await uow.chats.ensure(address=address, kind=ChatKind.GROUP, name="", language="id", at=services.now())
    await uow.desks.bind(agency_id, address, title=title, at=services.now())
    await desk_cards.desk_bound(uow, services, agency_id)
    waiting = [
        case
        for case in await uow.complaints.for_staff().open_of(agency_id)
        if case.status in HELD_BY_STAFF  # the citizen confirmed this office; only the way to it was missing
    ]
    for case in waiting:
        case = await cases.change(uow, services, case, Action.ASSIGN, by=OPERATOR, target=agency_id)
        await desk_cards.arrived(uow, services, case)
        await attachments.show_case_files(uow, services, case)
        message = tracking.notice(await cases.view(uow, services, case), "assigned")
        await cases.tell_citizen(uow, case, message, event="assigned")
    return len(waiting)
