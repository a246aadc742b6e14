"""Who among staff is what, and the one-time code that makes the first of them an owner; knows no group."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy import bindparam

from complaints.number import ALPHABET
from complaints.standing import Standing
from storage.columns import Utc
from storage.tables_staff import owner_codes, staff_people
from storage.transaction import Repository, upsert

#: Typed by hand once: ten signs are 49 bits.
CODE_SIGNS = 10
VALID = timedelta(days=7)

GET = sa.select(staff_people).where(staff_people.c.key == bindparam("key"))
ALL = sa.select(staff_people).order_by(staff_people.c.since, staff_people.c.key)
_owner = staff_people.c.standing == "owner"
OWNED = sa.select(staff_people.c.key).where(_owner).limit(1)
#: Two owners who step down at once: the second waits and sees that nobody would be left.
OWNERS = sa.select(staff_people.c.key).where(_owner).order_by(staff_people.c.key).with_for_update()
KEEP = upsert(staff_people, "key")
ADD_CODE = owner_codes.insert()
DROP_CODES = owner_codes.delete()
USE_CODE = owner_codes.delete().where(
    owner_codes.c.code_key == bindparam("b_code"), owner_codes.c.until > bindparam("b_at", type_=Utc())
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffPerson:
    """One person of the staff group; `key` is the keyed hash of the account."""

    key: str
    standing: Standing
    since: datetime
    name: str = ""
    chat_key: str | None = None  # where they are told something alone


class StaffPeople(Repository):
    """People of the staff group by account."""

    async def get(self, key: str) -> StaffPerson | None:
        """That person, None where they never did anything here since there is an owner."""
        row = (await self._tx.execute(GET, {"key": key})).one_or_none()
        return None if row is None else self._person(row)

    async def all(self) -> list[StaffPerson]:
        """Everybody, owners first, then by how long they have been it."""
        found = [self._person(row) for row in await self._tx.execute(ALL)]
        order = list(Standing)
        return sorted(found, key=lambda each: order.index(each.standing))

    async def owned(self) -> bool:
        """Has anybody ever claimed this installation? The last owner cannot leave, so it stays true."""
        return (await self._tx.execute(OWNED)).first() is not None

    async def owners(self) -> list[str]:
        """Keys of the owners, held until the transaction ends."""
        return list((await self._tx.execute(OWNERS)).scalars())

    async def keep(self, person: StaffPerson) -> None:
        """Store them as they are now."""
        words = self._tx.seal(staff_people.c.words, person.key, person.name)
        row = {"key": person.key, "standing": str(person.standing), "since": person.since, "words": words}
        await self._tx.execute(KEEP, {**row, "chat_key": person.chat_key})

    async def offer_code(self, at: datetime, valid: timedelta = VALID) -> str:
        """A fresh code, told now or never; older ones no longer count."""
        code = "".join(secrets.choice(ALPHABET) for _ in range(CODE_SIGNS))
        await self.revoke_codes()
        await self._tx.execute(ADD_CODE, {"code_key": self._hash(code), "created_at": at, "until": at + valid})
        return code

    async def use_code(self, typed: str, at: datetime) -> bool:
        """True for the one who uses it first, while it holds; then it is gone."""
        code = "".join(sign for sign in typed.upper() if sign.isalnum())
        values = {"b_code": self._hash(code), "b_at": at}
        return (await self._tx.execute(USE_CODE, values)).rowcount == 1

    async def revoke_codes(self) -> int:
        """No code makes an owner any more; how many there were."""
        return (await self._tx.execute(DROP_CODES)).rowcount

    def _hash(self, code: str) -> str:
        return self._tx.keys.index(f"owner:{code}")

    def _person(self, row: Any) -> StaffPerson:
        name = self._tx.unseal(staff_people.c.words, row.key, row.words)
        return StaffPerson(
            key=row.key, standing=Standing(row.standing), since=row.since, name=name, chat_key=row.chat_key
        )
