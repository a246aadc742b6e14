"""Who answers for a unit today, and whom a reminder climbs to: asked by the deeds, changes nothing."""

from __future__ import annotations

from datetime import date

from complaints import appointments
from conversations.messages import Quoted
from handlers import cases
from handlers.services import Services
from storage.people_records import FocalPoint
from storage.unit_of_work import UnitOfWork


async def today(uow: UnitOfWork, services: Services, agency_id: str | None = None) -> date:
    """The day it is at the unit."""
    agency = await uow.agencies.get(agency_id) if agency_id else None
    return services.now().astimezone(await cases.zone_of(uow, services, agency)).date()


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
    """The whole name, where somebody has to be sure which unit is meant."""
    agency = await uow.agencies.get(agency_id)
    return agency.name if agency else agency_id


async def short_name(uow: UnitOfWork, agency_id: str) -> str:
    """As colleagues call it."""
    agency = await uow.agencies.get(agency_id)
    return agency.short if agency else agency_id


async def named(uow: UnitOfWork, agency_id: str) -> Quoted:
    """The same, as a parameter."""
    return Quoted(await short_name(uow, agency_id))


async def open_cases(uow: UnitOfWork, agency_id: str) -> int:
    """How many cases wait at the unit."""
    return (await uow.complaints.for_staff().open_by_agency()).get(agency_id, 0)
