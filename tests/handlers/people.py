"""A house with people who join: private chats with the desk bot, groups without a unit, staff who invite."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from conversations.messages import (
    Address,
    Channel,
    ChatKind,
    Choice,
    Command,
    Content,
    Inbound,
    Membership,
    Sender,
    Text,
)
from handlers import bot_names, renewal
from handlers.router import route
from handlers.services import Ack
from storage.people_records import FocalPoint, Invite
from tests.complaints.appointees import person
from tests.handlers.builders import DESK_BOT, FRIDAY, STAFF_GROUP, Bubble, House

DINSOS = "2171.dinsos"  # the one unit of the house without a group
FORM = "Nama: Rina Kartika\nSK: 800/12/2026\nMasa: 1 November 2026 sampai 30 November 2027"


@dataclass
class People(House):
    """Everybody has a private chat of their name; `repeat` hands the last inbound over once more."""

    before: list[Inbound] = field(default_factory=list)

    async def open(self) -> House:
        await super().open()
        async with self.database.begin(here=True) as uow:
            await bot_names.know_bot(uow, "narahubung_bot")
        return self

    async def does(
        self, content: Content, *, by: str = "Rina", in_: str | None = None, reply_to: str | None = None
    ) -> Ack | None:
        """In the private chat with the desk bot, or in a group."""
        self._events += 1
        self.clock += timedelta(seconds=5)
        inbound = Inbound(
            event_id=f"p{self._events}",
            address=Address(channel=Channel.TELEGRAM, account=DESK_BOT, chat=in_ or self.chat_of(by)),
            chat_kind=ChatKind.GROUP if in_ else ChatKind.PRIVATE,
            sender=Sender(id=f"u-{by}", name=by, username=by.lower()),
            sent_at=self.clock,
            content=content,
            message=None if isinstance(content, Choice) else f"in-{self._events}",
            reply_to=reply_to,
        )
        return await self.hand(inbound)

    async def repeat(self) -> Ack | None:
        """The last update, delivered a second time."""
        return await self.hand(self.before[-1])

    async def hand(self, inbound: Inbound) -> Ack | None:
        self.before.append(inbound)
        async with self.database.begin(here=True) as uow:
            ack = await route(inbound, uow, self.services)
        self.acks.append(ack)
        await self.deliver()
        return ack

    # --- what people say ---------------------------------------------------------------------------

    @staticmethod
    def chat_of(name: str) -> str:
        """A private chat with the desk bot."""
        return f"chat-{name}"

    async def says(
        self, text: str, *, by: str = "Rina", in_: str | None = None, to: Bubble | None = None
    ) -> Ack | None:
        """Words or, with a slash, a command."""
        name, _, args = text.removeprefix("/").partition(" ")
        content: Content = Command(name, args) if text.startswith("/") else Text(text)
        return await self.does(content, by=by, in_=in_, reply_to=to.id if to else None)

    async def taps(self, label: str, *, by: str = "Rina", in_: str | None = None) -> Ack | None:
        """The newest button of that label."""
        bubble = next(b for b in reversed(self.seen(in_ or self.chat_of(by))) if label in b.labels)
        return await self.does(Choice(bubble.labels[label], query="q", bubble=bubble.id), by=by, in_=in_)

    async def adds_bot(self, group: str, *, by: str = "Rina", state: str = "administrator", forum: bool = False,
                       topics: bool = True, title: str = "Petugas Dinsos") -> None:  # fmt: skip
        """The bot comes into a group, or its rights change there."""
        change = Membership(state=state, chat_title=title, forum=forum, can_manage_topics=topics)
        await self.does(change, by=by, in_=group)

    def heard(self, by: str = "Rina") -> list[str]:
        """What the desk bot said in private."""
        return [bubble.text for bubble in self.seen(self.chat_of(by))]

    def staff_heard(self) -> list[str]:
        return [bubble.text for bubble in self.seen(STAFF_GROUP)]

    def button(self, label: str, *, in_: str) -> Bubble:
        """The newest bubble with that button."""
        return next(b for b in reversed(self.seen(in_)) if label in b.labels)

    # --- what is there -----------------------------------------------------------------------------

    async def invite(self, **given: object) -> tuple[Invite, str]:
        """Made by staff without the talk."""
        usual = {
            "agency_id": DINSOS, "name": "Rina Kartika", "start": date(2026, 11, 1), "end": date(2027, 11, 30),
        }  # fmt: skip
        offer = person(str(given.pop("id", "rina")).ljust(32, "0"), **{**usual, **given})
        async with self.database.begin(here=True) as uow:
            return await uow.invites.offer(offer, at=self.clock, invited_by="Dewi")

    async def joins(self, name: str = "Rina", **given: object) -> FocalPoint:
        """Somebody who took their invite."""
        invite, token = await self.invite(**{"id": name.lower(), "name": name, **given})
        await self.says(f"/start {token}", by=name)
        await self.taps("Ya, benar", by=name)
        return await self.record(invite.offer.id)

    async def record(self, id: str) -> FocalPoint:
        async with self.database.read() as uow:
            found = await uow.focal_points.get(id)
        assert found is not None
        return found

    async def of(self, agency: str = DINSOS) -> list[FocalPoint]:
        async with self.database.read() as uow:
            return await uow.focal_points.of_agency(agency)

    async def groups(self, agency: str = DINSOS) -> list[str]:
        async with self.database.read() as uow:
            return [desk.address.chat for desk in await uow.desks.of_agency(agency) if desk.active]

    async def passes(self, days: int) -> None:
        """Days pass, one run of the clock a day, at two in the morning and again at noon."""
        for _ in range(days):
            self.clock += timedelta(days=1)
            for _ in range(2):
                async with self.database.begin(here=True) as uow:
                    await renewal.run_daily(uow, self.services)
            await self.deliver_at(self.clock + timedelta(days=5))

    async def deliver_at(self, at: datetime) -> None:
        """Also what waits for office hours."""
        clock, self.clock = self.clock, at
        await self.deliver()
        self.clock = clock

    def code(self, by: str = "Rina") -> str:
        """The newest code that person was given."""
        found = [re.search(r"/gabung ([A-Z0-9]{10})", text) for text in self.heard(by)]
        return [hit[1] for hit in found if hit][-1]


__all__ = ["DINSOS", "FORM", "FRIDAY", "People"]
