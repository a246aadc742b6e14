"""Insults at a person, never a bare word or a scolded thing: rubbish, stray dogs, an app are none. Blocks nothing."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache

from classifiers.cues import Hit, lexicon
from classifiers.label import Label
from classifiers.words import LEXICON, Words, fold

#: An aimed word insults when a person is named this close to it.
REACH = 2


#: Digits and signs that stand for letters in a disguised insult ("g0bl0k", "b@ngs@t").
_LEET = str.maketrans("0134579@$", "oieastgas")
_MIXED = re.compile(r"(?<![\w@$])(?=[a-z0-9@$]*[a-z])(?=[a-z]*[0-9@$])[a-z0-9@$]{3,20}(?![\w@$])")
#: So many consonants make a word out of itself.
BARE = 4
_VOWEL = re.compile(r"[aiueo]")
_DOUBLE = re.compile(r"(.)\1+")
_STARRED = re.compile(r"(?<![a-z])[a-z]+(?:[*#x._-]*[*#]+[*#._-]*[a-z]*)+(?![a-z])")
_SPACED = re.compile(r"(?<![a-z])[a-z](?:[ .-][a-z]){3,}(?![a-z])")


#: What the citizen quotes is the complaint, not an insult of hers.
_QUOTED = re.compile(r"(?<!\w)[\"“”„'‘][^\"“”'’\n]{2,80}[\"“”'’](?!\w)")


@cache
def lists() -> dict[str, dict[str, str]]:
    """The lists of words beside the cues of the lexicon."""
    rows = tomllib.loads((LEXICON / "abuse.toml").read_text("utf-8"))
    return {name: rows[name] for name in ("_words", "_roles")}


@cache
def table(name: str) -> frozenset[str]:
    """One list of words of the lexicon."""
    return frozenset(lists()["_words"][name].split())


def read_rules(words: Words) -> Label | None:
    """The insult with its words, None where nobody is insulted, by rule alone."""
    return _lexical(words) or disguised(words) or _outburst(words) or _called(words)


def outside(words: Words, at: int) -> bool:
    """Does this word stand outside quotation marks?"""
    if not any(mark in words.text for mark in "\"“„'‘"):
        return True
    start = words.tokens[at].start
    return not any(match.start() <= start < match.end() for match in _QUOTED.finditer(words.text))


@lru_cache(maxsize=1)
def disguised(words: Words) -> Label | None:
    """An insult that hides behind stars, digits, doubled or spaced letters still is one.

    Rules, signals and aims of one text ask for it one after the other.
    """
    if '"' in words.text and _QUOTED.search(words.text):
        return None
    core = table("core")
    folded = fold(words.text)
    for token in words.tokens:
        raw = folded[token.start : token.end]
        if raw in _bare() or (_DOUBLE.search(raw) and _DOUBLE.sub(r"\1", raw) in core):
            return Label("abusive", 0.9, words.text[token.start : token.end], token.start, token.end)
    for match in _MIXED.finditer(folded):
        if _DOUBLE.sub(r"\1", match.group().translate(_LEET)).removesuffix("nya") in core:
            return Label("abusive", 0.9, words.text[match.start() : match.end()], *match.span())
    for match in _SPACED.finditer(folded):
        if any(word in re.sub(r"[ .-]", "", match.group()) for word in core):
            return Label("abusive", 0.9, words.text[match.start() : match.end()], *match.span())
    for match in _STARRED.finditer(folded) if "*" in folded or "#" in folded else ():
        shape = re.compile(re.sub(r"[^a-z]+", "[a-z]{1,4}", match.group()) + "$")
        if any(shape.match(word) for word in core):
            return Label("abusive", 0.85, words.text[match.start() : match.end()], *match.span())
    return None


@cache
def _bare() -> frozenset[str]:
    """The long ones without their vowels ("bngst"): shorter ones are abbreviations of something else."""
    return frozenset(bare for word in table("core") if len(bare := word[0] + _VOWEL.sub("", word[1:])) >= BARE)


def _called(words: Words) -> Label | None:
    """A thought that opens with "dasar" and goes on with no law or sum calls somebody names ("dasar perawan tua")."""
    for at, token in enumerate(words.tokens[:-1]):
        behind = words.tokens[at + 1]
        if token.word != "dasar" or behind.word in table("grounds") or behind.sentence != token.sentence:
            continue
        if not outside(words, at):
            continue
        before = words.tokens[at - 1] if at else None
        opens = before is None or before.sentence != token.sentence or before.word in table("angry")
        if opens or "," in words.text[before.end if before else 0 : token.start]:
            return Label("abusive", 0.7, words.text[token.start : behind.end], token.start, behind.end)
    return None


def _outburst(words: Words) -> Label | None:
    """An animal ("anjing lama banget") as the first or last word among angry ones, and no animal in the story."""
    said = {token.word for token in words.tokens}
    if not said & table("angry") or said & table("creature") or len(words) < 2:
        return None
    for at in (0, len(words) - 1):
        token = words.tokens[at]
        if token.word in table("outburst"):
            return Label("abusive", 0.7, words.text[token.start : token.end], token.start, token.end)
    return None


def _lexical(words: Words) -> Label | None:
    by_label: dict[str, list[Hit]] = {}
    for hit in lexicon("abuse").hits(words):
        if outside(words, hit.first):
            by_label.setdefault(hit.label, []).append(hit)
    persons = by_label.get("person", [])
    insults = [hit for hit in by_label.get("insult", []) if not reported(words, hit)]
    insults = [hit for hit in insults if not _at_a_thing(words, hit, persons)]
    if insults:
        return _label(words, insults[0], 0.95)
    literal = {i for hit in by_label.get("literal", []) for i in range(hit.first, hit.last + 1)}
    for hit in by_label.get("aimed", []):
        if hit.first in literal or reported(words, hit) or _of_oneself(words, hit):
            continue
        if any(_near(words, hit, person) for person in persons):
            return _label(words, hit, 0.75)
    return None


def reported(words: Words, hit: Hit) -> bool:
    """Is it told of what others said ("dibilang goblok", "goblok, katanya")?"""
    sentence = words.tokens[hit.first].sentence
    before, behind = words.tokens[max(0, hit.first - 3) : hit.first], words.tokens[hit.last + 1 : hit.last + 3]
    told = [token for token in before if token.word in table("reported")]
    told += [token for token in behind if token.word in table("ends_saying")]
    return any(token.sentence == sentence for token in told)


def _at_a_thing(words: Words, hit: Hit, persons: list[Hit]) -> bool:
    """ "Aplikasinya goblok" scolds no one."""
    if any(_near(words, hit, person) for person in persons):
        return False
    near = words.tokens[max(0, hit.first - REACH) : hit.last + REACH + 1]
    alone = hit.first == 0 and words.tokens[0].word in table("sigh")
    return alone or any(form in table("thing") for token in near for form in token.forms)


def _of_oneself(words: Words, hit: Hit) -> bool:
    before = [token.word for token in words.tokens[max(0, hit.first - 3) : hit.first]]
    while before and before[-1] in ("orang", "ini", "yang", "memang"):
        before.pop()
    return bool(before) and before[-1] in ("saya", "kami", "aku")


def _near(words: Words, hit: Hit, person: Hit) -> bool:
    same = words.tokens[hit.first].sentence == words.tokens[person.first].sentence
    return same and 0 < abs(hit.first - person.first) <= REACH


def _label(words: Words, hit: Hit, score: float) -> Label:
    start, end = words.span(hit.first, hit.last)
    return Label("abusive", score, words.text[start:end], start, end)
