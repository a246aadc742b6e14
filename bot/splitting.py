"""Cutting a long marked-up text into bubbles at the borders a reader expects; no channel, no language."""

from __future__ import annotations

from bot.phrasing import CLOSE, OPEN, width

#: From the best border to the one of need; a border before half the room would waste the bubble.
_BORDERS = ("\n\n", "\n", ". ", " ")


def split(marked: str, limit: int, last: int) -> list[str]:
    """Pieces of at most `limit`, the last (with the buttons) of at most `last`; bold survives the cut."""
    pieces: list[str] = []
    rest = marked.strip()
    while width(rest) > last:
        room = limit
        if width(rest) <= limit:
            # Leave just what the last bubble can hold, rather than one word under the buttons.
            room = max(1, width(rest) - last // 2)
        cut = _border(rest, _reach(rest, room))
        piece, rest = rest[:cut].rstrip(), rest[cut:].lstrip()
        if piece:
            pieces.append(piece)
    if rest or not pieces:
        pieces.append(rest)
    return _rebold(pieces)


def _reach(text: str, room: int) -> int:
    """How many characters of `text` fill `room` UTF-16 units, at least one so that cutting ends."""
    used = 0
    for at, char in enumerate(text):
        used += 0 if char in (OPEN, CLOSE) else 2 if ord(char) > 0xFFFF else 1
        if used > room:
            return max(1, at)
    return len(text)


def _border(text: str, reach: int) -> int:
    for border in _BORDERS:
        at = text.rfind(border, reach // 2, reach)
        if at > 0:
            return at + len(border)
    return reach


def _rebold(pieces: list[str]) -> list[str]:
    """Close bold where a piece ends inside it, open it again in the next."""
    depth, whole = 0, []
    for piece in pieces:
        before = depth
        depth += piece.count(OPEN) - piece.count(CLOSE)
        whole.append(OPEN * before + piece + CLOSE * depth)
    return whole
