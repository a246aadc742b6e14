"""What became of each message we sent: accepted, sent, delivered, read or failed, and what it cost.

States only ever rise; statuses come late, twice and in any order. Knows no wire and no price.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy import bindparam
from sqlalchemy.dialects import postgresql, sqlite

from conversations.recap import Sent
from storage.tables_whatsapp import deliveries
from storage.transaction import Repository

#: A failure may follow "sent"; a phone that shows a message proves that it did not fail.
STATES = ("accepted", "sent", "failed", "delivered", "read", "played")
RANK = {state: rank for rank, state in enumerate(STATES)}
FAILED = RANK["failed"]
#: Ids of outbox rows may be given again once old rows are deleted; older confirmations do not count.
FRESH = timedelta(days=7)


#: What one side tells and the other does not know.
TOLD_ONCE = ("outbox_id", "case_id", "billable", "category", "template")


def _note() -> dict[str, Any]:
    made: dict[str, Any] = {}
    for name, insert in (("sqlite", sqlite.insert(deliveries)), ("postgresql", postgresql.insert(deliveries))):
        new, old = insert.excluded, deliveries.c
        rises = new.state > old.state
        kept = {name: sa.func.coalesce(old[name], new[name]) for name in TOLD_ONCE}
        made[name] = insert.on_conflict_do_update(
            index_elements=["external_key"],
            set_={
                **kept,
                "part": sa.case((old.outbox_id.is_(None), new.part), else_=old.part),
                "state": sa.case((rises, new.state), else_=old.state),
                "at": sa.case((rises, new.at), else_=old.at),
                "code": sa.case((rises, new.code), else_=old.code),
            },
        )
    return made


NOTE = _note()
GET = sa.select(deliveries).where(deliveries.c.external_key == bindparam("external_key"))
PARTS = (
    sa.select(deliveries)
    .where(
        deliveries.c.outbox_id == bindparam("outbox_id"),
        deliveries.c.chat_key == bindparam("chat_key"),
        deliveries.c.state != FAILED,
        deliveries.c.at > bindparam("after"),
    )
    .order_by(deliveries.c.part)
)
LAST_OF_CASE = (
    sa.select(deliveries)
    .where(deliveries.c.case_id == bindparam("case_id"))
    .order_by(deliveries.c.at.desc())
    .limit(1)
)
OF_CHAT = sa.select(deliveries).where(deliveries.c.chat_key == bindparam("chat_key")).order_by(deliveries.c.at)
SINCE = sa.select(deliveries).where(deliveries.c.at >= bindparam("since")).order_by(deliveries.c.at)
#: Only accepted, or failed: it reached no phone and is never billed.
REACHED = deliveries.c.state.not_in([RANK["accepted"], RANK["failed"]])
BILL = (
    sa.select(deliveries.c.billable, deliveries.c.category, sa.func.count().label("n"))
    .where(deliveries.c.at >= bindparam("since"), deliveries.c.at < bindparam("until"), REACHED)
    .group_by(deliveries.c.billable, deliveries.c.category)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One message on its way, as far as the channel told."""

    external_id: str
    chat_key: str
    state: str
    at: datetime
    outbox_id: int | None = None
    part: int = 0
    case: str | None = None
    code: int | None = None
    billable: bool | None = None
    category: str | None = None
    template: str | None = None


class Deliveries(Repository):
    """Deliveries by the channel's id of the message."""

    async def note(self, one: Delivery) -> Delivery:
        """Whatever is told first makes the row; the state after it."""
        key = self._key(one.external_id)
        await self._tx.execute(
            NOTE,
            {
                "external_key": key,
                "chat_key": one.chat_key,
                "outbox_id": one.outbox_id,
                "part": one.part,
                "case_id": one.case,
                "state": RANK[one.state],
                "at": one.at,
                "code": one.code,
                "billable": one.billable,
                "category": one.category,
                "template": one.template,
                "words": self._tx.seal(deliveries.c.words, key, one.external_id),
            },
        )
        found = await self.get(one.external_id)
        assert found is not None
        return found

    async def get(self, external_id: str) -> Delivery | None:
        """What is known of that message."""
        row = (await self._tx.execute(GET, {"external_key": self._key(external_id)})).one_or_none()
        return None if row is None else self._delivery(row)

    async def parts(self, outbox_id: int, chat_key: str, *, at: datetime) -> dict[int, str]:
        """Parts of an outbox row that are known to have gone out, whatever became of the answer to the send."""
        values = {"outbox_id": outbox_id, "chat_key": chat_key, "after": at - FRESH}
        found = [self._delivery(row) for row in await self._tx.execute(PARTS, values)]
        return {one.part: one.external_id for one in found}

    async def last_of_case(self, case: str) -> Delivery | None:
        """The newest news of a case, for those who want to know whether it arrived."""
        row = (await self._tx.execute(LAST_OF_CASE, {"case_id": case})).one_or_none()
        return None if row is None else self._delivery(row)

    async def of_chat(self, chat_key: str) -> Sequence[Delivery]:
        """Everything sent to a chat, oldest first."""
        return [self._delivery(row) for row in await self._tx.execute(OF_CHAT, {"chat_key": chat_key})]

    async def bill(self, since: datetime, until: datetime) -> Sent:
        """What went out from `since` to before `until`; statuses still come in days later."""
        rows = list(await self._tx.execute_wide(BILL, {"since": since, "until": until}))
        billed: dict[str, int] = {}
        for row in rows:
            if row.billable:
                billed[row.category or "?"] = billed.get(row.category or "?", 0) + row.n
        return Sent(messages=sum(row.n for row in rows), billed=billed)

    async def since(self, at: datetime) -> Sequence[Delivery]:
        """Everything sent since then, for the cost meter."""
        return [self._delivery(row) for row in await self._tx.execute(SINCE, {"since": at})]

    def _key(self, external_id: str) -> str:
        return self._tx.keys.index(f"delivery:{external_id}")

    def _delivery(self, row: Any) -> Delivery:
        return Delivery(
            external_id=self._tx.unseal(deliveries.c.words, row.external_key, row.words),
            chat_key=row.chat_key,
            state=STATES[row.state],
            at=row.at,
            outbox_id=row.outbox_id,
            part=row.part,
            case=row.case_id,
            code=row.code,
            billable=row.billable,
            category=row.category,
            template=row.template,
        )
