"""Danger said in free words: a word of one group beside a word of another ("perahu ... pecah"). Weighs no time."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache

from classifiers.cues import Hit
from classifiers.words import LEXICON, Words

#: The two words of a pair stand within this many words of each other, in one sentence.
REACH = 5
#: A pair says as much as one strong danger word.
WEIGHT = 3.0


@dataclass(frozen=True, slots=True)
class _Rules:
    groups: dict[str, frozenset[str]]
    pairs: tuple[tuple[str, str], ...]


@cache
def _rules() -> _Rules:
    table = tomllib.loads((LEXICON / "urgency_pairs.toml").read_text("utf-8"))
    groups = {name: frozenset(words.split()) for name, words in table["groups"].items()}
    return _Rules(groups, tuple((row[0], row[1]) for row in table["pairs"]["rules"]))


def danger_pairs(words: Words) -> list[Hit]:
    """Every pair found, as a danger hit over both words and what stands between."""
    rules = _rules()
    where: dict[str, list[int]] = {name: [] for name in rules.groups}
    for at, token in enumerate(words.tokens):
        for name, group in rules.groups.items():
            if not group.isdisjoint(token.forms):
                where[name].append(at)
    found = []
    for left, right in rules.pairs:
        for a in where[left]:
            for b in where[right]:
                near = 0 < abs(a - b) <= REACH
                if near and words.tokens[a].sentence == words.tokens[b].sentence:
                    found.append(Hit("danger", WEIGHT, min(a, b), max(a, b)))
    return found[:6]
