"""The number a citizen keeps: NH-7K3Q-9DXM, drawn at random; knows nothing of case, person or day.

Seven random signs and one check sign over 31 signs. 0 O 1 I L are left out, which leaves a prime
number of signs: with a different weight for each place, one wrong sign and any two swapped signs are
always noticed. Every group of four holds a letter and a digit and no three digits stand in a row, so
a number never carries the end of a phone number and never spells a word, and plates, dates and
house numbers in a story are not mistaken for it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from itertools import product
from secrets import randbelow

PREFIX = "NH"
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
#: What a sign left out may have been on paper; the check sign decides, or nobody.
MISREAD = {"0": "DQ", "O": "DQ", "1": "J7T", "I": "J7T", "L": "J7T"}
MOST_MISREAD = 2

_VALUE = {sign: value for value, sign in enumerate(ALPHABET)}
#: Places weigh 19**7 ... 19**0: all different mod 31, and the handbook's NH-7K3Q-9DXM comes out valid.
_BASE = 19
_THREE_DIGITS = re.compile(r"\d\d\d")
_GAP = r"[\s\-‐-―−._:]{0,3}"
#: A lookahead: in "tapi 7K3Q 9DXM" the word before must not swallow the first group.
_MENTION = re.compile(
    rf"(?<![0-9A-Z])(?=(?P<prefix>{PREFIX}{_GAP})?"
    rf"(?P<body>[0-9A-Z]{{4}}{_GAP}[0-9A-Z]{{4}})(?![0-9A-Z]))"
)


def new_number(below: Callable[[int], int] = randbelow) -> str:
    """A fresh number; `below(n)` gives 0..n-1 and must be unguessable (secrets) outside tests."""
    for _ in range(1000):
        body = "".join(ALPHABET[below(len(ALPHABET))] for _ in range(7))
        number = body + _check_sign(body)
        if _well_formed(number):
            return _written(number)
    raise ValueError("the source of randomness repeats itself")


def parse_number(text: str) -> str | None:
    """The number that `text` is, however typed: small letters, spaces, no dash, no NH; else None."""
    signs = re.sub(r"[\W_]", "", _folded(text))
    bodies = [signs, signs.removeprefix(PREFIX)]
    found = {number for body in bodies if len(body) == 8 for number in _readings(body)}
    return _written(found.pop()) if len(found) == 1 else None


def find_numbers(text: str) -> tuple[str, ...]:
    """Every number mentioned in a sentence, in order, once each."""
    return tuple(dict.fromkeys(_mentions(_folded(text))))


def _mentions(text: str) -> Iterator[str]:
    for mention in _MENTION.finditer(text):
        body = re.sub(r"[\W_]", "", mention["body"])
        # Without NH in front a misread sign is more likely an ordinary word or "RT01 RW02".
        found = _readings(body) if mention["prefix"] or not MISREAD.keys() & set(body) else set()
        if len(found) == 1:
            yield _written(found.pop())


def _readings(body: str) -> set[str]:
    """Well-formed numbers that `body` can be, given that signs left out were misread."""
    if sum(sign in MISREAD for sign in body) > MOST_MISREAD:
        return set()
    readings = ("".join(signs) for signs in product(*(MISREAD.get(sign, sign) for sign in body)))
    return {number for number in readings if _is_number(number)}


def _is_number(body: str) -> bool:
    known = all(sign in _VALUE for sign in body)
    return known and _well_formed(body) and _check_sign(body[:7]) == body[7]


def _well_formed(number: str) -> bool:
    groups = number[:4], number[4:]
    mixed = all(not group.isalpha() and not group.isdigit() for group in groups)
    return mixed and not _THREE_DIGITS.search(number)


def _check_sign(body: str) -> str:
    """The sign that brings the weighted sum of all eight to a multiple of 31."""
    total = 0
    for sign in body:
        total = (total + _VALUE[sign]) * _BASE
    return ALPHABET[-total % len(ALPHABET)]


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).upper()


def _written(number: str) -> str:
    return f"{PREFIX}-{number[:4]}-{number[4:]}"
