"""Runs of digits however written: spaced out, dotted, spelled, emoji. Knows not what a number means."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from classifiers.number_words import LargeNumbers, Spoken
from classifiers.words import LEXICON, fold

#: What may stand between two digits of one number; a sentence's end may not, one line break may, also one that
#: was lost on the way and became a sign or the letters "\n".
_SIGNS = (
    r"(?:[^\w\s,;!?&]|[ \t\u00a0_]){0,6}(?:,\s?)?|[^\S\n]*\r?\n[^\S\n]*|\s*(?:(?:\\[nrt]|[↵⏎]|<br ?/?>)\s*){1,2}"
    r"|-[a-z]{2,4}-"
)
#: What may stand around a word between two digits.
_LOOSE = r"[\s,.:…()\[\]/'\"_=+–—-]{0,6}"
_WORD = re.compile(r"[a-z]+")
#: What "dobel" may stand before: a word, or one digit.
_UNIT = re.compile(r"[a-z]+|\d(?!\d)")
#: Digits after which a stroke leads to the next number, and after which a word or a line does.
WHOLE, FULL = 10, 12
#: Digits of a NIK, behind which no word says more of it.
CARD = 16
#: No two digits of a number stand further apart.
_APART = 60
#: How a telephone number begins.
_BEGINS = re.compile(r"0\s?[78]|\+?62|\+60|(?:nol|kosong|enam)\b")
#: A letter typed for a digit stands alone before this.
_NEXT = re.compile(r"\W[oil]{0,3}\d")
#: "0812 3345 apa ya 667 8": whoever thinks aloud in the middle of a number, and counts nothing.
_ASIDE = re.compile(
    r"[\s,.()-]{1,3}(?:(?!(?:sampai|sd|orang|org|hari|jam|rb|ribu|tgl|thn|dari)\b)[a-z]{1,8}[\s,.()-]{1,3}){1,3}"
)
#: Letters typed for digits; the last three only in the middle of them ("34S6").
_LETTERS = {"o": "0", "i": "1", "l": "1", "s": "5", "b": "8", "z": "2"}


@dataclass(frozen=True, slots=True)
class Run:
    """Digits that belong together. `groups` are (first, last) indexes of what was written in one piece."""

    digits: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    groups: tuple[tuple[int, int], ...]
    spelled: bool

    def part(self, first: int, last: int) -> tuple[str, int, int]:
        """Digits first..last with their span in the text."""
        return self.digits[first : last + 1], self.starts[first], self.ends[last]


class _Atom(NamedTuple):
    """One digit and where it stands; several of one word share its place."""

    digit: str
    start: int
    end: int
    spelled: bool


@cache
def vocabulary() -> dict[str, dict[str, str]]:
    """The reviewed words of personal.toml, table by table."""
    return tomllib.loads((LEXICON / "personal.toml").read_text("utf-8"))


@cache
def words_of(table: str, *keys: str) -> frozenset[str]:
    """All words of these keys of a table of personal.toml."""
    return frozenset(word for key in keys for word in vocabulary()[table][key].split())


@cache
def _spelled() -> dict[str, str]:
    return _inverted("digits") | _inverted("tens")


def _inverted(table: str) -> dict[str, str]:
    return {word: digit for digit, words in vocabulary()[table].items() for word in words.split()}


@cache
def _between() -> re.Pattern[str]:
    """Signs, or a spoken sign ("strip"), or a word that leads on to the second half."""
    words = "|".join(sorted(words_of("between", "words", "told", "mended")))
    return re.compile(rf"(?:{_SIGNS})|{_LOOSE}(?:(?<![a-z])(?:{words})(?:nya)?(?![a-z]){_LOOSE}){{1,4}}")


@cache
def told() -> re.Pattern[str]:
    """Words of whoever tells a number in portions or mends it."""
    words = "|".join(sorted(words_of("between", "told", "mended")))
    return re.compile(rf"(?<![a-z])(?:{words})(?:nya)?(?![a-z])")


@cache
def _large() -> LargeNumbers:
    return LargeNumbers(_spelled())


@cache
def _spoken() -> Spoken:
    neutral = words_of("between", "words") | words_of("joined", "ten", "teen") | set(_repeats())
    return Spoken(_spelled(), _inverted("dialect"), _inverted("foreign"), neutral)


def runs(text: str) -> list[Run]:
    """Every run of digits of the text, in order."""
    folded = fold(text)
    found: list[Run] = []
    current: list[_Atom] = []
    for atom in _atoms(folded):
        if current and not _joins(folded, current, atom):
            found.append(_run(current))
            current = []
        current.append(atom)
    if current:
        found.append(_run(current))
    return found


def _atoms(folded: str) -> list[_Atom]:
    atoms: list[_Atom] = []
    large, spoken = _large().find(folded), _spoken().find(folded)
    whole = spoken | large
    at = 0
    while at < len(folded):
        char = folded[at]
        if char.isdecimal() and at not in large:
            atoms.append(_Atom(str(unicodedata.decimal(char)), at, at + 1, False))
            at += 1
        elif at in whole:
            digits, end = whole[at]
            atoms.extend(_Atom(digit, at, end, True) for digit in digits)
            at = end
        elif word := _WORD.match(folded, at):
            if not _compound(folded, word, atoms, spoken):
                sign = word.group() == "o" and word.end() + 1 in spoken
                atoms.extend([_Atom("0", at, at + 1, True)] if sign else _typed(folded, word))
            at = word.end()
        else:
            at += 1
    return atoms


def _compound(folded: str, word: re.Match[str], atoms: list[_Atom], spoken: Mapping[int, tuple[str, int]]) -> bool:
    """ "dua belas" is 12, "dua puluh" 20, "dua puluh satu" 21, "dobel dua" 22; True where the word was such a one."""
    text, start, end = word.group(), word.start(), word.end()
    said = atoms[-1] if atoms and atoms[-1].spelled and folded[atoms[-1].end : start].isspace() else None
    follows = _UNIT.match(folded, end + 1)
    unit = ""
    if follows and folded[end : end + 1] == " ":
        unit = follows.group() if follows.group().isdecimal() else spoken.get(end + 1, ("", 0))[0][:1]
    if text in words_of("joined", "teen") and said:
        atoms[-1:] = [_Atom("1", said.start, end, True), _Atom(said.digit, said.start, end, True)]
    elif text in words_of("joined", "ten") and said:
        ten = _Atom(said.digit, said.start, end, True)
        atoms[-1:] = [ten] if (unit or "0") != "0" else [said, _Atom("0", start, end, True)]
    elif text in _repeats() and unit:
        atoms.extend([_Atom(unit, start, end, True)] * (_repeats()[text] - 1))
    elif text in _repeats() and said:
        atoms.extend([_Atom(said.digit, start, end, True)] * (_repeats()[text] - 1))
    else:
        return False
    return True


@cache
def _repeats() -> dict[str, int]:
    return {word: int(times) for word, times in _inverted("times").items()}


def _typed(folded: str, word: re.Match[str]) -> list[_Atom]:
    """Letters typed for digits ("O812", "08l2", "0877 I O34")."""
    text, start = word.group(), word.start()
    if not (set(text) <= set("oil") or text in "sbz") or not _touched(folded, word):
        return []
    return [_Atom(_LETTERS[char], start + i, start + i + 1, False) for i, char in enumerate(text)]


def _touched(folded: str, word: re.Match[str]) -> bool:
    """Whether digits stand so close that the letters must be some of them."""
    text, start, end = word.group(), word.start(), word.end()
    after, before = folded[end : end + 1].isdecimal(), folded[start - 1 : start].isdecimal()
    if after and before:
        return len(text) <= 6
    if text in "sbz":
        return after and re.search(r"\d[.-]$", folded[max(0, start - 2) : start]) is not None
    near = _NEXT.match(folded, end) is not None
    if after or before:
        several = folded[max(0, start - 3) : start].isdecimal() and start >= 3
        return len(text) <= 3 and (after or near or several or set(text) == {"o"})
    return near and len(text) <= 3 and folded[max(0, start - 2) : start - 1].isdecimal() and start >= 2


def _joins(folded: str, current: list[_Atom], atom: _Atom) -> bool:
    gap = folded[current[-1].end : atom.start]
    if not gap:
        return True
    if len(gap) > _APART or not (_between().fullmatch(gap) or (_begun(current) and _ASIDE.fullmatch(gap))):
        return False
    if "/" in gap and len(current) >= WHOLE and _mobile(current) and _BEGINS.match(folded, atom.start):
        return False  # "0812 ... / 0813 ...": a second phone, not more of the first
    if FULL <= len(current) < 14 and _mobile(current) and (atom.spelled or "\n" in gap or told().search(gap)):
        # "0812 ... lalu 2 hari": the number was whole; but who began in words goes on so
        return current[-1].spelled and atom.spelled
    if ":" in gap and atom.spelled != current[-1].spelled:
        return False  # "nomor satu: 0778 ..."
    if len(current) == CARD and not current[-1].spelled and (atom.spelled or "," in gap or "\n" in gap):
        return False
    alone = len(gap) == 1 or _single(current) or _begun(current)
    return "," not in gap or atom.spelled or alone or _WORD.search(gap) is not None


def _mobile(current: list[_Atom]) -> bool:
    return "".join(atom.digit for atom in current[:3]).startswith(("08", "628"))


def _begun(current: list[_Atom]) -> bool:
    """True where a telephone number has begun with its prefix in one piece and cannot be whole."""
    return 4 <= len(current) < WHOLE and _mobile(current) and current[3].start - current[0].start == 3


def _single(current: list[_Atom]) -> bool:
    """True while the digits come one by one ("0, 8, 1, 2"), where a comma does not end the number."""
    return len(current) < 2 or current[-1].start != current[-2].end


def _run(atoms: list[_Atom]) -> Run:
    groups: list[tuple[int, int]] = []
    first = 0
    for index in range(1, len(atoms) + 1):
        if index == len(atoms) or atoms[index].start != atoms[index - 1].end:
            groups.append((first, index - 1))
            first = index
    return Run(
        "".join(atom.digit for atom in atoms),
        tuple(atom.start for atom in atoms),
        tuple(atom.end for atom in atoms),
        tuple(groups),
        any(atom.spelled for atom in atoms),
    )
