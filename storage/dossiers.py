"""Dossiers for the Ombudsman: what the citizen answered, agreed to and took back; the paper itself is kept nowhere."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import bindparam

from storage.tables_escalation import dossiers
from storage.transaction import Repository, upsert

GET = sa.select(dossiers).where(dossiers.c.case_id == bindparam("id"))
OF_CHAT = sa.select(dossiers).where(dossiers.c.chat_key == bindparam("id")).order_by(dossiers.c.begun_at)
SET = upsert(dossiers, "case_id")
DROP = dossiers.delete().where(dossiers.c.case_id == bindparam("id"))
FORGET = dossiers.delete().where(dossiers.c.chat_key == bindparam("id"))
STALE = dossiers.delete().where(dossiers.c.state == "asking", dossiers.c.begun_at < bindparam("before"))

#: `Dossier.state`
ASKING, AGREED, ACCEPTED, WITHDRAWN = "asking", "agreed", "accepted", "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """One a case. Personal data: `answers`, `accepted_by`; stored encrypted."""

    case: str
    chat_key: str
    state: str = ASKING
    begun_at: datetime
    answers: dict[str, Any] = field(default_factory=dict)
    consent_version: str | None = None
    consented_at: datetime | None = None
    accepted_at: datetime | None = None
    accepted_by: str = ""
    withdrawn_at: datetime | None = None

    @property
    def leaves(self) -> bool:
        """May it be shown to anybody but its citizen?"""
        return self.consented_at is not None and self.state in (AGREED, ACCEPTED)


class Dossiers(Repository):
    """Dossiers by case."""

    async def get(self, case: str) -> Dossier | None:
        """The one of that case."""
        row = (await self._tx.execute(GET, {"id": case})).one_or_none()
        return None if row is None else self._dossier(row)

    async def of_chat(self, chat_key: str) -> list[Dossier]:
        """Those of that person, oldest first."""
        return [self._dossier(row) for row in await self._tx.execute(OF_CHAT, {"id": chat_key})]

    async def keep(self, dossier: Dossier) -> None:
        """Store it as it stands."""
        words = {"answers": dossier.answers, "accepted_by": dossier.accepted_by}
        row = {
            "case_id": dossier.case, "chat_key": dossier.chat_key, "state": dossier.state,
            "begun_at": dossier.begun_at, "consent_version": dossier.consent_version,
            "consented_at": dossier.consented_at, "accepted_at": dossier.accepted_at,
            "withdrawn_at": dossier.withdrawn_at,
            "words": self._tx.seal(dossiers.c.words, dossier.case, words),
        }  # fmt: skip
        await self._tx.execute(SET, row)

    async def drop(self, case: str) -> None:
        """Called off before anybody agreed to anything."""
        await self._tx.execute(DROP, {"id": case})

    async def forget(self, chat_key: str) -> None:
        """Everything of that person (UU 27/2022 ps. 8)."""
        await self._tx.execute(FORGET, {"id": chat_key})

    async def drop_stale(self, before: datetime) -> int:
        """Answers begun before then and never agreed to."""
        return (await self._tx.execute(STALE, {"before": before})).rowcount

    def _dossier(self, row: Any) -> Dossier:
        words = self._tx.unseal(dossiers.c.words, row.case_id, row.words)
        return Dossier(
            case=row.case_id,
            chat_key=row.chat_key,
            state=row.state,
            begun_at=row.begun_at,
            answers=words["answers"],
            consent_version=row.consent_version,
            consented_at=row.consented_at,
            accepted_at=row.accepted_at,
            accepted_by=words["accepted_by"],
            withdrawn_at=row.withdrawn_at,
        )
