"""Which agencies help with a case besides the one that holds it."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import bindparam

from storage.tables_desk import case_partners
from storage.transaction import Repository, upsert

ADD = upsert(case_partners, "case_id", "agency_id")
_this = sa.and_(case_partners.c.case_id == bindparam("b_case"), case_partners.c.agency_id == bindparam("b_agency"))
REMOVE = case_partners.update().where(_this).values(active=False)
OF_CASE = (
    sa.select(case_partners.c.agency_id)
    .where(case_partners.c.case_id == bindparam("case"), case_partners.c.active)
    .order_by(case_partners.c.added_at, case_partners.c.agency_id)
)


class Partners(Repository):
    """Partners by case, in the order they came."""

    async def add(self, case: str, agency_id: str, at: datetime) -> None:
        """That agency helps from now on."""
        await self._tx.execute(ADD, {"case_id": case, "agency_id": agency_id, "added_at": at, "active": True})

    async def remove(self, case: str, agency_id: str) -> None:
        """It no longer does."""
        await self._tx.execute(REMOVE, {"b_case": case, "b_agency": agency_id})

    async def of_case(self, case: str) -> list[str]:
        """Ids of the agencies that help."""
        return list((await self._tx.execute(OF_CASE, {"case": case})).scalars())
