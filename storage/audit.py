"""The audit log: who did what and when, chained by keyed hashes so that a changed or missing line shows.

One chain per case (and one per actor for what concerns no case). The end of a chain can be cut off
unseen; everything before it cannot.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy import bindparam

from complaints.model import Actor
from storage.columns import EPOCH
from storage.records import AuditEntry
from storage.tables import audit
from storage.transaction import Repository

LOCK = sa.text("SELECT pg_advisory_xact_lock(hashtextextended(:chain, 0))")
LAST = (
    sa.select(audit.c.seq, audit.c.hash)
    .where(audit.c.chain == bindparam("chain"))
    .order_by(audit.c.seq.desc())
    .limit(1)
)
ADD = audit.insert()
CHAIN = sa.select(audit).where(audit.c.chain == bindparam("chain")).order_by(audit.c.seq)


class Audit(Repository):
    """Append and read; there is no way to change a line."""

    async def add(
        self,
        at: datetime,
        actor: Actor,
        event: str,
        case: str | None = None,
        detail: dict[str, Any] | None = None,
    ) -> None:
        """One line; `detail` and the actor's name are stored encrypted."""
        chain = case or f"{actor.role}:{actor.key}"[:64]
        if self._tx.dialect == "postgresql":
            await self._tx.execute(LOCK, {"chain": chain})
        last = (await self._tx.execute(LAST, {"chain": chain})).one_or_none()
        seq, before = (last.seq + 1, last.hash) if last else (1, "")
        words = {"name": actor.name, "detail": detail or {}}
        row = {
            "chain": chain,
            "seq": seq,
            "at": at,
            "role": actor.role,
            "actor": actor.key,
            "event": event,
            "case_id": case,
            "words": self._tx.seal(audit.c.words, f"{chain}:{seq}", words),
        }
        await self._tx.execute(ADD, {**row, "hash": self._hash(before, row)})

    async def of_case(self, case: str) -> list[AuditEntry]:
        """The lines of a case, oldest first."""
        return [self._entry(row) for row in await self._tx.execute(CHAIN, {"chain": case})]

    async def broken(self, chain: str) -> int | None:
        """The first line of that chain that is not as it was written, None where all are."""
        before = ""
        for expected, row in enumerate(await self._tx.execute(CHAIN, {"chain": chain}), start=1):
            if row.seq != expected or row.hash != self._hash(before, row._asdict()):
                return expected
            before = row.hash
        return None

    def _hash(self, before: str, row: dict[str, Any]) -> str:
        moment = str((row["at"] - EPOCH) // timedelta(microseconds=1))
        named = ("chain", "seq", "role", "actor", "event", "case_id")
        parts = [before, *(str(row[name]) for name in named), moment]
        return self._tx.keys.index("audit:" + "\x1f".join(parts) + bytes(row["words"]).hex())

    def _entry(self, row: Any) -> AuditEntry:
        words = self._tx.unseal(audit.c.words, f"{row.chain}:{row.seq}", row.words)
        return AuditEntry(
            at=row.at,
            role=row.role,
            actor=row.actor,
            actor_name=words["name"],
            event=row.event,
            case=row.case_id,
            detail=words["detail"],
            seq=row.seq,
        )
