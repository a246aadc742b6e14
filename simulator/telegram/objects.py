"""Records of the world as the complete JSON objects of the Bot API, as one bot sees them.

It only translates; it decides nothing and changes nothing.
"""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

from .errors import bad
from .model import ADMIN_RIGHTS, Bot, Chat, File, Member, Message, User

if TYPE_CHECKING:
    from .world import World

Json = dict[str, Any]
_PREFIX = {"photo": "AgAC", "document": "BQAC", "voice": "AwAC", "video": "BAAC",
           "video_note": "DQAC", "audio": "CQAC", "sticker": "CAAC", "animation": "CgAC"}  # fmt: skip


def user_json(person: User | Bot) -> Json:
    body: Json = {
        "id": person.id,
        "is_bot": isinstance(person, Bot),
        "first_name": person.first_name,
    }
    if isinstance(person, User):
        if person.last_name:
            body["last_name"] = person.last_name
        body["language_code"] = person.language_code
    if person.username:
        body["username"] = person.username
    return body


def me_json(bot: Bot) -> Json:
    return {
        **user_json(bot),
        "can_join_groups": True,
        "can_read_all_group_messages": not bot.privacy,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def chat_json(world: World, chat: Chat) -> Json:
    if chat.private:
        person = world.users[chat.user or 0]
        body = {"id": chat.id, "type": "private", "first_name": person.first_name}
        return body | {
            name: value for name in ("last_name", "username") if (value := getattr(person, name)) is not None
        }
    body = {"id": chat.id, "type": chat.kind, "title": chat.title}
    if chat.is_forum:
        body["is_forum"] = True
    return body


def file_id(bot_id: int, file: File, size: str = "x") -> str:
    """The same file under another name for every bot: ids do not cross tokens."""
    raw = f"{bot_id}:{file.unique}:{size}".encode()
    return _PREFIX.get(file.kind, "BQAC") + base64.urlsafe_b64encode(raw).decode().rstrip("=")


def open_file_id(world: World, bot_id: int, text: str) -> File | None:
    """The file behind an id, or None when the id is broken or belongs to another bot."""
    try:
        raw = base64.urlsafe_b64decode(text[4:] + "=" * (-len(text[4:]) % 4)).decode()
        owner, unique, _ = raw.split(":")
    except ValueError:
        return None
    return world.files.get(unique) if owner == str(bot_id) else None


def media_json(world: World, bot_id: int, media: Json) -> Json:
    kind, file = media["kind"], world.files[media["file"]]
    base: Json = {
        "file_id": file_id(bot_id, file),
        "file_unique_id": "AQAD" + file.unique[-16:],
        "file_size": file.size,
    }
    size = {"width": file.width, "height": file.height}
    if kind == "photo":
        scale = min(1.0, 320 / max(file.width, file.height, 1))
        small = {
            "file_id": file_id(bot_id, file, "m"),
            "file_unique_id": "AQADm" + file.unique[-15:],
            "file_size": file.size,
            "width": max(1, int(file.width * scale)),
            "height": max(1, int(file.height * scale)),
        }
        return {"photo": [small, {**base, **size}]}
    if kind == "sticker":
        more: Json = {"type": "regular", "is_animated": False, "is_video": False,
                      "emoji": media.get("emoji", "🙂"), **size}  # fmt: skip
        return {"sticker": {**base, **more}}
    more = {"mime_type": file.mime}
    if kind in ("voice", "video", "video_note", "audio", "animation"):
        more["duration"] = file.duration
    if kind in ("video", "animation"):
        more |= size
    if kind == "video_note":
        more = {"length": file.width or 240, "duration": file.duration}
    if kind not in ("voice", "video_note"):
        more["file_name"] = file.name
    body = {kind: {**base, **more}}
    if kind == "animation":
        body["document"] = {**base, "file_name": file.name, "mime_type": file.mime}
    return body


def message_json(world: World, bot_id: int, message: Message, nested: bool = False) -> Json:
    chat = world.chats[message.chat]
    body: Json = {
        "message_id": message.id,
        "from": user_json(world.person(message.sender)),
        "chat": chat_json(world, chat),
        "date": int(message.at),
    }
    if message.edited_at is not None:
        body["edit_date"] = int(message.edited_at)
    if message.thread is not None:
        body["message_thread_id"] = message.thread
        if chat.is_forum:
            body["is_topic_message"] = True
    if message.origin:
        body["forward_origin"] = message.origin
    if not nested:
        _add_reply(world, bot_id, chat, message, body)
    if message.album:
        body["media_group_id"] = message.album
    if message.media:
        body |= media_json(world, bot_id, message.media)
    body |= message.content
    for name in ("new_chat_members", "left_chat_member"):
        if name in body:
            who = body[name]
            ids = [user_json(world.person(i)) for i in (who if isinstance(who, list) else [who])]
            body[name] = ids if isinstance(who, list) else ids[0]
    if "pinned_message" in body:
        old = chat.messages.get(body.pop("pinned_message"))
        if old:
            body["pinned_message"] = message_json(world, bot_id, old, nested=True)
    if message.markup:
        body["reply_markup"] = message.markup
    return body


def _add_reply(world: World, bot_id: int, chat: Chat, message: Message, body: Json) -> None:
    # Without a reply of its own, a message in a topic "replies" to the topic's first message:
    # a well-known trap for bots that take every reply for an answer.
    target = message.reply_to if message.reply_to is not None else message.thread
    old = chat.messages.get(target) if target is not None else None
    if old is not None and old is not message:
        body["reply_to_message"] = message_json(world, bot_id, old, nested=True)
    if message.quote:
        body["quote"] = message.quote


def member_json(world: World, chat: Chat, who: int) -> Json:
    member = chat.members.get(who, Member("left"))
    body: Json = {"user": user_json(world.person(who)), "status": member.status}
    if member.status == "creator":
        body["is_anonymous"] = False
    elif member.status == "administrator":
        body |= {"can_be_edited": False, "is_anonymous": False}
        body |= {name: member.rights.get(name, False) for name in ADMIN_RIGHTS}
    elif member.status == "kicked":
        body["until_date"] = 0
    if member.title:
        body["custom_title"] = member.title
    return body


def wanted_file(world: World, bot_id: int, text: str) -> File:
    file = open_file_id(world, bot_id, text)
    if file is None:
        raise bad("wrong file identifier/HTTP URL specified")
    return file
