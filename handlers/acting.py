"""Which registered focal point is behind what was done; group membership stays the authority, this is the record."""

from __future__ import annotations

from typing import Any

from complaints.model import Actor, Role
from conversations.messages import ChatKind, Inbound
from handlers.services import Services
from storage.people_records import FocalPoint
from storage.unit_of_work import UnitOfWork


async def acting(uow: UnitOfWork, services: Services, inbound: Inbound) -> FocalPoint | None:
    """The focal point behind this inbound, if the account is known and in office for one of the group's units."""
    key = services.person_key(inbound.address.channel, inbound.sender.id)
    held = await uow.focal_points.of_person(key)
    if held and inbound.chat_kind is ChatKind.GROUP:
        here = {desk.agency_id for desk in await uow.desks.of_chat(services.chat_key(inbound.address))}
        held = [each for each in held if each.agency_id in here]
    return _in_office(services, held)


async def recorded(uow: UnitOfWork, services: Services, by: Actor) -> dict[str, Any]:
    """What the audit says of who did it: the focal point's record, where there is one."""
    if by.role is not Role.FOCAL_POINT:
        return {}
    held = [each for each in await uow.focal_points.of_person(by.key) if each.agency_id == by.agency_id]
    found = _in_office(services, held)
    return {"focal_point": found.id} if found else {}


def _in_office(services: Services, held: list[FocalPoint]) -> FocalPoint | None:
    day = services.now().astimezone(services.zone).date()
    return next((each for each in held if each.appointment.in_office(day)), None)
