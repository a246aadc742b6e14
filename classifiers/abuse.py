"""Insults at a person, never a bare word: rubbish, stray dogs and illiteracy are none. Blocks nothing."""

from __future__ import annotations

import re
import tomllib
from functools import cache

from classifiers.cues import Hit, lexicon
from classifiers.label import Label
from classifiers.words import LEXICON, Words, fold

#: An aimed word insults when a person is named this close to it.
REACH = 2


#: Digits and signs that stand for letters in a disguised insult ("g0bl0k", "b4ngs4t").
_LEET = str.maketrans("013457@$", "oieastas")
_DOUBLE = re.compile(r"(.)\1+")
_STARRED = re.compile(r"(?<![a-z])[a-z]+(?:[*#x._-]*[*#]+[*#._-]*[a-z]*)+(?![a-z])")
_SPACED = re.compile(r"(?<![a-z])[a-z](?:[ .-][a-z]){3,}(?![a-z])")


@cache
def _table(name: str) -> frozenset[str]:
    rows = tomllib.loads((LEXICON / "abuse.toml").read_text("utf-8"))
    return frozenset(rows["_words"][name].split())


def read_abuse(words: Words) -> Label | None:
    """The insult with its words, None where nobody is insulted."""
    return _lexical(words) or _disguised(words) or _outburst(words)


def _disguised(words: Words) -> Label | None:
    """An insult that hides behind stars, digits, doubled or spaced letters still is one."""
    core = _table("core")
    for token in words.tokens:
        raw = fold(words.text[token.start : token.end])
        plain = _DOUBLE.sub(r"\1", raw.translate(_LEET))
        if plain != raw and plain in core:
            return Label("abusive", 0.9, words.text[token.start : token.end], token.start, token.end)
    folded = fold(words.text)
    for match in _SPACED.finditer(folded):
        if any(word in re.sub(r"[ .-]", "", match.group()) for word in core):
            return Label("abusive", 0.9, words.text[match.start() : match.end()], *match.span())
    for match in _STARRED.finditer(folded) if "*" in folded or "#" in folded else ():
        shape = re.compile(re.sub(r"[^a-z]+", "[a-z]{1,4}", match.group()) + "$")
        if any(shape.match(word) for word in core):
            return Label("abusive", 0.85, words.text[match.start() : match.end()], *match.span())
    return None


def _outburst(words: Words) -> Label | None:
    """An animal ("anjing lama banget") as the first or last word among angry ones, and no animal in the story."""
    said = {token.word for token in words.tokens}
    if not said & _table("angry") or said & _table("creature") or len(words) < 2:
        return None
    for at in (0, len(words) - 1):
        token = words.tokens[at]
        if token.word in _table("outburst"):
            return Label("abusive", 0.7, words.text[token.start : token.end], token.start, token.end)
    return None


def _lexical(words: Words) -> Label | None:
    by_label: dict[str, list[Hit]] = {}
    for hit in lexicon("abuse").hits(words):
        by_label.setdefault(hit.label, []).append(hit)
    insults = [hit for hit in by_label.get("insult", []) if not _reported(words, hit)]
    if insults:
        return _label(words, insults[0], 0.95)
    literal = {i for hit in by_label.get("literal", []) for i in range(hit.first, hit.last + 1)}
    persons = by_label.get("person", [])
    for hit in by_label.get("aimed", []):
        if hit.first in literal or _reported(words, hit):
            continue
        if any(_near(words, hit, person) for person in persons):
            return _label(words, hit, 0.75)
    return None


def _reported(words: Words, hit: Hit) -> bool:
    before = words.tokens[max(0, hit.first - 3) : hit.first]
    return any(t.word in _table("reported") and t.sentence == words.tokens[hit.first].sentence for t in before)


def _near(words: Words, hit: Hit, person: Hit) -> bool:
    same = words.tokens[hit.first].sentence == words.tokens[person.first].sentence
    return same and 0 < abs(hit.first - person.first) <= REACH


def _label(words: Words, hit: Hit, score: float) -> Label:
    start, end = words.span(hit.first, hit.last)
    return Label("abusive", score, words.text[start:end], start, end)
