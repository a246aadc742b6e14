"""What a person does in their messenger: write, send files, tap, edit, forward, block.

Speaks of people and places; the HTTP of the control API is next door and knows none of this.
"""

from __future__ import annotations

import mimetypes
import secrets
from typing import Any
from zlib import crc32

from .blobs import picture_size
from .entities import find_marks
from .model import Chat, Member, Message
from .objects import chat_json, message_json, user_json
from .posting import block_changed, changed, post, reacted, remove, tap, touch
from .view import button_view
from .world import Tap, World

Json = dict[str, Any]


# Far more than can wait for an answer within their 150 seconds in any load test.
REMEMBERED_TAPS = 50_000


class Cannot(Exception):
    """A person tried what the messenger would not let them do; one sentence says why."""


def place(world: World, user: int, where: int) -> Chat:
    if user not in world.users:
        raise Cannot(f"there is no user {user}")
    try:
        chat = world.chat_of(user, where)
    except LookupError as error:
        raise Cannot(str(error)) from None
    if chat.private and chat.blocked:
        raise Cannot("this user has blocked the bot; unblock first")
    if not chat.private and (chat.deleted or not chat.members.get(user, Member("left")).inside):
        raise Cannot(f"user {user} is not in group {chat.id}")
    return chat


def say(world: World, user: int, where: int, content: Json, **more: Any) -> Message:
    chat = place(world, user, where)
    topic = chat.topics.get(more.get("thread") or 0)
    if more.get("thread") and topic is None:
        raise Cannot("there is no such topic")
    if topic and topic.closed and not chat.members[user].may("can_manage_topics"):
        raise Cannot("this topic is closed")
    reply_to = more.get("reply_to")
    if reply_to is not None:
        if reply_to not in chat.messages:
            raise Cannot("the message to reply to is gone")
        more["thread"] = more.get("thread") or chat.messages[reply_to].thread
    if chat.private and not chat.started:
        # Writing to a bot first is what gives it the right to answer.
        chat.started = True
        touch(world, chat)
    if chat.keyboard and chat.keyboard.get("one_time_keyboard"):
        chat.keyboard = None
        touch(world, chat)
    return post(world, chat, user, content, **more)


def text_content(text: str, name: str = "text") -> Json:
    marks = find_marks(text)
    key = "entities" if name == "text" else "caption_entities"
    return {name: text, key: marks} if marks else {name: text}


def write(world: World, user: int, where: int, text: str, quote: str | None = None,
          **more: Any) -> list[Message]:  # fmt: skip
    """Long texts are cut into several messages, as the real clients do."""
    text = text.strip()
    if not text:
        raise Cannot("an empty text cannot be sent")
    if quote:
        more["quote"] = {"text": quote, "position": 0, "is_manual": True}
    parts = [text[at : at + 4096] for at in range(0, len(text), 4096)]
    return [say(world, user, where, text_content(part), **more) for part in parts]


def upload(world: World, user: int, where: int, kind: str, data: bytes, name: str,
           caption: str = "", duration: int = 0, emoji: str | None = None,
           **more: Any) -> Message:  # fmt: skip
    wide, high = picture_size(data) or (0, 0)
    if kind == "photo" and not wide:
        raise Cannot("a photo must be a PNG, JPEG, GIF or WebP; send other files as a document")
    defaults = {"photo": "image/jpeg", "voice": "audio/ogg", "video": "video/mp4",
                "video_note": "video/mp4", "sticker": "image/webp"}  # fmt: skip
    fallback = defaults.get(kind, "application/octet-stream")
    mime = mimetypes.guess_type(name)[0] or fallback
    file = world.add_file(data, kind, name, mime, width=wide, height=high, duration=duration)
    media: Json = {"kind": kind, "file": file.unique}
    if emoji:
        media["emoji"] = emoji
    content = text_content(caption, "caption") if caption else {}
    return say(world, user, where, content, media=media, **more)


def start(world: World, user: int, bot: int, payload: str = "") -> Message:
    if bot not in world.bots:
        raise Cannot(f"there is no bot {bot}")
    chat = world.private(bot, user)
    block_changed(world, chat, False)
    return write(world, user, bot, f"/start {payload}".strip())[0]


def find_button(chat: Chat, label: str | None, data: str | None, message_id: int | None) -> Any:
    """The newest button of that label (or data), on one message or in the whole chat."""
    messages = [chat.messages[message_id]] if message_id in chat.messages else (
        [] if message_id else reversed(chat.messages.values()))  # fmt: skip
    for message in messages:
        for row in (message.markup or {}).get("inline_keyboard", []):
            for button in row:
                if (data is not None and button.get("callback_data") == data) or (
                    label is not None and button["text"].strip() == label.strip()
                ):
                    return message, button
    return None, None


def press(world: World, user: int, where: int, label: str | None = None,
          data: str | None = None, message_id: int | None = None,
          stale: bool = False) -> Json:  # fmt: skip
    """Tap an inline button. `stale` sends data that the message no longer offers, as an old
    screen would."""
    chat = place(world, user, where)
    message, button = find_button(chat, label, data, message_id)
    if message is None and stale and message_id is not None and data is not None:
        message, button = chat.messages.get(message_id), {"text": "", "callback_data": data}
    elif message is None:
        raise Cannot(f"there is no button {label or data!r} to press")
    if "callback_data" not in button:
        view = button_view(button)
        return {"kind": view["kind"], "value": view["value"]}
    owner = message.sender if message else chat.bot or 0
    bot = world.bots.get(owner)
    if bot is None:
        raise Cannot("this button belongs to no bot")
    key = str(secrets.randbits(62))
    world.taps[key] = Tap(bot.id, user, chat.bot or chat.id, world.clock.now())
    while len(world.taps) > REMEMBERED_TAPS:
        del world.taps[next(iter(world.taps))]
    gone = {"chat": chat_json(world, chat), "message_id": message_id, "date": 0}
    body = {
        "id": key,
        "from": user_json(world.users[user]),
        "message": message_json(world, bot.id, message) if message else gone,
        "chat_instance": str(crc32(chat.key.encode()) * 10**8 + 7),
        "data": button["callback_data"],
    }
    update = tap(world, bot, user, body)
    return {"kind": "callback", "tap": key, "update_id": update.id if update else None}


def press_key(world: World, user: int, where: int, label: str) -> Message:
    """Tap a key of the reply keyboard: it writes its label, or shares contact or place."""
    chat = place(world, user, where)
    rows = (chat.keyboard or {}).get("keyboard", [])
    key = next((k for row in rows for k in row if k["text"].strip() == label.strip()), None)
    if key is None:
        raise Cannot(f"there is no key {label!r} on the keyboard")
    if key.get("request_contact"):
        person = world.users[user]
        contact = {"phone_number": person.phone or f"+628{user}", "user_id": user,
                   "first_name": person.first_name}  # fmt: skip
        return say(world, user, where, {"contact": contact})
    if key.get("request_location"):
        return say(world, user, where, {"location": {"latitude": 1.1301, "longitude": 104.0529}})
    return write(world, user, where, key["text"])[0]


def edit(world: World, user: int, where: int, message_id: int, text: str) -> Message:
    chat = place(world, user, where)
    message = chat.messages.get(message_id)
    if message is None or message.sender != user:
        raise Cannot("only one's own message can be edited")
    name = "caption" if message.media else "text"
    kept = {k: v for k, v in message.content.items() if not k.endswith("entities")}
    message.content = {**kept, **text_content(text, name)}
    changed(world, chat, message)
    return message


def delete(world: World, user: int, where: int, message_id: int) -> None:
    """Bots are never told of a deletion; that is how Telegram is."""
    chat = place(world, user, where)
    message = chat.messages.get(message_id)
    if message is None:
        raise Cannot("there is no such message")
    if not chat.private and message.sender != user and not chat.members[user].admin:
        raise Cannot("only one's own message can be deleted")
    remove(world, chat, message)


def forward(world: World, user: int, where: int, from_chat: int, message_id: int) -> Message:
    old = place(world, user, from_chat).messages.get(message_id)
    if old is None:
        raise Cannot("there is no such message")
    origin = old.origin or {"type": "user", "date": int(old.at),
                            "sender_user": user_json(world.person(old.sender))}  # fmt: skip
    return say(world, user, where, dict(old.content), media=old.media, origin=origin)


def react(world: World, user: int, where: int, message_id: int, emoji: str | None) -> Message:
    """One reaction per person and message; bots that are administrators may hear of it."""
    chat = place(world, user, where)
    message = chat.messages.get(message_id)
    if message is None:
        raise Cannot("there is no such message")
    old = message.reactions.pop(str(user), None)
    if emoji:
        message.reactions[str(user)] = emoji
    changed(world, chat, message, edited=False)
    reacted(world, chat, message, user, old, emoji)
    return message
