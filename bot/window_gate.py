"""What the sender does for a channel with a window and later confirmations; knows the outbox row, not its lease.

Outside the window the approved template goes in place of an answer, and the answer waits (storage.parked).
What a status confirmed is never said twice, whatever became of the answer to the send.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace

import structlog

from bot import whatsapp_templates
from bot.channels.base import Channel, TemplateRefused
from bot.i18n import Catalogues
from conversations.messages import Param, Rendered
from conversations.templates import NEWS, Template, fallback, template_for
from conversations.window import is_open
from handlers import broadcast_results, tidings, windowed
from handlers.services import Services
from storage.database import Database
from storage.deliveries import Delivery
from storage.parked import Parked
from storage.records import OutboxRow
from storage.unit_of_work import UnitOfWork

log = structlog.get_logger(__name__)
#: The part number of a template, beyond every real part.
TEMPLATE_PART = 99
#: After an unknown outcome a status may still tell (handbook §4.4).
WAIT_FOR_STATUS = 60.0
#: Words overtake pictures on the phone: wait this long for the picture to be delivered, seconds.
PICTURE, LOOK_EVERY = 5.0, 0.2
Call = tuple[Template, Mapping[str, Param]]


@dataclass(frozen=True, slots=True)
class Outside:
    """What is to be remembered of a row whose answer could not go."""

    parked: Parked
    template: str | None


class Overtaken(Exception):
    """The person opened the window between the claim of a row and its sending."""


class Gate:
    """One for the sender; channels without window or confirmations pass through untouched."""

    def __init__(self, database: Database, services: Services, words: Catalogues) -> None:
        self._database, self._services, self._words = database, services, words
        self._outside: dict[int, Outside] = {}

    async def check(self, channel: Channel, row: OutboxRow) -> bool:
        """False where only a template may go; Overtaken where what was parked goes first, said before it."""
        if channel.caps.window_hours is None:
            return True
        async with self._database.read() as uow:
            if not await self._open(channel, row, uow):
                return False
            if await uow.outbox.overtaken(row, self._services.now()):
                raise Overtaken
        return True

    async def outside(self, channel: Channel, row: OutboxRow, *, refused: bool) -> tuple[str, ...]:
        """The template instead, where there is one and the person wants it; the answer is parked.

        Overtaken where the window has opened since `check`, unless the messenger itself `refused`: it knows best.
        """
        assert row.message is not None
        call, known = await self._choose(channel, row, refused)
        sent: tuple[str, ...] = (known,) if known else ()
        if call is not None and not known:
            sent, call = await self._send(channel, row, call)
        parked = Parked(
            chat_key=row.chat_key, message=row.message, case=row.case, bubble=row.bubble,
            template=call[0].name if call else None, created_at=self._services.now(),
            data=row.data or broadcast_results.kept(row),
        )  # fmt: skip
        self._outside[row.id] = Outside(parked, parked.template)
        return sent

    async def _choose(self, channel: Channel, row: OutboxRow, refused: bool) -> tuple[Call | None, str | None]:
        assert row.message is not None
        async with self._database.read() as uow:
            if not refused and await self._open(channel, row, uow):
                raise Overtaken
            chat = await uow.chats.get(row.chat_key)
            waiting = await uow.parked.of_chat(row.chat_key)
            parts = await uow.deliveries.parts(row.id, row.chat_key, at=self._services.now())
        call = template_for(row.message)
        if chat is not None and not chat.notices:
            call = None  # BERHENTI: nothing begins from our side
        if call and call[0] is NEWS and any(one.template for one in waiting):
            call = None  # they have been told already that something waits
        return call, parts.get(TEMPLATE_PART)

    async def _send(self, channel: Channel, row: OutboxRow, call: Call) -> tuple[tuple[str, ...], Call | None]:
        assert row.message is not None
        for attempt in (call, fallback(row.message)):
            if attempt is None:
                continue
            template, facts = attempt
            filled = whatsapp_templates.call(template, facts, self._words, str(self._services.zone))
            try:
                tag = f"{row.id}.{TEMPLATE_PART}"
                return await channel.send(row.address, Rendered(body="", template=filled, tag=tag)), attempt
            except TemplateRefused:
                log.error("outbox.template_refused", outbox=row.id, template=template.name)
                async with self._database.begin() as uow:
                    await tidings.alert(uow, self._services, "template_refused")
        return (), None

    async def known(self, channel: Channel, row: OutboxRow) -> tuple[str, ...]:
        """Parts of this row that are known to be out, in order, from the first one on."""
        if not channel.caps.confirms or row.attempts <= 1:
            return ()
        async with self._database.read() as uow:
            parts = await uow.deliveries.parts(row.id, row.chat_key, at=self._services.now())
        found: list[str] = []
        while len(found) in parts:
            found.append(parts[len(found)])
        return tuple(found)

    async def note(
        self, channel: Channel, row: OutboxRow, sent: tuple[str, ...], uow: UnitOfWork, *, ours: bool
    ) -> bool:
        """In the commit that settles the row; `ours` is False where the lease was lost meanwhile.

        True where the person has to write first.
        """
        outside = self._outside.get(row.id)
        if not channel.caps.confirms:
            return False
        for number, external_id in enumerate(sent):
            part = TEMPLATE_PART if outside else number
            await uow.deliveries.note(
                Delivery(
                    external_id=external_id, chat_key=row.chat_key, state="accepted", at=self._services.now(),
                    outbox_id=row.id, part=part, case=row.case, template=outside.template if outside else None,
                )
            )  # fmt: skip
        if outside and ours:
            await uow.parked.add(outside.parked)
            if await self._open(channel, row, uow):  # BUKA came while this one was on its way
                await windowed.deliver_parked(row.chat_key, uow, self._services)
        return outside is not None

    async def _open(self, channel: Channel, row: OutboxRow, uow: UnitOfWork) -> bool:
        identity = await uow.identities.find(replace(row.address, thread=None))
        return is_open(channel.caps, identity.heard_at if identity else None, self._services.now())

    def settled(self, row: OutboxRow) -> None:
        """The commit is done."""
        self._outside.pop(row.id, None)

    async def settling(self, row: OutboxRow, uow: UnitOfWork) -> None:
        """First in the commit that settles the row: what is parked and what opens it go one after the other."""
        if row.id in self._outside:
            await uow.inbox.hold(row.chat_key)

    async def arrived(self, channel: Channel, external_id: str) -> None:
        """Wait a little until a picture is on the phone, so that the words after it come after it."""
        until = time.monotonic() + PICTURE
        while channel.caps.confirms and time.monotonic() < until:
            async with self._database.read() as uow:
                found = await uow.deliveries.get(external_id)
            if found is not None and found.state in ("failed", "delivered", "read", "played"):
                return
            await asyncio.sleep(LOOK_EVERY)

    async def alert(self, reason: str) -> None:
        """The account as a whole is refused: staff are told, at most once an hour."""
        async with self._database.begin() as uow:
            await tidings.alert(uow, self._services, reason)
