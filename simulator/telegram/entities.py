"""Text and its marks: Telegram's HTML into entities, and the marks Telegram finds by itself.

Knows offsets in UTF-16 units, because that is how the Bot API counts.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from typing import Any

from .errors import ApiError, bad

Entity = dict[str, Any]
_SIMPLE = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline",
    "ins": "underline", "s": "strikethrough", "strike": "strikethrough",
    "del": "strikethrough", "tg-spoiler": "spoiler", "code": "code", "pre": "pre",
    "blockquote": "blockquote", "a": "text_link", "span": "spoiler", "tg-emoji": "custom_emoji",
}  # fmt: skip
_TOKEN = re.compile(r"<(/?)([^\s<>/]*)([^<>]*)>|&(#?\w+);|<")
_ATTRIBUTE = re.compile(r"""([\w-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?""")
_FOUND = re.compile(
    r"(?P<url>https?://[^\s<>\"']+)|(?P<email>[\w.+-]+@[\w-]+\.[\w.]+\w)"
    r"|(?<![\w/])(?P<bot_command>/[A-Za-z0-9_]{1,64}(?:@\w{3,32})?)(?![\w/])"
    r"|(?<!\w)(?P<mention>@[A-Za-z]\w{3,31})|(?<![\w&])(?P<hashtag>#\w*[^\W\d]\w*)"
)
_HINTS = re.compile(r"[/@#]")


def width(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


@dataclass(slots=True)
class _Open:
    tag: str
    kind: str
    at: int
    extra: dict[str, str] = field(default_factory=dict)


def parse_html(source: str) -> tuple[str, list[Entity]]:
    """The plain text and its entities, or the same refusal that Telegram would give."""
    if "<" not in source and "&" not in source:
        return source, []
    out: list[str] = []
    length, last = 0, 0
    stack: list[_Open] = []
    found: list[Entity] = []

    def add(piece: str) -> None:
        nonlocal length
        out.append(piece)
        length += width(piece)

    for token in _TOKEN.finditer(source):
        add(source[last : token.start()])
        last = token.end()
        at = len(source[: token.start()].encode())
        closing, name, rest, escape = token.groups()
        if escape is not None:
            add(_unescape(token.group(0), escape))
        elif name is None:
            raise _never_closed(source[last:], at)
        elif closing:
            if not stack:
                raise bad(f"can't parse entities: Unexpected end tag at byte offset {at}")
            top = stack.pop()
            if top.tag != name.lower():
                raise bad(
                    f"can't parse entities: Unmatched end tag at byte offset {at}, "
                    f'expected "</{top.tag}>", found "</{name}>"'
                )
            _close(top, length, stack, found)
        else:
            stack.append(_open(name.lower(), rest, length, at))
    add(source[last:])
    if stack:
        raise bad(f"can't parse entities: Can't find end tag corresponding to start tag \"{stack[-1].tag}\"")
    return "".join(out), sorted(found, key=lambda e: (e["offset"], -e["length"]))


def _never_closed(rest: str, at: int) -> ApiError:
    """A lone "<" as in "a < b": Telegram reads a tag name up to the next space."""
    name = re.split(r"[\s>]", rest, maxsplit=1)[0].lower()
    if len(name) < len(rest) and name not in _SIMPLE:
        return bad(f'can\'t parse entities: Unsupported start tag "{name}" at byte offset {at}')
    return bad(f"can't parse entities: Unclosed start tag at byte offset {at}")


def _unescape(raw: str, name: str) -> str:
    known = name.startswith("#") or name in ("lt", "gt", "amp", "quot")
    return html.unescape(raw) if known else raw


def _open(tag: str, rest: str, at: int, offset: int) -> _Open:
    attributes = {m[1].lower(): html.unescape(m[2] or m[3] or m[4] or "") for m in _ATTRIBUTE.finditer(rest)}
    kind = _SIMPLE.get(tag)
    if kind is None or (tag == "span" and attributes.get("class") != "tg-spoiler"):
        raise bad(f'can\'t parse entities: Unsupported start tag "{tag}" at byte offset {offset}')
    if tag == "blockquote" and "expandable" in attributes:
        kind = "expandable_blockquote"
    return _Open(tag, kind, at, attributes)


def _close(top: _Open, end: int, stack: list[_Open], found: list[Entity]) -> None:
    if end == top.at:
        return
    entity: Entity = {"type": top.kind, "offset": top.at, "length": end - top.at}
    language = top.extra.get("class", "")
    if top.kind == "text_link":
        if not top.extra.get("href"):
            return
        entity["url"] = top.extra["href"]
    elif top.kind == "custom_emoji":
        entity["custom_emoji_id"] = top.extra.get("emoji-id", "")
    elif top.tag == "code" and stack and stack[-1].tag == "pre":
        if language.startswith("language-"):
            stack[-1].extra["language"] = language.removeprefix("language-")
        return
    elif top.kind == "pre" and top.extra.get("language"):
        entity["language"] = top.extra["language"]
    found.append(entity)


def find_marks(text: str) -> list[Entity]:
    """Commands, links, mentions and hashtags, which Telegram marks without being asked."""
    if not _HINTS.search(text):
        return []
    return [
        {
            "type": match.lastgroup,
            "offset": width(text[: match.start()]),
            "length": width(match.group(0)),
        }
        for match in _FOUND.finditer(text)
    ]
