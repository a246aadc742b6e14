"""One person on two channels: a code said in one chat and typed in the other joins them, once both have agreed.

After that the two share one chat: cases, draft, bubbles; pushes go where the person last wrote. Whoever only
overhears a code can do nothing with it: the chat that gave it is asked too.
"""

from __future__ import annotations

import secrets
from dataclasses import replace

from complaints.model import Actor, Role
from conversations import joined
from conversations.messages import Channel, Inbound, say, words
from handlers import reach
from handlers.services import Services
from handlers.talk import say as say_to
from storage.join_codes import JoinCode
from storage.records import Chat
from storage.unit_of_work import UnitOfWork

NAMES = {Channel.TELEGRAM: "Telegram", Channel.WHATSAPP: "WhatsApp"}


async def on_private(inbound: Inbound, chat: Chat, uow: UnitOfWork, services: Services) -> bool:
    """Whether what came in was about joining chats; if so it is dealt with."""
    if joined.asked(inbound.content):
        await _offer(chat, uow, services)
        return True
    if letters := joined.code_in(inbound.content):
        await _typed(letters, chat, uow, services)
        return True
    if answer := joined.answered(inbound.content):
        await _answered(*answer, chat, uow, services)
        return True
    return False


async def _offer(chat: Chat, uow: UnitOfWork, services: Services) -> None:
    now = [one for one in await uow.identities.of_chat(chat.key) if one.until is None]
    if len({one.address.channel for one in now}) > 1:
        await say_to(uow, chat, say("link.joined_already"))
        return
    letters = "".join(secrets.choice(joined.LETTERS) for _ in range(joined.LENGTH))
    at = services.now()
    await uow.join_codes.add(letters, chat.key, at=at, until=at + joined.LIFE)
    await say_to(uow, chat, joined.offer(letters))


async def _typed(letters: str, chat: Chat, uow: UnitOfWork, services: Services) -> None:
    code = await uow.join_codes.find(letters, at=services.now())
    giver = await uow.chats.get(code.chat_key) if code else None
    if code is None or giver is None or code.other_key not in (None, chat.key):
        await say_to(uow, chat, say("link.wrong"))
        return
    if giver.key == chat.key or giver.address.channel is chat.address.channel:
        await say_to(uow, chat, say("link.same"))
        return
    await uow.join_codes.keep(replace(code, other_key=chat.key, agreed=False))
    channel = NAMES[giver.address.channel]
    await say_to(uow, chat, joined.question("here", channel=channel, name=giver.name, key=code.key))


async def _answered(yes: bool, key: str, chat: Chat, uow: UnitOfWork, services: Services) -> None:
    code = await uow.join_codes.by_key(key, at=services.now())
    if code is None or chat.key not in (code.chat_key, code.other_key) or code.other_key is None:
        await say_to(uow, chat, say("link.wrong"))
        return
    if not yes:
        await uow.join_codes.remove(code)
        await say_to(uow, chat, say("link.refused"))
        return
    giver, typer = await uow.chats.get(code.chat_key), await uow.chats.get(code.other_key)
    assert giver is not None and typer is not None
    if chat.key == typer.key:
        await _ask_giver(code, giver, typer, uow)
    elif code.agreed:
        await _join(code, giver, typer, uow, services)
    else:
        await say_to(uow, chat, say(words("link.wait", channel=NAMES[typer.address.channel])))


async def _ask_giver(code: JoinCode, giver: Chat, typer: Chat, uow: UnitOfWork) -> None:
    await uow.join_codes.keep(replace(code, agreed=True))
    here = NAMES[typer.address.channel]
    await say_to(uow, giver, joined.question("there", channel=here, name=typer.name, key=code.key))
    await say_to(uow, typer, say(words("link.wait", channel=NAMES[giver.address.channel])))


async def _join(code: JoinCode, giver: Chat, typer: Chat, uow: UnitOfWork, services: Services) -> None:
    at = services.now()
    await uow.join_codes.remove(code)
    for chat in (giver, typer):
        # A chat on Telegram has no row of ids until it is joined: its address is its key.
        await uow.identities.bind(chat.address, chat.key, at)
    await reach.merge(typer.key, giver, uow, at)
    await uow.audit.add(
        at=at, actor=Actor(role=Role.CITIZEN, key=giver.key, name=giver.name), event="chats.joined", case=None,
        detail={"with": typer.address.channel},
    )  # fmt: skip
    await say_to(uow, giver, say("link.done"))
