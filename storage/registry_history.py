"""Every change of the registry as it was made: who, when, before and after; and the way back."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import bindparam, func

from complaints.errors import RegistryChangeError
from complaints.model import Actor
from complaints.registry_care import Change, undone
from storage.agencies import CHUNK, Agencies, from_json, to_json
from storage.tables_triage import agency_changes
from storage.transaction import Repository

_t = agency_changes.c
ADD = agency_changes.insert()
BATCH = sa.select(agency_changes).where(_t.batch == bindparam("batch")).order_by(_t.id)
UNDOING = sa.select(_t.id).where(_t.undoes == bindparam("batch")).limit(1)
NEWEST = (
    sa.select(
        _t.batch, func.min(_t.id).label("first"), func.count().label("n"), func.max(_t.undoes).label("undoes")
    )
    .group_by(_t.batch)
    .order_by(func.min(_t.id).desc())
    .limit(bindparam("limit"))
)
_back = agency_changes.alias("back")
STANDS = (
    sa.select(_t.batch)
    .where(_t.undoes.is_(None), _t.batch.not_in(sa.select(_back.c.undoes).where(_back.c.undoes.is_not(None))))
    .order_by(_t.id.desc())
    .limit(1)
)
FIRST = sa.select(agency_changes).where(_t.id.in_(bindparam("ids", expanding=True)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What was done together: `name` is the first office's, `n` how many there were."""

    batch: str
    deed: str
    at: datetime
    by: str
    name: str
    n: int
    undoes: str | None


class RegistryHistory(Repository):
    """Changes in batches; a batch is undone as a whole or not at all."""

    async def save(
        self,
        changes: Sequence[Change],
        *,
        deed: str,
        by: Actor,
        at: datetime,
        batch: str = "",
        undoes: str | None = None,
    ) -> str:
        """Store the offices and the rows of the history; the name of the batch.

        RegistryChangeError where an office is not as `before` says any more: somebody else was quicker.
        """
        batch = batch or secrets.token_hex(6)
        agencies = Agencies(self._tx)
        for change in changes if len(changes) <= CHUNK else ():
            if await agencies.get(change.after.id) != change.before:
                raise RegistryChangeError("care.refused.moved_on", {"name": change.after.name})
        await agencies.put([change.after for change in changes], by)
        rows = [self._row(change, batch, deed, by, at, undoes) for change in changes]
        for start in range(0, len(rows), CHUNK):
            await self._tx.execute(ADD, rows[start : start + CHUNK])
        return batch

    async def undo(self, batch: str, *, by: Actor, at: datetime) -> list[Change]:
        """Put the offices of a batch back; RegistryChangeError where that was done or one has changed since."""
        if (await self._tx.execute(UNDOING, {"batch": batch})).first() is not None:
            raise RegistryChangeError("care.refused.undone", {})
        changes = await self.of_batch(batch)
        if not changes:
            raise RegistryChangeError("care.refused.no_batch", {"batch": batch})
        back = undone(changes)
        await self.save(back, deed="undo", by=by, at=at, undoes=batch)
        return back

    async def last(self) -> str:
        """The newest change that stands; "" where there is none. Taking back twice goes two changes back."""
        return (await self._tx.execute(STANDS)).scalar_one_or_none() or ""

    async def of_batch(self, batch: str) -> list[Change]:
        """What was changed together, in order."""
        rows = (await self._tx.execute(BATCH, {"batch": batch})).all()
        return [Change(from_json(row.before) if row.before else None, from_json(row.after)) for row in rows]

    async def newest(self, limit: int = 10) -> list[Batch]:
        """The last batches, the newest first."""
        listed = (await self._tx.execute(NEWEST, {"limit": limit})).all()
        first = {row.id: row for row in await self._tx.execute(FIRST, {"ids": [one.first for one in listed]})}
        return [self._batch(one, first[one.first]) for one in listed]

    def _batch(self, listed: Any, row: Any) -> Batch:
        name = self._tx.unseal(agency_changes.c.words, f"{row.batch}:{row.agency_id}", row.words)["name"]
        return Batch(
            batch=row.batch, deed=row.deed, at=row.at, by=name, name=row.after["name"], n=listed.n,
            undoes=listed.undoes,
        )  # fmt: skip

    def _row(
        self, change: Change, batch: str, deed: str, by: Actor, at: datetime, undoes: str | None
    ) -> dict[str, Any]:
        words = self._tx.seal(agency_changes.c.words, f"{batch}:{change.after.id}", {"name": by.name})
        return {
            "batch": batch, "deed": deed, "agency_id": change.after.id, "at": at, "by": by.key, "undoes": undoes,
            "before": to_json(change.before) if change.before else sa.null(), "after": to_json(change.after),
            "words": words,
        }  # fmt: skip
