"""Numbers said in words: of one digit, glued together, in the languages of the islands, in hundreds and thousands.

Knows not what a number is for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

#: The shortest number worth reading words of other languages for, how many of them make one by themselves, and how
#: many stand in a plate.
FEWEST, SAID, PLATE = 7, 4, 3
#: A word nobody taught us amid many digits is one; which, it does not say.
UNKNOWN = "5"
#: Signs between two words of one number; a longer way leads elsewhere.
_GAP = re.compile(r"[^\w;!?]{0,5}")
_TOKEN = re.compile(r"[a-z]+(?:['’`][a-z]+)*|\d+")
_TWICE = re.compile(r"(.)\1+")


class _Token(NamedTuple):
    """A word or a group of digits that may belong to a number: from which list, and which digits it says."""

    list: str
    digits: str
    start: int
    end: int


class Spoken:
    """Which words of a text say digits. Dialects and foreign words do so only among others of their kind."""

    def __init__(
        self,
        plain: Mapping[str, str],
        dialect: Mapping[str, str],
        foreign: Mapping[str, str],
        neutral: Iterable[str],
    ) -> None:
        lists = (("foreign", foreign), ("dialect", dialect), ("plain", plain))
        self._words = {word: (name, digits) for name, table in lists for word, digits in table.items()}
        self._words.update((word, ("neutral", "")) for word in neutral)
        units = sorted({*plain, *(word for word in dialect if len(word) > 3)}, key=len, reverse=True)
        self._glued = re.compile(rf"(?:{'|'.join(units)}){{2,20}}+")
        self._unit = re.compile("|".join(units))

    def find(self, folded: str) -> dict[int, tuple[str, int]]:
        """Where each such word begins: its digits and where it ends."""
        return {token.start: (token.digits, token.end) for chain in self._chains(folded) for token in _counted(chain)}

    def _chains(self, folded: str) -> Iterator[list[_Token]]:
        tokens = [self._token(match) for match in _TOKEN.finditer(folded)]
        chain: list[_Token] = []
        for index, token in enumerate(tokens):
            if chain and not _GAP.fullmatch(folded, chain[-1].end, token.start):
                yield chain
                chain = []
            around = tokens[max(0, index - 2) : index], tokens[index + 1 : index + 3]
            if token.list == "none" and not all(map(_said, around)):
                yield chain
                chain = []
            else:
                chain.append(token)
        yield chain

    def _token(self, match: re.Match[str]) -> _Token:
        word, span = re.sub(r"['’`]", "", match.group()), match.span()
        if word.isdecimal():
            return _Token("digits", word, *span)
        found = self._words.get(word) or self._words.get(_TWICE.sub(r"\1", word))
        if found is None and self._glued.fullmatch(word):
            found = "plain", "".join(self._words[unit][1] for unit in self._unit.findall(word))
        return _Token(*(found or ("none", UNKNOWN)), *span)


def _said(tokens: list[_Token]) -> bool:
    return len(tokens) == 2 and all(token.list in ("plain", "dialect") for token in tokens)


def _counted(chain: list[_Token]) -> list[_Token]:
    """The words of one chain that say digits here."""
    said = [token for token in chain if token.list not in ("digits", "neutral")]
    foreign = sum(token.list == "foreign" for token in said)
    lists = ["plain"]
    many = sum(len(token.digits) for token in chain) >= FEWEST
    if many or len(said) >= PLATE:
        lists.append("dialect")
    if many:
        if len(said) >= SAID and foreign * 3 >= len(said):
            lists.append("foreign")
        if len(said) > FEWEST:
            lists.append("none")
    return [token for token in said if token.list in lists]


class LargeNumbers:
    """Numbers of three or four digits said in words; `units` are the words of one digit."""

    def __init__(self, units: Mapping[str, str]) -> None:
        self._units = {word: digit for word, digit in units.items() if len(digit) == 1 and digit != "0"}
        unit = rf"(?:{'|'.join(self._units)}|(?<!\d)[1-9](?!\d))"
        # who goes on digit by digit counts no more: "enam ratus [tujuh dua satu]" is 600 and three digits
        last = rf"{unit}(?!\s+(?:{'|'.join(units)}|\d)\b(?!\s+(?:ribu|ratus|puluh|belas)))"
        self._pattern = re.compile(
            rf"(?<![a-z0-9])(?=(?:se|{unit}\s+)r(?:atus|ibu)\b)(?:(?P<thousand>{unit}\s+|se)ribu\b\s*)?"
            rf"(?:(?P<hundred>{unit}\s+|se)ratus\b\s*)?"
            rf"(?:(?P<ten>{unit})\s+puluh\b(?:\s+(?P<after>{last})\b)?|(?P<teen>{unit}\s+|se)belas\b"
            rf"|(?P<even>sepuluh)\b|(?P<one>{last})\b)?"
        )

    def find(self, folded: str) -> dict[int, tuple[str, int]]:
        """Where each such number begins: its digits and where it ends."""
        if "ratus" not in folded and "ribu" not in folded:
            return {}
        return {m.start(): (self._digits(m), m.start() + len(m[0].rstrip())) for m in self._pattern.finditer(folded)}

    def _digits(self, match: re.Match[str]) -> str:
        said = {name: self._digit(word) for name, word in match.groupdict().items()}
        if said["teen"] or said["even"]:
            low = "10" if said["even"] else "1" + said["teen"]
        else:
            low = (said["ten"] or "0") + (said["after"] or said["one"] or "0")
        return said["thousand"] + (said["hundred"] or ("0" if said["thousand"] else "")) + low

    def _digit(self, word: str | None) -> str:
        said = (word or "").strip()
        return "1" if said == "se" else self._units.get(said, said)
