"""Which proposed words staff have decided on, and what words of a kind of office were learnt."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import bindparam

from complaints.model import Actor
from storage.tables_triage import learned_words
from storage.transaction import Repository, insert_new

_t = learned_words.c
ADD = insert_new(learned_words, "mark", returning=[_t.mark])
MARKS = sa.select(_t.mark)
ONE = sa.select(learned_words).where(_t.mark == bindparam("mark"))
CONCEPTS = sa.select(_t.alias, _t.concept).where(_t.approved, _t.concept.is_not(None)).order_by(_t.at, _t.mark)


class Learned(Repository):
    """Decisions by wording and what it was to mean."""

    async def decide(
        self, alias: str, target: str, *, approved: bool, concept: str | None, by: Actor, at: datetime
    ) -> bool:
        """Keep it once; False where somebody decided already. A refused wording is kept as a mark only."""
        mark = self.mark(alias, target)
        row = {
            "mark": mark, "alias": alias if approved and concept else None, "concept": concept if approved else None,
            "approved": approved, "at": at, "by": by.key,
            "words": self._tx.seal(learned_words.c.words, mark, {"name": by.name}),
        }  # fmt: skip
        return (await self._tx.execute(ADD, row)).first() is not None

    async def decided(self) -> set[str]:
        """The marks of all that was decided."""
        return set((await self._tx.execute_wide(MARKS)).scalars())

    async def by(self, alias: str, target: str) -> tuple[str, bool] | None:
        """Who decided on it, and whether they approved."""
        row = (await self._tx.execute(ONE, {"mark": self.mark(alias, target)})).one_or_none()
        if row is None:
            return None
        name: str = self._tx.unseal(learned_words.c.words, row.mark, row.words)["name"]
        return name, row.approved

    async def concepts(self) -> dict[str, str]:
        """Wording -> kind of office, approved by staff."""
        return {row.alias: row.concept for row in await self._tx.execute(CONCEPTS)}

    def mark(self, alias: str, target: str) -> str:
        """Name of a proposal that gives nobody's words away."""
        return self._tx.keys.index(f"learn:{alias}|{target}")
