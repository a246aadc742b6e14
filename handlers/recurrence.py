"""What repeats, read through the door of who asks: our cases and past ones of other registers, counted together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from complaints.model import Complaint
from complaints.recurrence import MANY, UNSORTED, Cell, Pattern, Recurrence, Span, recurring, span
from conversations.recurrence import Told
from handlers.recap_count import Asks
from handlers.services import Services
from storage.doors import Door
from storage.matters import Matters
from storage.unit_of_work import UnitOfWork

#: Patterns with their numbers; the others are a count.
MOST, NUMBERS = 10, 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Whose patterns, until when, how many of them named."""

    until: date
    region: str = ""
    agencies: tuple[str, ...] = ()
    most: int = MOST
    numbers: int = NUMBERS


def wish(asks: Asks, services: Services) -> Wish:
    """Three years that end with the period that was asked for, today at the latest."""
    today = services.now().astimezone(services.zone).date()
    last = asks.period.until - timedelta(days=1)
    until = min(today, date(last.year, 12, 31))
    return Wish(until=until, region=asks.region, agencies=asks.agencies)


async def told(uow: UnitOfWork, services: Services, wanted: Wish, door: Door) -> Told:
    """The patterns with the names behind their codes and the newest numbers behind their counts."""
    over = span(wanted.until)
    found = await _counted(uow, services, Matters(span=over, region=wanted.region, agencies=wanted.agencies), door)
    shown = found.patterns[: wanted.most]
    agencies = await uow.agencies.named({each.agency_id for each in shown})
    return Told(
        found=found,
        agencies={id: agency.short for id, agency in agencies.items()},
        places=await uow.agencies.places({each.place for each in shown if each.place}),
        numbers=[await _numbers(uow, services, each, over, door, wanted.numbers) for each in shown],
    )


async def of_case(uow: UnitOfWork, services: Services, case: Complaint) -> Pattern | None:
    """The pattern this case is part of at the agency that has it; None where it stands alone."""
    if case.agency_id is None or (case.topic or "") in UNSORTED:
        return None
    agency = await uow.agencies.get(case.agency_id)
    place = agency.region[:5] if agency else ""
    until = services.now().astimezone(services.zone).date()
    wanted = Matters(span=span(until), agencies=(case.agency_id,), topic=case.topic or "")
    ours = await uow.complaints.visible_to([case.agency_id]).matter(wanted, services.zone, MANY)
    cells = [
        Cell(agency_id=case.agency_id, topic=wanted.topic, place=place, year=year, n=n, so_far=n)
        for year, n in zip(wanted.span.years, ours, strict=True)
    ]
    found = recurring([*cells, *await uow.past_cases.cells(wanted)], wanted.span)
    return next((each for each in found.patterns if each.place == place), None)


async def _counted(uow: UnitOfWork, services: Services, wanted: Matters, door: Door) -> Recurrence:
    cells = [*await door.matters(wanted, services.zone), *await uow.past_cases.cells(wanted)]
    return recurring(cells, wanted.span)


async def _numbers(
    uow: UnitOfWork, services: Services, pattern: Pattern, over: Span, door: Door, most: int
) -> tuple[str, ...]:
    """The newest first, wherever they were filed; a cell of ours has the place of its agency."""
    wanted = Matters(span=over, agencies=(pattern.agency_id,), topic=pattern.topic)
    found = await uow.past_cases.numbers(wanted, pattern.place, most)
    agency = await uow.agencies.get(pattern.agency_id)
    if (agency.region[:5] if agency else "") == pattern.place:
        found += await door.numbers(wanted, services.zone, most)
    return tuple(number for _, number in sorted(found, key=lambda each: (-each[0].toordinal(), each[1]))[:most])
