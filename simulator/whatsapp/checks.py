"""What the Cloud API takes: every limit checked on the wire, as strictly as the published schema.

Written from the limits table of facebook/openapi (v23.0), independently of any program that is tested here.
"""

from __future__ import annotations

import re
from typing import Any

from .errors import GraphError
from .model import Json, Template

TEXTS = {"image": 1024, "video": 1024, "document": 1024}
BSUID = re.compile(r"^[A-Z]{2}\.(ENT\.)?[0-9A-Za-z]{1,128}$")


def bad(details: str) -> GraphError:
    return GraphError(100, details)


def text(value: Any, most: int, what: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise GraphError(131008, f"{what} is required")
    if len(value) > most:
        raise bad(f"{what} may have {most} characters, this has {len(value)}")
    return value


def check(body: Json, templates: dict[tuple[str, str], Template]) -> None:
    """The whole of one send; GraphError where the real one refuses."""
    if body.get("messaging_product") != "whatsapp":
        raise GraphError(131008, "messaging_product")
    kind = body.get("type", "text")
    content = body.get(kind)
    if not isinstance(content, dict):
        raise GraphError(131008, f"{kind} is required")
    if len(body.get("biz_opaque_callback_data") or "") > 512:
        raise bad("biz_opaque_callback_data")
    match kind:
        case "text":
            text(content.get("body"), 4096, "text.body")
        case "interactive":
            _interactive(content)
        case "image" | "video" | "audio" | "document" | "sticker":
            _media(kind, content)
        case "template":
            _template(content, templates)
        case _:
            raise bad(f"type {kind}")


def _interactive(content: Json) -> None:
    text((content.get("body") or {}).get("text"), 1024, "interactive.body")
    if "footer" in content:
        text(content["footer"].get("text"), 60, "interactive.footer")
    action = content.get("action") or {}
    match content.get("type"):
        case "button":
            _buttons(action.get("buttons"))
        case "list":
            _list(action)
        case "location_request_message":
            if set(content) - {"type", "body", "action"} or action != {"name": "send_location"}:
                raise bad("a location request is a body and an action, nothing else")
        case other:
            raise bad(f"interactive.type {other}")


def _buttons(buttons: Any) -> None:
    if not isinstance(buttons, list) or not 1 <= len(buttons) <= 3:
        raise bad("one to three buttons")
    _named([button.get("reply") or {} for button in buttons], title=20, id_=256)


def _list(action: Json) -> None:
    text(action.get("button"), 20, "action.button")
    sections = action.get("sections")
    if not isinstance(sections, list) or not 1 <= len(sections) <= 10:
        raise bad("one to ten sections")
    if len(sections) > 1:
        for section in sections:
            text(section.get("title"), 24, "section.title")
    rows = [row for section in sections for row in section.get("rows") or ()]
    if not 1 <= len(rows) <= 10:
        raise bad(f"one to ten rows, not {len(rows)}")
    _named(rows, title=24, id_=200)
    for row in rows:
        if len(row.get("description") or "") > 72:
            raise bad("row.description")


def _named(options: list[Json], *, title: int, id_: int) -> None:
    for option in options:
        text(option.get("title"), title, "title")
        if text(option.get("id"), id_, "id") != option["id"].strip():
            raise bad("an id has no blanks at its edge")
        if re.search(r"[*_~`]", option["title"]):
            raise bad("a title has no markdown")
    for name in ("title", "id"):
        if len({option[name] for option in options}) < len(options):
            raise bad(f"every {name} must differ")


def _media(kind: str, content: Json) -> None:
    if not content.get("id") and not content.get("link"):
        raise GraphError(131008, "id or link")
    if content.get("caption") and kind not in TEXTS:
        raise bad(f"{kind} takes no caption")
    if content.get("caption"):
        text(content["caption"], TEXTS[kind], "caption")


def _template(content: Json, templates: dict[tuple[str, str], Template]) -> None:
    key = (str(content.get("name")), str((content.get("language") or {}).get("code")))
    template = templates.get(key)
    if template is None:
        raise GraphError(132001, f"{key[0]} in {key[1]}")
    if template.status == "PAUSED":
        raise GraphError(132015, key[0])
    if template.status != "APPROVED":
        raise GraphError(132001, f"{key[0]} is {template.status}")
    given = parameters(content)
    wanted = len(set(re.findall(r"\{\{(\d+)\}\}", template.body)))
    if len(given) != wanted:
        raise GraphError(132000, f"{wanted} expected, {len(given)} given")
    for value in given:
        if not value.strip() or re.search(r"[\n\t]| {5,}", value):
            raise GraphError(132012, "a parameter has no newline, tab or five blanks, and is not empty")


def parameters(content: Json) -> list[str]:
    components = content.get("components") or ()
    body = next((part for part in components if part.get("type") == "body"), {})
    return [str(one.get("text", "")) for one in body.get("parameters") or ()]


def filled(content: Json, template: Template) -> str:
    """The template as the phone shows it."""
    given = parameters(content)
    return re.sub(r"\{\{(\d+)\}\}", lambda found: given[int(found[1]) - 1], template.body)
