"""The outbox: what is to be said, handed to senders lane by lane, one message of a chat at a time.

Knows when and whether a message goes out, not how it is rendered or sent. A sender claims in one
transaction, sends with none open, and settles in another: `sent`, `retry` or `dead`, each fenced by owner.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row

from conversations.messages import Channel
from storage import codec
from storage import outbox_statements as sql
from storage.bubbles import Bubbles
from storage.buckets import Bucket
from storage.columns import EPOCH
from storage.outbox_rows import body_of, outbox_row
from storage.records import Bubble, Depth, Lane, OutboxRow, Outgoing
from storage.tables import DEAD, SETTLED, TODO, outbox
from storage.transaction import Repository


class Outbox(Repository):
    """Messages on their way."""

    async def put(self, what: Outgoing | Sequence[Outgoing], *, at: datetime | None = None) -> None:
        """Append, in order; what carries a `dedup` its chat has seen is left out silently."""
        many = [what] if isinstance(what, Outgoing) else what
        now = at or self._tx.clock()
        if many:
            await self._tx.execute(sql.PUT, [self._values(one, now) for one in many])

    def _values(self, one: Outgoing, now: datetime) -> dict[str, Any]:
        uid = secrets.token_hex(16)
        message = None if one.message is None else codec.pack(one.message)
        body = {"message": message, "thread": one.thread, "data": one.data}
        return {
            "b_chat_key": one.chat_key,
            "b_uid": uid,
            "b_lane": int(one.lane),
            "b_action": one.action,
            "b_ref": one.ref,
            "b_case_id": one.case,
            "b_bubble": one.bubble,
            "b_dedup": one.dedup,
            "b_on_ambiguous": one.on_ambiguous,
            "b_body": self._tx.seal(outbox.c.body, uid, body),
            "b_created_at": now,
            "b_due_at": one.due_at or EPOCH,
        }

    async def claim(
        self,
        *,
        owner: str,
        at: datetime,
        limit: int = 50,
        lease: timedelta = timedelta(minutes=1),
        accounts: Collection[tuple[Channel, str]] | None = None,
        buckets: Mapping[str, Bucket] | None = None,
        busy: Sequence[tuple[int, str]] | None = None,
        bulk: Mapping[str, int] | None = None,
    ) -> list[OutboxRow]:
        """Due messages for this sender until the lease ends: the first of each chat, lane after lane.

        `accounts` names the tokens this process can send with; None is every account that has work.
        `buckets` by "channel:account" say how many each may send now, and are taken from. `busy` is what was
        asked in this transaction already, `bulk` how much of a notice to many each may take on.
        """
        if busy is None:
            busy = await self.busy(accounts, at)
        rows: list[Row[Any]] = []
        for lane, account in busy:
            most, bucket = limit - len(rows), buckets.get(account) if buckets else None
            if bulk is not None and lane == Lane.BROADCAST and (most := min(most, bulk[account])) <= 0:
                continue
            if bucket and not (most := bucket.left(Lane(lane), most)):
                continue
            values = {"account": account, "lane": lane, "at": at, "limit": most}
            found = (await self._tx.execute(sql.CLAIMABLE, values)).all()
            if bucket:
                bucket.take(Lane(lane), len(found), most)
            rows += found
            if len(rows) >= limit:
                break
        if rows:
            lease_values = {"b_ids": [row.id for row in rows], "b_owner": owner, "b_until": at + lease}
            await self._tx.execute(sql.LEASE, lease_values)
        claimed = [outbox_row(self._tx, row) for row in rows]
        return [replace(row, owner=owner, attempts=row.attempts + 1) for row in claimed]

    async def busy(self, accounts: Collection[tuple[Channel, str]] | None, at: datetime) -> list[tuple[int, str]]:
        """Lanes in which something is due, and whose ("channel:account"); the best lane first."""
        # One question for all: an idle sender asks often and must not pay for ten queries.
        if accounts is None:
            names = sorted((await self._tx.execute(sql.ACCOUNTS)).scalars())
        else:
            names = [f"{channel}:{account}" for channel, account in accounts]
        if not names:
            return []
        bound = {f"account{number}": name for number, name in enumerate(names)}
        due = (await self._tx.execute(sql.next_due(len(names)), bound)).one()
        lanes = ((int(lane), account) for account in names for lane in Lane)
        return sorted(lane for lane, first in zip(lanes, due, strict=True) if first is not None and first <= at)

    async def overtaken(self, row: OutboxRow, at: datetime) -> bool:
        """Has something more urgent for that chat come since the row was claimed?"""
        values = {"chat_key": row.chat_key, "lane": int(row.lane), "at": at}
        found: bool = (await self._tx.execute(sql.OVERTAKEN, values)).scalar_one()
        return found

    async def sent(self, id: int, owner: str, external_ids: Sequence[str], at: datetime) -> bool:
        """It went out under these ids: settled, and findable as bubbles. False where the lease was lost."""
        return id in await self.sent_together({id: external_ids}, owner, at)

    async def sent_together(self, out: Mapping[int, Sequence[str]], owner: str, at: datetime) -> set[int]:
        """The same for several; those whose lease still was ours."""
        rows = (await self._tx.execute(sql.SENT, {"b_ids": sorted(out), "b_owner": owner})).all()
        await Bubbles(self._tx).add(*(bubble for row in rows for bubble in self._bubbles(row, out[row.id], at)))
        return {row.id for row in rows}

    def _bubbles(self, row: Row[Any], external_ids: Sequence[str], at: datetime) -> list[Bubble]:
        """What is to be found again: whatever belongs to a case, or is edited or replied to."""
        if not (row.ref or row.case_id or row.bubble):
            return []
        body = body_of(self._tx, row)
        return [
            Bubble(
                chat_key=row.chat_key,
                external_id=external_id,
                ref=row.ref,
                case=row.case_id,
                kind=row.bubble,
                sent_at=at,
                part=part,
                thread=body["thread"],
                data=body["data"] or {},
            )
            for part, external_id in enumerate(external_ids)
        ]

    async def retry(self, id: int, owner: str, due_at: datetime, error: str = "", count_try: bool = True) -> bool:
        """Try again then; the chat waits behind it. Without `count_try` (throttled) it costs no attempt."""
        back = 0 if count_try else 1
        return await self._settle(id, owner, state=TODO, error=error, due_at=due_at, back=back)

    async def dead(self, id: int, owner: str, error: str) -> bool:
        """It can never be sent: a dead letter."""
        return await self._settle(id, owner, state=DEAD, error=error)

    async def dropped(self, id: int, owner: str, error: str = "") -> bool:
        """It need not be sent any more."""
        return await self._settle(id, owner, state=SETTLED, error=error)

    async def _settle(
        self, id: int, owner: str, *, state: int, error: str, due_at: datetime | None = None, back: int = 0
    ) -> bool:
        values = {
            "b_id": id,
            "b_owner": owner,
            "b_state": state,
            "b_error": self._tx.seal(outbox.c.error, id, error) if error else None,
            "b_due_at": due_at,
            "b_back": back,
        }
        return (await self._tx.execute(sql.SETTLE, values)).rowcount == 1

    async def drop_chat(self, chat_key: str) -> int:
        """The chat is closed to us: give up all that waits for it; how many."""
        return (await self._tx.execute(sql.DROP_CHAT, {"b_chat_key": chat_key})).rowcount

    async def release(self, owner: str) -> int:
        """Hand back what this sender claimed and did not send (shutdown); how many."""
        return (await self._tx.execute(sql.RELEASE, {"b_owner": owner})).rowcount

    async def reap(self, at: datetime) -> int:
        """Deal with leases that ran out: their sender died between claiming and settling; how many."""
        dropped = (await self._tx.execute(sql.REAP_DROP, {"b_at": at})).rowcount
        return dropped + (await self._tx.execute(sql.REAP_RESEND, {"b_at": at})).rowcount

    async def depth(self, *, at: datetime | None = None) -> dict[Lane, Depth]:
        """Per lane with unsent messages: how many are due, and the age of the oldest."""
        now = at or self._tx.clock()
        rows = await self._tx.execute(sql.DEPTH, {"at": now})
        return {
            Lane(row.lane): Depth(count=row.waiting, oldest=max(0.0, (now - row.since).total_seconds()))
            for row in rows
        }

    async def dead_letters(self, limit: int = 100) -> list[OutboxRow]:
        """The newest dead letters."""
        return [outbox_row(self._tx, row) for row in await self._tx.execute(sql.DEAD_LETTERS, {"limit": limit})]

    async def requeue(self, id: int) -> bool:
        """Give a dead letter another life."""
        return (await self._tx.execute(sql.REQUEUE, {"b_id": id})).rowcount == 1

    async def revive(self, id: int) -> bool:
        """`requeue` by the name the inbox has for it; False where it is no dead letter any more."""
        return await self.requeue(id)

    async def bury(self, id: int) -> bool:
        """Nobody needs this dead letter any more; False where it is none."""
        return (await self._tx.execute(sql.BURY, {"b_id": id})).rowcount == 1

    async def forget(self, *, before: datetime) -> int:
        """Delete settled messages created before that moment; how many."""
        return (await self._tx.execute(sql.FORGET, {"before": before})).rowcount
