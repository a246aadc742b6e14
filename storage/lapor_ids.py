"""Tracking ids at SP4N-LAPOR! by case; knows no case and checks no id."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import bindparam

from storage.tables_recap import lapor_ids
from storage.transaction import Repository, upsert

PUT = upsert(lapor_ids, "case_id")
OF_CASES = sa.select(lapor_ids).where(lapor_ids.c.case_id.in_(bindparam("ids", expanding=True)))
FORGET = lapor_ids.delete().where(lapor_ids.c.case_id.in_(bindparam("ids", expanding=True)))


class LaporIds(Repository):
    """One id a case."""

    async def put(self, case: str, tracking_id: str, at: datetime) -> None:
        """Note it; a second one replaces the first."""
        words = self._tx.seal(lapor_ids.c.words, case, {"id": tracking_id})
        await self._tx.execute(PUT, {"case_id": case, "noted_at": at, "words": words})

    async def of(self, cases: Collection[str]) -> dict[str, str]:
        """Case -> tracking id, for those that have one."""
        rows = await self._tx.execute(OF_CASES, {"ids": sorted(cases)})
        return {row.case_id: self._tx.unseal(lapor_ids.c.words, row.case_id, row.words)["id"] for row in rows}

    async def forget(self, cases: Collection[str]) -> None:
        """The person of these cases is erased."""
        await self._tx.execute(FORGET, {"ids": sorted(cases)})
