"""Who is a focal point, and who answers for a unit today: asked by the deeds of the desk, changes nothing."""

from __future__ import annotations

from datetime import date
from typing import Any

from complaints import appointments
from complaints.model import Actor, Role
from conversations.messages import ChatKind, Inbound, Quoted
from handlers import cases
from handlers.services import Services
from storage.people_records import FocalPoint
from storage.unit_of_work import UnitOfWork

#: Name of the meta value that holds the desk bot's name, for links.
USERNAME = "desk_username"


async def today(uow: UnitOfWork, services: Services, agency_id: str | None = None) -> date:
    """The day it is at the unit."""
    agency = await uow.agencies.get(agency_id) if agency_id else None
    return services.now().astimezone(await cases.zone_of(uow, services, agency)).date()


async def acting(uow: UnitOfWork, services: Services, inbound: Inbound) -> FocalPoint | None:
    """The focal point behind this inbound, if the account is known and in office for one of the group's units."""
    key = services.person_key(inbound.address.channel, inbound.sender.id)
    held = await uow.focal_points.of_person(key)
    if held and inbound.chat_kind is ChatKind.GROUP:
        desks = await uow.desks.of_chat(services.chat_key(inbound.address))
        here = {desk.agency_id for desk in desks}
        held = [each for each in held if each.agency_id in here]
    return await _in_office(uow, services, held)


async def recorded(uow: UnitOfWork, services: Services, by: Actor) -> dict[str, Any]:
    """What the audit says of who did it: the focal point's record, where there is one."""
    if by.role is not Role.FOCAL_POINT:
        return {}
    held = [each for each in await uow.focal_points.of_person(by.key) if each.agency_id == by.agency_id]
    found = await _in_office(uow, services, held)
    return {"focal_point": found.id} if found else {}


async def _in_office(uow: UnitOfWork, services: Services, held: list[FocalPoint]) -> FocalPoint | None:
    for each in held:
        if each.appointment.in_office(await today(uow, services, each.agency_id)):
            return each
    return None


async def answering(uow: UnitOfWork, services: Services, agency_id: str) -> FocalPoint | None:
    """Who answers for the unit today: primary, else the first deputy who is there; None: staff."""
    people = await uow.focal_points.of_agency(agency_id)
    found = appointments.answering(
        [each.appointment for each in people], await today(uow, services, agency_id)
    )
    return next((each for each in people if found and each.id == found.id), None)


async def ladder(uow: UnitOfWork, services: Services, agency_id: str) -> list[FocalPoint]:
    """Whom a reminder climbs to, in order: focal point, deputies, coordinators; staff come after them."""
    people = {each.id: each for each in await uow.focal_points.of_agency(agency_id)}
    row = appointments.ladder(
        [each.appointment for each in people.values()], await today(uow, services, agency_id)
    )
    return [people[each.id] for each in row]


async def agency_name(uow: UnitOfWork, agency_id: str) -> str:
    """The unit as it is written to people."""
    agency = await uow.agencies.get(agency_id)
    return agency.name if agency else agency_id


async def named(uow: UnitOfWork, agency_id: str) -> Quoted:
    """The same, as a parameter."""
    return Quoted(await agency_name(uow, agency_id))


async def open_cases(uow: UnitOfWork, agency_id: str) -> int:
    """How many cases wait at the unit."""
    return (await uow.complaints.for_staff().open_by_agency()).get(agency_id, 0)
