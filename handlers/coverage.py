"""/cakupan: how many units have a contact confirmed within twelve months, and which have none."""

from __future__ import annotations

from complaints.appointments import Coverage, coverage
from conversations import renewal
from handlers import answering
from handlers.group_visit import Visit
from handlers.services import Services
from storage.unit_of_work import UnitOfWork


async def show(visit: Visit, region: str) -> None:
    """In the staff group; with a region code, every unit of that region."""
    found, names = await measure(visit.uow, visit.services, region=region.strip())
    await visit.post(renewal.covered(found, names), kind="coverage", reply=False)


async def measure(uow: UnitOfWork, services: Services, *, region: str = "") -> tuple[Coverage, list[str]]:
    """The figure and the names of units without a contact, those with open cases first.

    Counted are the units that take part (a group, a focal point ever, an open case), or all of a region.
    """
    open_ = await uow.complaints.for_staff().open_by_agency()
    known = {agency.id: agency for agency in await uow.agencies.all()}
    if region:
        units = [id_ for id_, agency in known.items() if agency.region.startswith(region)]
    else:
        units = [id_ for id_ in sorted({*await uow.focal_points.taking_part(), *open_}) if id_ in known]
    people = [each.appointment for each in await uow.focal_points.all()]
    found = coverage(units, people, await answering.today(uow, services))
    without = sorted(found.without, key=lambda id_: (-open_.get(id_, 0), known[id_].name))
    return found, [known[id_].name for id_ in without]
