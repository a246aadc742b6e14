"""Everyday words in classes (boats, kin, money): what a text speaks of, rare words too. Knows no label."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import combinations

from classifiers.words import LEXICON, Words, canonical


@cache
def _table() -> dict[str, frozenset[str]]:
    """Word, or two words joined by "_", to its classes."""
    found: dict[str, set[str]] = {}
    for name, words in tomllib.loads((LEXICON / "classes.toml").read_text("utf-8")).items():
        for word in words.split():
            found.setdefault("_".join(canonical(part) for part in word.split("_")), set()).add(name)
    return {word: frozenset(names) for word, names in found.items()}


@lru_cache(maxsize=20_000)
def _of(forms: tuple[str, ...]) -> frozenset[str]:
    return frozenset().union(*(_table().get(form, ()) for form in forms))


#: Classes of words for people, deeds and times: none of them is a thing that one could scold.
_NO_THINGS = frozenset(
    "staff police crime healthstaff now pastw unreal proced kin neighbor official delay rude question wish "
    "insultword body injury violence animal closed online order rescue religion".split()
)


def speaks_of_things(forms: tuple[str, ...]) -> bool:
    """Whether a word is of a class of things (roads, tariffs, machines)."""
    return bool(_of(forms) - _NO_THINGS)


def spoken_of(words: Words) -> Iterator[str]:
    """Every class of the text, and every two of one sentence."""
    sentences: dict[int, set[str]] = {}
    before = ""
    for token in words.tokens:
        own = _of(token.forms) | _table().get(f"{before}_{token.word}", frozenset())
        sentences.setdefault(token.sentence, set()).update(own)
        before = token.word
    for names in sentences.values():
        yield from (f"@{name}" for name in names)
        yield from (f"@{one}&{two}" for one, two in combinations(sorted(names), 2))
