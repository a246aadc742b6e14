"""Cases that staff took in for their writers: from which box or letter, and the code by which a writer joins later."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy import bindparam

from complaints.sources import Source
from storage.columns import Utc
from storage.tables_staff import papers
from storage.transaction import Repository

#: Account of the channel that nobody can write on: what is said there waits until the writer joins.
ACCOUNT = "paper"
#: Without look-alikes (0 O, 1 I L) and without the K it begins with; ten signs are 48 bits.
LETTERS = "23456789ABCDEFGHJMNPQRSTUVWXYZ"
LENGTH = 10
#: A slip of paper lies in a drawer for a while; after that staff give a new code.
LIFE = timedelta(days=180)

ADD = papers.insert()
OF_CASE = sa.select(papers).where(papers.c.case_id == bindparam("case_id"))
BY_CODE = sa.select(papers).where(papers.c.code_key == bindparam("code_key"))
_free = sa.and_(papers.c.case_id == bindparam("b_case_id"), papers.c.claimed_at.is_(None))
CLAIM = (
    papers.update()
    .where(_free)
    .values(claimed_at=bindparam("b_at", type_=Utc()), claimed_by=bindparam("b_chat_key"))
)
RENEW = (
    papers.update()
    .where(_free)
    .values(code_key=bindparam("b_code_key"), code_until=bindparam("b_until", type_=Utc()))
)
DROP = papers.delete().where(papers.c.case_id == bindparam("case_id"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One case taken in. Personal data: `contact`; stored encrypted with `label` and `by`."""

    case: str
    source: Source
    received_on: date  # the day the box was emptied, the letter came, the person stood there
    label: str = ""  # which box
    contact: str = ""  # as the writer wrote it
    by: str = ""  # who took it in
    code_until: datetime
    claimed_at: datetime | None = None
    claimed_by: str | None = None

    def open(self, at: datetime) -> bool:
        """Could its writer join with the code now?"""
        return self.claimed_at is None and at < self.code_until


class Papers(Repository):
    """By case, and by the keyed hash of the code: the code itself is never stored."""

    async def add(self, paper: Paper) -> str:
        """Keep it; the code for its writer, told now or never."""
        code = _fresh()
        words = {"label": paper.label, "contact": paper.contact, "by": paper.by}
        await self._tx.execute(
            ADD,
            {
                "case_id": paper.case,
                "source": str(paper.source),
                "received_on": paper.received_on,
                "code_key": self._key(code),
                "code_until": paper.code_until,
                "words": self._tx.seal(papers.c.words, paper.case, words),
            },
        )
        return code

    async def of_case(self, case: str) -> Paper | None:
        """How that case came in, None where its citizen wrote to the bot."""
        row = (await self._tx.execute(OF_CASE, {"case_id": case})).one_or_none()
        return None if row is None else self._paper(row)

    async def by_code(self, code: str) -> Paper | None:
        """The one of that code, used or not."""
        row = (await self._tx.execute(BY_CODE, {"code_key": self._key(code)})).one_or_none()
        return None if row is None else self._paper(row)

    async def claim(self, paper: Paper, chat_key: str, at: datetime) -> bool:
        """Its writer is in that chat from now on; False where somebody was first."""
        values = {"b_case_id": paper.case, "b_at": at, "b_chat_key": chat_key}
        return (await self._tx.execute(CLAIM, values)).rowcount == 1

    async def renew(self, paper: Paper, at: datetime) -> str | None:
        """Another code instead of a lost one; None where the writer has joined."""
        code = _fresh()
        values = {"b_case_id": paper.case, "b_code_key": self._key(code), "b_until": at + LIFE}
        return code if (await self._tx.execute(RENEW, values)).rowcount == 1 else None

    async def drop(self, case: str) -> None:
        """Its person is erased."""
        await self._tx.execute(DROP, {"case_id": case})

    def _key(self, code: str) -> str:
        return self._tx.keys.index(f"paper:{code}")

    def _paper(self, row: Any) -> Paper:
        return Paper(
            case=row.case_id, source=Source(row.source), received_on=row.received_on, code_until=row.code_until,
            claimed_at=row.claimed_at, claimed_by=row.claimed_by,
            **self._tx.unseal(papers.c.words, row.case_id, row.words),
        )  # fmt: skip


def _fresh() -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
