"""Insults at a person, never a bare word: rubbish, stray dogs and illiteracy are none. Blocks nothing."""

from __future__ import annotations

from classifiers.cues import Hit, lexicon
from classifiers.label import Label
from classifiers.words import Words

#: An aimed word insults when a person is named this close to it.
REACH = 2


def read_abuse(words: Words) -> Label | None:
    """The insult with its words, None where nobody is insulted."""
    by_label: dict[str, list[Hit]] = {}
    for hit in lexicon("abuse").hits(words):
        by_label.setdefault(hit.label, []).append(hit)
    insults = by_label.get("insult", [])
    if insults:
        return _label(words, insults[0], 0.95)
    literal = {i for hit in by_label.get("literal", []) for i in range(hit.first, hit.last + 1)}
    persons = by_label.get("person", [])
    for hit in by_label.get("aimed", []):
        if hit.first in literal:
            continue
        if any(_near(words, hit, person) for person in persons):
            return _label(words, hit, 0.75)
    return None


def _near(words: Words, hit: Hit, person: Hit) -> bool:
    same = words.tokens[hit.first].sentence == words.tokens[person.first].sentence
    return same and 0 < abs(hit.first - person.first) <= REACH


def _label(words: Words, hit: Hit, score: float) -> Label:
    start, end = words.span(hit.first, hit.last)
    return Label("abusive", score, words.text[start:end], start, end)
