"""Number plates: an area, one to four digits, one to three letters; spaced out, glued to a word or spelled."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from classifiers.digits import Run, vocabulary, words_of
from classifiers.number_context import contexts, counted, kind_of

#: Words about vehicles are sought this many characters before a plate, and this many behind it.
_BEFORE, _AFTER = 48, 20
_WORD = re.compile(r"[a-z]+")
_GAP = r"(?:[\s._/·•|,:()-]{0,3}|\\n)"
#: Letters typed for digits count beside a digit.
_FIGURES = r"(?=[oil .-]{0,5}\d)[\doil](?:[ .-]?[\doil]|[szb](?=\d)){0,3}"
_PLATE = re.compile(
    rf"(?<![a-z0-9])([a-z]{{1,2}}|[a-z][ .][a-z]){_GAP}({_FIGURES}){_GAP}([a-z](?:[ .]?[a-z]){{0,2}})(?![a-z0-9])"
)
#: A plate in words: its letters may stand apart, or by their names, which one reads in "letters".
_HEAD = r"(?<![a-z0-9])((?:{name})(?:[ .-]?(?:{name}))?)[\s.,:(-]{{1,3}}$"
_TAIL = r"[\s.,:)-]{{1,3}}((?:{name})(?:[ .,-]{{0,2}}(?:{name})){{0,2}})(?![a-z0-9])"
_DIGIT = {
    ord("o"): "0",
    ord("i"): "1",
    ord("l"): "1",
    ord("s"): "5",
    ord("z"): "2",
    ord("b"): "8",
    **dict.fromkeys(map(ord, " .-")),
}
#: Room, stall and page numbers are written alike.
_ROOMS = frozenset("blok kamar ruang gedung lantai kelas lorong los kios gang loket pintu pasal ayat seri".split())


class _Written(NamedTuple):
    """What may be a plate: where it stands and its three parts."""

    start: int
    end: int
    head: str
    digits: str
    tail: str


def find(text: str, folded: str, runs: Sequence[Run]) -> Iterator[tuple[int, int, str]]:
    """Where each plate stands, and its digits."""
    for plate in [*_written(folded), *_glued(folded), *_spelled(folded, runs)]:
        if _is_plate(text, folded, plate):
            yield plate.start, plate.end, plate.digits


def _written(folded: str) -> Iterator[_Written]:
    for match in _PLATE.finditer(folded):
        head, figures, tail = match.groups()
        digits = figures.translate(_DIGIT)
        # "R/114/XI" and "Pdt.G/2025/PN" are letters and rulings
        ruling = "/" in match[0] and head not in words_of("plate", "local")
        # "BP3MI" is an office and "M4L1NG" a word: what is written in one piece has two digits beside each other
        word = match[0].isalnum() and not re.search(r"\d\d", figures)
        if not ruling and not word:
            yield _Written(*match.span(), _letters(head), digits, _letters(tail))


def _glued(folded: str) -> Iterator[_Written]:
    """ "angkotbp3309fe": the word before says what it is."""
    for match in _after_vehicle().finditer(folded):
        yield _Written(match.start(1), match.end(), *match.groups())


def _spelled(folded: str, runs: Sequence[Run]) -> Iterator[_Written]:
    heads, tails = _lettered()
    for run in runs:
        if not 1 < len(run.digits) <= 4:
            continue
        low = max(0, run.starts[0] - 24)
        head, tail = heads.search(folded[low : run.starts[0]]), tails.match(folded, run.ends[-1])
        if head and tail and (run.spelled or len(head[1]) > 3):
            yield _Written(low + head.start(1), tail.end(), _letters(head[1]), run.digits, _letters(tail[1]))


def _is_plate(text: str, folded: str, plate: _Written) -> bool:
    _, _, head, digits, tail = plate
    if head not in words_of("plate", "areas") or head in words_of("plate", "never") or not 1 <= len(tail) <= 3:
        return False
    letters = "".join(filter(str.isalpha, text[plate.start : plate.end]))
    upper, local = letters[0].isupper() and letters[-len(tail) :].isupper(), head in words_of("plate", "local")
    # "BP 1903 DI" is a plate, "bp 20 di" a place
    plain = not upper or (text.isupper() and not local)
    if tail in words_of("plate", "never") and (plain or (not local and len(digits) < 3)):
        return False
    before = _WORD.findall(folded[max(0, plate.start - _BEFORE) : plate.start])
    if before and before[-1] in _ROOMS:
        return False
    around = {*before, *_WORD.findall(folded[plate.end : plate.end + _AFTER])}
    if any(kind_of(word) == "plate" for word in around):
        return upper or len(head) > 1 or len(digits) >= 3 or len(tail) >= 2
    return not counted(folded[: plate.start]) and _alone(head, digits, tail, upper)


def _alone(head: str, digits: str, tail: str, upper: bool) -> bool:
    """Whether nothing else is written so: no word about a vehicle stands near."""
    if digits.startswith("0"):
        return False
    year = re.fullmatch(r"(?:19|20)\d\d", digits) is not None
    if head in words_of("plate", "local"):
        return len(digits) >= 3 or (upper and len(tail) >= 2)
    if upper:
        return (len(digits) >= 3 and len(tail) >= 2) or (len(digits) == 4 and len(head) == 2 and not year)
    if head not in words_of("plate", "words"):
        return len(digits) >= 3 and not year
    return len(digits) == 4 and not year and len(tail) >= 2 and not set(tail) & set("aiueo")


@cache
def _after_vehicle() -> re.Pattern[str]:
    vehicles = "|".join(sorted(word for word, kind in contexts().items() if kind == "plate"))
    areas = "|".join(sorted(area for area in words_of("plate", "areas") if len(area) == 2))
    return re.compile(rf"(?<![a-z])(?:{vehicles})({areas})[.-]?(\d{{2,4}})[.-]?([a-z]{{1,3}})(?![a-z0-9])")


@cache
def _names() -> dict[str, str]:
    return dict(pair.split(":") for pair in vocabulary()["plate"]["letters"].split())


@cache
def _lettered() -> tuple[re.Pattern[str], re.Pattern[str]]:
    name = "|".join([*sorted(_names(), key=len, reverse=True), "[a-z]"])
    return re.compile(_HEAD.format(name=name)), re.compile(_TAIL.format(name=name))


def _letters(said: str) -> str:
    """ "be pe" is "bp", "p y z" and "pyz" are themselves."""
    parts = _WORD.findall(said)
    return "".join(_names().get(part, part) if len(part) > 2 or len(parts) > 1 else part for part in parts)
