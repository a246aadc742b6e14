"""Talks between a citizen and staff: who talks, since when, until when; what is said is in no row of theirs."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy import bindparam

from storage.columns import Utc
from storage.tables_citizen import staff_talks
from storage.transaction import Repository, lookup

#: A talk nobody has spoken in for so long is over: the next story must not end in it.
IDLE = timedelta(days=7)

ADD = staff_talks.insert()
GET = sa.select(staff_talks).where(staff_talks.c.id == bindparam("id"))
OPEN = lookup(
    staff_talks.c.chat_key, staff_talks.c.closed_at.is_(None), order=[staff_talks.c.opened_at.desc()]
)
SAVE = (
    staff_talks.update()
    .where(staff_talks.c.id == bindparam("b_id"))
    .values(last_at=bindparam("b_last", type_=Utc()), closed_at=bindparam("b_closed", type_=Utc()))
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffTalk:
    """One talk; `tag` is how colleagues tell two of them apart."""

    id: str
    chat_key: str
    opened_at: datetime
    last_at: datetime
    closed_at: datetime | None = None

    @property
    def tag(self) -> str:
        """Shown in every bubble of it."""
        return f"P-{self.id[:4].upper()}"

    def going_on(self, at: datetime) -> bool:
        """Would the citizen's next word go to staff?"""
        return self.closed_at is None and at - self.last_at < IDLE


class StaffTalks(Repository):
    """Talks by citizen's chat."""

    async def open(self, chat_key: str, at: datetime) -> StaffTalk:
        """The talk that goes on, or a new one."""
        found = await self.of_chat(chat_key, at)
        if found is not None:
            return found
        made = StaffTalk(id=uuid.uuid4().hex, chat_key=chat_key, opened_at=at, last_at=at)
        self._tx.looked.clear()
        await self._tx.execute(
            ADD, {"id": made.id, "chat_key": chat_key, "opened_at": at, "last_at": at, "closed_at": None}
        )
        return made

    async def of_chat(self, chat_key: str, at: datetime) -> StaffTalk | None:
        """The talk that goes on in that chat."""
        talks = (self._talk(row) for row in await self._tx.look_up(OPEN.one, chat_key))
        return next((talk for talk in talks if talk.going_on(at)), None)

    async def expect(self, chat_keys: Collection[str]) -> None:
        """Turns of these chats follow: read their talks in one go."""
        await self._tx.look_ahead(OPEN, chat_keys)

    async def get(self, id: str) -> StaffTalk | None:
        """The talk of that id (a bubble names it)."""
        row = (await self._tx.execute(GET, {"id": id})).one_or_none()
        return None if row is None else self._talk(row)

    async def spoken(self, talk: StaffTalk, at: datetime) -> None:
        """Somebody said something in it: it goes on, also where it had ended."""
        self._tx.looked.clear()
        await self._tx.execute(SAVE, {"b_id": talk.id, "b_last": at, "b_closed": None})

    async def close(self, talk: StaffTalk, at: datetime) -> None:
        """It is over."""
        self._tx.looked.clear()
        await self._tx.execute(SAVE, {"b_id": talk.id, "b_last": talk.last_at, "b_closed": at})

    def _talk(self, row: Any) -> StaffTalk:
        return StaffTalk(
            id=row.id, chat_key=row.chat_key, opened_at=row.opened_at, last_at=row.last_at, closed_at=row.closed_at
        )
