"""At whom or what a strong word is thrown: an aim for each, from the words around it in its clause. Weighs nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from classifiers.abuse_rules import disguised, lists, outside, table
from classifiers.classes import speaks_of_things
from classifiers.cues import Hit, lexicon
from classifiers.words import Words

#: So many words to each side are looked at.
AROUND = 6
#: A person this near before the word is who it is said of, whatever stands between ("satpam pangkalan tai").
NEAR = 3
#: Who does something has a word that begins so and has no end like a deed ("penjaga", never "penjagaan").
_DOER = re.compile(r"pe[a-z]{4,}(?<!an)")
#: The word meets an end of its clause before it meets a noun.
EDGE = ("|", ",")
#: Aims at a person, and aims that excuse the word.
PERSONAL = frozenset("you name person owner body who like many".split())
EXCUSED = frozenset("quoted told self literal denied".split())


def aims(words: Words) -> Iterator[str]:
    """Signals of every strong word of the text, and what they amount to."""
    literal = _literal(words)
    found = [(first, kind, _aim(words, first, last, literal)) for (first, last), kind in _strong(words).items()]
    for first, kind, aim in found:
        yield from (f"aim.{aim}", f"{kind}.{aim}", f"{words.tokens[first].word}.{aim}")
        left, _, right = aim.partition("/")
        if right:
            yield from (f"{kind}<{left}", f"{kind}>{right}")
    heads = {aim.partition("/")[0] for _, _, aim in found}
    if heads & PERSONAL:
        yield "aim:person"
    elif heads:
        yield "aim:excused" if heads <= EXCUSED else "aim:thing"


def _strong(words: Words) -> dict[tuple[int, int], str]:
    """Where strong words stand, with their kind: an insult by itself, one where it is aimed, a beast."""
    hits = [hit for hit in lexicon("abuse").hits(words) if hit.label in ("insult", "aimed")]
    spans = {(hit.first, hit.last): _kind(words.tokens[hit.first].word, hit.label) for hit in hits}
    covered = {at for first, last in spans for at in range(first, last + 1)}
    hidden = disguised(words)
    if hidden:
        over = [at for at, token in enumerate(words.tokens) if token.start < hidden.end and hidden.start < token.end]
        if covered.isdisjoint(over):
            spans[over[0], over[-1]] = "insult"
            covered.update(over)
    for at, token in enumerate(words.tokens):
        if at not in covered and not table("beast").isdisjoint((token.word, token.word.removesuffix("nya"))):
            spans[at, at] = "beast"
    return spans


def _literal(words: Words) -> list[Hit]:
    """Phrases in which a strong word means what it says ("anjing liar", "otak-otak", "sumur pantek")."""
    return [hit for hit in lexicon("abuse").hits(words) if hit.label == "literal" and hit.last > hit.first]


def _kind(word: str, label: str) -> str:
    """What is sighed at nobody as well, and what is said of wits, are kinds of their own."""
    return next((kind for kind in ("sighed", "fool") if word in table(kind)), label)


@cache
def _roles() -> dict[str, str]:
    """Word, or two words joined by "_", to its role."""
    return {word: role for role, words in lists()["_roles"].items() for word in words.split()}


@lru_cache(maxsize=20_000)
def _role(forms: tuple[str, ...]) -> str:
    """What a word is where somebody is scolded; `forms` begins with the word as written."""
    known = _roles()
    for form in forms:
        if form in known:
            return known[form]
    if not table("folk").isdisjoint(forms) or any(_DOER.fullmatch(form) for form in forms[:2]):
        return "person"
    return "thing" if not table("thing").isdisjoint(forms) or speaks_of_things(forms) else "other"


class _Clause:
    """The words beside a strong one, nearest first, up to the end of its sentence."""

    def __init__(self, words: Words, first: int, last: int) -> None:
        self.words, self.first, self.last = words, first, last
        self.left = self._side(range(first - 1, first - 1 - AROUND, -1))
        self.right = self._side(range(last + 1, last + 1 + AROUND))

    def _side(self, span: Sequence[int]) -> list[int]:
        tokens, found = self.words.tokens, []
        for at in span:
            if not 0 <= at < len(tokens) or tokens[at].sentence != tokens[self.first].sentence:
                break
            found.append(at)
        return found

    def role(self, at: int) -> str:
        tokens = self.words.tokens
        both = "_".join(token.word for token in tokens[at : at + 2])
        return _roles().get(both) or _role(tokens[at].forms)

    def word(self, at: int) -> str:
        return self.words.tokens[at].word

    def met(self, side: Sequence[int]) -> tuple[str, int]:
        """The first word on that side that is no little one and not strong itself, with its place."""
        before = self.first if side and side[0] < self.first else self.last
        for at in side:
            low, high = sorted((before, at))
            if "," in self.words.text[self.words.tokens[low].end : self.words.tokens[high].start]:
                return ",", at
            role, before = self.role(at), at
            if role not in ("little", "strong"):
                return role, at
        return "|", -1


def _aim(words: Words, first: int, last: int, literal: Sequence[Hit]) -> str:
    if not outside(words, first):
        return "quoted"
    if any(hit.first <= last and first <= hit.last for hit in literal):
        return "literal"
    clause = _Clause(words, first, last)
    if _told(clause):
        return "told"
    if any(clause.word(at) in table("not") for at in clause.left[:1]):
        return "denied"
    near = clause.left[:2] + clause.right[:2]
    if any(clause.role(at) == "you" for at in near):
        return "you"
    if any(clause.word(at) in table("names") for at in (first, *clause.left[:1])):
        return "name"
    return _said_of(clause)


def _told(clause: _Clause) -> bool:
    """Somebody else says it: a word of saying near before it, and not the citizen's own ("saya bilang")."""
    for at in clause.left[:4]:
        if clause.role(at) == "saying":
            return clause.word(at).startswith("di") or not (at and clause.role(at - 1) == "self")
    return any(clause.word(at) in table("ends_saying") for at in clause.right[:2])


def _said_of(clause: _Clause) -> str:
    (before, where), (behind, there) = clause.met(clause.left), clause.met(clause.right)
    if before == "self" and any(at < where and clause.role(at) == "person" for at in clause.left):
        return "owner"
    if "body" in (before, behind):
        return "body"
    if before == "self" or (behind == "self" and before in EDGE and there - clause.last <= 2):
        return "self"
    if any(clause.word(at) in table("as") for at in clause.left[:2]):
        return "like"
    if before == "person" or any(clause.role(at) == "person" for at in clause.left[:NEAR]):
        return "person"
    if behind == "person":
        return "person" if before in EDGE else f"{before}/person"
    if before in EDGE and any(clause.word(at) in table("who") for at in clause.right[:1]):
        return "who"
    if clause.last > clause.first and clause.word(clause.first) == clause.word(clause.last):
        return "many"
    return f"{before}/{behind}"
