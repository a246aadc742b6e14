"""One-time invites: kept as keyed hashes of their tokens, used once by whoever comes first."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy import bindparam

from complaints.appointments import Appointment
from complaints.number import ALPHABET
from storage.columns import Utc
from storage.people_records import FocalPoint, Invite, Way, appointment_json, appointment_of
from storage.tables_people import invites
from storage.transaction import Repository

#: How long an invite can be used.
VALID = timedelta(days=7)
#: A code that is typed in a group: ten signs are 49 bits, read out without I and 1.
CODE_SIGNS = 10

ADD = invites.insert()
FIND = sa.select(invites).where(invites.c.token == bindparam("token"))
GET = sa.select(invites).where(invites.c.id == bindparam("id"))
_open = sa.and_(invites.c.used_at.is_(None), sa.not_(invites.c.revoked))
_now = bindparam("b_at", type_=Utc())
USE = (
    invites.update()
    .where(invites.c.id == bindparam("b_id"), _open, invites.c.expires_at > _now)
    .values(used_at=_now, used_by=bindparam("b_by"))
)
REVOKE = invites.update().where(invites.c.id == bindparam("b_id"), _open).values(revoked=True)
WAITING = (
    sa.select(invites)
    .where(_open, invites.c.expires_at > _now)
    .order_by(invites.c.created_at, invites.c.id)
)
GROUPS_OF = WAITING.where(invites.c.kind == "group", invites.c.by_person == bindparam("person"))


class Invites(Repository):
    """Invites by token."""

    async def offer(
        self,
        offer: Appointment,
        *,
        at: datetime,
        invited_by: str,
        deputy: str = "",
        contacts: Mapping[Way, str] | None = None,
        valid: timedelta = VALID,
    ) -> tuple[Invite, str]:
        """An invite for a person, and its token, which is told now or never."""
        token = secrets.token_urlsafe(32)
        invite = Invite(
            id=uuid.uuid4().hex, kind="person", offer=offer, deputy=deputy, contacts=contacts or {},
            invited_by=invited_by, created_at=at, expires_at=at + valid,
        )  # fmt: skip
        await self._add(invite, token)
        return invite, token

    async def for_group(self, focal_point: FocalPoint, *, at: datetime) -> tuple[Invite, str]:
        """An invite for the unit's group, and its code."""
        code = "".join(secrets.choice(ALPHABET) for _ in range(CODE_SIGNS))
        invite = Invite(
            id=uuid.uuid4().hex, kind="group", offer=focal_point.appointment, by_person=focal_point.person_key,
            created_at=at, expires_at=at + VALID,
        )  # fmt: skip
        await self._add(invite, code)
        return invite, code

    async def find(self, token: str) -> Invite | None:
        """The invite of that token or code, used or not."""
        return await self._one(FIND, {"token": self._hash(token)})

    async def get(self, id: str) -> Invite | None:
        """The invite of that id."""
        return await self._one(GET, {"id": id})

    async def use(self, invite: Invite, by: str, at: datetime) -> bool:
        """True for the one who uses it; False where it is used, revoked or expired by now."""
        result = await self._tx.execute(USE, {"b_id": invite.id, "b_at": at, "b_by": by})
        return result.rowcount == 1

    async def revoke(self, invite: Invite) -> bool:
        """It can no longer be used; False where it was used or revoked before."""
        return (await self._tx.execute(REVOKE, {"b_id": invite.id})).rowcount == 1

    async def waiting(self, at: datetime) -> list[Invite]:
        """Invites that can still be used, the oldest first."""
        return [self._invite(row) for row in await self._tx.execute(WAITING, {"b_at": at})]

    async def groups_of(self, person_key: str, at: datetime) -> list[Invite]:
        """Groups that person was asked to bring the bot into."""
        rows = await self._tx.execute(GROUPS_OF, {"b_at": at, "person": person_key})
        return [self._invite(row) for row in rows]

    def _hash(self, token: str) -> str:
        return self._tx.keys.index(f"invite:{token}")

    async def _one(self, statement: sa.Select[Any], values: dict[str, Any]) -> Invite | None:
        row = (await self._tx.execute(statement, values)).one_or_none()
        return None if row is None else self._invite(row)

    async def _add(self, invite: Invite, token: str) -> None:
        words = {
            "offer": appointment_json(invite.offer),
            "deputy": invite.deputy,
            "contacts": {way.value: value for way, value in invite.contacts.items()},
            "invited_by": invite.invited_by,
        }
        row = {
            "id": invite.id,
            "token": self._hash(token),
            "kind": invite.kind,
            "agency_id": invite.offer.agency_id,
            "focal_point_id": invite.offer.id,
            "by_person": invite.by_person,
            "created_at": invite.created_at,
            "expires_at": invite.expires_at,
            "revoked": False,
            "words": self._tx.seal(invites.c.words, invite.id, words),
        }
        await self._tx.execute(ADD, row)

    def _invite(self, row: Any) -> Invite:
        words = self._tx.unseal(invites.c.words, row.id, row.words)
        return Invite(
            id=row.id,
            kind=row.kind,
            offer=appointment_of(words["offer"]),
            deputy=words["deputy"],
            contacts={Way(way): value for way, value in words["contacts"].items()},
            invited_by=words["invited_by"],
            by_person=row.by_person,
            created_at=row.created_at,
            expires_at=row.expires_at,
            used_at=row.used_at,
            used_by=row.used_by,
            revoked=row.revoked,
        )
