"""Phrase lexicons: which cues of a TOML file a text holds, and where. Knows no particular classifier."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from classifiers.slips import Slips
from classifiers.words import LEXICON, Token, Words, canonical

#: How much one phrase of a tier says for its label.
TIERS = {"strong": 3.0, "clear": 2.0, "plain": 1.0, "hint": 0.5, "against": -2.0}
#: A hit above it is of the strong tier.
STRONG = 2.5
#: "_" in a phrase stands for up to this many words in between, within one sentence.
GAP = 4
#: Words whose terms are kept; nearly every word of nearly every story is among the first seen.
REMEMBERED = 20_000


@dataclass(frozen=True, slots=True)
class Hit:
    """One cue found: tokens first..last of the text speak for `label` with `weight`."""

    label: str
    weight: float
    first: int
    last: int


@dataclass(slots=True)
class _Node:
    children: dict[str, _Node] = field(default_factory=dict)
    gap: _Node | None = None
    ends: list[tuple[str, float]] = field(default_factory=list)


class Lexicon:
    """A trie over words. A term matches a token or any of its light stems; "=term" only the very word,
    "@name" any word of that group."""

    def __init__(self, cues: dict[str, dict[str, str]], groups: Mapping[str, str] | None = None) -> None:
        self._root = _Node()
        self._groups: dict[str, list[str]] = {}
        for name, words in (groups or {}).items():
            for word in members(words):
                self._groups.setdefault(word, []).append("@" + name)
        self._terms: dict[str, tuple[str, ...]] = {}
        self._slips: Slips | None = None
        # several classifiers ask the same of one text
        self._last: tuple[Words, list[Hit]] | None = None
        for label, tiers in cues.items():
            for tier, phrases in tiers.items():
                for phrase in phrases.replace("\n", ";").split(";"):
                    if phrase.strip():
                        self._add(label, TIERS[tier], _terms(phrase))

    def _add(self, label: str, weight: float, terms: list[str]) -> None:
        node = self._root
        for term in terms:
            if term == "_":
                node.gap = node.gap or _Node()
                node = node.gap
            else:
                node = node.children.setdefault(term, _Node())
        if (label, weight) not in node.ends:
            node.ends.append((label, weight))

    def hits(self, words: Words) -> list[Hit]:
        """Every cue; where cues of one label overlap, only the weightiest, longest one."""
        last = self._last
        if last is not None and last[0] is words:
            return last[1]
        found = self._found(words)
        self._last = (words, found)
        return found

    def _found(self, words: Words) -> list[Hit]:
        found = [
            Hit(label, weight, first, last)
            for first in range(len(words))
            for last, label, weight in self._walk(words, self._root, first, first)
        ]
        found.sort(key=lambda hit: (-abs(hit.weight), hit.first - hit.last, hit.first))
        taken: dict[str, set[int]] = {}
        kept = []
        for hit in found:
            used = taken.setdefault(hit.label, set())
            span = range(hit.first, hit.last + 1)
            if used.isdisjoint(span):
                used.update(span)
                kept.append(hit)
        return sorted(kept, key=lambda hit: hit.first)

    def _walk(self, words: Words, node: _Node, first: int, at: int) -> Iterator[tuple[int, str, float]]:
        tokens = words.tokens
        if node.gap is not None and at > first:
            sentence = tokens[at - 1].sentence
            for skip in range(GAP + 1):
                there = at + skip
                if there >= len(tokens) or tokens[there].sentence != sentence:
                    break
                yield from self._step(words, node.gap, first, there)
        yield from self._step(words, node, first, at)

    def _step(self, words: Words, node: _Node, first: int, at: int) -> Iterator[tuple[int, str, float]]:
        if at >= len(words.tokens) or not node.children:
            return
        for term in self._said(words.tokens[at]):
            child = node.children.get(term)
            if child is not None:
                for label, weight in child.ends:
                    yield at, label, weight
                if child.children or child.gap:
                    yield from self._walk(words, child, first, at + 1)

    def mending(self, cues: Mapping[str, str]) -> Lexicon:
        """The same lexicon, forgiving one slip in the words of these cues."""
        telling = {t for tier in cues.values() for p in tier.replace(";", " ").split() for t in canonical(p).split()}
        known = set(self._groups) | set(self._root.children)
        self._slips = Slips((*telling, *self._groups), known)
        return self

    def groups_of(self, token: Token) -> tuple[str, ...]:
        """The groups that a token belongs to."""
        return tuple(term[1:] for term in self._said(token) if term[0] == "@")

    def _said(self, token: Token) -> tuple[str, ...]:
        """Every term that a token may stand for."""
        terms = self._terms.get(token.word)
        if terms is None:
            mended = self._slips.mend(token.forms) if self._slips else ()
            groups = dict.fromkeys(name for form in (*token.forms, *mended) for name in self._groups.get(form, ()))
            terms = (*token.forms, *mended, "=" + token.word, *groups)
            if len(self._terms) < REMEMBERED:
                self._terms[token.word] = terms
        return terms


def _terms(phrase: str) -> list[str]:
    """The phrase in the spelling texts are brought to: a lexicon may be written as people type."""
    terms: list[str] = []
    for term in phrase.split():
        exact = term.startswith(("=", "@"))
        terms += [term] if term == "_" or exact else canonical(term).split()
    return terms


def members(words: str) -> set[str]:
    """A group's words in the spelling texts are brought to; what becomes two words stays as it is."""
    return {bent if " " not in (bent := canonical(word)) else word for word in words.split()}


@cache
def lexicon(name: str) -> Lexicon:
    """The reviewed lexicon file of that name, every table but the ones that begin with an underscore."""
    table = tomllib.loads((LEXICON / f"{name}.toml").read_text("utf-8"))
    cues = {label: tiers for label, tiers in table.items() if label[0] != "_"}
    made = Lexicon(cues, table.get("_groups"))
    return made.mending(table["danger"]) if "danger" in table else made
