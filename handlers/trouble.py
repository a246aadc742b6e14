"""When our own work fails: the person is told honestly, staff see it, the update stays for a replay."""

from __future__ import annotations

from conversations.messages import ChatKind, say, words
from conversations.queue import letter_options
from handlers.services import Services
from storage.records import InboxRow, Lane, OutboxRow, Outgoing
from storage.unit_of_work import UnitOfWork


async def inbox_dead(row: InboxRow, uow: UnitOfWork, services: Services) -> None:
    """An update is parked for good."""
    chat = await uow.chats.get(row.chat_key)
    if chat is not None and chat.kind is ChatKind.PRIVATE and row.tries > 1:
        await uow.outbox.put(
            Outgoing(chat_key=chat.key, message=say("error.system"), lane=Lane.REPLY, dedup=f"dead:{row.id}")
        )
    await _tell_staff(uow, services, "staff.dead_inbox", "in", row.id)


async def outbox_dead(row: OutboxRow, uow: UnitOfWork, services: Services) -> None:
    """A message will never go out. An alarm that itself cannot go out is only logged."""
    if services.staff is not None and row.chat_key == services.chat_key(services.staff):
        return
    await _tell_staff(uow, services, "staff.dead_outbox", "out", row.id)


async def _tell_staff(uow: UnitOfWork, services: Services, msgid: str, way: str, number: int) -> None:
    if services.staff is None:
        return
    room = await uow.chats.ensure(
        address=services.staff, kind=ChatKind.GROUP, name="", language="id", at=services.now()
    )
    await uow.outbox.put(
        Outgoing(
            chat_key=room.key,
            message=say(words(msgid, id=number), options=letter_options(f"{way}.{number}", number)),
            lane=Lane.STAFF,
            # Tried again and dead again is news again.
            dedup=f"{msgid}:{number}:{int(services.now().timestamp() // 60)}",
            ref=f"letter:{way}.{number}",
            bubble="letter",
            data={"number": "", "token": f"{way}.{number}"},
        )
    )
