"""Who supports a case instead of filing the same again, and which cases a new story may be compared with."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import bindparam, func

from complaints.model import Complaint
from storage.case_rows import complaint_of
from storage.tables import complaints
from storage.tables_voices import supporters
from storage.transaction import Repository, insert_new

#: A busy office gets some hundreds a month of one topic; comparing more would cost the turn its time.
MOST = 60
ADD = insert_new(supporters, "case_id", "chat_key", returning=[supporters.c.case_id])
COUNT = sa.select(func.count()).where(supporters.c.case_id == bindparam("case_id"))
OF_CASE = sa.select(supporters.c.chat_key).where(supporters.c.case_id == bindparam("case_id"))
FOLLOWED = (
    sa.select(supporters.c.case_id)
    .where(supporters.c.chat_key == bindparam("chat_key"))
    .order_by(supporters.c.at.desc(), supporters.c.case_id)
    .limit(bindparam("most", type_=sa.Integer))
)
OF_CHAT = supporters.delete().where(supporters.c.chat_key == bindparam("chat_key"))
#: Never one whose content is secret, never one's own, never what staff threw out.
NEAR = (
    sa.select(complaints)
    .where(
        complaints.c.agency_id == bindparam("agency_id"),
        complaints.c.topic == bindparam("topic"),
        complaints.c.chat_key != bindparam("chat_key"),
        complaints.c.filed_at >= bindparam("since", type_=complaints.c.filed_at.type),
        sa.not_(complaints.c.confidential),
        complaints.c.status != "archived",
    )
    .order_by(complaints.c.filed_at.desc(), complaints.c.id)
    .limit(MOST)
)


class Supporters(Repository):
    """Support by case."""

    async def add(self, case: str, chat_key: str, at: datetime) -> bool:
        """Support it; False where this person does already."""
        row = (await self._tx.execute(ADD, {"case_id": case, "chat_key": chat_key, "at": at})).first()
        return row is not None

    async def count(self, case: str) -> int:
        """How many people support it."""
        found: int = (await self._tx.execute(COUNT, {"case_id": case})).scalar_one()
        return found

    async def of_case(self, case: str) -> list[str]:
        """The chats to be told of its public steps."""
        return list((await self._tx.execute(OF_CASE, {"case_id": case})).scalars())

    async def of_chat(self, chat_key: str, most: int) -> list[str]:
        """The cases this person supports, newest first."""
        return list((await self._tx.execute(FOLLOWED, {"chat_key": chat_key, "most": most})).scalars())

    async def leave(self, chat_key: str) -> None:
        """This person supports nothing any more (erasure)."""
        await self._tx.execute(OF_CHAT, {"chat_key": chat_key})

    async def comparable(self, agency_id: str, topic: str, *, chat_key: str, since: datetime) -> list[Complaint]:
        """Cases of others at that agency on that topic, newest first."""
        values = {"agency_id": agency_id, "topic": topic, "chat_key": chat_key, "since": since}
        return [complaint_of(self._tx, row) for row in await self._tx.execute(NEAR, values)]
