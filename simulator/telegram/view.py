"""What a person sees in a chat, as JSON for the page, for tests and for the control API.

A view belongs to no bot: files are links, buttons are labels, names are whole.
"""

from __future__ import annotations

from typing import Any

from .model import Bot, Chat, Message
from .world import World

Json = dict[str, Any]
_SERVICE = ("new_chat_members", "left_chat_member", "new_chat_title", "pinned_message",
            "forum_topic_created", "forum_topic_closed", "forum_topic_reopened",
            "forum_topic_edited", "migrate_to_chat_id", "migrate_from_chat_id",
            "group_chat_created", "supergroup_chat_created")  # fmt: skip
_PLAIN = ("location", "venue", "contact", "has_media_spoiler")


def name_of(world: World, who: int) -> str:
    person = world.person(who)
    last = None if isinstance(person, Bot) else person.last_name
    return f"{person.first_name} {last}" if last else person.first_name


def button_view(button: Json) -> Json:
    for kind in ("callback_data", "url", "copy_text"):
        if kind in button:
            value = button[kind]["text"] if kind == "copy_text" else button[kind]
            style = {"style": button["style"]} if "style" in button else {}
            return {"text": button["text"], "kind": kind, "value": value, **style}
    return {"text": button["text"], "kind": "other", "value": None}


def message_view(world: World, message: Message) -> Json:
    content = message.content
    body: Json = {
        "id": message.id,
        "rev": message.rev,
        "at": message.at,
        "from": {
            "id": message.sender,
            "name": name_of(world, message.sender),
            "is_bot": message.sender in world.bots,
        },
        "text": message.text,
        "entities": content.get("entities") or content.get("caption_entities") or [],
        "edited": message.edited_at is not None,
    }
    for name in _PLAIN:
        if name in content:
            body[name] = content[name]
    if message.media:
        body["media"] = media_view(world, message.media)
    if message.markup:
        rows = message.markup["inline_keyboard"]
        body["buttons"] = [[button_view(button) for button in row] for row in rows]
    for name, value in (("thread", message.thread), ("album", message.album),
                        ("reply_to", message.reply_to)):  # fmt: skip
        if value is not None:
            body[name] = value
    if message.reactions:
        body["reactions"] = list(message.reactions.values())
    if message.origin:
        body["forwarded_from"] = message.origin.get("sender_user", {}).get("first_name", "?")
    _add_reply(world, message, body)
    service = next((kind for kind in _SERVICE if kind in content), None)
    if service:
        body["service"] = service_view(world, service, content[service])
    return body


def _add_reply(world: World, message: Message, body: Json) -> None:
    if message.reply_to is None:
        return
    old = world.chats[message.chat].messages.get(message.reply_to)
    text = message.quote["text"] if message.quote else old.text if old else ""
    if old:
        media = old.media["kind"] if old.media else None
        body["reply"] = {"id": old.id, "name": name_of(world, old.sender), "text": text[:200],
                         "media": media, "quote": bool(message.quote)}  # fmt: skip


def service_view(world: World, kind: str, value: Any) -> Json:
    if kind == "new_chat_members":
        return {"kind": kind, "names": [name_of(world, who) for who in value]}
    if kind == "left_chat_member":
        return {"kind": kind, "names": [name_of(world, value)]}
    return {"kind": kind, "value": value}


def media_view(world: World, media: Json) -> Json:
    file = world.files[media["file"]]
    return {
        "kind": media["kind"],
        "url": f"/sim/file/{file.unique}",
        "name": file.name,
        "mime": file.mime,
        "size": file.size,
        "width": file.width,
        "height": file.height,
        "duration": file.duration,
        "emoji": media.get("emoji"),
    }


def place_of(chat: Chat) -> Json:
    """How the page and the control API address a chat: a bot's id with a person, or a group."""
    if chat.private:
        return {"chat": chat.bot, "user": chat.user}
    return {"chat": chat.id, "user": None}


def chat_view(world: World, chat: Chat) -> Json:
    body: Json = {**place_of(chat), "kind": "forum" if chat.is_forum else chat.kind,
                  "rev": chat.rev, "read_upto": chat.read_upto, "pinned": chat.pinned}  # fmt: skip
    if chat.private:
        bot = world.bots[chat.bot or 0]
        scopes = [f"chat:{chat.id}", "all_private_chats", "default"]
        commands = next((bot.commands[s] for s in scopes if bot.commands.get(s)), [])
        return body | {
            "title": bot.texts.get("name", bot.first_name),
            "about": bot.texts.get("short_description", ""),
            "description": bot.texts.get("description", ""),
            "started": chat.started,
            "blocked": chat.blocked,
            "keyboard": chat.keyboard,
            "commands": commands,
        }
    return body | {
        "title": chat.title,
        "deleted": chat.deleted,
        "migrated_to": chat.migrated_to,
        "keyboard": chat.keyboard,
        "members": [
            {"id": who, "name": name_of(world, who), "status": member.status,
             "is_bot": who in world.bots}
            for who, member in chat.members.items()
            if member.inside
        ],
        "topics": [
            {"id": t.id, "name": t.name, "color": t.color, "icon": t.icon, "closed": t.closed}
            for t in chat.topics.values()
        ],
    }  # fmt: skip


def message_event(world: World, chat: Chat, message: Message) -> Json:
    return {"type": "message", **place_of(chat), "message": message_view(world, message)}


def chat_event(world: World, chat: Chat) -> Json:
    return {"type": "chat", **place_of(chat), "state": chat_view(world, chat)}
