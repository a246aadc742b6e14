"""The inbox: raw updates, stored before they are acknowledged, handed out one conversation at a time.

Knows the order and the fate of an update, not what is in it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any, TypeAlias

import sqlalchemy as sa
from sqlalchemy import bindparam, literal_column
from sqlalchemy.dialects import postgresql, sqlite

from conversations.messages import Channel
from storage.columns import EPOCH
from storage.meta import Meta
from storage.records import InboxRow
from storage.tables import DIED, HANDLED, WAITING, chat_locks, inbox
from storage.transaction import Repository

#: channel, account, event id, chat key, raw payload
Update: TypeAlias = tuple[Channel, str, str, str, dict[str, Any]]
#: Wait after the first, second, ... failed try. Short: the person is waiting and others are not blocked.
BACKOFF = (timedelta(seconds=2), timedelta(seconds=10), timedelta(minutes=1))

_earlier = inbox.alias("earlier")
#: Written literally: a bound value would hide the partial index from both planners.
_is_waiting = inbox.c.state == literal_column("0")

ADD_LOCK = sqlite.insert(chat_locks).on_conflict_do_nothing()
ADD = sqlite.insert(inbox).on_conflict_do_nothing(index_elements=["chat_key", "event_key"]).returning(inbox.c.id)


def _add_all() -> sa.Executable:
    """Both of them for any number of updates, each column an array: PostgreSQL takes them in one journey."""
    given = [c for c in inbox.c if c.name not in ("id", "error")]
    # A cast to varchar(n) would cut off what is too long; text is refused.
    types = [sa.Text() if isinstance(c.type, sa.String) else c.type for c in given]
    arrays = [bindparam(c.name, type_=postgresql.ARRAY(type)) for c, type in zip(given, types, strict=True)]
    new = sa.func.unnest(*arrays).table_valued(*(sa.column(c.name) for c in given)).render_derived()
    # In one order, so that two ingresses storing the same chats cannot wait for each other in a ring.
    chats = sa.select(new.c.chat_key).distinct().order_by(new.c.chat_key)
    locks = postgresql.insert(chat_locks).from_select(["chat_key"], chats).on_conflict_do_nothing().cte("locks")
    add = postgresql.insert(inbox).from_select([c.name for c in given], sa.select(new)).add_cte(locks)
    return add.on_conflict_do_nothing(index_elements=["chat_key", "event_key"]).returning(inbox.c.id)


ADD_ALL = _add_all()
PICK = (
    sa.select(inbox.c.id, inbox.c.chat_key)
    .join(chat_locks, chat_locks.c.chat_key == inbox.c.chat_key)
    .where(
        _is_waiting,
        inbox.c.due_at <= bindparam("at"),
        ~sa.exists().where(
            _earlier.c.chat_key == inbox.c.chat_key,
            _earlier.c.state == literal_column("0"),
            _earlier.c.id < inbox.c.id,
        ),
    )
    .order_by(inbox.c.id)
    .limit(bindparam("chats"))
    .with_for_update(of=chat_locks, skip_locked=True)
)
#: For a process that serves only some of the bots.
PICK_OF = PICK.where(inbox.c.account.in_(bindparam("accounts", expanding=True)))
TAKE = (
    sa.select(inbox)
    .where(_is_waiting, inbox.c.chat_key == bindparam("chat_key"))
    .order_by(inbox.c.id)
    .limit(bindparam("limit"))
)
FIRSTS = (
    sa.select(inbox)
    .where(inbox.c.id.in_(bindparam("ids", expanding=True)), _is_waiting, inbox.c.due_at <= bindparam("at"))
    .order_by(inbox.c.id)
)
DONE = inbox.update().where(inbox.c.id.in_(bindparam("ids", expanding=True))).values(state=HANDLED)
HOLD = sa.select(chat_locks.c.chat_key).where(chat_locks.c.chat_key == bindparam("chat_key")).with_for_update()
ONE = sa.select(inbox).where(inbox.c.id == bindparam("id"))
FAIL = (
    inbox.update()
    .where(inbox.c.id == bindparam("b_id"), inbox.c.chat_key == bindparam("b_chat_key"), _is_waiting)
    .values(state=bindparam("b_state"), tries=bindparam("b_tries"), due_at=bindparam("b_due_at"),
            error=bindparam("b_error"))
)  # fmt: skip
DEAD_ONES = (
    sa.select(inbox).where(inbox.c.state == literal_column("2")).order_by(inbox.c.id.desc()).limit(bindparam("limit"))
)
COUNT = sa.select(sa.func.count().label("waiting"), sa.func.min(inbox.c.received_at).label("oldest")).where(
    _is_waiting
)
REPLAY = (
    inbox.update()
    .where(inbox.c.id == bindparam("b_id"), inbox.c.state != literal_column("0"))
    .values(state=WAITING, tries=0, due_at=EPOCH)
)
_dead_one = sa.and_(inbox.c.id == bindparam("b_id"), inbox.c.state == literal_column("2"))
REVIVE = inbox.update().where(_dead_one).values(state=WAITING, tries=0, due_at=EPOCH, error=None)
BURY = inbox.update().where(_dead_one).values(state=HANDLED)
FORGET = inbox.delete().where(inbox.c.state == HANDLED, inbox.c.received_at < bindparam("before"))


class Inbox(Repository):
    """Raw updates and their turns."""

    async def add(self, rows: Sequence[Update], *, at: datetime) -> int:
        """Store updates; how many were new."""
        if not rows:
            return 0
        values = [self._values(row, at) for row in rows]
        if self._tx.dialect == "postgresql":
            arrays = {name: [each[name] for each in values] for name in values[0]}
            return len((await self._tx.execute(ADD_ALL, arrays)).all())
        await self._tx.execute(ADD_LOCK, [{"chat_key": each["chat_key"]} for each in values])
        return len((await self._tx.execute(ADD, values)).all())

    def _values(self, update: Update, at: datetime) -> dict[str, Any]:
        channel, account, event_id, chat_key, payload = update
        event_key = self._tx.keys.index(f"event:{channel}:{account}:{event_id}")
        return {
            "channel": channel,
            "account": account,
            "event_key": event_key,
            "chat_key": chat_key,
            "payload": self._tx.seal(inbox.c.payload, event_key, {"event": event_id, "payload": payload}),
            "received_at": at,
            "due_at": EPOCH,
            "state": WAITING,
            "tries": 0,
        }

    async def next(
        self, *, at: datetime, limit: int = 10, accounts: Collection[str] | None = None
    ) -> list[InboxRow]:
        """The waiting updates of the chat that waits longest, in order; [] where none may be taken now.

        `accounts` names the bots this process serves; None is all of them.
        The chat stays ours until the transaction ends: on PostgreSQL by its lock row, on SQLite because
        there is one writer. A row that waits for its retry holds back the rows behind it in its chat.
        """
        while picked := await self._pick(at, 1, accounts):
            rows = (await self._tx.execute(TAKE, {"chat_key": picked[0].chat_key, "limit": limit})).all()
            due = next((i for i, row in enumerate(rows) if row.due_at > at), len(rows))
            if due:
                return [self._row(row) for row in rows[:due]]
            # PICK saw the chat before its last owner finished it; now its snapshot is newer.
        return []

    async def firsts(
        self, *, at: datetime, chats: int, accounts: Collection[str] | None = None
    ) -> list[InboxRow]:
        """As `next`, of several chats at once: the first waiting update of each."""
        while picked := await self._pick(at, chats, accounts):
            rows = (await self._tx.execute(FIRSTS, {"ids": [row.id for row in picked], "at": at})).all()
            if rows:
                return [self._row(row) for row in rows]
        return []

    async def _pick(self, at: datetime, chats: int, accounts: Collection[str] | None) -> Sequence[sa.Row[Any]]:
        pick, values = (PICK, {}) if accounts is None else (PICK_OF, {"accounts": list(accounts)})
        return (await self._tx.execute(pick, {"at": at, "chats": chats, **values})).all()

    async def hold(self, chat_key: str) -> None:
        """Until the transaction ends no update of that chat is handled; waits for one that is."""
        await self._tx.execute(HOLD, {"chat_key": chat_key})

    async def done(self, ids: Sequence[int]) -> None:
        """These were handled; commits with what the handler did."""
        await self._tx.execute(DONE, {"ids": list(ids)})

    async def failed(self, id: int, *, error: str, at: datetime, max_tries: int = 3) -> bool:
        """Count a failed try, in a transaction of its own; True where the row is dead now."""
        row = (await self._tx.execute(ONE, {"id": id})).one_or_none()
        if row is None or row.state != WAITING:
            return False
        tries = row.tries + 1
        dead: bool = tries >= max_tries
        await self._tx.execute(
            FAIL,
            {
                "b_id": id,
                "b_chat_key": row.chat_key,
                "b_state": DIED if dead else WAITING,
                "b_tries": tries,
                "b_due_at": at + BACKOFF[min(tries, len(BACKOFF)) - 1],
                "b_error": self._tx.seal(inbox.c.error, row.event_key, error),
            },
        )
        return dead

    async def dead(self, limit: int = 100) -> list[InboxRow]:
        """The newest updates that could not be handled."""
        return [self._row(row) for row in await self._tx.execute(DEAD_ONES, {"limit": limit})]

    async def waiting(self, *, at: datetime | None = None) -> tuple[int, float]:
        """How many updates wait, and for how many seconds the oldest has."""
        row = (await self._tx.execute(COUNT)).one()
        if row.oldest is None:
            return 0, 0.0
        return row.waiting, max(0.0, ((at or self._tx.clock()) - row.oldest).total_seconds())

    async def replay(self, id: int) -> bool:
        """Let a dead or handled update wait for its turn again."""
        return (await self._tx.execute(REPLAY, {"b_id": id})).rowcount == 1

    async def revive(self, id: int) -> bool:
        """Let a dead update wait for its turn again; False where it is dead no more (an old button)."""
        return (await self._tx.execute(REVIVE, {"b_id": id})).rowcount == 1

    async def bury(self, id: int) -> bool:
        """Nobody needs this dead update any more; False where it is none."""
        return (await self._tx.execute(BURY, {"b_id": id})).rowcount == 1

    async def forget(self, *, before: datetime) -> int:
        """Delete handled updates received before that moment; how many."""
        return (await self._tx.execute(FORGET, {"before": before})).rowcount

    async def offset(self, channel: Channel, account: str) -> int | None:
        """Where polling of that account goes on, None at the first start."""
        value = await Meta(self._tx).get(f"offset:{channel}:{account}")
        return int(value) if value else None

    async def forget_offset(self, channel: Channel, account: str) -> None:
        """Begin anew: while a webhook was set, ids went by that nobody counted, and they may have started over."""
        await Meta(self._tx).set(f"offset:{channel}:{account}", "")

    async def set_offset(self, channel: Channel, account: str, value: int) -> None:
        """Store it in the transaction that stores the updates."""
        await Meta(self._tx).set(f"offset:{channel}:{account}", str(value))

    def _row(self, row: Any) -> InboxRow:
        sealed = self._tx.unseal(inbox.c.payload, row.event_key, row.payload)
        return InboxRow(
            id=row.id,
            channel=Channel(row.channel),
            account=row.account,
            event_id=sealed["event"],
            chat_key=row.chat_key,
            payload=sealed["payload"],
            received_at=row.received_at,
            tries=row.tries,
            error=self._tx.unseal(inbox.c.error, row.event_key, row.error) if row.error else None,
        )
