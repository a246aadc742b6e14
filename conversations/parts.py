"""A long answer as several messages, cut where a reader expects it: paragraph, line, sentence, word. Pure."""

from __future__ import annotations

from conversations.messages import Capabilities

#: UTF-16 units of words in one message of 4,096: the rest is for the frame and the three lines below.
ROOM = 3500
FRAME = 600
#: From the best border to the one of need. Cut inside a word nothing ever is.
_BORDERS = (("\n\n",), ("\n",), (". ", "? ", "! ", ".\n"), (" ",))


def last_room(caps: Capabilities) -> int:
    """Room in the message that carries the buttons: WhatsApp takes 1,024 there, of which the frame needs 600."""
    return min(ROOM, caps.max_body_with_options - FRAME)


def parts(text: str, room: int = ROOM, last: int = ROOM) -> tuple[str, ...]:
    """The messages in their order, one where it fits; none where a single word is longer than a message.

    `last`: room of the last of several.
    """
    found: list[str] = []
    rest = text.strip()
    last = room if _units(rest) <= room else min(last, room)
    while _units(rest) > last:
        # What is left for the last message is filled at least half: not one word under the buttons.
        small = _reach(rest, min(room, max(1, _units(rest) - last // 2)))
        cut = _cut(rest, small) or _cut(rest, _reach(rest, room))
        if cut == 0:
            return ()
        found.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return (*found, rest) if rest or not found else tuple(found)


def _units(text: str) -> int:
    """What the messengers count: an emoji is two."""
    return len(text.encode("utf-16-le")) // 2


def _reach(text: str, room: int) -> int:
    """How many characters of `text` fill the room."""
    used = 0
    for at, sign in enumerate(text):
        used += 2 if ord(sign) > 0xFFFF else 1
        if used > room:
            return at
    return len(text)


def _cut(text: str, reach: int) -> int:
    """After the best border in the second half; a border of need may stand anywhere."""
    for borders in _BORDERS:
        least = 0 if borders == (" ",) else reach // 2
        ends = [at + len(border) for border in borders if (at := text.rfind(border, least, reach + 1)) > 0]
        if ends:
            return max(ends)
    return 0
