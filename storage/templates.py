"""Answers an agency keeps for use again, by their short name."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import bindparam

from storage.tables_desk import answer_templates
from storage.transaction import Repository, upsert

SET = upsert(answer_templates, "agency_id", "name")
OF = (
    sa.select(answer_templates)
    .where(answer_templates.c.agency_id == bindparam("agency"))
    .order_by(answer_templates.c.made_at, answer_templates.c.name)
)
DROP = answer_templates.delete().where(
    answer_templates.c.agency_id == bindparam("b_agency"), answer_templates.c.name == bindparam("b_name")
)


class Templates(Repository):
    """Name -> text, oldest first, so that numbers stay what they were."""

    async def put(self, agency_id: str, name: str, text: str, at: datetime) -> None:
        """Keep it, instead of one of the same name."""
        sealed = self._tx.seal(answer_templates.c.words, f"{agency_id}:{name}", text)
        await self._tx.execute(SET, {"agency_id": agency_id, "name": name, "made_at": at, "words": sealed})

    async def of_agency(self, agency_id: str) -> list[tuple[str, str]]:
        """Every (name, text)."""
        rows = await self._tx.execute(OF, {"agency": agency_id})
        return [
            (row.name, self._tx.unseal(answer_templates.c.words, f"{agency_id}:{row.name}", row.words)) for row in rows
        ]

    async def drop(self, agency_id: str, name: str) -> bool:
        """Forget it; False where there is none of that name."""
        return (await self._tx.execute(DROP, {"b_agency": agency_id, "b_name": name})).rowcount == 1
