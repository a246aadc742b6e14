"""Notices to many: how far each has come, and what became of it for every person on its list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import IntEnum
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy import bindparam, literal_column

from conversations.broadcast_audience import Audience
from conversations.messages import Channel
from storage.broadcast_reach import reached
from storage.tables import SETTLED, chats, outbox
from storage.tables_broadcast import broadcast_recipients as people
from storage.tables_broadcast import broadcasts
from storage.tables_whatsapp import identities
from storage.transaction import Repository, insert_new

#: When a message of a paused notice is due: after everybody who reads this.
NEVER = datetime(9999, 1, 1, tzinfo=UTC)


class Result(IntEnum):
    """What became of a notice for one person."""

    QUEUED = 0
    SENT = 1
    FAILED = 2
    BLOCKED = 3
    UNCERTAIN = 4  # we died between sending and writing it down; not said a second time
    STOPPED = 5
    WAITING = 6  # the channel takes nothing from us until the person writes


@dataclass(frozen=True, slots=True, kw_only=True)
class Broadcast:
    """One notice on its way. `state`: scheduled, running, paused, done or cancelled."""

    id: str
    chat_key: str
    state: str
    audience: Audience
    total: int
    cursor: str = ""
    created_at: datetime
    begins_at: datetime
    started_at: datetime | None = None
    ended_at: datetime | None = None
    shown_at: datetime | None = None
    reported_at: datetime | None = None
    words: Mapping[str, Any] = field(default_factory=dict)

    @property
    def dedup(self) -> str:
        """Its name on every message: one for each chat, whatever happens."""
        return f"bc:{self.id}"


ADD = insert_new(broadcasts, "id", returning=[broadcasts.c.id])
GET = sa.select(broadcasts).where(broadcasts.c.id == bindparam("id")).with_for_update()
LIVE = (
    sa.select(broadcasts.c.id)
    .where(broadcasts.c.reported_at.is_(None), broadcasts.c.begins_at <= bindparam("at"))
    .order_by(broadcasts.c.begins_at)
)
MOVES = ("state", "total", "cursor", "started_at", "ended_at", "shown_at", "reported_at")
SAVE = (
    broadcasts.update()
    .where(broadcasts.c.id == bindparam("b_id"))
    .values({name: bindparam(f"b_{name}", type_=broadcasts.c[name].type) for name in MOVES})
)
ENLIST = insert_new(people, "chat_key", "broadcast_id")
NOTE = (
    people.update()
    .where(people.c.chat_key == bindparam("b_chat_key"), people.c.broadcast_id == bindparam("b_id"))
    .values(state=bindparam("b_state"), at=bindparam("b_at"))
)
_of_copy = (
    sa.select(sa.func.substr(outbox.c.dedup, len("bc:") + 1))
    .where(
        outbox.c.id == bindparam("b_outbox"), outbox.c.chat_key == bindparam("b_chat_key"),
        outbox.c.dedup.startswith("bc:"),
    )
    .scalar_subquery()
)  # fmt: skip
TOLD = (
    people.update()
    .where(
        people.c.chat_key == bindparam("b_chat_key"), people.c.broadcast_id == _of_copy,
        people.c.state.in_((int(Result.SENT), int(Result.UNCERTAIN))),
    )
    .values(state=bindparam("b_state"))
)  # fmt: skip
COUNTS = (
    sa.select(people.c.state, sa.func.count().label("n"))
    .where(people.c.broadcast_id == bindparam("id"))
    .group_by(people.c.state)
)
_waiting = sa.select(people.c.chat_key).where(
    people.c.broadcast_id == bindparam("b_id"), people.c.state == literal_column("0")
)
_unsent = sa.and_(
    outbox.c.dedup == bindparam("b_dedup"), outbox.c.chat_key.in_(_waiting), outbox.c.state == literal_column("0")
)
HOLD = outbox.update().where(_unsent).values(due_at=bindparam("b_due"), begins_at=bindparam("b_due"))
STOP = outbox.update().where(_unsent).values(state=SETTLED)
_unfinished = sa.exists().where(
    outbox.c.chat_key == people.c.chat_key,
    outbox.c.dedup == bindparam("b_dedup"),
    outbox.c.state < literal_column("2"),
)
SWEEP = (
    people.update()
    .where(people.c.broadcast_id == bindparam("b_id"), people.c.state == literal_column("0"), ~_unfinished)
    .values(state=bindparam("b_state"), at=bindparam("b_at"))
)
ROWS = (
    sa.select(people, chats.c.channel)
    .join(chats, chats.c.key == people.c.chat_key, isouter=True)
    .where(people.c.broadcast_id == bindparam("id"), people.c.chat_key > bindparam("after"))
    .order_by(people.c.chat_key)
    .limit(bindparam("limit"))
)


class Broadcasts(Repository):
    """Notices by their id."""

    async def count(self, audience: Audience, zone: ZoneInfo) -> dict[str, int]:
        """How many people it reaches on each channel."""
        statement = sa.select(chats.c.channel, sa.func.count().label("n")).where(reached(audience, zone))
        return {row.channel: row.n for row in await self._tx.execute_wide(statement.group_by(chats.c.channel))}

    async def silent(self, audience: Audience, zone: ZoneInfo, heard_after: datetime) -> int:
        """How many of them, on a channel with a window, wrote nothing since then."""
        heard = sa.exists().where(
            identities.c.chat_key == chats.c.key, identities.c.until.is_(None), identities.c.heard_at > heard_after
        )
        who = sa.and_(chats.c.channel == str(Channel.WHATSAPP), reached(audience, zone), ~heard)
        statement = sa.select(sa.func.count()).select_from(chats).where(who)
        found: int = (await self._tx.execute_wide(statement)).scalar_one()
        return found

    async def next(self, broadcast: Broadcast, zone: ZoneInfo, limit: int) -> list[tuple[str, str]]:
        """Chat keys and languages of those who follow the cursor."""
        who = sa.and_(chats.c.key > broadcast.cursor, reached(broadcast.audience, zone))
        statement = sa.select(chats.c.key, chats.c.language).where(who).order_by(chats.c.key).limit(limit)
        return [(row.key, row.language) for row in await self._tx.execute_wide(statement)]

    async def add(self, broadcast: Broadcast) -> bool:
        """Keep it; False where it is there already (a second tap)."""
        values = {name: getattr(broadcast, name) for name in (*MOVES, "id", "chat_key", "created_at", "begins_at")}
        values["audience"] = broadcast.audience.to_json()
        values["words"] = self._tx.seal(broadcasts.c.words, broadcast.id, dict(broadcast.words))
        return (await self._tx.execute(ADD, values)).first() is not None

    async def get(self, id: str) -> Broadcast | None:
        """The notice; in a writing transaction nobody else moves it meanwhile."""
        row = (await self._tx.execute(GET, {"id": id})).one_or_none()
        if row is None:
            return None
        known = {name: getattr(row, name) for name in (*MOVES, "id", "chat_key", "created_at", "begins_at")}
        words = self._tx.unseal(broadcasts.c.words, row.id, row.words)
        return Broadcast(**known, audience=Audience.from_json(row.audience), words=words)

    async def live(self, at: datetime) -> list[str]:
        """Those that have begun and are not reported yet, the oldest first."""
        return list((await self._tx.execute(LIVE, {"at": at})).scalars())

    async def save(self, broadcast: Broadcast) -> Broadcast:
        """How far it has come."""
        values = {f"b_{name}": getattr(broadcast, name) for name in MOVES}
        await self._tx.execute(SAVE, {"b_id": broadcast.id, **values})
        return broadcast

    async def enlist(self, id: str, chat_keys: Sequence[str], at: datetime) -> None:
        """Put people on the list, in the commit that queues their message."""
        rows = [{"chat_key": key, "broadcast_id": id, "state": int(Result.QUEUED), "at": at} for key in chat_keys]
        await self._tx.execute(ENLIST, rows)

    async def note(self, id: str, chat_key: str, result: Result, at: datetime) -> None:
        """What became of it, in the commit that settles the message."""
        await self._tx.execute(NOTE, {"b_id": id, "b_chat_key": chat_key, "b_state": int(result), "b_at": at})

    async def told(self, outbox_id: int, chat_key: str, result: Result) -> None:
        """The channel says later what became of a copy that was sent, or of one nobody was sure of."""
        await self._tx.execute(TOLD, {"b_outbox": outbox_id, "b_chat_key": chat_key, "b_state": int(result)})

    async def counts(self, id: str) -> dict[Result, int]:
        """How many of each result."""
        found = {Result(row.state): row.n for row in await self._tx.execute_wide(COUNTS, {"id": id})}
        return {result: found.get(result, 0) for result in Result}

    async def hold(self, broadcast: Broadcast, due: datetime = NEVER) -> None:
        """Let its messages wait (NEVER) or go on (EPOCH); what a sender holds already goes out."""
        await self._tx.execute(HOLD, {"b_id": broadcast.id, "b_dedup": broadcast.dedup, "b_due": due})

    async def stop(self, broadcast: Broadcast, at: datetime) -> None:
        """Give up what is not on its way."""
        await self._tx.execute(STOP, {"b_id": broadcast.id, "b_dedup": broadcast.dedup})
        await self.sweep(broadcast, at, Result.STOPPED)

    async def sweep(self, broadcast: Broadcast, at: datetime, as_: Result = Result.UNCERTAIN) -> int:
        """Name those whose message ended without a word: its sender died, or the chat closed; how many."""
        values = {"b_id": broadcast.id, "b_dedup": broadcast.dedup, "b_state": int(as_), "b_at": at}
        return (await self._tx.execute(SWEEP, values)).rowcount

    async def rows(self, id: str, after: str = "", limit: int = 2000) -> list[Any]:
        """Results in the order of keys: chat_key, state, at, channel."""
        return list(await self._tx.execute(ROWS, {"id": id, "after": after, "limit": limit}))
