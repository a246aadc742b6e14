"""Which case follows which: a duplicate and its main case; knows ids, no words."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import bindparam

from storage.tables_triage import merged_cases
from storage.transaction import Repository, insert_new

ADD = insert_new(merged_cases, "case_id", returning=[merged_cases.c.case_id])
#: What followed a case that now follows another goes along: nobody has to walk a chain.
ALONG = (
    merged_cases.update()
    .where(merged_cases.c.main_id == bindparam("b_case"))
    .values(main_id=bindparam("b_main"))
)  # fmt: skip
MAIN = sa.select(merged_cases.c.main_id).where(merged_cases.c.case_id == bindparam("case"))
FOLLOWING = (
    sa.select(merged_cases.c.case_id)
    .where(merged_cases.c.main_id == bindparam("main"))
    .order_by(merged_cases.c.at, merged_cases.c.case_id)
)


class Merged(Repository):
    """Duplicates by case."""

    async def add(self, case: str, main: str, at: datetime) -> bool:
        """`case` follows `main` from now on, and so does what followed `case`; False where it follows one already."""
        if (await self._tx.execute(ADD, {"case_id": case, "main_id": main, "at": at})).first() is None:
            return False
        await self._tx.execute(ALONG, {"b_case": case, "b_main": main})
        return True

    async def main_of(self, case: str) -> str | None:
        """The case it follows, None where it stands for itself."""
        main: str | None = (await self._tx.execute(MAIN, {"case": case})).scalar_one_or_none()
        return main

    async def following(self, main: str) -> list[str]:
        """The cases that follow it, in the order they came."""
        return list((await self._tx.execute(FOLLOWING, {"main": main})).scalars())
