"""Which person of staff has a case in hand; at most one, and nobody else is kept from working on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import bindparam

from storage.tables_triage import case_staff
from storage.transaction import Repository, upsert

KEEP = upsert(case_staff, "case_id")
OF = sa.select(case_staff).where(case_staff.c.case_id.in_(bindparam("cases", expanding=True)))
CASES = sa.select(case_staff.c.case_id).where(case_staff.c.person == bindparam("person")).order_by(case_staff.c.at)
DROP = case_staff.delete().where(case_staff.c.case_id == bindparam("case"))
LEFT = case_staff.delete().where(case_staff.c.person == bindparam("person"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Hand:
    """Whose it is since when; `person` is the keyed hash of the account."""

    case: str
    person: str
    name: str
    at: datetime


class CaseStaff(Repository):
    """People of staff by case."""

    async def give(self, hand: Hand) -> None:
        """It is theirs from now on, whoever had it."""
        words = self._tx.seal(case_staff.c.words, hand.case, hand.name)
        await self._tx.execute(KEEP, {"case_id": hand.case, "person": hand.person, "at": hand.at, "words": words})

    async def of(self, cases: Sequence[str]) -> dict[str, Hand]:
        """Who has which of these."""
        rows = await self._tx.execute(OF, {"cases": list(cases)})
        return {row.case_id: self._hand(row) for row in rows}

    async def cases_of(self, person: str) -> list[str]:
        """Ids of what they have, the longest first; ended cases too."""
        return list((await self._tx.execute(CASES, {"person": person})).scalars())

    async def release(self, case: str) -> None:
        """Nobody's any more."""
        await self._tx.execute(DROP, {"case": case})

    async def left(self, person: str) -> int:
        """They do not work here any more: how many cases are nobody's now."""
        return (await self._tx.execute(LEFT, {"person": person})).rowcount

    def _hand(self, row: Any) -> Hand:
        name = self._tx.unseal(case_staff.c.words, row.case_id, row.words)
        return Hand(case=row.case_id, person=row.person, name=name, at=row.at)
