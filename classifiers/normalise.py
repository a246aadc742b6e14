"""Text as every classifier reads it: folded, cut in words, each word still knowing its place in the original.

Knows Unicode and nothing of offices, places or complaints.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

# Dotted acronyms ("d.l.h.") are one word; an apostrophe stays inside its word ("ma'af").
_WORD = re.compile(r"[a-z](?:\.[a-z])+(?![^\W_])|[^\W_]+(?:['`’][^\W_]+)*|&")
_JOINTS = re.compile(r"['`’.]")
# Chat spelling stretches letters ("tolooong"); no Indonesian word has three alike in a row.
_STRETCHED = re.compile(r"([a-z])\1{2,}")


@dataclass(frozen=True, slots=True)
class Folded:
    """Lower-case NFKC text without accents; `offsets[i]` is where character i stood in the original."""

    text: str
    offsets: Sequence[int]
    length: int

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original text that folded to text[start:end]."""
        if start >= end:
            return (0, 0)
        after = self.offsets[end] if end < len(self.text) else self.length
        return (self.offsets[start], max(after, self.offsets[start] + 1))


@dataclass(frozen=True, slots=True)
class Token:
    """One folded word and the span of the original it came from."""

    text: str
    start: int
    end: int


def fold(text: str) -> Folded:
    """Lower, NFKC, accents off; offsets back to the original are kept."""
    if text.isascii():  # nearly every message: one C call, offsets are the identity
        return Folded(text.lower(), range(len(text)), len(text))
    characters: list[str] = []
    offsets: list[int] = []
    for position, character in enumerate(text):
        for piece in unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", character)):
            if not unicodedata.combining(piece):
                for lowered in piece.lower():
                    characters.append(lowered)
                    offsets.append(position)
    return Folded("".join(characters), offsets, len(text))


def tokenise(text: str, limit: int = 0) -> list[Token]:
    """The words of a text in order, at most `limit` of them when it is given."""
    folded = fold(text)
    found: list[Token] = []
    for match in _WORD.finditer(folded.text):
        start, end = folded.original(*match.span())
        found.append(Token(_word(match.group()), start, end))
        if limit and len(found) >= limit:
            break
    return found


def words(text: str) -> list[str]:
    """Only the folded words, for callers that need no spans: a registry has tens of thousands of names."""
    return [_word(raw) for raw in _WORD.findall(fold(text).text)]


def _word(raw: str) -> str:
    if not raw.isalnum():
        raw = "dan" if raw == "&" else _JOINTS.sub("", raw)
    return _STRETCHED.sub(r"\1", raw) if len(raw) > 3 else raw
