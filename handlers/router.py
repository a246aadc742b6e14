"""Who is spoken to where: one table from (our account, kind of chat) to the deed that takes it."""

from __future__ import annotations

from dataclasses import replace

from conversations.messages import (
    Address,
    Channel,
    ChatKind,
    Choice,
    Command,
    Departed,
    Inbound,
    Membership,
    Migrated,
    Quoted,
    say,
    words,
)
from handlers import (
    answering,
    citizen,
    claiming,
    desk_cards,
    focal_point,
    identity,
    inviting,
    joined_chats,
    joining,
    paper,
    reach,
    roles,
    staff,
    tidings,
    topics,
    windowed,
)
from handlers.notices import tell_staff
from handlers.services import Ack, Services
from handlers.talk import say as say_to
from storage.records import Chat
from storage.unit_of_work import UnitOfWork

#: Asked one after the other in the staff group; the first also stops who may not act.
STAFF_FIRST = (roles.on_staff, identity.on_staff, paper.on_staff, inviting.on_staff)


async def route(inbound: Inbound, uow: UnitOfWork, services: Services) -> Ack | None:
    """Find the chat and give the message to the one deed responsible for it."""
    if tidings.is_tiding(inbound.content):
        await tidings.on_tiding(inbound, uow, services)
        return None
    address = replace(inbound.address, thread=None)
    group = inbound.chat_kind is ChatKind.GROUP
    if not group and address.account != services.desk_account:
        return await _public(inbound, uow, services)
    chat = await uow.chats.ensure(
        address=address,
        kind=inbound.chat_kind,
        name=_title(inbound) if group else inbound.sender.name,
        language="id",
        at=inbound.sent_at,
    )
    at_desk = address.account == services.desk_account
    if isinstance(inbound.content, Migrated):
        await _migrated(inbound.content, chat, address, uow, services)
        return None
    if at_desk and group:
        return await _group(inbound, chat, uow, services)
    if at_desk:
        if (done := await roles.on_private(inbound, chat, uow, services)) is not None:
            return done.ack
        return await joining.on_private(inbound, chat, uow, services)
    # The public bot has no business in groups: names and cases would be seen by all members.
    if isinstance(inbound.content, Command):
        await say_to(uow, chat, say("citizen.group"))
    return None


async def _public(inbound: Inbound, uow: UnitOfWork, services: Services) -> Ack | None:
    """A citizen, on whichever channel."""
    chat = await reach.chat_of(inbound, uow, services)
    if await joined_chats.on_private(inbound, chat, uow, services):
        return None
    if await claiming.on_private(inbound, chat, uow, services):
        return None
    if inbound.address.channel is Channel.WHATSAPP:
        return await windowed.on_private(inbound, chat, uow, services)
    return await citizen.on_private(inbound, chat, uow, services)


def _title(inbound: Inbound) -> str:
    title = inbound.content.chat_title if isinstance(inbound.content, Membership) else None
    return title or ""


async def _group(inbound: Inbound, chat: Chat, uow: UnitOfWork, services: Services) -> Ack | None:
    content = inbound.content
    if isinstance(content, Command) and content.name == "id":
        await say_to(uow, chat, say(words("desk.chat_id", id=chat.address.chat)))
        return None
    staff_here = services.staff is not None and chat.key == services.chat_key(services.staff)
    if isinstance(content, Membership):
        await _let_in(content, chat, uow, services)
        if staff_here or not await joining.on_membership(inbound, chat, uow, services):
            await _desk_membership(content, chat, uow, services, staff_here=staff_here)
        return None
    if isinstance(content, Departed):
        person = services.person_key(inbound.address.channel, content.person)
        if staff_here:
            await roles.on_left(uow, services, chat, person)
        await joining.on_left(chat, uow, services, person=person)
        return None
    for deed in STAFF_FIRST if staff_here else (joining.on_group,):
        if (done := await deed(inbound, chat, uow, services)) is not None:
            return done.ack
    if staff_here:
        return await staff.on_staff(inbound, chat, uow, services)
    if desks := await uow.desks.of_chat(chat.key):
        if not any(desk.active for desk in desks):
            await _back(chat, uow, services)  # who is heard there can be spoken to: a refusal of last week was none
        return await focal_point.on_group(inbound, chat, uow, services)
    if isinstance(content, Choice):
        return Ack("ack.not_here", alert=True)
    if isinstance(content, Command):
        await say_to(uow, chat, say(words("desk.unbound", id=chat.address.chat)))
    return None


async def _let_in(content: Membership, chat: Chat, uow: UnitOfWork, services: Services) -> None:
    """What the bot may do there now; a group that had put it out sees its open cases again."""
    await topics.rights(content, chat.key, uow)
    desks = await uow.desks.of_chat(chat.key)
    if content.state in ("member", "administrator") and not all(desk.active for desk in desks):
        await _back(chat, uow, services)


async def _back(chat: Chat, uow: UnitOfWork, services: Services) -> None:
    """What waited for a group was dropped when it put us out: its open cases are shown anew."""
    await uow.desks.set_reachable(chat.key, True)
    await desk_cards.group_back(uow, services, chat.key)
    for desk in await uow.desks.of_chat(chat.key):
        told = say(words("staff.desk_back", agency=await answering.named(uow, desk.agency_id)))
        mark = f"desk_back:{desk.agency_id}:{chat.key}:{services.now().isoformat()}"
        await tell_staff(uow, services, told, dedup=mark)


async def _desk_membership(
    content: Membership, chat: Chat, uow: UnitOfWork, services: Services, *, staff_here: bool
) -> None:
    """Removed from a group: staff must know, the cases are not lost; added: say the group's number."""
    here = content.state in ("member", "administrator")
    desks = await uow.desks.of_chat(chat.key)
    await uow.desks.set_reachable(chat.key, here)
    if here:
        if not desks and not staff_here:
            await say_to(uow, chat, say(words("desk.unbound", id=chat.address.chat)))
        return
    await uow.chats.mark_unreachable(chat.key, services.now())
    await uow.outbox.drop_chat(chat.key)
    if services.staff is not None and not staff_here:
        room = await uow.chats.ensure(
            address=services.staff, kind=ChatKind.GROUP, name="", language="id", at=services.now()
        )
        for desk in desks:
            agency = await uow.agencies.get(desk.agency_id)
            name = Quoted(agency.name if agency else desk.agency_id)
            await say_to(uow, room, say(words("staff.desk_lost", agency=name)))


async def _migrated(
    content: Migrated, chat: Chat, address: Address, uow: UnitOfWork, services: Services
) -> None:
    """A group became a supergroup: same desk, new number."""
    moved = await uow.chats.moved(chat.key, replace(address, chat=content.new_chat))
    if moved is not None and moved.key != chat.key:
        await _back(moved, uow, services)
