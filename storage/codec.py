"""Messages as JSON and back, every parameter with its type; knows no table and no language.

Only what differs from a field's default is written, so a new field with a default reads old rows.
"""

from __future__ import annotations

from dataclasses import MISSING, Field, fields
from datetime import UTC, date, datetime
from typing import Any

from conversations.messages import File, Message, Option, Param, Quoted, Words


def pack(message: Message) -> dict[str, Any]:
    """A Message as JSON-ready values."""
    return _pack_fields(message)


def unpack(data: dict[str, Any]) -> Message:
    """The Message that `pack` wrote."""
    given = dict(data)
    given["lines"] = tuple(_unpack_words(line) for line in given["lines"])
    if "options" in given:
        given["options"] = tuple(_unpack_option(option) for option in given["options"])
    if "files" in given:
        given["files"] = tuple(File(**file) for file in given["files"])
    return Message(**given)


def _pack_fields(value: Any) -> dict[str, Any]:
    return {f.name: _pack(item) for f in fields(value) if (item := getattr(value, f.name)) != _default(f)}


def _default(field: Field[Any]) -> Any:
    return field.default if field.default is not MISSING else MISSING


def _pack(value: Any) -> Any:
    match value:
        case Words() | Quoted():
            return _pack_param(value)
        case Option() | File():
            return _pack_fields(value)
        case tuple():
            return [_pack(item) for item in value]
        case None | bool() | int() | str():
            return value
    raise TypeError(f"a message cannot carry a {type(value).__name__}")


def _pack_param(value: Param) -> Any:
    match value:
        case Words(msgid, params):
            packed = {name: _pack_param(param) for name, param in params.items()}
            return {"w": msgid, "p": packed} if packed else {"w": msgid}
        case Quoted(text):
            return {"q": text}
        case datetime():  # before date: a datetime is one
            if value.tzinfo is None:
                raise ValueError("Timezone aware datetime is required")
            return {"t": value.astimezone(UTC).isoformat()}
        case date():
            return {"d": value.isoformat()}
        case int() | str():
            return value
    raise TypeError(f"a sentence cannot carry a {type(value).__name__}")


def _unpack_param(data: Any) -> Param:
    match data:
        case {"w": str(msgid)}:
            return Words(msgid, {name: _unpack_param(item) for name, item in data.get("p", {}).items()})
        case {"q": str(text)}:
            return Quoted(text)
        case {"t": str(text)}:
            return datetime.fromisoformat(text)
        case {"d": str(text)}:
            return date.fromisoformat(text)
        case int() | str():
            return data
    raise TypeError(f"no parameter is written like {type(data).__name__}")


def _unpack_words(data: Any) -> Words | Quoted:
    value = _unpack_param(data)
    assert isinstance(value, Words | Quoted)
    return value


def _unpack_option(data: dict[str, Any]) -> Option:
    given = dict(data)
    for name in ("label", "short"):
        if name in given:
            given[name] = _unpack_words(given[name])
    return Option(**given)
