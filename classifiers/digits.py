"""Runs of digits however written: spaced out, dotted, spelled, emoji. Knows not what a number means."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache

from classifiers.number_words import LargeNumbers
from classifiers.words import LEXICON, fold

#: Keycap and variation marks that follow an emoji digit.
_MARKS = "\ufe0f\u20e3\u200b\u200d\u2060"
#: What may stand between two digits of one number; a sentence's end may not, one line break may.
_SIGNS = r"[ \t\u00a0.\-–—_/()\[\]=#·•*|~+'\"`" + _MARKS + r"]{0,4}(?:,\s?)?|[ \t]*\r?\n[ \t]*"
_WORD = re.compile(r"[a-z]+")
#: What "dobel" may stand before: a word, or one digit.
_UNIT = re.compile(r"[a-z]+|\d(?!\d)")
#: Digits after which a stroke leads to the next number.
WHOLE = 10


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


@cache
def vocabulary() -> dict[str, dict[str, str]]:
    """The reviewed words of personal.toml, table by table."""
    return tomllib.loads((LEXICON / "personal.toml").read_text("utf-8"))


@cache
def _spelled() -> dict[str, str]:
    table = {**vocabulary()["digits"], **vocabulary()["tens"]}
    return {word: digit for digit, words in table.items() for word in words.split()}


@cache
def _between() -> re.Pattern[str]:
    """Signs, or a spoken sign ("strip"), or a word that leads on to the second half."""
    words = "|".join(f"{vocabulary()['between'][key]}" for key in ("words", "told")).replace(" ", "|")
    return re.compile(rf"(?:{_SIGNS})|[\s,]*(?:\b(?:{words})(?:nya)?\b[\s,:]*){{1,3}}")


@cache
def _large() -> LargeNumbers:
    return LargeNumbers(_spelled())


def runs(text: str) -> list[Run]:
    """Every run of digits of the text, in order."""
    folded = fold(text)
    atoms = _atoms(folded)
    found: list[Run] = []
    current: list[tuple[str, int, int, bool]] = []
    for atom in atoms:
        if current and not _joins(folded, current, atom):
            found.append(_run(current))
            current = []
        current.append(atom)
    if current:
        found.append(_run(current))
    return found


def _atoms(folded: str) -> list[tuple[str, int, int, bool]]:
    atoms: list[tuple[str, int, int, bool]] = []
    large = _large().find(folded)
    at = 0
    while at < len(folded):
        char = folded[at]
        if at in large:
            digits, end = large[at]
            atoms.extend((digit, at, end, True) for digit in digits)
            at = end
            continue
        if char.isdecimal() and char.isascii():
            atoms.append((char, at, at + 1, False))
            at += 1
            continue
        word = _WORD.match(folded, at)
        if word is None:
            at += 1
            continue
        if not _compound(folded, word, atoms):
            atoms.extend(_letters(folded, word))
        at = word.end()
    return atoms


def _compound(folded: str, word: re.Match[str], atoms: list[tuple[str, int, int, bool]]) -> bool:
    """ "dua belas" is 12, "dua puluh" 20, "dua puluh satu" 21, "dobel dua" 22; True where the word was such a one."""
    text, start, end = word.group(), word.start(), word.end()
    said = atoms[-1] if atoms and atoms[-1][3] and folded[atoms[-1][2] : start].isspace() else None
    follows = _UNIT.match(folded, end + 1)
    unit = follows.group() if follows and folded[end : end + 1] == " " else ""
    if text == "belas" and said:
        atoms[-1:] = [("1", said[1], end, True), (said[0], said[1], end, True)]
    elif text == "puluh" and said:
        more = _spelled().get(unit, "0") != "0"
        atoms[-1:] = [(said[0], said[1], end, True)] if more else [said, ("0", start, end, True)]
    elif text in _repeats() and (unit.isdecimal() or unit in _spelled()):
        atoms.extend([(_spelled().get(unit, unit), start, end, True)] * (_repeats()[text] - 1))
    else:
        return False
    return True


@cache
def _repeats() -> dict[str, int]:
    table = vocabulary()["times"]
    return {word: int(times) for times, words in table.items() for word in words.split()}


def _letters(folded: str, word: re.Match[str]) -> list[tuple[str, int, int, bool]]:
    text, start, end = word.group(), word.start(), word.end()
    if text in _spelled():
        return [(digit, start, end, True) for digit in _spelled()[text]]
    after = folded[end : end + 1].isdecimal()
    before = folded[start - 1 : start].isdecimal()
    # "O812" and "08l2": a letter typed for a digit, only where digits touch it
    letters = set(text) <= (set("oli") if after and before else set("ol"))
    if letters and len(text) <= (3 if set(text) == {"o"} else 2) and (after or (before and text == "o")):
        return [("0" if c == "o" else "1", start + i, start + i + 1, False) for i, c in enumerate(text)]
    return []


def _joins(folded: str, current: list[tuple[str, int, int, bool]], atom: tuple[str, int, int, bool]) -> bool:
    gap = folded[current[-1][2] : atom[1]]
    if not gap:
        return True
    if "/" in gap and len(current) >= WHOLE and atom[0] in "06" and _mobile(current):
        return False  # "0812 ... / 0813 ...": a second phone, not more of the first
    if atom[3] != current[-1][3] and not _between().fullmatch(gap):
        return False
    if "," in gap and not (atom[3] or len(gap) == 1 or _single(current) or _WORD.search(gap)):
        return False
    return _between().fullmatch(gap) is not None


def _mobile(current: list[tuple[str, int, int, bool]]) -> bool:
    return "".join(atom[0] for atom in current[:3]).startswith(("08", "628"))


def _single(current: list[tuple[str, int, int, bool]]) -> bool:
    """True while the digits come one by one ("0, 8, 1, 2"), where a comma does not end the number."""
    return len(current) < 2 or current[-1][1] != current[-2][2]


def _run(atoms: list[tuple[str, int, int, bool]]) -> Run:
    groups: list[tuple[int, int]] = []
    first = 0
    for index in range(1, len(atoms) + 1):
        if index == len(atoms) or atoms[index][1] != atoms[index - 1][2]:
            groups.append((first, index - 1))
            first = index
    return Run(
        "".join(atom[0] for atom in atoms),
        tuple(atom[1] for atom in atoms),
        tuple(atom[2] for atom in atoms),
        tuple(groups),
        any(atom[3] for atom in atoms),
    )
