"""What a person leaves outside their cases: raw updates, sent messages, bubbles, groups' memories, the chat itself.

Each call does a bounded piece and says how much; the caller commits in between, so that the one writer of
SQLite is free for living people (handbook: an erasing of 10,000 cases once stopped every message).
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy import bindparam, select

from storage import erasure_channel
from storage.chats import Chats
from storage.columns import Utc
from storage.erasure import Erasing
from storage.erasure_audit import forget
from storage.keys import Ciphertext
from storage.tables import SETTLED, TODO, WAITING, bubbles, chat_locks, chats, complaints, inbox, outbox
from storage.tables_citizen import staff_talks
from storage.tables_whatsapp import deliveries
from storage.transaction import Repository

BATCH = 200
#: Case numbers and talk tags, as they stand in every bubble and so in every reply to one.
NAMES = re.compile(r"NH-[0-9A-Z]{4}-[0-9A-Z]{4}|P-[0-9A-F]{4}")
#: The associated data names the row, so an emptied update is sealed one by one.
EMPTY: dict[str, Any] = {"event": "", "payload": {}}

_person: sa.BindParameter[str] = bindparam("chat_key")
_emptied = select(complaints.c.id).where(complaints.c.chat_key == bindparam("ghost"))
_talks = select(staff_talks.c.id).where(staff_talks.c.chat_key == _person)
_going_on = select(complaints.c.id).where(complaints.c.chat_key == _person)
NUMBERS = select(complaints.c.number).where(complaints.c.chat_key == bindparam("ghost"))
TALKS = select(staff_talks.c.id).where(staff_talks.c.chat_key == _person)
DROP_TALKS = staff_talks.delete().where(staff_talks.c.chat_key == _person)
#: Along the index of (chat, event): the order does not matter, only that it ends.
UPDATES = (
    select(inbox.c.id, inbox.c.event_key, inbox.c.payload)
    .where(inbox.c.chat_key == bindparam("of"), inbox.c.event_key > bindparam("cursor"), inbox.c.state != WAITING)
    .order_by(inbox.c.event_key)
    .limit(bindparam("limit"))
)
BLANK = (
    inbox.update()
    .where(inbox.c.id == bindparam("b_id"), inbox.c.chat_key == bindparam("b_of"))
    .values(payload=bindparam("b_payload"), error=None)
)
#: What was said in a group beside a case (a preview as it was sent) names the case in its words only.
ASIDE = (
    select(outbox.c.id, outbox.c.uid, outbox.c.body)
    .where(
        outbox.c.chat_key == bindparam("of"), outbox.c.id > bindparam("after"),
        outbox.c.case_id.is_(None), outbox.c.state >= SETTLED,
    )
    .order_by(outbox.c.id)
    .limit(bindparam("limit"))
)  # fmt: skip
NEWER = select(inbox.c.id).where(
    inbox.c.chat_key == _person,
    sa.or_(inbox.c.received_at > bindparam("asked_at", type_=Utc()), inbox.c.state == WAITING),
)


def _theirs(table: sa.Table) -> sa.ColumnElement[bool]:
    """Said about their emptied cases or talks, or in their chat and not about a case that goes on."""
    own = sa.and_(table.c.chat_key == _person, sa.or_(table.c.case_id.is_(None), table.c.case_id.not_in(_going_on)))
    return sa.or_(table.c.case_id.in_(_emptied), table.c.case_id.in_(_talks), own)


UNSENT = select(outbox.c.id).where(_theirs(outbox), outbox.c.state < SETTLED).limit(1)
GIVE_UP = outbox.delete().where(_theirs(outbox), outbox.c.state == TODO)
SENT = select(outbox.c.id, outbox.c.chat_key).where(_theirs(outbox), outbox.c.state >= SETTLED).limit(BATCH)
DROP_SENT = outbox.delete().where(outbox.c.id == bindparam("b_id"), outbox.c.chat_key == bindparam("b_chat_key"))
STANDING = select(bubbles.c.chat_key, bubbles.c.external_key).where(_theirs(bubbles)).limit(BATCH)
FATES = select(deliveries.c.external_key).where(_theirs(deliveries)).limit(BATCH)
DROP_FATES = deliveries.delete().where(deliveries.c.external_key.in_(bindparam("keys", expanding=True)))
DROP_BUBBLE = bubbles.delete().where(
    bubbles.c.chat_key == bindparam("b_chat_key"), bubbles.c.external_key == bindparam("b_external_key")
)
#: Whoever holds this row has the word in the chat: no update of theirs is being handled meanwhile.
LOCK = select(chat_locks.c.chat_key).where(chat_locks.c.chat_key == _person).with_for_update()
DROP_CHAT = chats.delete().where(chats.c.key == _person)


class Traces(Repository):
    """Everything about a person that is no case."""

    async def begin(self) -> None:
        """Freed pages of an SQLite file are overwritten, not just forgotten."""
        if self._tx.dialect == "sqlite":
            await self._tx.execute(sa.text("PRAGMA secure_delete = ON"))

    async def names(self, erasing: Erasing) -> frozenset[str]:
        """What their cases and talks are called in other people's messages."""
        numbers = (await self._tx.execute(NUMBERS, {"ghost": erasing.ghost})).scalars()
        talks = (await self._tx.execute(TALKS, {"chat_key": erasing.chat_key})).scalars()
        return frozenset([*numbers, *(f"P-{talk[:4].upper()}" for talk in talks)])

    async def blank_updates(self, of: str, names: frozenset[str] | None, cursor: str) -> str | None:
        """Empty raw updates of that chat, all or those that name them; where to go on, None at the end.

        The row stays with its event key: the same update delivered twice is still one.
        """
        rows = (await self._tx.execute(UPDATES, {"of": of, "cursor": cursor, "limit": BATCH})).all()
        blank = [row for row in rows if names is None or names & set(NAMES.findall(self._text(row)))]
        if blank:
            values = [{"b_id": row.id, "b_of": of, "b_payload": self._nothing(row.event_key)} for row in blank]
            await self._tx.execute(BLANK, values)
        return rows[-1].event_key if len(rows) == BATCH else None

    async def drop_mentions(self, of: str, names: frozenset[str], after: int) -> int | None:
        """Delete sent messages of that chat that name them; where to go on, None at the end."""
        rows = (await self._tx.execute(ASIDE, {"of": of, "after": after, "limit": BATCH})).all()
        gone = [
            {"b_id": row.id, "b_chat_key": of}
            for row in rows
            if names & set(NAMES.findall(json.dumps(self._tx.unseal(outbox.c.body, row.uid, row.body))))
        ]
        if gone:
            await self._tx.execute(DROP_SENT, gone)
        return rows[-1].id if len(rows) == BATCH else None

    async def clear_memory(self, group: str, names: frozenset[str]) -> None:
        """What a group remembers of previews and lists about them."""
        chat = await Chats(self._tx).get(group)
        if chat is None:
            return
        state = {
            shelf: kept if not isinstance(kept, dict) else {k: v for k, v in kept.items() if not _named(k, v, names)}
            for shelf, kept in chat.state.items()
        }
        if state != chat.state:
            await Chats(self._tx).save(replace(chat, state=state))

    async def unsent(self, erasing: Erasing) -> bool:
        """Is something about them still on its way?"""
        return (await self._tx.execute(UNSENT, _whose(erasing))).first() is not None

    async def give_up(self, erasing: Erasing) -> None:
        """What could not be sent for too long is not sent any more."""
        await self._tx.execute(GIVE_UP, _whose(erasing))

    async def drop_sent(self, erasing: Erasing) -> int:
        """Delete some sent messages, their fates and bubbles; how many."""
        sent = (await self._tx.execute(SENT, _whose(erasing))).all()
        standing = (await self._tx.execute(STANDING, _whose(erasing))).all()
        if sent:
            await self._tx.execute(DROP_SENT, [{f"b_{k}": v for k, v in row._asdict().items()} for row in sent])
        if standing:
            rows = [{f"b_{k}": v for k, v in row._asdict().items()} for row in standing]
            await self._tx.execute(DROP_BUBBLE, rows)
        fates = (await self._tx.execute(FATES, _whose(erasing))).scalars().all()
        if fates:
            await self._tx.execute(DROP_FATES, {"keys": list(fates)})
        return len(sent) + len(standing) + len(fates)

    async def forget_audit(self, chain: str, ghost: str | None = None) -> None:
        """No name in that chain; who consented to what and when stays provable by the keyed hash."""
        await forget(self._tx, chain, ghost=ghost)

    async def drop_chat(self, erasing: Erasing) -> bool:
        """The last row with their name and address; False where they have written again since they asked."""
        values = {"chat_key": erasing.chat_key, "asked_at": erasing.asked_at}
        await self._tx.execute(LOCK, {"chat_key": erasing.chat_key})
        await self._tx.execute(DROP_TALKS, {"chat_key": erasing.chat_key})
        for newer in (NEWER, _going_on.limit(1)):
            if (await self._tx.execute(newer, values)).first() is not None:
                return False
        await erasure_channel.forget(self._tx, erasing.chat_key)
        await self._tx.execute(DROP_CHAT, {"chat_key": erasing.chat_key})
        return True

    def _text(self, row: Any) -> str:
        return json.dumps(self._tx.unseal(inbox.c.payload, row.event_key, row.payload), ensure_ascii=False)

    def _nothing(self, event_key: str) -> Ciphertext:
        return self._tx.seal(inbox.c.payload, event_key, EMPTY)


def _named(key: str, value: Any, names: frozenset[str]) -> bool:
    return bool(names & set(NAMES.findall(f"{key} {json.dumps(value, ensure_ascii=False)}")))


def _whose(erasing: Erasing) -> dict[str, str]:
    return {"chat_key": erasing.chat_key, "ghost": erasing.ghost}
