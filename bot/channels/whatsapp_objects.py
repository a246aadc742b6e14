"""A Rendered as the JSON of one `POST /messages`; refuses what the limits table refuses, asks nobody.

A media id stands for a file that was uploaded before; whoever sends puts it in.
"""

from __future__ import annotations

import re
from typing import Any

from bot.channels import whatsapp_limits as limit
from conversations.messages import Button, File, Rejected, Rendered, TemplateCall

Json = dict[str, Any]
#: A business-scoped user id. Sent in `to`, the API answers 200 with an id and drops the message silently.
BSUID = re.compile(r"^[A-Z]{2}\.(ENT\.)?[0-9A-Za-z]{1,128}$")
NUMBER = re.compile(r"^\d{5,20}$")
_KIND = {"photo": "image", "video": "video", "video_note": "video", "voice": "audio", "audio": "audio"}


def recipient(chat: str) -> Json:
    """The field that names the person, by the shape of their id."""
    if BSUID.match(chat):
        return {"recipient": chat}
    if NUMBER.match(chat):
        return {"to": chat}
    raise Rejected("not an id of WhatsApp")


def envelope(chat: str, message: Rendered, body: Json) -> Json:
    """What surrounds every message."""
    made: Json = {"messaging_product": "whatsapp", "recipient_type": "individual", **recipient(chat), **body}
    if message.reply_to:
        made["context"] = {"message_id": message.reply_to}
    if message.tag:
        made["biz_opaque_callback_data"] = message.tag[: limit.CALLBACK_DATA]
    return made


def body_of(message: Rendered, media: str | None = None) -> Json:
    """The part that says something; `media` is the id of the uploaded file, if there is one."""
    if message.template:
        return template(message.template)
    file = message.files[0] if message.files else None
    if message.ask_location:
        _fits("body", message.body, limit.INTERACTIVE_BODY)
        place = {"body": {"text": message.body}, "action": {"name": "send_location"}}
        return _interactive("location_request_message", place)
    if message.buttons:
        return _menu(message) if message.menu else _buttons(message, file, media)
    if file is not None:
        return _file(message, file, media or "")
    _fits("body", message.body, limit.BODY)
    return {"type": "text", "text": {"body": message.body, "preview_url": False}}


def native(file: File, size: int) -> str:
    """The kind of message a file is sent as; what WhatsApp cannot show goes as a document."""
    kind = _KIND.get(file.kind, "document")
    shown = kind == "document" or file.mime.partition(";")[0] in limit.MIME[kind]
    kind = kind if shown and size <= limit.FILE[kind] else "document"
    if size > limit.FILE[kind]:
        raise Rejected("too big")
    return kind


def _interactive(kind: str, content: Json) -> Json:
    return {"type": "interactive", "interactive": {"type": kind, **content}}


def _buttons(message: Rendered, file: File | None, media: str | None) -> Json:
    _count("buttons", message.buttons, limit.BUTTONS)
    content: Json = {"body": {"text": message.body}}
    if file is not None:
        kind = native(file, len(message.blobs[0]) if message.blobs else 0)
        named = {"filename": file.name} if kind == "document" else {}
        content["header"] = {"type": kind, kind: {"id": media or "", **named}}
    replies = [
        {"type": "reply", "reply": {"id": _id(b, limit.BUTTON_ID), "title": _title(b, limit.BUTTON_TITLE)}}
        for b in message.buttons
    ]
    return _interactive("button", content | _footer(message) | {"action": {"buttons": replies}})


def _menu(message: Rendered) -> Json:
    _count("rows", message.buttons, limit.ROWS)
    _fits("menu", message.menu_label, limit.MENU)
    rows = [{"id": _id(b, limit.ROW_ID), "title": _title(b, limit.ROW_TITLE)} for b in message.buttons]
    action = {"button": message.menu_label, "sections": [{"rows": rows}]}
    return _interactive("list", {"body": {"text": message.body}} | _footer(message) | {"action": action})


def _footer(message: Rendered) -> Json:
    _fits("body", message.body, limit.INTERACTIVE_BODY)
    if not message.footer:
        return {}
    _fits("footer", message.footer, limit.FOOTER)
    return {"footer": {"text": message.footer}}


def _count(what: str, buttons: tuple[Button, ...], most: int) -> None:
    if len(buttons) > most:
        raise Rejected(f"{len(buttons)} {what}, at most {most}")
    if len({button.label for button in buttons}) < len(buttons) or len({b.id for b in buttons}) < len(buttons):
        raise Rejected(f"{what} must differ")


def _title(button: Button, most: int) -> str:
    _fits("title", button.label, most)
    return button.label


def _id(button: Button, most: int) -> str:
    if button.id != button.id.strip():
        raise Rejected("an id with blanks at its edge")
    _fits("id", button.id, most)
    return button.id


def _fits(what: str, text: str, most: int) -> None:
    """The text itself may be a citizen's: it is measured, never quoted."""
    if not text.strip():
        raise Rejected(f"{what} is empty")
    if limit.length(text) > most:
        raise Rejected(f"{what} is {limit.length(text)} long, at most {most}")


def _file(message: Rendered, file: File, media: str) -> Json:
    kind = native(file, len(message.blobs[0]) if message.blobs else 0)
    content: Json = {"id": media}
    if kind == "document":
        content["filename"] = file.name
    if message.body:
        if kind == "audio":
            raise Rejected("sound carries no words")
        _fits("caption", message.body, limit.CAPTION)
        content["caption"] = message.body
    return {"type": kind, kind: content}


def template(call: TemplateCall) -> Json:
    """Parameters by position; a payload makes the first quick reply say what it was for."""
    components: list[Json] = []
    if call.params:
        for param in call.params:
            _fits("parameter", param, limit.TEMPLATE_PARAM)
        texts = [{"type": "text", "text": param} for param in call.params]
        components.append({"type": "body", "parameters": texts})
    if call.payload:
        reply = {"type": "payload", "payload": call.payload}
        components.append({"type": "button", "sub_type": "quick_reply", "index": "0", "parameters": [reply]})
    made: Json = {"name": call.name, "language": {"code": call.language}}
    if components:
        made["components"] = components
    return {"type": "template", "template": made}
