"""A focal point with the desk bot, in private or in a group: a visit that knows the day and who it may be."""

from __future__ import annotations

from dataclasses import dataclass

from complaints.model import Actor, Role
from conversations.messages import Message, Words
from handlers.group_visit import Visit
from handlers.services import Ack
from storage.people_records import FocalPoint


@dataclass(frozen=True, slots=True)
class Done:
    """It was ours to deal with; `ack` is the toast of a press."""

    ack: Ack | None = None


@dataclass(slots=True, kw_only=True)
class JoiningVisit(Visit):
    """A visit before or beside the work on cases."""

    @property
    def person(self) -> str:
        """Keyed hash of the account."""
        return self.services.person_key(self.inbound.address.channel, self.inbound.sender.id)

    def by(self, agency_id: str | None = None) -> Actor:
        """Who did it."""
        return self.actor(Role.FOCAL_POINT, agency_id)

    async def held(self) -> list[FocalPoint]:
        """Every appointment of this account."""
        return await self.uow.focal_points.of_person(self.person)

    async def put(self, message: Message, *, kind: str = "joining", token: str = "") -> None:
        """A bubble that stands by itself."""
        await self.post(message, kind=kind, token=token, reply=False)

    async def say(self, *lines: Words) -> None:
        """Plain words."""
        await self.put(Message(lines=lines))
