"""Bot API JSON cut down to the fields we read, before a library sees it; standard library only.

Both libraries refuse a whole object over one nested field they do not know (aiogram #1840: forwards of
hidden users without a name), and the Bot API grows every month. What we do not read cannot stop us. The same
holds for answers: a sent message must not look unsent because of the shape of the message it replies to.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

_USER = frozenset({"id", "is_bot", "first_name", "last_name", "username", "language_code"})
_CHAT = frozenset({"id", "type", "title", "username", "first_name", "last_name", "is_forum"})
_FILE = frozenset({
    "file_id", "file_unique_id", "file_size", "file_name", "mime_type", "width", "height", "length",
    "duration", "type", "is_animated", "is_video",
})  # fmt: skip
_CONTACT = frozenset({"phone_number", "first_name", "last_name", "user_id"})
_PLACE = frozenset({"latitude", "longitude"})
#: What a message always may carry around its content.
_PLAIN = frozenset({
    "message_id", "date", "edit_date", "message_thread_id", "is_topic_message", "is_automatic_forward",
    "media_group_id", "text", "caption", "migrate_to_chat_id",
})  # fmt: skip
_INSIDE: Mapping[str, frozenset[str]] = {
    "chat": _CHAT, "sender_chat": _CHAT, "from": _USER,
    "left_chat_member": _USER, "location": _PLACE, "contact": _CONTACT,
    "document": _FILE, "animation": _FILE, "voice": _FILE, "video": _FILE, "video_note": _FILE,
    "audio": _FILE, "sticker": _FILE,
}  # fmt: skip


def _only(value: Any, keys: frozenset[str]) -> Any:
    """A wrong type passes through, so that the library refuses it by name."""
    return {key: value[key] for key in keys if key in value} if isinstance(value, dict) else value


def message(raw: Any) -> Any:
    if not isinstance(raw, dict):
        return raw
    kept = _only(raw, _PLAIN)
    kept |= {key: _only(raw[key], inside) for key, inside in _INSIDE.items() if key in raw}
    if isinstance(photo := raw.get("photo"), list):
        kept["photo"] = [_only(size, _FILE) for size in photo]
    if isinstance(venue := raw.get("venue"), dict):
        kept["venue"] = _only(venue, frozenset({"title", "address"}))
        kept["venue"]["location"] = _only(venue.get("location"), _PLACE)
    if "reply_to_message" in raw:
        kept["reply_to_message"] = bare(raw["reply_to_message"])
    return kept


def bare(raw: Any) -> Any:
    """Just what names a message."""
    kept = _only(raw, frozenset({"message_id", "date", "chat"}))
    if isinstance(kept, dict) and "chat" in kept:
        kept["chat"] = _only(kept["chat"], _CHAT)
    return kept


def callback(raw: Any) -> Any:
    kept = _only(raw, frozenset({"id", "from", "message", "chat_instance", "data"}))
    if isinstance(kept, dict):
        kept |= {"from": _only(kept.get("from"), _USER)}
        if "message" in kept:
            kept["message"] = message(kept["message"])
    return kept


def membership(raw: Any) -> Any:
    kept = _only(raw, frozenset({"chat", "from", "date", "old_chat_member", "new_chat_member"}))
    if isinstance(kept, dict):
        kept |= {"chat": _only(kept.get("chat"), _CHAT), "from": _only(kept.get("from"), _USER)}
        for side in ("old_chat_member", "new_chat_member"):
            kept[side] = _member(kept.get(side))
    return kept


def _member(raw: Any) -> Any:
    """The smallest member there is: rights are required fields in both libraries and new ones keep coming, so
    a server of yesterday would be unreadable. The reader takes rights from the JSON."""
    return {"status": "left", "user": _only(raw["user"], _USER)} if isinstance(raw, dict) else raw


_BY_KIND = {
    "message": message,
    "edited_message": message,
    "callback_query": callback,
    "my_chat_member": membership,
}


def update(raw: Mapping[str, Any]) -> dict[str, Any]:
    """An update with the one kind of content we asked for."""
    kept = {kind: trim(raw[kind]) for kind, trim in _BY_KIND.items() if kind in raw}
    return {"update_id": raw["update_id"], **kept}


def answer(content: str | bytes) -> Any:
    """json.loads for the answers of the Bot API: messages we sent keep only what names them."""
    decoded = json.loads(content)
    if isinstance(decoded, dict) and (result := decoded.get("result")) is not None:
        decoded["result"] = [_sent(item) for item in result] if isinstance(result, list) else _sent(result)
    return decoded


def _sent(result: Any) -> Any:
    return bare(result) if isinstance(result, dict) and "message_id" in result else result
