"""What agencies settled for themselves, in the database; how it is counted with is no matter of this room."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

import sqlalchemy as sa
from sqlalchemy import bindparam

from complaints.agency_rules import AgencyRules
from complaints.model import Actor
from complaints.office_hours import OfficeHours
from storage.tables_escalation import agency_rules
from storage.transaction import Repository, upsert

KEPT = sa.select(agency_rules).where(agency_rules.c.agency_id == bindparam("id")).order_by(agency_rules.c.since)
ALL = sa.select(agency_rules).order_by(agency_rules.c.agency_id, agency_rules.c.since)
SET = upsert(agency_rules, "agency_id", "since")


class AgencyRulesBook(Repository):
    """Rules by agency, and since when each of them holds."""

    async def get(self, agency_id: str) -> AgencyRules:
        """What that agency settled last; nothing where it never said anything."""
        found = await self.kept(agency_id)
        return found[-1][1] if found else AgencyRules()

    async def kept(self, agency_id: str) -> list[tuple[datetime, AgencyRules]]:
        """(since, rules), oldest first."""
        return [(row.since, _rules(row)) for row in await self._tx.look_up(KEPT, agency_id)]

    async def all(self) -> dict[str, AgencyRules]:
        """Agency -> what it settled last."""
        return {row.agency_id: _rules(row) for row in await self._tx.execute(ALL)}

    async def set(self, agency_id: str, rules: AgencyRules, by: Actor, at: datetime) -> None:
        """For every clock that begins from now on; one that runs keeps the date it was promised with."""
        row = {
            "agency_id": agency_id, "since": at, "days": dict(rules.days), "hours": _week(rules.hours),
            "zone": rules.zone, "edited_by": by.key,
        }  # fmt: skip
        await self._tx.execute(SET, row)
        self._tx.looked.clear()


def _rules(row: Any) -> AgencyRules:
    return AgencyRules(days=dict(row.days), hours=_hours(row.hours), zone=row.zone)


def _week(hours: OfficeHours | None) -> list[list[str] | None] | None:
    if hours is None:
        return None
    return [[at.isoformat("minutes") for at in span] if span else None for span in hours.week]


def _hours(week: Any) -> OfficeHours | None:
    if week is None:
        return None
    spans = ((time.fromisoformat(day[0]), time.fromisoformat(day[1])) if day else None for day in week)
    return OfficeHours(week=tuple(spans))
