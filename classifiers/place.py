"""Where it happened, in the citizen's own words: "depan sd 006 bengkong". Knows no gazetteer."""

from __future__ import annotations

import tomllib
from functools import cache

from classifiers.label import Label
from classifiers.words import LEXICON, Words

#: A place is at most this many words long.
LONGEST = 7


@cache
def _sets() -> dict[str, frozenset[str]]:
    table = tomllib.loads((LEXICON / "place.toml").read_text("utf-8"))
    return {name: frozenset(row["words"].split()) for name, row in table.items()}


def read_place(words: Words) -> Label | None:
    """The best place phrase of the text, None where none is written."""
    found = [item for at in range(len(words)) if (item := _at(words, at))]
    if not found:
        return None
    score, first, last = max(found, key=lambda item: (item[0], -item[1]))
    start, end = words.span(first, last)
    return Label("place", min(0.95, score), words.text[start:end], start, end)


def _at(words: Words, at: int) -> tuple[float, int, int] | None:
    anchors, prepositions = _sets()["anchors"], _sets()["prepositions"]
    word = words.tokens[at].word
    if word in prepositions:
        first = at + 1
        if first >= len(words) or words.tokens[first].sentence != words.tokens[at].sentence:
            return None
        if words.tokens[first].word in _sets()["never"] and not _anchored(words, first):
            return None
        last = _until(words, first)
        if last is None:
            return None
        bonus = 0.25 if any(t.word in anchors for t in words.tokens[first : last + 1]) else 0.0
        return (0.6 if word == "di" else 0.4) + bonus, first, last
    if word in anchors and _anchored(words, at):
        last = _until(words, at)
        return None if last is None or last == at else (0.55, at, last)
    return None


def _anchored(words: Words, at: int) -> bool:
    """An anchor opens a place only when a name or number follows: "depan sd", never "depan mata"."""
    following = words.tokens[at + 1] if at + 1 < len(words) else None
    if words.tokens[at].word not in _sets()["anchors"] or following is None:
        return False
    same = following.sentence == words.tokens[at].sentence
    return same and following.word not in _sets()["stop"] and following.word not in _sets()["never"]


def _tells(word: str) -> bool:
    """A word that goes on with the story behind a place ("puskesmas midai serumnya", "pasar dituduh")."""
    passive = word.startswith("di") and len(word) > 5 and not word.startswith(("dinas", "dipo", "dis"))
    return passive or (word.endswith("nya") and len(word) > 5)


def _until(words: Words, first: int) -> int | None:
    """The last word of the place that begins here."""
    last = None
    for at in range(first, min(first + LONGEST, len(words))):
        token = words.tokens[at]
        if token.sentence != words.tokens[first].sentence or token.word in _sets()["stop"]:
            break
        if token.word in _sets()["prepositions"] or (at > first and _tells(token.word)):
            break
        # a comma ends a name unless an anchor goes on ("tiban 3, dekat warung")
        gap = words.text[words.tokens[at - 1].end : token.start] if at > first else ""
        if "," in gap and token.word not in _sets()["anchors"]:
            break
        last = at
    return last
