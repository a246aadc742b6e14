"""The focal points: one record a person and unit, checked against its unit, with a history nobody can edit."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import bindparam
from sqlalchemy.dialects import postgresql, sqlite

from complaints.appointments import Appointment, check
from complaints.model import Actor
from storage.errors import Stale
from storage.people_records import (
    Change,
    FocalPoint,
    Way,
    appointment_json,
    appointment_of,
    marks_json,
    marks_of,
)
from storage.tables import agencies, desks, meta
from storage.tables_people import focal_point_changes as changes
from storage.tables_people import focal_points
from storage.transaction import Repository

#: Whoever changes the people of a unit has the unit's row: two primaries cannot slip in side by side.
LOCK = sa.select(agencies.c.id).where(agencies.c.id == bindparam("id")).with_for_update()
ALL = sa.select(focal_points).order_by(focal_points.c.agency_id, focal_points.c.start, focal_points.c.id)
GET = sa.select(focal_points).where(focal_points.c.id == bindparam("id"))
OF_AGENCY = ALL.where(focal_points.c.agency_id == bindparam("id"))
OF_PERSON = ALL.where(focal_points.c.person_key == bindparam("id"))
ADD = focal_points.insert()
SAVE = (
    focal_points.update()
    .where(focal_points.c.id == bindparam("b_id"), focal_points.c.version == bindparam("b_base"))
    .values({c.name: bindparam(f"b_new_{c.name}") for c in focal_points.c if c.name != "id"})
)
NOTE = changes.insert()
HISTORY = sa.select(changes).where(changes.c.focal_point_id == bindparam("id")).order_by(changes.c.id)
TAKING_PART = sa.union(
    sa.select(focal_points.c.agency_id), sa.select(desks.c.agency_id).where(desks.c.active)
)
#: One statement: of two processes only one begins the day. ISO days are ordered as text.
BEGIN_DAY = {
    name: insert.values(name="focal_points_day", value=bindparam("b_day"))
    .on_conflict_do_update(
        index_elements=["name"], set_={"value": insert.excluded.value}, where=meta.c.value < insert.excluded.value
    )
    .returning(meta.c.name)
    for name, insert in (("sqlite", sqlite.insert(meta)), ("postgresql", postgresql.insert(meta)))
}


class FocalPoints(Repository):
    """Focal points by person, unit and day."""

    async def add(self, new: FocalPoint, by: Actor, at: datetime, *, event: str = "appointed") -> FocalPoint:
        """A new record; AppointmentError where it cannot stand beside the others of its unit."""
        await self._checked(new.appointment)
        await self._tx.execute(ADD, self._values(new))
        await self._note(new.id, event, {}, appointment_json(new.appointment), by, at)
        return new

    async def save(self, changed: FocalPoint, by: Actor, at: datetime, *, event: str) -> FocalPoint:
        """Store it and say in its history what is different; Stale where somebody else was quicker."""
        before = await self.get(changed.id)
        if before is None or before.version != changed.version:
            raise Stale(f"focal point {changed.id} is no longer at version {changed.version}")
        if before.appointment != changed.appointment:
            await self._checked(changed.appointment)
        saved = replace(changed, version=changed.version + 1)
        values = {f"b_new_{name}": value for name, value in self._values(saved).items() if name != "id"}
        result = await self._tx.execute(SAVE, {"b_id": saved.id, "b_base": changed.version, **values})
        if result.rowcount != 1:
            raise Stale(f"focal point {changed.id} is no longer at version {changed.version}")
        await self._note(saved.id, event, _facts(before), _facts(saved), by, at)
        return saved

    async def get(self, id: str) -> FocalPoint | None:
        """The record of that id."""
        row = (await self._tx.execute(GET, {"id": id})).one_or_none()
        return None if row is None else self._focal_point(row)

    async def of_agency(self, agency_id: str) -> list[FocalPoint]:
        """Everybody ever appointed for that unit."""
        return await self._many(OF_AGENCY, {"id": agency_id})

    async def of_person(self, person_key: str) -> list[FocalPoint]:
        """Every appointment of that account; one person may serve several units."""
        return await self._many(OF_PERSON, {"id": person_key})

    async def all(self) -> list[FocalPoint]:
        """Every record, by unit."""
        return await self._many(ALL, {})

    async def taking_part(self) -> list[str]:
        """Units that have or had a focal point or a group."""
        return sorted(row.agency_id for row in await self._tx.execute(TAKING_PART))

    async def history(self, id: str) -> list[Change]:
        """What happened to a record, oldest first."""
        return [self._change(row) for row in await self._tx.execute(HISTORY, {"id": id})]

    async def begin_day(self, day: date) -> bool:
        """True once a day, for whoever comes first."""
        return (await self._tx.execute(BEGIN_DAY, {"b_day": day.isoformat()})).first() is not None

    async def _checked(self, appointment: Appointment) -> None:
        await self._tx.execute(LOCK, {"id": appointment.agency_id})
        check(appointment, [other.appointment for other in await self.of_agency(appointment.agency_id)])

    async def _many(self, statement: sa.Select[Any], values: dict[str, Any]) -> list[FocalPoint]:
        return [self._focal_point(row) for row in await self._tx.execute(statement, values)]

    async def _note(
        self, id: str, event: str, before: dict[str, Any], after: dict[str, Any], by: Actor, at: datetime
    ) -> None:
        fields = {name: (before.get(name), after[name]) for name in after if before.get(name) != after[name]}
        uid = uuid.uuid4().hex
        row = {
            "uid": uid, "focal_point_id": id, "at": at, "event": event, "role": by.role, "actor": by.key,
            "words": self._tx.seal(changes.c.words, uid, {"name": by.name, "fields": fields}),
        }  # fmt: skip
        await self._tx.execute(NOTE, row)

    def _change(self, row: Any) -> Change:
        words = self._tx.unseal(changes.c.words, row.uid, row.words)
        fields = {name: (before, after) for name, (before, after) in words["fields"].items()}
        return Change(
            at=row.at, event=row.event, role=row.role, actor=row.actor, actor_name=words["name"], fields=fields
        )

    def _values(self, given: FocalPoint) -> dict[str, Any]:
        post = given.appointment
        person = {"appointment": appointment_json(post), "contacts": _contacts(given.contacts.items())}
        return {
            "id": given.id,
            "agency_id": post.agency_id,
            "role": post.role,
            "start": post.start,
            "end": post.end,
            "deputy_of": post.deputy_of,
            "left_on": post.left_on,
            "verified_on": post.verified_on,
            "person_key": given.person_key,
            "chat_key": given.chat_key,
            "marks": marks_json(given.marks),
            "version": given.version,
            "person": self._tx.seal(focal_points.c.person, given.id, person),
        }

    def _focal_point(self, row: Any) -> FocalPoint:
        person = self._tx.unseal(focal_points.c.person, row.id, row.person)
        return FocalPoint(
            appointment=appointment_of(person["appointment"]),
            contacts={Way(way): value for way, value in person["contacts"].items()},
            person_key=row.person_key,
            chat_key=row.chat_key,
            marks=marks_of(row.marks),
            version=row.version,
        )


def _contacts(items: Iterable[tuple[Way, str]]) -> dict[str, str]:
    return {way.value: value for way, value in items}


def _facts(given: FocalPoint) -> dict[str, Any]:
    """What a history is about: not the marks, which say what we did and not what they are."""
    return {
        **appointment_json(given.appointment),
        "contacts": _contacts(given.contacts.items()),
        "person_key": given.person_key,
    }
