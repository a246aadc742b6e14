"""What speaks for an insult at a person and what against it, as named signals of one text. Weighs nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from classifiers.abuse_aim import aims
from classifiers.abuse_rules import disguised, outside, read_rules, reported, table
from classifiers.cues import Hit, lexicon
from classifiers.words import Token, Words

#: Who or what an insult is said of stands within this many words of it.
NEAR = 3
#: A beast is compared with somebody within this many words.
COMPARED = 5
#: A finger, dung, a clown and the beasts that people are called.
_FACES = re.compile(
    "[\U0001f595\U0001f4a9\U0001f921\U0001f437\U0001f416"
    "\U0001f412\U0001f435\U0001f436\U0001f415\U0001f400\U0001f40d]"
)


def abuse_signals(words: Words) -> frozenset[str]:
    """The signals of a text; what stands in quotation marks is somebody else's."""
    heard = {*_rules(words), *_beasts(words), *aims(words)}
    for hit in lexicon("abuse").hits(words):
        if hit.label in ("insult", "aimed") and outside(words, hit.first):
            heard |= {hit.label, *(f"{hit.label}.{state}" for state in _states(words, hit))}
        elif hit.label in ("person", "literal"):
            heard.add(hit.label)
    if any(_is(token, "folk") for token in words.tokens):
        heard.add("folk")
    if _FACES.search(words.text):
        heard.add("face")
        heard.add("face.folk" if "folk" in heard else "face.alone")
    return frozenset(heard)


def _rules(words: Words) -> Iterator[str]:
    if read_rules(words):
        yield "rule"
    if disguised(words):
        yield "disguised"


def _states(words: Words, hit: Hit) -> Iterator[str]:
    """Whom it is said of, by whom, and where in the text."""
    tokens = words.tokens
    sentence = tokens[hit.first].sentence
    before = [token for token in tokens[max(0, hit.first - NEAR) : hit.first] if token.sentence == sentence]
    behind = [token for token in tokens[hit.last + 1 : hit.last + 1 + NEAR] if token.sentence == sentence]
    sides = {"left": before, "right": behind}
    folk = [side for side, near in sides.items() if any(_is(token, "folk") for token in near)]
    yield from (f"folk.{side}" for side in folk)
    if not folk:
        yield "nobody"
    yield from (f"thing.{side}" for side, near in sides.items() if any(_is(token, "thing") for token in near))
    if reported(words, hit):
        yield "reported"
    if any(token.word in ("saya", "aku", "kami", "gue", "awak", "ambo") for token in before):
        yield "self"
    if hit.first == 0:
        yield "first"
    if hit.last == len(tokens) - 1:
        yield "last"
    yield "phrase" if hit.last > hit.first else f"word.{tokens[hit.first].word}"


def _beasts(words: Words) -> Iterator[str]:
    """An animal or a ghost that somebody is compared with."""
    creature = any(token.word in table("creature") for token in words.tokens)
    for at, token in enumerate(words.tokens):
        if not _is(token, "beast") or not outside(words, at):
            continue
        near = words.tokens[max(0, at - COMPARED) : at + COMPARED + 1]
        folk = any(_is(other, "folk") for other in near if other.sentence == token.sentence)
        like = any(other.word in table("like") for other in words.tokens[max(0, at - 2) : at])
        yield "beast" + (".folk" if folk else "") + (".like" if like else "") + (".creature" if creature else "")


@cache
def _forms_of(name: str, forms: tuple[str, ...]) -> bool:
    return not table(name).isdisjoint(forms)


def _is(token: Token, name: str) -> bool:
    return _forms_of(name, token.forms)
