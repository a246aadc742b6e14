"""The registry in the database: seeded once, edited by staff, never overwritten by an upgrade."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from sys import intern
from types import SimpleNamespace
from typing import Any, Protocol

import sqlalchemy as sa
from sqlalchemy import bindparam

from complaints.agency import Agency, FormerName, Region
from complaints.model import Actor
from storage.meta import Meta
from storage.tables import agencies, regions
from storage.transaction import Repository, insert_new, upsert

CHUNK = 5_000

ADD_REGIONS = insert_new(regions, "code")
ADD = insert_new(agencies, "id")
SET = upsert(agencies, "id")
COUNT = sa.select(sa.func.count()).select_from(agencies)
GET = sa.select(agencies).where(agencies.c.id == bindparam("id"))
ALL = sa.select(agencies).order_by(agencies.c.id)
ALL_ACTIVE = ALL.where(agencies.c.active)
REGIONS = sa.select(regions).order_by(regions.c.code)
ZONE = sa.select(regions.c.zone).where(regions.c.code == bindparam("id"))
SOME = sa.select(agencies).where(agencies.c.id.in_(bindparam("ids", expanding=True)))
SOME_REGIONS = sa.select(regions.c.code, regions.c.name).where(regions.c.code.in_(bindparam("codes", expanding=True)))
END_PAST = (
    agencies.update()
    .where(agencies.c.active, agencies.c.ends_on < bindparam("b_today", type_=sa.Date()))
    .values(active=False)
)
CHILDREN = ALL.where(agencies.c.parent == bindparam("id"))


class Registry(Protocol):
    """What a registry file was read into."""

    @property
    def regions(self) -> Mapping[str, Region]: ...

    @property
    def agencies(self) -> Mapping[str, Agency]: ...

    @property
    def version(self) -> str: ...


class Agencies(Repository):
    """Agencies and regions."""

    async def load(self, registry: Registry) -> int:
        """Add the rows whose id is not there yet and leave all others as they are; how many agencies came."""
        meta, version = Meta(self._tx), registry.version
        if await meta.get("seed_version") == version:
            return 0
        before = (await self._tx.execute(COUNT)).scalar_one()
        region_rows = [_region_values(region) for region in registry.regions.values()]
        agency_rows = [_agency_values(agency, None) for agency in registry.agencies.values()]
        for statement, rows in ((ADD_REGIONS, region_rows), (ADD, agency_rows)):
            for start in range(0, len(rows), CHUNK):
                await self._tx.execute(statement, rows[start : start + CHUNK])
        await meta.set("seed_version", version)
        await self._changed()
        added: int = (await self._tx.execute(COUNT)).scalar_one() - before
        return added

    async def get(self, id: str) -> Agency | None:
        """The agency of that id, active or not."""
        rows = await self._tx.look_up(GET, id)
        return _agency(rows[0]) if rows else None

    async def all(self, active: bool = True) -> list[Agency]:
        """Every agency, by id; with `active` only those in service."""
        return [_agency(row) for row in await self._tx.execute_wide(ALL_ACTIVE if active else ALL)]

    async def regions(self) -> dict[str, Region]:
        """Every region by its code."""
        return {
            row.code: Region(code=row.code, name=row.name, aliases=tuple(row.aliases), zone=row.zone)
            for row in await self._tx.execute_wide(REGIONS)
        }

    async def zone(self, region: str) -> str | None:
        """Time zone of one region: asked for with every card, so not out of all of them."""
        rows = await self._tx.look_up(ZONE, region)
        return rows[0].zone if rows else None

    async def named(self, ids: Collection[str]) -> dict[str, Agency]:
        """Those agencies by id, active or not."""
        return {row.id: _agency(row) for row in await self._tx.execute(SOME, {"ids": sorted(ids)})}

    async def above(self, ids: Collection[str]) -> dict[str, tuple[str, ...]]:
        """For each of them every office over it, the nearest first; a government answers to no other."""
        known: dict[str, str | None] = {}
        asked = set(ids)
        while asked:
            found = await self.named(asked)
            known |= {id: found[id].parent if id in found and found[id].kind != "pemda" else None for id in asked}
            asked = {parent for parent in known.values() if parent} - known.keys()
        return {id: tuple(_chain(id, known)) for id in ids}

    async def places(self, codes: Collection[str]) -> dict[str, str]:
        """Names of those regions by code."""
        rows = await self._tx.execute(SOME_REGIONS, {"codes": sorted(codes)})
        return {row.code: row.name for row in rows}

    async def children(self, id: str) -> list[Agency]:
        """The agencies directly under it."""
        return [_agency(row) for row in await self._tx.execute(CHILDREN, {"id": id})]

    async def under(self, ids: Collection[str]) -> list[Agency]:
        """Every active agency below those, however deep, without themselves."""
        below = sa.select(agencies.c.id).where(agencies.c.parent.in_(sorted(ids))).cte("below", recursive=True)
        # UNION, not UNION ALL: a ring of parents in the registry must end.
        below = below.union(sa.select(agencies.c.id).where(agencies.c.parent == below.c.id))
        statement = ALL_ACTIVE.where(agencies.c.id.in_(sa.select(below.c.id)), agencies.c.id.not_in(sorted(ids)))
        return [_agency(row) for row in await self._tx.execute_wide(statement)]

    async def around(self, ids: Collection[str], names: Collection[str] = ()) -> dict[str, Agency]:
        """All that a deed with them has to know: these, whoever is above or right below, whoever is called so.

        Thirty thousand offices read for one new name would hold up everybody who writes.
        """
        known: dict[str, Agency] = {}
        asked = set(ids)
        while asked:
            known |= await self.named(asked)
            asked = {one.parent for one in known.values() if one.parent} - known.keys() - asked
        wanted = [agencies.c.parent.in_(sorted(ids)), *(_called(" ".join(name.casefold().split())) for name in names)]
        for row in await self._tx.execute_wide(sa.select(agencies).where(sa.or_(*wanted))):
            known.setdefault(row.id, _agency(row))
        return known

    async def upsert(self, agency: Agency, by: Actor) -> None:
        """Store what staff say of it."""
        await self._tx.execute(SET, _agency_values(agency, by.key))
        await self._changed()

    async def put(self, changed: Sequence[Agency], by: Actor) -> None:
        """`upsert` for many at once; one revision for all of them."""
        rows = [_agency_values(agency, by.key) for agency in changed]
        for start in range(0, len(rows), CHUNK):
            await self._tx.execute(SET, rows[start : start + CHUNK])
        await self._changed()

    async def end_past(self, today: date) -> int:
        """Take out of service what had its last day; how many."""
        ended: int = (await self._tx.execute(END_PAST, {"b_today": today})).rowcount
        if ended:
            await self._changed()
        return ended

    async def touch(self) -> None:
        """Something beside the rows changed that an index of the registry holds: a learnt word."""
        await self._changed()

    async def revision(self) -> int:
        """Grows with every change: whoever keeps an index of the registry rebuilds it then."""
        return int(await Meta(self._tx).get("agencies_revision") or 0)

    async def _changed(self) -> None:
        self._tx.looked.clear()
        await Meta(self._tx).count("agencies_revision")


def _called(name: str) -> sa.ColumnElement[bool]:
    """That very name, in small letters: the official one, the short one, or one that people say."""
    aliases = sa.func.lower(sa.cast(agencies.c.aliases, sa.Text))
    return sa.or_(
        sa.func.lower(agencies.c.name) == name,
        sa.func.lower(agencies.c.short) == name,
        *(aliases.contains(json.dumps(name, ensure_ascii=plain), autoescape=True) for plain in (True, False)),
    )


def _chain(id: str, parents: Mapping[str, str | None]) -> list[str]:
    chain: list[str] = []
    above = parents.get(id)
    while above and above != id and above not in chain:  # a ring of parents in the registry must end
        chain.append(above)
        above = parents.get(above)
    return chain


def _region_values(region: Region) -> dict[str, Any]:
    return {
        "code": region.code, "name": region.name, "aliases": list(region.aliases), "zone": region.zone,
    }  # fmt: skip


def _agency_values(agency: Agency, edited_by: str | None) -> dict[str, Any]:
    return {
        "id": agency.id,
        "name": agency.name,
        "short": agency.short,
        "kind": agency.kind,
        "region": agency.region,
        "parent": agency.parent,
        "concept": agency.concept,
        "proper": agency.proper,
        "aliases": list(agency.aliases),
        "former": [[f.name, f.valid_to and f.valid_to.isoformat()] for f in agency.former],
        "verified": agency.verified,
        "active": agency.active,
        "edited_by": edited_by,
        "ends_on": agency.ends_on,
    }


def to_json(agency: Agency) -> dict[str, Any]:
    """As the history keeps it."""
    values = _agency_values(agency, None)
    del values["edited_by"]
    return {**values, "ends_on": agency.ends_on.isoformat() if agency.ends_on else None}


def from_json(kept: Mapping[str, Any]) -> Agency:
    """What `to_json` kept."""
    last = date.fromisoformat(kept["ends_on"]) if kept.get("ends_on") else None
    return _agency(SimpleNamespace(**{**kept, "ends_on": last}))


def _agency(row: Any) -> Agency:
    # One copy of each code in memory instead of one for each of 30,000 offices.
    return Agency(
        id=intern(row.id),
        name=row.name,
        short=row.short,
        kind=intern(row.kind),
        region=row.region and intern(row.region),
        parent=row.parent and intern(row.parent),
        concept=row.concept and intern(row.concept),
        proper=row.proper,
        aliases=tuple(row.aliases),
        former=tuple(
            FormerName(name=name, valid_to=date.fromisoformat(day) if day else None) for name, day in row.former
        ),
        verified=row.verified,
        active=row.active,
        ends_on=row.ends_on,
    )
