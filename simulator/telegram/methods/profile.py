"""Methods about the bot itself: who it is, its commands, its texts, its menu button."""

from __future__ import annotations

import json
import re
from typing import Any

from simulator.telegram.calls import Call, method
from simulator.telegram.errors import bad
from simulator.telegram.objects import me_json

TEXTS = {"Name": ("name", 64), "Description": ("description", 512),
         "ShortDescription": ("short_description", 120)}  # fmt: skip


@method("getMe")
def get_me(call: Call) -> dict[str, Any]:
    return me_json(call.bot)


def scope(call: Call) -> str:
    wish = call.params.json("scope") or {"type": "default"}
    kind = wish.get("type", "default")
    name = f"chat:{wish['chat_id']}" if kind == "chat" else str(kind)
    language = call.params.text("language_code")
    return f"{name}/{language}" if language else name


@method("setMyCommands")
def set_my_commands(call: Call) -> bool:
    commands = call.params.json("commands")
    if not isinstance(commands, list) or len(commands) > 100:
        raise bad("BOT_COMMANDS_TOO_MUCH" if isinstance(commands, list) else "commands expected")
    for command in commands:
        if not re.fullmatch(r"/?[a-z0-9_]{1,32}", str(command.get("command", ""))):
            raise bad("BOT_COMMAND_INVALID")
        if not 1 <= len(str(command.get("description", ""))) <= 256:
            raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
    clean = [{**c, "command": c["command"].removeprefix("/")} for c in commands]
    call.bot.commands[scope(call)] = clean
    call.world.keep_bot(call.bot)
    return True


@method("getMyCommands")
def get_my_commands(call: Call) -> list[dict[str, str]]:
    return call.bot.commands.get(scope(call), [])


@method("deleteMyCommands")
def delete_my_commands(call: Call) -> bool:
    call.bot.commands.pop(scope(call), None)
    call.world.keep_bot(call.bot)
    return True


def _text_pair(suffix: str, key: str, limit: int) -> None:
    def slot(call: Call) -> str:
        language = call.params.text("language_code")
        return f"{key}/{language}" if language else key

    def write(call: Call) -> bool:
        value = call.params.text(key)
        if len(value) > limit:
            raise bad(f"{key} is too long")
        call.bot.texts.pop(slot(call), None)
        if value:
            call.bot.texts[slot(call)] = value
        call.world.keep_bot(call.bot)
        return True

    def read(call: Call) -> dict[str, str]:
        default = call.bot.first_name if key == "name" else ""
        texts = call.bot.texts
        return {key: texts.get(slot(call), texts.get(key, default))}

    method(f"setMy{suffix}")(write)
    method(f"getMy{suffix}")(read)


for _suffix, (_key, _limit) in TEXTS.items():
    _text_pair(_suffix, _key, _limit)


@method("setChatMenuButton")
def set_chat_menu_button(call: Call) -> bool:
    button = call.params.json("menu_button") or {"type": "default"}
    if button.get("type") not in ("default", "commands", "web_app"):
        raise bad(f"unknown menu button {json.dumps(button)[:60]}")
    call.bot.menus[call.params.text("chat_id") or "default"] = button
    call.world.keep_bot(call.bot)
    return True


@method("getChatMenuButton")
def get_chat_menu_button(call: Call) -> dict[str, Any]:
    default = call.bot.menus.get("default", {"type": "commands"})
    found: dict[str, Any] = call.bot.menus.get(call.params.text("chat_id"), default)
    return found
