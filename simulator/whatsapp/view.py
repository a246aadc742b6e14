"""What a person sees on their phone, in the shape the page and the client know; belongs to no program."""

from __future__ import annotations

import re
from typing import Any

from . import checks
from .model import Json, Message
from .world import WaWorld

_MEDIA = {"image": "photo", "audio": "voice", "video": "video", "document": "document", "sticker": "sticker"}


def message_view(world: WaWorld, message: Message) -> Json:
    """Bold marks are kept out of `text`, as a reader does; `buttons` are rows, as on Telegram."""
    number, person = world.numbers[message.number], world.people[message.citizen]
    said = text_of(world, message)
    view: Json = {
        "id": message.id, "wamid": message.wamid, "rev": message.rev, "at": message.at,
        "from": {"id": int(number.id) if message.out else person.id,
                 "name": number.name if message.out else person.name, "is_bot": message.out},
        "text": plain(said), "raw": said, "edited": message.edited, "deleted": message.deleted,
        "kind": message.kind, "status": message.status, "shown": message.shown,
        "buttons": buttons_of(world, message),
    }  # fmt: skip
    interactive = message.body.get("interactive") or {}
    view["footer"] = (interactive.get("footer") or {}).get("text")
    view["menu"] = (interactive.get("action") or {}).get("button")
    view["asks_location"] = interactive.get("type") == "location_request_message"
    if media := media_view(world, message):
        view["media"] = media
    if message.kind == "location":
        view["location"] = message.body["location"]
    if message.context and (quoted := world.messages.get(message.context)):
        name = number.name if quoted.out else person.name
        view["reply"] = {"id": quoted.id, "name": name, "text": plain(text_of(world, quoted))[:120]}
    return view


def plain(text: str) -> str:
    return re.sub(r"\*([^*\n]+)\*", r"\1", text)


def text_of(world: WaWorld, message: Message) -> str:
    body, kind = message.body, message.kind
    if message.deleted:
        return ""
    if kind == "text":
        return str(body["text"]["body"])
    if kind == "template":
        templates = world.templates.get(world.numbers[message.number].business, {})
        found = templates.get((body["template"]["name"], body["template"]["language"]["code"]))
        return checks.filled(body["template"], found) if found else str(body["template"]["name"])
    if kind == "interactive":
        inner: Any = body["interactive"]
        if "body" in inner:
            return str(inner["body"]["text"])
        return str(inner[inner["type"]].get("title", ""))
    if kind == "button":
        return str(body["button"]["text"])
    content = body.get(kind)
    return str(content.get("caption") or "") if isinstance(content, dict) else ""


def buttons_of(world: WaWorld, message: Message) -> list[list[Json]]:
    """Each button a row of its own but the three reply buttons of one message, which share one."""
    if not message.out:
        return []
    if message.kind == "template":
        return [_template_buttons(world, message)] if message.body["template"].get("components") else []
    action = (message.body.get("interactive") or {}).get("action") or {}
    if "buttons" in action:
        return [[_key(button["reply"]["title"], button["reply"]["id"]) for button in action["buttons"]]]
    return [[_key(row["title"], row["id"])] for section in action.get("sections", ()) for row in section["rows"]]


def _template_buttons(world: WaWorld, message: Message) -> list[Json]:
    content = message.body["template"]
    business = world.numbers[message.number].business
    template = world.templates.get(business, {}).get((content["name"], content["language"]["code"]))
    payloads = {
        int(part.get("index", 0)): part["parameters"][0].get("payload")
        for part in content["components"]
        if part.get("type") == "button"
    }
    labels = template.buttons if template else []
    return [_key(label, payloads.get(at) or label) for at, label in enumerate(labels)]


def _key(label: str, value: str) -> Json:
    return {"text": label, "kind": "callback_data", "value": value}


def media_view(world: WaWorld, message: Message) -> Json | None:
    inner = message.body.get("interactive") or {}
    holder = inner.get("header") or message.body
    kind = str(holder.get("type", ""))
    if kind not in _MEDIA or not isinstance(holder.get(kind), dict):
        return None
    media = world.media.get(str(holder[kind].get("id")))
    if media is None:
        return None
    return {"kind": _MEDIA[kind], "name": media.name, "size": media.size, "mime": media.mime,
            "url": f"/sim/whatsapp/media/{media.id}"}  # fmt: skip
