"""Attachments: what was sent along, from the channel's promise to bytes in the file store; knows no bytes."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy import bindparam, literal_column

from storage.columns import EPOCH
from storage.records import Attachment
from storage.tables import attachments
from storage.transaction import Repository, insert_new

#: Between two tries, in seconds: a disk that was cleared is noticed within the half hour.
LONGEST_PAUSE = 1_800
ADD = insert_new(attachments, "id")
GET = sa.select(attachments).where(attachments.c.id == bindparam("id"))
_in_order = sa.select(attachments).order_by(attachments.c.received_at, attachments.c.id)
OF_CASE = _in_order.where(attachments.c.case_id == bindparam("id"))
OF_DRAFT = _in_order.where(attachments.c.chat_key == bindparam("id"), attachments.c.case_id.is_(None))
PENDING = (
    sa.select(attachments)
    .where(attachments.c.state == literal_column("'todo'"), attachments.c.due_at <= bindparam("at"))
    .order_by(attachments.c.due_at, attachments.c.id)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True)
)
PENDING_OF = PENDING.where(attachments.c.account.in_(bindparam("accounts", expanding=True)))
CLAIM = (
    attachments.update()
    .where(attachments.c.id.in_(bindparam("b_ids", expanding=True)))
    .values(due_at=bindparam("b_until"), tries=attachments.c.tries + 1)
)
SETTLE = (
    attachments.update()
    .where(attachments.c.id == bindparam("b_id"))
    .values({name: bindparam(f"b_{name}") for name in ("state", "sha256", "size", "mime", "file_key")})
)
LATER = (
    attachments.update()
    .where(attachments.c.id == bindparam("b_id"))
    .values(state=bindparam("b_state"), due_at=bindparam("b_due_at"))
)
ATTACH = (
    attachments.update()
    .where(attachments.c.id.in_(bindparam("b_ids", expanding=True)))
    .values(case_id=bindparam("b_case_id"))
)

GIVE = (
    attachments.update()
    .where(attachments.c.id.in_(bindparam("b_ids", expanding=True)))
    .values(chat_key=bindparam("b_chat_key"))
)


class Attachments(Repository):
    """Attachments by id."""

    async def add(self, attachment: Attachment) -> None:
        """Remember that it was sent; the file itself is fetched later."""
        one = attachment
        words = {"ref": one.ref, "name": one.name, "caption": one.caption}
        await self._tx.execute(
            ADD,
            {
                "id": one.id,
                "chat_key": one.chat_key,
                "case_id": one.case,
                "kind": one.kind,
                "account": one.account,
                "mime": one.mime,
                "size": one.size,
                "sha256": one.sha256,
                "file_key": one.key,
                "state": one.state,
                "tries": one.tries,
                "due_at": EPOCH,
                "received_at": one.received_at,
                "album": one.album,
                "words": self._tx.seal(attachments.c.words, one.id, words),
            },
        )

    async def get(self, id: str) -> Attachment | None:
        """The attachment of that id."""
        row = (await self._tx.execute(GET, {"id": id})).one_or_none()
        return None if row is None else self._attachment(row)

    async def of_case(self, case: str) -> list[Attachment]:
        """Those of a case, as they came."""
        return [self._attachment(row) for row in await self._tx.execute(OF_CASE, {"id": case})]

    async def of_draft(self, chat_key: str) -> list[Attachment]:
        """Those sent in that chat that belong to no case yet."""
        return [self._attachment(row) for row in await self._tx.execute(OF_DRAFT, {"id": chat_key})]

    async def pending(
        self,
        at: datetime,
        limit: int = 10,
        lease: timedelta = timedelta(minutes=2),
        accounts: Collection[str] | None = None,
    ) -> list[Attachment]:
        """Files to fetch now, of these bots or of all; ours until the lease ends, then somebody else tries."""
        values: dict[str, Any] = {"at": at, "limit": limit}
        if accounts is not None:
            values["accounts"] = list(accounts)
        rows = (await self._tx.execute(PENDING if accounts is None else PENDING_OF, values)).all()
        if rows:
            await self._tx.execute(CLAIM, {"b_ids": [row.id for row in rows], "b_until": at + lease})
        return [replace(self._attachment(row), tries=row.tries + 1) for row in rows]

    async def stored(self, id: str, sha256: str, size: int, mime: str, key: str) -> None:
        """The bytes are in the file store under `key`."""
        values = {"state": "stored", "sha256": sha256, "size": size, "mime": mime, "file_key": key}
        await self._tx.execute(SETTLE, {"b_id": id, **{f"b_{k}": v for k, v in values.items()}})

    async def refused(self, id: str, reason: str = "") -> None:
        """We do not take it: too big, or a kind we do not want; `reason` is a code, for the log line."""
        await self._tx.execute(LATER, {"b_id": id, "b_state": "refused", "b_due_at": EPOCH})

    async def failed(self, id: str, *, at: datetime, max_tries: int = 5) -> bool:
        """Fetching it failed: try again after a while; True where this was the last try."""
        row = (await self._tx.execute(GET, {"id": id})).one()
        final: bool = row.tries >= max_tries
        due_at = at + timedelta(seconds=min(10 * 3**row.tries, LONGEST_PAUSE))
        await self._tx.execute(LATER, {"b_id": id, "b_state": "failed" if final else "todo", "b_due_at": due_at})
        return final

    async def attach(self, ids: Sequence[str], case: str) -> None:
        """They belong to that case."""
        await self._tx.execute(ATTACH, {"b_ids": list(ids), "b_case_id": case})

    async def give(self, ids: Sequence[str], chat_key: str) -> None:
        """They count as sent in that chat: staff took them in for somebody."""
        await self._tx.execute(GIVE, {"b_ids": list(ids), "b_chat_key": chat_key})

    async def detach(self, ids: Sequence[str]) -> None:
        """They belong to no case (any more): an answer was taken back before it went out."""
        await self._tx.execute(ATTACH, {"b_ids": list(ids), "b_case_id": None})

    def _attachment(self, row: Any) -> Attachment:
        return Attachment(
            id=row.id,
            chat_key=row.chat_key,
            case=row.case_id,
            kind=row.kind,
            account=row.account,
            mime=row.mime,
            size=row.size,
            sha256=row.sha256,
            key=row.file_key,
            state=row.state,
            tries=row.tries,
            received_at=row.received_at,
            album=row.album,
            **self._tx.unseal(attachments.c.words, row.id, row.words),
        )
