"""Danger said in free words: a word of one group beside a word of another ("perahu ... pecah"). Weighs no time."""

from __future__ import annotations

import tomllib
from functools import cache

from classifiers.cues import Hit, lexicon
from classifiers.words import LEXICON, Words

#: The two words of a pair stand within this many words of each other, in one sentence.
REACH = 5
#: A pair says as much as one strong danger word.
WEIGHT = 3.0


@cache
def _rules() -> tuple[tuple[str, str], ...]:
    table = tomllib.loads((LEXICON / "urgency.toml").read_text("utf-8"))
    return tuple((row[0], row[1]) for row in table["_pairs"]["rules"])


def danger_pairs(words: Words) -> list[Hit]:
    """Every pair found, as a danger hit over both words and what stands between."""
    where: dict[str, list[int]] = {}
    known = lexicon("urgency")
    for at, token in enumerate(words.tokens):
        for name in known.groups_of(token):
            where.setdefault(name, []).append(at)
    found = []
    for left, right in _rules():
        for a in where.get(left, ()):
            for b in where.get(right, ()):
                near = 0 < abs(a - b) <= REACH
                if near and words.tokens[a].sentence == words.tokens[b].sentence:
                    found.append(Hit("danger", WEIGHT, min(a, b), max(a, b)))
    return found[:6]
