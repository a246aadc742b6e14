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

GET = sa.select(agency_rules).where(agency_rules.c.agency_id == bindparam("id"))
SET = upsert(agency_rules, "agency_id")


class AgencyRulesBook(Repository):
    """Rules by agency."""

    async def get(self, agency_id: str) -> AgencyRules:
        """What that agency settled; nothing where it never said anything."""
        row = (await self._tx.execute(GET, {"id": agency_id})).one_or_none()
        if row is None:
            return AgencyRules()
        return AgencyRules(days=dict(row.days), hours=_hours(row.hours), zone=row.zone)

    async def set(self, agency_id: str, rules: AgencyRules, by: Actor, at: datetime) -> None:
        """From now on; due dates are counted anew with the next step of each case."""
        row = {
            "agency_id": agency_id, "days": dict(rules.days), "hours": _week(rules.hours), "zone": rules.zone,
            "edited_by": by.key, "edited_at": at,
        }  # fmt: skip
        await self._tx.execute(SET, row)


def _week(hours: OfficeHours | None) -> list[list[str] | None] | None:
    if hours is None:
        return None
    return [[at.isoformat("minutes") for at in span] if span else None for span in hours.week]


def _hours(week: Any) -> OfficeHours | None:
    if week is None:
        return None
    spans = ((time.fromisoformat(day[0]), time.fromisoformat(day[1])) if day else None for day in week)
    return OfficeHours(week=tuple(spans))
