"""Leases: who leads where only one process may, until when, and a number that proves it in a later commit.

The clock is the database's own: machines whose clocks differ or jump must agree on when a lease ends.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy import bindparam, literal_column
from sqlalchemy.dialects import postgresql, sqlite

from storage.columns import EPOCH
from storage.errors import Fenced
from storage.tables_processes import leases
from storage.transaction import Repository

#: Microseconds since 1970. PostgreSQL's now() stands still in a transaction, clock_timestamp() does not.
NOW: dict[str, Any] = {
    "sqlite": literal_column("CAST((julianday('now') - 2440587.5) * 86400000000 AS INTEGER)", sa.BigInteger),
    "postgresql": literal_column("CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS bigint)", sa.BigInteger),
}
_ttl = bindparam("b_ttl", type_=sa.BigInteger)
_mine = sa.and_(
    leases.c.name == bindparam("b_name"),
    leases.c.owner == bindparam("b_owner"),
    leases.c.fence == bindparam("b_fence"),
)


def _until(dialect: str) -> Any:
    return sa.type_coerce(NOW[dialect] + _ttl, sa.BigInteger)


def _free(dialect: str) -> Any:
    return sa.type_coerce(leases.c.until, sa.BigInteger) <= NOW[dialect]


def _take() -> dict[str, Any]:
    made = {}
    for dialect, insert in (("sqlite", sqlite.insert(leases)), ("postgresql", postgresql.insert(leases))):
        first = {"name": bindparam("b_name"), "owner": bindparam("b_owner"), "fence": 1, "until": _until(dialect)}
        made[dialect] = (
            insert.values(first)
            .on_conflict_do_update(
                index_elements=["name"],
                set_={"owner": bindparam("b_owner"), "fence": leases.c.fence + 1, "until": _until(dialect)},
                where=_free(dialect),
            )
            .returning(leases.c.fence)
        )
    return made


TAKE = _take()
RENEW = {d: leases.update().where(_mine).values(until=_until(d)) for d in NOW}
RELEASE = leases.update().where(_mine).values(until=sa.type_coerce(sa.literal_column("0"), leases.c.until.type))
#: Locked, so that nobody takes the lease between this look and our commit.
HOLDS = {d: sa.select(leases.c.fence).where(_mine, ~_free(d)).with_for_update() for d in NOW}
CLOCK = {d: sa.select(shown) for d, shown in NOW.items()}
#: Everybody who leads anywhere.
LEADERS = {d: sa.select(leases.c.owner).where(~_free(d)).distinct().order_by(leases.c.owner) for d in NOW}
OWNER = {d: sa.select(leases.c.owner).where(leases.c.name == bindparam("name"), ~_free(d)) for d in NOW}


@dataclass(frozen=True, slots=True)
class Lease:
    """What a leader holds."""

    name: str
    owner: str
    fence: int


class Leases(Repository):
    """Leases by name."""

    async def take(self, name: str, owner: str, ttl: timedelta) -> Lease | None:
        """The lease where it was free or has ended; None while somebody holds it."""
        values = {"b_name": name, "b_owner": owner, "b_ttl": ttl // timedelta(microseconds=1)}
        fence = (await self._tx.execute(TAKE, values)).scalar_one_or_none()
        return None if fence is None else Lease(name, owner, fence)

    async def renew(self, lease: Lease, ttl: timedelta) -> bool:
        """From now on for `ttl`; False where somebody else took it."""
        values = {**_values(lease), "b_ttl": ttl // timedelta(microseconds=1)}
        return (await self._tx.execute(RENEW, values)).rowcount == 1

    async def release(self, lease: Lease) -> None:
        """Let the next one have it at once."""
        await self._tx.execute(RELEASE, _values(lease))

    async def owner(self, name: str) -> str | None:
        """Who leads there now."""
        found: str | None = (await self._tx.execute(OWNER, {"name": name})).scalar_one_or_none()
        return found

    async def clock(self) -> datetime:
        """What the database's clock shows."""
        micros: int = (await self._tx.execute(CLOCK)).scalar_one()
        return EPOCH + timedelta(microseconds=micros)

    async def require(self, lease: Lease) -> None:
        """Fenced unless it is still held; nobody can take it before this transaction ends."""
        if (await self._tx.execute(HOLDS, _values(lease))).scalar_one_or_none() is None:
            raise Fenced


def _values(lease: Lease) -> dict[str, Any]:
    return {"b_name": lease.name, "b_owner": lease.owner, "b_fence": lease.fence}
