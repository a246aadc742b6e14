"""What a WhatsApp message holds, in our vocabulary; knows the shapes of `messages[].type`, nothing of who sent it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from conversations.messages import (
    Choice,
    Command,
    Contact,
    Content,
    Location,
    Media,
    Retraction,
    Text,
    Unsupported,
)

Json = dict[str, Any]
_COMMAND = re.compile(r"^/([A-Za-z0-9_]{1,32})(?:\s+(.*))?$", re.DOTALL)
_MEDIA = {"image": "photo", "video": "video", "audio": "audio", "document": "document", "sticker": "sticker"}


def content_of(message: Json) -> Content | None:
    """The content; None for what we knowingly ignore, Unsupported for what has no word of ours."""
    kind = str(message.get("type", ""))
    try:
        return _READERS.get(kind, _unsupported)(message)
    except (AttributeError, KeyError, TypeError, ValueError, IndexError):
        # Never dropped: the person hears that it could not be read, the raw event stays stored.
        return Unsupported(kind or "malformed")


def _text(message: Json) -> Content:
    body = str(message["text"]["body"])
    command = _COMMAND.match(body.strip())
    return Command(command[1].lower(), (command[2] or "").strip()) if command else Text(body)


def _interactive(message: Json) -> Content:
    """A tapped button or row; its id is the Option.id we sent, however long ago."""
    reply = message["interactive"]
    if reply["type"] in ("button_reply", "list_reply"):
        return Choice(str(reply[reply["type"]]["id"]), bubble=_quoted(message))
    return Unsupported(str(reply["type"]))  # nfm_reply: forms are not in use


def _button(message: Json) -> Content:
    """The quick reply of a template."""
    button = message["button"]
    return Choice(str(button.get("payload") or button["text"]), bubble=_quoted(message))


def _quoted(message: Json) -> str | None:
    found = (message.get("context") or {}).get("id")
    return str(found) if found else None


def _media(message: Json) -> Content:
    kind = str(message["type"])
    file = message[kind]
    sha256 = str(file.get("sha256") or "")
    ours = "voice" if kind == "audio" and file.get("voice") else _MEDIA[kind]
    return Media(
        kind=ours,
        ref=f"{file['id']} {sha256}".strip(),  # checked against what arrives; base64 has no blanks
        unique=sha256 or None,
        mime=str(file["mime_type"]).partition(";")[0] if file.get("mime_type") else None,
        name=file.get("filename"),
        caption=str(file.get("caption") or ""),
    )


def _location(message: Json) -> Content:
    spot = message["location"]
    return Location(
        latitude=float(spot["latitude"]), longitude=float(spot["longitude"]),
        name=spot.get("name"), address=spot.get("address"),
    )  # fmt: skip


def _contacts(message: Json) -> Content:
    card = message["contacts"][0]
    phones = card.get("phones") or [{}]
    name = (card.get("name") or {}).get("formatted_name") or ""
    return Contact(name=str(name), phone=str(phones[0].get("phone") or phones[0].get("wa_id") or ""))


def _edit(message: Json) -> Content | None:
    """The new wording; `original_message_id` tells of what (whatsapp_reading)."""
    inner = message["edit"].get("message") or message["edit"]
    found = content_of({"type": "text", **inner})
    if isinstance(found, Media):
        return Text(found.caption) if found.caption else None
    return found


def _revoke(message: Json) -> Content:
    return Retraction(str(message["revoke"]["original_message_id"]))


def _ignored(message: Json) -> None:
    return None


def _unsupported(message: Json) -> Content:
    return Unsupported(str(message.get("type") or "unknown"))


_READERS: dict[str, Callable[[Json], Content | None]] = {
    "text": _text,
    "interactive": _interactive,
    "button": _button,
    **dict.fromkeys(_MEDIA, _media),
    "location": _location,
    "contacts": _contacts,
    "edit": _edit,
    "revoke": _revoke,
    # A thumb under a message of ours asks for no answer, and an answer would be billed.
    "reaction": _ignored,
}
