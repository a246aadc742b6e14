"""Links that open the bot for one agency or one of its counters: unguessable, revocable, counted; knows no URL."""

from __future__ import annotations

import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import bindparam

from storage.columns import Utc
from storage.tables_citizen import links
from storage.transaction import Repository

#: 128 bits in 22 characters; Telegram takes up to 64 of [A-Za-z0-9_-] after ?start=.
TOKEN_BYTES = 16

ADD = links.insert()
OF_AGENCY = (
    sa.select(links)
    .where(links.c.agency_id == bindparam("agency_id"), links.c.revoked_at.is_(None))
    .order_by(links.c.created_at, links.c.id)
)
_at = bindparam("b_at", type_=Utc())
#: Found and counted in one statement: two people at one counter are two uses.
USE = (
    links.update()
    .where(links.c.token == bindparam("b_token"), links.c.revoked_at.is_(None))
    .values(uses=links.c.uses + 1, used_at=_at)
    .returning(links)
)
REVOKE = links.update().where(links.c.id == bindparam("b_id"), links.c.revoked_at.is_(None)).values(revoked_at=_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One way in. `counter` is what hangs over the place where the poster hangs, or nothing."""

    id: str
    agency_id: str
    token: str
    counter: str = ""
    created_at: datetime
    used_at: datetime | None = None
    uses: int = 0


class Links(Repository):
    """Links by agency for those who print them, by token for those who follow them."""

    async def ensure(self, agency_id: str, counter: str = "", *, at: datetime) -> Link:
        """The link of that counter, the same as on the poster that hangs there; made where there is none."""
        for link in await self.of_agency(agency_id):
            if link.counter.casefold() == counter.casefold():
                return link
        made = Link(
            id=uuid.uuid4().hex, agency_id=agency_id, token=secrets.token_urlsafe(TOKEN_BYTES),
            counter=counter, created_at=at,
        )  # fmt: skip
        await self._tx.execute(
            ADD,
            {
                "id": made.id,
                "token": self._hash(made.token),
                "agency_id": agency_id,
                "created_at": at,
                "uses": 0,
                "words": self._tx.seal(links.c.words, made.id, {"token": made.token, "counter": counter}),
            },
        )
        return made

    async def of_agency(self, agency_id: str) -> list[Link]:
        """Links that can be followed, the oldest first."""
        return [self._link(row) for row in await self._tx.execute(OF_AGENCY, {"agency_id": agency_id})]

    async def use(self, token: str, at: datetime) -> Link | None:
        """Somebody followed it: counted; None where there is no such link or it was revoked."""
        if not 16 <= len(token) <= 64:
            return None
        row = (await self._tx.execute(USE, {"b_token": self._hash(token), "b_at": at})).one_or_none()
        return None if row is None else self._link(row)

    async def revoke(self, link: Link, at: datetime) -> bool:
        """It opens nothing any more; False where it was revoked before."""
        return (await self._tx.execute(REVOKE, {"b_id": link.id, "b_at": at})).rowcount == 1

    def _hash(self, token: str) -> str:
        return self._tx.keys.index(f"link:{token}")

    def _link(self, row: Any) -> Link:
        return Link(
            id=row.id,
            agency_id=row.agency_id,
            created_at=row.created_at,
            used_at=row.used_at,
            uses=row.uses,
            **self._tx.unseal(links.c.words, row.id, row.words),
        )
