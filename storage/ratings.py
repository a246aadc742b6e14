"""What citizens thought of a closed case: one to five and an optional word; who is silent has no row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import bindparam, func

from storage.tables import complaints
from storage.tables_voices import ratings
from storage.transaction import Repository, upsert

PUT = upsert(ratings, "case_id")
GET = sa.select(ratings).where(ratings.c.case_id == bindparam("case_id"))
#: Closed cases beside those that were rated: the mean is of the answers alone.
TALLY = (
    sa.select(
        func.count().label("closed"),
        func.count(ratings.c.stars).label("rated"),
        func.sum(ratings.c.stars).label("stars"),
    )
    .select_from(complaints.outerjoin(ratings, ratings.c.case_id == complaints.c.id))
    .where(complaints.c.status == "closed")
)
#: The number stays for the totals, the word is the person's.
ERASE = ratings.select().where(ratings.c.chat_key == bindparam("chat_key"))


@dataclass(frozen=True, slots=True)
class Rating:
    """One answer."""

    case: str
    stars: int
    word: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Tally:
    """Closed cases, how many of them were rated, and the mean of those; None where nobody answered."""

    closed: int
    rated: int
    mean: float | None

    @property
    def silent(self) -> int:
        """Closed without a rating: "tidak menjawab"."""
        return self.closed - self.rated


class Ratings(Repository):
    """Ratings by case."""

    async def put(self, case: str, chat_key: str, stars: int, at: datetime, word: str = "") -> None:
        """Rate it; a second rating replaces the first."""
        if not 1 <= stars <= 5:
            raise ValueError("a rating is one to five")
        sealed = self._tx.seal(ratings.c.words, case, word)
        await self._tx.execute(
            PUT, {"case_id": case, "chat_key": chat_key, "stars": stars, "at": at, "words": sealed}
        )

    async def of_case(self, case: str) -> Rating | None:
        """The rating of a case, None where the citizen did not answer."""
        row = (await self._tx.execute(GET, {"case_id": case})).one_or_none()
        if row is None:
            return None
        return Rating(row.case_id, row.stars, self._tx.unseal(ratings.c.words, row.case_id, row.words), row.at)

    async def tally(self, agency_id: str | None = None) -> Tally:
        """Of one agency, or of all."""
        statement = TALLY if agency_id is None else TALLY.where(complaints.c.agency_id == agency_id)
        row = (await self._tx.execute(statement)).one()
        return Tally(row.closed, row.rated, float(row.stars) / row.rated if row.rated else None)

    async def wordless(self, chat_key: str) -> None:
        """Forget the words this person wrote; the numbers stay for the totals."""
        for row in (await self._tx.execute(ERASE, {"chat_key": chat_key})).all():
            await self.put(row.case_id, row.chat_key, row.stars, row.at)
