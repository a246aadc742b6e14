"""One typing slip in a telling word ("kebakran", "ksetrum"): which words may be meant. Knows no label."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache

from classifiers.words import LEXICON, canonical

#: Shorter words have too many neighbours that mean something else.
LEAST, LEAST_WRITTEN = 6, 5
#: A word without its vowels is known by so many consonants.
CONSONANTS = 4
#: A word so long is hardly ever another word with one letter changed.
LONG = 8
_VOWEL = re.compile(r"[aiueo]")


class Slips:
    """The words worth mending, and every word that is right as it stands."""

    def __init__(self, telling: Iterable[str], known: Iterable[str]) -> None:
        words = {word for word in telling if len(word) >= LEAST and word.isalpha()}
        self._known = words | set(known) | _common()
        self._near: dict[str, list[str]] = {}
        self._bare: dict[str, list[str]] = {}
        for word in sorted(words):
            for variant in _shorter(word):
                self._near.setdefault(variant, []).append(word)
            bare = _VOWEL.sub("", word)
            if len(bare) >= CONSONANTS:
                self._bare.setdefault(bare, []).append(word)

    def mend(self, forms: tuple[str, ...]) -> tuple[str, ...]:
        """What the written word may have been; empty where it is right, or nothing is near."""
        word = forms[0]
        if len(word) < CONSONANTS or not word.isalpha() or any(form in self._known for form in forms):
            return ()
        bare = _VOWEL.sub("", word)
        if len(bare) >= CONSONANTS and len(word) - len(bare) <= len(word) // 4:
            return tuple(self._bare.get(bare, ()))
        if len(word) < LEAST_WRITTEN:
            return ()
        near = {other: None for variant in _shorter(word) for other in self._near.get(variant, ())}
        return tuple(other for other in near if _one_slip(word, other))[:3]


def _one_slip(word: str, meant: str) -> bool:
    """A letter left out, put in or swapped; a wrong letter makes another word unless the word is long."""
    return len(word) != len(meant) or sorted(word) == sorted(meant) or len(word) >= LONG


def _shorter(word: str) -> list[str]:
    """The word and the word less one letter; the first letter is hardly ever the slip."""
    return [word, *(word[:at] + word[at + 1 :] for at in range(1, len(word)))]


@cache
def _common() -> frozenset[str]:
    lines = (LEXICON / "common_words.txt").read_text("utf-8").splitlines()
    words = {word for line in lines if not line.startswith("#") for word in line.split()}
    table = tomllib.loads((LEXICON / "urgency.toml").read_text("utf-8"))
    words |= set(table["_known"]["words"].split())
    return frozenset(words | {canonical(word) for word in words})
