"""The pace of a token, one row for all processes: read and paid for in the transaction that claims.

Per-process limiters are wrong with several processes: each believes it owns the 30 a second that Telegram
gives one bot (core.telegram.org/bots/faq). Knows numbers and moments, neither messages nor channels.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy import bindparam

from storage.columns import EPOCH
from storage.records import Lane
from storage.tables_broadcast import buckets
from storage.transaction import Repository, insert_new

ADD = insert_new(buckets, "name")
GET = sa.select(buckets).where(buckets.c.name == bindparam("name")).with_for_update()
KEPT = ("tokens", "bulk", "recent", "refilled_at", "others_at")
PAY = (
    buckets.update()
    .where(buckets.c.name == bindparam("b_name"))
    .values({name: bindparam(f"b_{name}", type_=buckets.c[name].type) for name in KEPT})
)
QUIET = (
    buckets.update()
    .where(buckets.c.name == bindparam("b_name"), buckets.c.quiet_until < bindparam("b_until"))
    .values(quiet_until=bindparam("b_until"))
)
#: Somebody other than a notice to many spoke that lately: there is a queue to leave room for.
CONTESTED = timedelta(seconds=1)
SECOND = 1_000_000  # microseconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """What one token may do: messages a second, and how many of them a notice to many while others wait."""

    per_second: float
    bulk_per_second: float

    @property
    def most(self) -> int:
        """In any one second: 30 for 29. Saved tokens make up for a moment's delay, but never above this."""
        return max(1, int(self.per_second * 30 / 29))

    @property
    def saved(self) -> float:
        """Tokens kept for a moment's delay: a quarter of a second. More would leave all at once after a pause."""
        return max(1.0, self.per_second / 4)

    @property
    def under_way(self) -> int:
        """How much of a notice to many may be on its way unanswered: nobody knows the fate of these after a kill.

        A third of a second's worth keeps the pace while answers take 340 ms.
        """
        return max(3, int(self.per_second / 3))

    @property
    def reserve(self) -> float:
        """What a notice to many leaves for an answer that comes right now; also how many are worth asking for."""
        return max(1.0, self.per_second / 40)


@dataclass(slots=True)
class Bucket:
    """The tokens of one account at one moment, while a claim decides who gets them."""

    name: str
    rate: Rate
    at: datetime
    tokens: float
    bulk: float
    recent: list[tuple[int, int]]
    others_at: datetime
    quiet_until: datetime
    starved: bool = False  # somebody is due and has to wait for us
    changed: bool = False  # something to pay for
    _short: bool = False

    def left(self, lane: Lane, wanted: int) -> int:
        """How many of that lane may go now."""
        have = 0.0
        if self.at >= self.quiet_until:
            have = min(self.tokens, self.rate.most - sum(count for _, count in self.recent))
            if lane is Lane.BROADCAST:
                contested = self.at - self.others_at < CONTESTED
                have = min(have - self.rate.reserve, self.bulk if contested else have)
        granted = max(0, min(wanted, int(have)))
        self._short = granted < wanted
        self.starved |= not granted
        return granted

    def take(self, lane: Lane, count: int, granted: int) -> None:
        """So many of those granted go; where all do, more may be waiting."""
        self.starved |= self._short and count == granted
        if not count:
            return
        self.changed = True
        self.tokens -= count
        self.recent.append((_micro(self.at), count))
        if lane is Lane.BROADCAST:
            self.bulk = max(0.0, self.bulk - count)
        else:
            self.others_at = self.at

    @property
    def wait(self) -> float:
        """Seconds until asking again is worth it: not for every single token where there are many."""
        if self.at < self.quiet_until:
            return (self.quiet_until - self.at).total_seconds()
        needed = 2 * self.rate.reserve
        freed = self.rate.most - sum(count for _, count in self.recent)
        window = 0.0
        for moment, count in self.recent:
            if freed >= needed:
                break
            freed, window = freed + count, 1 - (_micro(self.at) - moment) / SECOND
        return max(0.005, window, (needed - self.tokens) / self.rate.per_second)


class Buckets(Repository):
    """Buckets by the name of an account ("telegram:4711")."""

    async def open(self, name: str, rate: Rate, at: datetime) -> Bucket:
        """The bucket, filled up to now; nobody else may take from it until the end of the transaction."""
        row = (await self._tx.execute(GET, {"name": name})).one_or_none()
        if row is None:
            await self._tx.execute(ADD, _full(name, rate, at))
            row = (await self._tx.execute(GET, {"name": name})).one()
        # A clock that was set back gives nothing and takes nothing.
        passed = max(0.0, (at - row.refilled_at).total_seconds())
        return Bucket(
            name=name, rate=rate, at=at, others_at=row.others_at, quiet_until=row.quiet_until,
            changed=at < row.refilled_at,
            tokens=min(rate.saved, row.tokens + passed * rate.per_second),
            bulk=min(max(1.0, rate.bulk_per_second / 2), row.bulk + passed * rate.bulk_per_second),
            recent=[(moment, count) for moment, count in row.recent if 0 <= _micro(at) - moment < SECOND],
        )  # fmt: skip

    async def pay(self, bucket: Bucket) -> None:
        """Keep what is left; where nothing was taken, what the row says still holds."""
        if not bucket.changed:
            return
        values: dict[str, Any] = {"b_tokens": bucket.tokens, "b_bulk": bucket.bulk, "b_others_at": bucket.others_at}
        values |= {"b_recent": [list(each) for each in bucket.recent]}
        await self._tx.execute(PAY, {"b_name": bucket.name, "b_refilled_at": bucket.at, **values})

    async def quiet(self, name: str, until: datetime) -> None:
        """The channel told the whole account to be quiet; every process hears it here."""
        await self._tx.execute(QUIET, {"b_name": name, "b_until": until})


def _full(name: str, rate: Rate, at: datetime) -> dict[str, Any]:
    return {
        "name": name, "tokens": rate.saved, "bulk": max(1.0, rate.bulk_per_second / 2), "recent": [],
        "refilled_at": at, "others_at": EPOCH, "quiet_until": EPOCH,
    }  # fmt: skip


def _micro(at: datetime) -> int:
    return (at - EPOCH) // timedelta(microseconds=1)
