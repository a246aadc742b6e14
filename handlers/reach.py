"""Whose chat an event belongs to, by whatever id the channel calls the person today; and where they are reached.

A chat keeps its key when the number, the channel's id or the channel itself changes. What is pushed goes
where the person last wrote.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from conversations.messages import Address, Channel, ChatKind, Inbound
from conversations.window import heard
from handlers.services import Services
from storage.identities import Identity
from storage.records import Bubble, Chat
from storage.unit_of_work import UnitOfWork

SEEN_EVERY = timedelta(hours=1)


async def chat_of(inbound: Inbound, uow: UnitOfWork, services: Services) -> Chat:
    """The private chat of the person who did this, made where they are new."""
    address = replace(inbound.address, thread=None)
    found = await uow.identities.find(address)
    if found is None and address.channel is Channel.TELEGRAM:
        return await _ensure(uow, address, inbound, key=None)
    others = [replace(address, chat=alias) for alias in inbound.aliases]
    if found is None:
        found = await _by_alias(uow, others, address, services.now())
    if found is None:
        chat = await _ensure(uow, address, inbound, key=await uow.identities.fresh_key(address))
        found = await uow.identities.bind(address, chat.key, services.now())
    else:
        chat = await _here(found.chat_key, inbound, uow)
    for other in others:
        await _claim(uow, other, chat, services.now())
    at = heard(found.heard_at, inbound.sent_at, services.now())
    if at != found.heard_at:
        await uow.identities.heard(found, at)
    return chat


async def _ensure(uow: UnitOfWork, address: Address, inbound: Inbound, *, key: str | None) -> Chat:
    return await uow.chats.ensure(
        address=address, kind=ChatKind.PRIVATE, name=inbound.sender.name, language="id", at=inbound.sent_at, key=key
    )


async def _by_alias(uow: UnitOfWork, others: list[Address], address: Address, at: datetime) -> Identity | None:
    """Known by number and named by an id now, or the other way round: one person, one more id."""
    for other in others:
        if known := await uow.identities.find(other):
            return replace(await uow.identities.bind(address, known.chat_key, at), heard_at=known.heard_at)
    return None


async def _claim(uow: UnitOfWork, other: Address, chat: Chat, at: datetime) -> None:
    """Another id of the same person; a chat that stood under it is theirs too."""
    known = await uow.identities.find(other)
    if known is not None and known.chat_key != chat.key:
        await merge(known.chat_key, chat, uow, at)
    elif known is None:
        await uow.identities.bind(other, chat.key, at)


async def _here(key: str, inbound: Inbound, uow: UnitOfWork) -> Chat:
    """The chat, reached from now on where the person is writing."""
    chat = await uow.chats.get(key)
    assert chat is not None, "an identity leads to a chat"
    address = replace(inbound.address, thread=None)
    name = inbound.sender.name or chat.name
    moved = chat.address != address
    if moved or name != chat.name or not chat.reachable or inbound.sent_at - chat.seen_at >= SEEN_EVERY:
        chat = await uow.chats.save(
            replace(chat, address=address, name=name, reachable=True, seen_at=max(chat.seen_at, inbound.sent_at))
        )
    if moved:
        await uow.identities.readdress(chat)
    return chat


async def moved(
    old: Address, new: Address, aliases: tuple[str, ...], uow: UnitOfWork, services: Services
) -> Chat | None:
    """The person has a new number or id: open cases stay with their chat, the old id leads nowhere."""
    at = services.now()
    found = await uow.identities.find(old)
    chat = await uow.chats.get(found.chat_key) if found else None
    if found is None or chat is None:
        return None
    for identity in await uow.identities.of_chat(chat.key):
        if identity.until is None and identity.address.channel is old.channel:
            await uow.identities.end(identity, at)
    for address in (new, *(replace(new, chat=alias) for alias in aliases)):
        await _claim(uow, address, chat, at)
    chat = await uow.chats.save(replace(chat, address=replace(new, thread=None), reachable=True))
    await uow.identities.readdress(chat)
    return chat


async def merge(old_key: str, into: Chat, uow: UnitOfWork, at: datetime) -> None:
    """Two chats of one person become one: cases, files, bubbles, ids and what waits to be said."""
    old = await uow.chats.get(old_key)
    for _, kept in await uow.identities.said(old_key):
        row, words = kept["row"], kept["words"]
        bubble = Bubble(
            chat_key=into.key, external_id=words["id"], ref=row.ref, case=row.case_id, kind=row.kind,
            sent_at=row.sent_at, thread=words["thread"], data=words["data"],
        )  # fmt: skip
        await uow.bubbles.add(replace(bubble, part=row.part))
    await uow.identities.merge(old_key, into.key)
    if old is not None:
        # The draft that was being written lives on where there is none.
        if old.state.get("draft") and not into.state.get("draft"):
            into = await uow.chats.save(replace(into, state=old.state))
            await uow.nudges.move(old_key, into.key)
        if old.consent_version and not into.consent_version:
            into = await uow.chats.save(
                replace(into, consent_version=old.consent_version, consent_at=old.consent_at)
            )
        await uow.chats.save(replace(old, state={}, reachable=False))
    await uow.identities.readdress(into)
