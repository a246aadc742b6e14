"""A Rendered as the requests Telegram needs for it, and the rows of its keys; knows limits, no library."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.channels.base import bundles
from conversations.messages import TELEGRAM, Button, File, Rejected, Rendered

#: Photos above 10 MB are refused as photos, not as documents (core.telegram.org/bots/api#sending-files).
PHOTO_LIMIT = 10 * 1024 * 1024
#: A topic's name, and the text of an answer to a press, in characters.
TOPIC_NAME, ANSWER = 128, 200
#: The longest label a telephone shows whole when so many buttons share a row; 8 is Telegram's most.
_ROOM = (64, 64, 16, 9, 5, 4, 3, 3, 3)
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file with its bytes."""

    file: File
    body: bytes


@dataclass(frozen=True, slots=True)
class Bubble:
    """One request: a text, a file with a caption, or an album without one."""

    body: str
    html: bool = False
    uploads: tuple[Upload, ...] = ()
    buttons: tuple[Button, ...] = ()
    ask_location: str | None = None
    reply_to: str | None = None
    bulk: bool = False  # one copy of a notice to many


def bubbles_of(message: Rendered) -> list[Bubble]:
    """Files first, then the words with their keys; one file and few words share one bubble."""
    groups = _uploads(message)
    words = Bubble(
        body=message.body,
        html=message.html,
        buttons=message.buttons,
        ask_location=message.ask_location,
    )
    if len(groups) == 1 and len(groups[0]) == 1 and visible(message) <= TELEGRAM.caption:
        bubbles = [replace(words, uploads=groups[0])]
    else:
        bubbles = [Bubble(body="", uploads=group) for group in groups]
        if message.body or not groups:
            bubbles.append(words)
    first, *rest = (replace(bubble, bulk=message.bulk) for bubble in bubbles)
    return [replace(first, reply_to=message.reply_to), *rest]


def visible(message: Rendered) -> int:
    """Length after the entities are parsed, in UTF-16 units."""
    text = html.unescape(_TAG.sub("", message.body)) if message.html else message.body
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _uploads(message: Rendered) -> list[tuple[Upload, ...]]:
    if len(message.files) != len(message.blobs):
        raise Rejected("files without their bytes")
    files = [
        Upload(replace(file, kind="document"), body)
        if file.kind == "photo" and len(body) > PHOTO_LIMIT
        else Upload(file, body)
        for file, body in zip(message.files, message.blobs, strict=True)
    ]
    rest: Iterator[Upload] = iter(files)
    groups = bundles([upload.file for upload in files], TELEGRAM.album)
    return [tuple(next(rest) for _ in group) for group in groups]


def rows_of(buttons: tuple[Button, ...]) -> list[list[Button]]:
    """Rows in which every label stays readable: a button joins its neighbours while all have room."""
    rows: list[list[Button]] = []
    for button in buttons:
        row = [*rows[-1], button] if rows else []
        if not row or button.row or len(row) >= len(_ROOM) or max(map(_size, row)) > _ROOM[len(row)]:
            rows.append([button])
        else:
            rows[-1] = row
    return rows


def _size(button: Button) -> int:
    return len(button.label)
