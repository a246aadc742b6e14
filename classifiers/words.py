"""Words with their places in a text: folding, everyday spellings, light stems. Knows no label."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # whoever only blots out personal data does without its 20 MB
    import numpy as np
    from numpy.typing import NDArray

LEXICON = Path(__file__).parent / "lexicon"

#: A numeric date stays one token, so that "3/11" is not two numbers; the rest are runs of letters and digits.
_TOKEN = re.compile(
    r"\d{1,4}(?:[/-]\d{1,2}){1,2}(?:[/-]\d{2,4})?(?!\d)|\d{1,2}\.\d{1,2}\.\d{4}|[^\W_]+|[.?!;\n]+|,"
)
_STOP = re.compile(r"[.?!;\n,]")
_LONG = re.compile(r"(.)\1{2,}")
_TWICE = re.compile(r"^([a-z]{3,})2(nya|an|kan)?$")
_SUFFIXES = ("lah", "kah", "nya", "kan", "in", "an", "ku", "mu", "i")
_NASAL = (
    ("meny", "s"), ("peny", "s"), ("ny", "s"), ("meng", "k"), ("meng", ""), ("peng", "k"),
    ("peng", ""), ("nge", ""), ("ng", "k"), ("ng", ""), ("mem", "p"), ("mem", ""), ("pem", "p"),
    ("pem", ""), ("men", "t"), ("men", ""), ("pen", "t"), ("pen", ""), ("me", ""), ("pe", ""),
)  # fmt: skip
_PLAIN = ("diper", "memper", "ber", "ter", "di", "ke", "se", "per", "ku", "be")


@dataclass(frozen=True, slots=True)
class Token:
    """One word: its everyday spelling resolved (`word`), every light stem of it, and where it stood."""

    word: str
    forms: tuple[str, ...]
    start: int
    end: int
    sentence: int


@cache
def spellings() -> dict[str, str]:
    """Everyday spelling -> the spelling that the lexicons use."""
    table = tomllib.loads((LEXICON / "words_spelling.toml").read_text("utf-8"))
    return {short: full for full, shorts in table["spelling"].items() for short in shorts.split()}


@lru_cache(maxsize=20_000)
def canonical(raw: str) -> str:
    """One raw token in the lexicons' spelling: "jadi2" -> "jadi", "lamaaaa" -> "lama", "gak" -> "tidak"."""
    table = spellings()
    if raw in table:
        return table[raw]
    word = _TWICE.sub(r"\1", _LONG.sub(r"\1", raw))
    return table.get(word, word)


@lru_cache(maxsize=20_000)
def forms(word: str) -> tuple[str, ...]:
    """The word and what may be its root. Wrong roots are harmless: they are only looked up in lexicons."""
    found = {word: None}
    bases = [word]
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 3:
            bases.append(word[: -len(suffix)])
            if suffix == "nya":
                bases += [word[:-3][: -len(s)] for s in ("kan", "an", "i") if word[:-3].endswith(s)]
    for base in bases:
        if len(base) < 3:
            continue
        found[base] = None
        for prefix in _PLAIN:
            if base.startswith(prefix) and len(base) - len(prefix) >= 3:
                found[base[len(prefix) :]] = None
        for prefix, restored in _NASAL:
            if base.startswith(prefix) and len(base) - len(prefix) >= 3:
                root = restored + base[len(prefix) :]
                # restored consonants only stand before a vowel: mem-ukul -> pukul, but mem-bayar -> bayar
                if not restored or base[len(prefix)] in "aiueo":
                    found[root] = None
    return tuple(spellings().get(form, form) if form != word else form for form in found)


def fold(text: str) -> str:
    """Lower case, compatibility forms folded, same length as the original so that spans stay true."""
    lowered = text.lower()
    if len(lowered) == len(text) and lowered.isascii():
        return lowered
    return "".join(_fold_one(char) for char in text)


@lru_cache(maxsize=4_000)
def _fold_one(char: str) -> str:
    plain = unicodedata.normalize("NFKD", char.lower())
    return plain[0] if plain else char


class Words:
    """A text as tokens, and as one flat string of canonical words whose positions lead back to the text."""

    __slots__ = ("_starts", "flat", "hashed", "text", "tokens")

    def __init__(self, text: str) -> None:
        self.text = text
        #: What the learned models count, kept by them: several ask the same of one text.
        self.hashed: dict[str | tuple[tuple[str, ...], int], NDArray[np.int64]] = {}
        self.tokens: list[Token] = []
        sentence = 0
        for match in _TOKEN.finditer(fold(text)):
            raw = match.group()
            if _STOP.match(raw):
                sentence += 1 if raw != "," else 0
                continue
            for part in canonical(raw).split():
                self.tokens.append(Token(part, forms(part), match.start(), match.end(), sentence))
        self.flat = " ".join(token.word for token in self.tokens)
        self._starts: list[int] = []
        at = 0
        for token in self.tokens:
            self._starts.append(at)
            at += len(token.word) + 1

    def __len__(self) -> int:
        return len(self.tokens)

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Where tokens first..last (inclusive) stood in the text."""
        return self.tokens[first].start, self.tokens[last].end

    def index(self, flat_position: int) -> int:
        """The token that covers a position of `flat`."""
        return bisect_right(self._starts, flat_position) - 1

    def place(self, match: re.Match[str]) -> tuple[int, int]:
        """Text span of a match found in `flat`."""
        return self.span(self.index(match.start()), self.index(max(match.start(), match.end() - 1)))
