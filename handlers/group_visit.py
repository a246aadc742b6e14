"""One thing done in a group: who, where, what the group remembers, and how it is answered.

A press is answered by a toast, a message by a message; both are the same sentence. Knows no case.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from complaints.model import Actor, Role
from conversations.messages import Choice, Inbound, Message, Param, Quoted, Words, say
from handlers.services import Ack, Services
from storage.records import Chat, Lane, Outgoing
from storage.unit_of_work import UnitOfWork

#: How long a group remembers a preview, a list of offices, a broadcast in the making.
KEPT = timedelta(days=7)


@dataclass(slots=True, kw_only=True)
class Visit:
    """One inbound in a group, with everything a deed needs at hand."""

    inbound: Inbound
    chat: Chat
    uow: UnitOfWork
    services: Services
    lane: Lane = Lane.REPLY
    memory: dict[str, Any] = field(init=False)

    def __post_init__(self) -> None:
        self.memory = deepcopy(dict(self.chat.state or {}))

    @property
    def at(self) -> datetime:
        """Now."""
        return self.services.now()

    @property
    def bubble(self) -> str | None:
        """The message that was pressed or replied to."""
        content = self.inbound.content
        return content.bubble if isinstance(content, Choice) else self.inbound.reply_to

    def token(self, salt: str = "") -> str:
        """A name for what this inbound begins: the same when the same update is handled again."""
        address = self.inbound.address
        seed = f"{address.channel}:{address.account}:{self.inbound.event_id}:{salt}"
        return sha256(seed.encode()).hexdigest()[:12]

    def actor(self, role: Role, agency_id: str | None = None) -> Actor:
        """Who did it."""
        sender = self.inbound.sender
        return Actor(
            role=role,
            key=self.services.person_key(self.inbound.address.channel, sender.id),
            name=sender.name,
            agency_id=agency_id,
        )

    async def post(
        self,
        message: Message,
        *,
        kind: str,
        number: str = "",
        token: str = "",
        case: str | None = None,
        dedup: str | None = None,
        reply: bool = True,
        ref: str | None = None,
    ) -> None:
        """A new bubble in this group, under the one it belongs to."""
        under = (self.inbound.message or self.bubble) if reply else None
        await self.uow.outbox.put(
            Outgoing(
                chat_key=self.chat.key,
                message=replace(message, reply_to=under),
                ref=ref or (f"{kind}:{token or number}" if token or number else None),
                case=case,
                bubble=kind,
                lane=self.lane,
                dedup=dedup,
                thread=self.inbound.address.thread,
                data={"number": number, "token": token},
            )
        )

    async def rewrite(
        self,
        message: Message,
        *,
        kind: str,
        number: str = "",
        token: str = "",
        case: str | None = None,
        due_at: datetime | None = None,
        dedup: str | None = None,
    ) -> None:
        """Edit the last bubble of that name in this group; it stays what it was when replied to."""
        await self.uow.outbox.put(
            Outgoing(
                chat_key=self.chat.key, message=message, action="edit", ref=f"{kind}:{token or number}",
                case=case, bubble=kind, lane=self.lane, thread=self.inbound.address.thread,
                data={"number": number, "token": token}, due_at=due_at, dedup=dedup,
            )
        )  # fmt: skip

    async def tell(self, msgid: str, *, number: str = "", alert: bool = False, **params: Param) -> Ack | None:
        """The same sentence as a toast or as a message."""
        given = {**params, "number": number} if number else params
        return await self.answer(Words(msgid, given), number=number, alert=alert)

    async def answer(self, what: Words, *, number: str = "", alert: bool = False) -> Ack | None:
        """`tell` for words already made."""
        if isinstance(self.inbound.content, Choice):
            plain = tuple((name, _plain(value)) for name, value in what.params.items())
            return Ack(what.msgid, plain, alert=alert)
        await self.post(say(what), kind="done", number=number)
        return None

    def remembered(self, shelf: str) -> dict[str, dict[str, Any]]:
        """What the group remembers under that name."""
        found: dict[str, dict[str, Any]] = self.memory.setdefault(shelf, {})
        return found

    def remember(self, shelf: str, token: str, what: dict[str, Any]) -> None:
        """Put it on the shelf, and take off what is older than a week."""
        kept = self.remembered(shelf)
        kept[token] = {"at": self.at.isoformat(), **what}
        oldest = self.at - KEPT
        for name in [n for n, item in kept.items() if datetime.fromisoformat(item["at"]) < oldest]:
            del kept[name]

    async def leave(self) -> None:
        """Keep what the group remembers, in the same commit as what was done."""
        memory = {shelf: kept for shelf, kept in self.memory.items() if kept != {}}
        if memory != (self.chat.state or {}):
            await self.uow.chats.save(replace(self.chat, state=memory))


def clock(at: datetime, *, now: datetime, zone: ZoneInfo) -> str:
    """14.05 WIB of today, 20/11 14.05 WIB of another day: digits only, the same in every language."""
    local = at.astimezone(zone)
    day = "" if local.date() == now.astimezone(zone).date() else f"{local:%d/%m} "
    return f"{day}{local:%H.%M} {local.tzname()}"


def _plain(value: Param) -> str:
    return value.text if isinstance(value, Quoted) else str(value)
