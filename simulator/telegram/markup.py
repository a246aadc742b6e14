"""Keyboards a bot may attach to a message, checked by Telegram's rules before anyone sees them."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from .errors import bad

MAX_BUTTONS, MAX_IN_A_ROW = 100, 8
_ACTIONS = ("callback_data", "url", "copy_text", "login_url", "web_app", "switch_inline_query",
            "switch_inline_query_current_chat", "pay")  # fmt: skip
_HIDING = ("remove_keyboard", "force_reply")


def check_markup(markup: Any, private: bool) -> dict[str, Any] | None:
    if not markup:
        return None
    if not isinstance(markup, dict):
        raise bad("object expected as reply markup")
    if "inline_keyboard" in markup:
        return _inline(markup["inline_keyboard"])
    if "keyboard" in markup:
        return _reply(markup, private)
    if any(key in markup for key in _HIDING):
        return markup
    raise bad("can't parse reply keyboard markup JSON object")


def _rows(rows: Any, what: str) -> list[list[dict[str, Any]]]:
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad(f'field "{what}" of the reply markup must be an Array of Arrays')
    kept: list[list[dict[str, Any]]] = [row for row in rows if row]
    if sum(map(len, kept)) > MAX_BUTTONS:
        raise bad("reply markup is too long")
    if any(len(row) > MAX_IN_A_ROW for row in kept):
        # Real clients wrap silently; a wrapped menu is a bug we want to see in a test.
        raise bad("too many buttons in a row")
    return kept


def _inline(rows: Any) -> dict[str, Any] | None:
    kept = _rows(rows, "inline_keyboard")
    for row in kept:
        for button in row:
            _inline_button(button)
    return {"inline_keyboard": kept} if kept else None


def _inline_button(button: Any) -> None:
    if not isinstance(button, dict) or not str(button.get("text") or "").strip():
        raise bad("can't parse inline keyboard button: Text buttons must have a text")
    actions = [name for name in _ACTIONS if button.get(name) is not None]
    if len(actions) != 1:
        raise bad("can't parse inline keyboard button: Text buttons are unallowed in the inline "
                  "keyboard")  # fmt: skip
    data = button.get("callback_data")
    if data is not None and not 1 <= len(str(data).encode()) <= 64:
        raise bad("BUTTON_DATA_INVALID")
    if "url" in actions:
        parts = urlsplit(str(button["url"]))
        if parts.scheme not in ("http", "https", "tg", "mailto") or not (parts.netloc):
            raise bad(f"inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL")
    if "copy_text" in actions and not 1 <= len(button["copy_text"].get("text", "")) <= 256:
        raise bad("BUTTON_COPY_TEXT_INVALID")


def _reply(markup: dict[str, Any], private: bool) -> dict[str, Any]:
    rows = _rows(markup["keyboard"], "keyboard")
    clean: list[list[dict[str, Any]]] = []
    for row in rows:
        buttons = [{"text": b} if isinstance(b, str) else b for b in row]
        for button in buttons:
            if not str(button.get("text") or "").strip():
                raise bad("can't parse keyboard button: Text must be non-empty")
            for wish, what in (("request_contact", "phone number"), ("request_location", "location")):
                if button.get(wish) and not private:
                    raise bad(f"{what} can be requested in private chats only")
        clean.append(buttons)
    return {**markup, "keyboard": clean}
