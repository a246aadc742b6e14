"""Makes the recaps and exports that were asked for: read outside of any writing, drawn in a thread, then the outbox.

A kill anywhere leaves the order where it is; an order that cannot be made is answered with a sentence, not for ever.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta

import structlog

from bot.exporting import LANGUAGE, export
from bot.i18n import Catalogues
from bot.phrasing import Voice
from bot.recap_tables import Tables
from complaints.model import Actor, Role
from conversations import recap as talk
from conversations import recurrence as repeats
from conversations.messages import File, Message, say, words
from handlers import recap, recap_count, recurrence
from handlers.recap_count import Asks, Counted
from handlers.services import Services
from storage.attachments_store import FileStore
from storage.database import Database
from storage.recap_orders import Order
from storage.records import Lane, Outgoing

log = structlog.get_logger(__name__)
MOST_TRIES = 3
#: How long the file stays with us: sending may have to wait for a messenger that is down; identities wait no longer
#: than a day.
KEPT, KEPT_WHOLE = timedelta(days=7), timedelta(days=1)


class Recaps:
    """One order a call; any number of processes may run it."""

    def __init__(self, database: Database, services: Services, words: Catalogues, files: FileStore) -> None:
        self._database, self._services, self._words, self._files = database, services, words, files

    async def run_once(self) -> bool:
        """False where nobody waits."""
        async with self._database.read() as uow:
            order = await uow.recap_orders.next()
        if order is None:
            return False
        message, detail = say(words("recap.failed", period=Asks.from_json(order.asks).period.told())), None
        if order.tries < MOST_TRIES:
            async with self._database.begin() as uow:
                await uow.recap_orders.tried(order.id)
            try:
                message, detail = await self._made(order)
            except Exception as error:
                log.exception("recap.failed", order=order.id, kind=type(error).__name__)
        await self._send(order, message, detail)
        return True

    async def _made(self, order: Order) -> tuple[Message, dict[str, object] | None]:
        asks = Asks.from_json(order.asks)
        if order.kind == "export":
            return await self._export(order, asks)
        told = await self._repeats(order, asks)
        if order.kind == recap.RECURRING:
            return repeats.whole(told, asks.place), None
        beside = repeats.beside(told, staff=order.kind != "desk")
        counted, older = await self._counted(order, asks)
        tables = Tables(Voice(self._words, LANGUAGE, str(self._services.zone)))
        pictures = await self._pictures(order, counted, tables)
        if order.kind == "desk":
            message = talk.for_desk(counted.recap, counted.named, older=older, repeats=beside)
        else:
            message = talk.for_staff(counted.recap, counted.named, await self._sent(asks), repeats=beside)
        return Message(lines=message.lines, files=pictures), None

    async def _counted(self, order: Order, asks: Asks) -> tuple[Counted, int]:
        """Through the door of who asked: a desk counts what it holds and nothing else."""
        async with self._database.read() as uow:
            if order.kind != "desk":
                door = uow.complaints.for_staff()
                return await recap_count.count(uow, self._services, asks, door, self._services.now()), 0
            own = uow.complaints.visible_to(asks.agencies)
            counted = await recap_count.count(uow, self._services, asks, own, self._services.now())
            here = counted.recap.total.outcomes
            return counted, max(0, await own.count_open() - here["open"] - here["claimed"])

    async def _repeats(self, order: Order, asks: Asks) -> repeats.Told:
        """Three years that end with the period, through the same door."""
        async with self._database.read() as uow:
            desk = order.kind == "desk"
            door = uow.complaints.visible_to(asks.agencies) if desk else uow.complaints.for_staff()
            return await recurrence.told(uow, self._services, recurrence.wish(asks, self._services), door)

    async def _sent(self, asks: Asks) -> talk.Sent | None:
        """What the whole cost in messages; a region's share of it is not known."""
        if asks.region:
            return None
        span = recap_count.span(asks, self._services)
        async with self._database.read() as uow:
            return await uow.deliveries.bill(span.since, span.until)

    async def _pictures(self, order: Order, counted: Counted, tables: Tables) -> tuple[File, ...]:
        """The numbers go out even where no picture can be drawn."""
        try:
            drawn = await asyncio.to_thread(_drawer(order.kind), counted, tables)
        except Exception as error:
            log.exception("recap.not_drawn", order=order.id, kind=type(error).__name__)
            return ()
        keys = [await self._files.put(body) for body in drawn]
        return tuple(
            File(kind="photo", key=key, name=f"rekap-{place}.png", mime="image/png")
            for place, key in enumerate(keys, 1)
        )

    async def _export(self, order: Order, asks: Asks) -> tuple[Message, dict[str, object]]:
        by = Actor(role=Role(order.role), key=order.actor)
        made = await export(self._database, self._services, self._words, asks, by)
        key = await self._files.put(made.body)
        file = File(kind="document", key=key, name=made.name, mime=made.mime)
        named, total = made.counted.named, made.counted.recap.total
        lines = [words("recap.export.here", period=named.period.told(), n=total.received)]
        if asks.identities:
            lines.append(words("recap.export.whole"))
        return Message(lines=(*lines, *talk.meaning(named)), files=(file,)), made.detail()

    async def _send(self, order: Order, message: Message, detail: dict[str, object] | None) -> None:
        at = self._services.now()
        kept = KEPT_WHOLE if order.asks["identities"] else KEPT
        async with self._database.begin() as uow:
            first = await uow.recap_orders.done(order.id)
            await uow.expiring_files.add([file.key for file in message.files], at + kept)
            if not first:
                return  # another process was quicker
            if detail is not None:
                by = Actor(role=Role(order.role), key=order.actor)
                await uow.audit.add(at=at, actor=by, event="export.made", detail=detail)
            await uow.outbox.put(
                Outgoing(
                    chat_key=order.chat_key, message=message, bubble="recap", lane=Lane.STAFF, thread=order.thread,
                    dedup=f"recap:{order.id}", data={"number": "", "token": ""},
                )
            )  # fmt: skip


def _drawer(kind: str) -> Callable[[Counted, Tables], list[bytes]]:
    # Imported here: matplotlib is big, and only who draws pays for it.
    from bot.recap_picture import desk_picture, pictures

    return desk_picture if kind == "desk" else pictures
