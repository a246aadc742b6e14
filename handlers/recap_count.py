"""Reads a period through a door and counts it: the one way to numbers for recap, desk and export."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any

from complaints.counting import Count, Fact, Recap, rolled_up
from conversations.period import Period
from conversations.recap import Named
from handlers.services import Services
from storage.doors import Door
from storage.facts import Span
from storage.unit_of_work import UnitOfWork

Page = Callable[[list[Fact]], Awaitable[None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asks:
    """What was asked to be counted, as the order keeps it."""

    period: Period
    region: str = ""  # Kemendagri code, "" for everywhere
    place: str = ""  # its name
    shape: str = ""  # csv, xlsx, pdf for an export
    identities: bool = False
    agencies: tuple[str, ...] = ()  # of the desk that asked

    def to_json(self) -> dict[str, Any]:
        """For the row of the order."""
        return {
            "since": self.period.since.isoformat(), "until": self.period.until.isoformat(), "region": self.region,
            "place": self.place, "shape": self.shape, "identities": self.identities, "agencies": list(self.agencies),
        }  # fmt: skip

    @classmethod
    def from_json(cls, asks: Mapping[str, Any]) -> Asks:
        """Back again."""
        period = Period(since=date.fromisoformat(asks["since"]), until=date.fromisoformat(asks["until"]))
        return cls(
            period=period, region=asks["region"], place=asks["place"], shape=asks["shape"],
            identities=asks["identities"], agencies=tuple(asks["agencies"]),
        )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """The numbers, the names behind them, and the moment they are of."""

    recap: Recap
    named: Named
    asks: Asks
    at: datetime


async def count(
    uow: UnitOfWork, services: Services, asks: Asks, door: Door, at: datetime, *, page: Page | None = None
) -> Counted:
    """Count a period as it stands `at`, now; every page of facts is handed to `page` on the way, once and in order.

    What is filed after the moment of counting is not part of it, so the same moment makes the same numbers.
    """
    made = Count(services.zone)
    async for facts in _pages(door, span(asks, services), at):
        for fact in facts:
            made.add(fact)
        if page is not None:
            await page(facts)
    recap = made.recap(await _units(uow, asks))
    if not asks.agencies:
        above = await uow.agencies.above([group.key for group in recap.agencies if group.key])
        recap = replace(recap, parents=rolled_up(recap.agencies, above))
    return Counted(recap=recap, named=await _named(uow, recap, asks, services, at), asks=asks, at=at)


def span(asks: Asks, services: Services) -> Span:
    """The days of a period as moments, in the zone of the service; today is included as far as it has come."""
    since, until = (
        datetime.combine(day, time.min, tzinfo=services.zone) for day in (asks.period.since, asks.period.until)
    )
    return Span(since=since, until=until, region=asks.region)


async def _pages(door: Door, span: Span, at: datetime) -> AsyncIterator[list[Fact]]:
    async for facts in door.facts(span, at):
        known = [fact for fact in facts if fact.filed_at <= at]
        if known:
            yield known


async def _units(uow: UnitOfWork, asks: Asks) -> Iterable[str]:
    """Who could have received something: units with a group or a focal point, there; of a desk, its own."""
    if asks.agencies:
        return asks.agencies
    taking_part = await uow.agencies.named(await uow.focal_points.taking_part())
    return [one.id for one in taking_part.values() if one.active and _within(one.region, asks.region)]


def _within(region: str, wanted: str) -> bool:
    return not wanted or region == wanted or region.startswith(f"{wanted}.")


async def _named(uow: UnitOfWork, recap: Recap, asks: Asks, services: Services, at: datetime) -> Named:
    agencies = {group.key for group in recap.agencies if group.key} | {*recap.quiet}
    agencies |= {group.key for group in recap.parents}
    places = {group.key for group in recap.places if group.key}
    local = at.astimezone(services.zone)
    return Named(
        period=asks.period,
        place=asks.place,
        agencies={id: agency.short for id, agency in (await uow.agencies.named(agencies)).items()},
        places=await uow.agencies.places(places),
        counted_at=f"{local:%d/%m/%Y %H.%M} {local.tzname()}",
    )
