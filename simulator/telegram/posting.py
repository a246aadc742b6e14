"""Putting messages into chats and telling everyone concerned: bots, waiting tests, the page.

It knows which bot may see what (privacy mode); it does not know who asked or over which wire.
"""

from __future__ import annotations

from typing import Any

from .model import Bot, Chat, Member, Message, freeze
from .objects import chat_json, member_json, message_json, user_json
from .updates import DAY, TAP_LIFE, Update, wanted
from .view import chat_event, message_event
from .world import World

# Telegram keeps taps in queues of their own: a tap and a message may arrive in any order.
TAP_QUEUE = 3 << 33


def post(world: World, chat: Chat, sender: int, content: dict[str, Any], **more: Any) -> Message:
    now = world.clock.now()
    message = Message(chat.next_message, chat.key, sender, now, world.next_rev(), content, **more)
    chat.next_message += 1
    chat.messages[message.id] = message
    chat.rev = message.rev
    world.keep_message(message)
    world.bus.publish(chat.key, lambda: message_event(world, chat, message))
    if sender not in world.bots or "migrate_from_chat_id" in content:
        tell_bots(world, chat, message, "message")
    return message


def changed(world: World, chat: Chat, message: Message, edited: bool = True) -> None:
    message.rev = chat.rev = world.next_rev()
    if edited:
        message.edited_at = world.clock.now()
    world.keep_message(message)
    world.bus.publish(chat.key, lambda: message_event(world, chat, message))
    if edited and message.sender not in world.bots:
        tell_bots(world, chat, message, "edited_message")


def remove(world: World, chat: Chat, message: Message) -> None:
    del chat.messages[message.id]
    chat.rev = world.next_rev()
    world.journal.forget("message", f"{chat.key}/{message.id}")
    # The number of a deleted message is never given again, not even after a restart.
    world.keep_chat(chat)
    world.bus.publish(chat.key, lambda: {**chat_event(world, chat), "type": "deleted", "id": message.id})


def touch(world: World, chat: Chat) -> None:
    """The chat itself changed: members, topics, keyboard, blocks."""
    world.keep_chat(chat)
    world.bus.publish(chat.key, lambda: chat_event(world, chat))


def tell_bots(world: World, chat: Chat, message: Message, kind: str) -> None:
    if chat.private:
        if not chat.blocked and chat.bot is not None:
            _tell(world, world.bots[chat.bot], kind, message)
        return
    for who, member in chat.members.items():
        if (bot := world.bots.get(who)) and member.inside and sees(world, bot, chat, message):
            _tell(world, bot, kind, message)


def sees(world: World, bot: Bot, chat: Chat, message: Message) -> bool:
    """Group privacy: commands, replies to it, mentions of it and service messages, or all."""
    if not bot.privacy or chat.members[bot.id].admin:
        return True
    text = message.text
    if not text and not message.media:
        return True
    replied = chat.messages.get(message.reply_to or 0)
    if replied is not None and replied.sender == bot.id:
        return True
    command = text.startswith("/") and ("@" not in text.split()[0] or bot.username in text)
    return command or f"@{bot.username}" in text


def _tell(world: World, bot: Bot, kind: str, message: Message) -> None:
    if wanted(bot.allowed_updates, kind):
        body = message_json(world, bot.id, message)
        push(world, bot, kind, body, body["chat"]["id"], message.at + DAY,
             chat=message.chat, message=message.id)  # fmt: skip


def push(world: World, bot: Bot, kind: str, body: dict[str, Any], queue: int, expires: float,
         chat: str | None = None, message: int = 0) -> Update | None:  # fmt: skip
    """Queue one update, unless the bot said that it does not want this kind."""
    if not wanted(bot.allowed_updates, kind):
        return None
    update = Update(bot.next_update_id, kind, body, queue, expires, chat, message)
    bot.next_update_id += 1
    world.keep_bot(bot)
    world.journal.save("update", f"{bot.id}/{update.id}", lambda: {"bot": bot.id, **freeze(update)})
    world.queues[bot.id].push(update)
    return update


def tap(world: World, bot: Bot, user: int, body: dict[str, Any]) -> Update | None:
    expires = world.clock.now() + TAP_LIFE
    return push(world, bot, "callback_query", body, user + TAP_QUEUE, expires)


def member_changed(world: World, chat: Chat, who: int, actor: int, after: Member) -> None:
    """Set someone's standing and tell the bots that may know (my_chat_member, chat_member)."""
    before_json = member_json(world, chat, who) if not chat.private else {}
    chat.members[who] = after
    touch(world, chat)
    change = {
        "chat": chat_json(world, chat),
        "from": user_json(world.person(actor)),
        "date": int(world.clock.now()),
        "old_chat_member": before_json,
        "new_chat_member": member_json(world, chat, who),
    }
    expires = world.clock.now() + DAY
    if who in world.bots:
        push(world, world.bots[who], "my_chat_member", change, chat.id, expires)
        return
    for bot_id, member in chat.members.items():
        if bot_id in world.bots and member.admin:
            push(world, world.bots[bot_id], "chat_member", change, chat.id, expires)


def block_changed(world: World, chat: Chat, blocked: bool) -> None:
    """A person blocks or unblocks a bot: the bot is 'kicked' from, or back in, their chat."""
    if chat.blocked == blocked or chat.bot is None or chat.user is None:
        return
    chat.blocked = blocked
    touch(world, chat)
    bot = world.bots[chat.bot]
    states = [{"user": user_json(bot), "status": "member"},
              {"user": user_json(bot), "status": "kicked", "until_date": 0}]  # fmt: skip
    change = {
        "chat": chat_json(world, chat),
        "from": user_json(world.users[chat.user]),
        "date": int(world.clock.now()),
        "old_chat_member": states[not blocked],
        "new_chat_member": states[blocked],
    }
    push(world, bot, "my_chat_member", change, chat.id, world.clock.now() + DAY)


def reacted(world: World, chat: Chat, message: Message, user: int, old: str | None,
            new: str | None) -> None:  # fmt: skip
    now = int(world.clock.now())
    body = {
        "chat": chat_json(world, chat),
        "message_id": message.id,
        "user": user_json(world.person(user)),
        "date": now,
        "old_reaction": [{"type": "emoji", "emoji": old}] if old else [],
        "new_reaction": [{"type": "emoji", "emoji": new}] if new else [],
    }
    bots = [chat.bot] if chat.private else [w for w, m in chat.members.items() if m.admin]
    for bot in bots:
        if bot in world.bots:
            push(world, world.bots[bot], "message_reaction", body, chat.id, now + DAY)
