"""The proper name beside a kind of office ("polsek [sagulung]"); knows no place and no score."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from classifiers.institution.index import Index
from classifiers.institution.model import Spot
from classifiers.institution.spot import Reading

#: Words a proper name has at most, and fillers skipped before it.
LONGEST, FILLERS = 4, 3
#: Names compared with one unknown name; more would cost the millisecond the whole match may take.
COMPARED = 1000
#: Equally near names looked through for one of the kind that was said.
NEAREST = 12


@dataclass(frozen=True, slots=True)
class Named:
    """Rows whose proper name was said, over words[start:end]; `distance` 0 when said exactly."""

    rows: tuple[int, ...]
    start: int
    end: int
    distance: float = 0.0

    @property
    def taken(self) -> range:
        """The words the name uses up."""
        return range(self.start, self.end)


def exact(
    index: Index,
    reading: Reading,
    namer: Spot,
    concepts: Sequence[str],
    slot: frozenset[str],
    heads: Collection[str],
    common: Collection[str],
) -> Named | None:
    """The longest proper name of these kinds right after the office word, else right before it."""
    words, size = reading.words, len(reading.words)
    for start in range(namer.start + 1, namer.end):  # "kpp madya", "lapas anak": the alias ends in the name
        if "".join(words[namer.start : start]) not in heads:
            continue
        rows = _rows(index, "".join(words[start : namer.end]), concepts)
        if rows:
            return Named(rows, start, namer.end)
    start = namer.end
    for _ in range(FILLERS):
        found = _longest(index, words, start, min(size, start + LONGEST), concepts)
        if found:
            return found
        if start >= size or words[start] not in slot:
            break
        start += 1
    for length in range(min(3, namer.start), 0, -1):
        start = namer.start - length
        if any(reading.covered[at] >= 0 and _naming(reading, at) for at in range(start, namer.start)):
            continue
        if start == namer.start - 1 and words[start] in common:
            continue  # "tolong kantor desa": Tolong is a village, and mostly a plea
        rows = _rows(index, "".join(words[start : namer.start]), concepts)
        if rows:
            return Named(rows, start, namer.start)
    return None


def near(
    index: Index,
    reading: Reading,
    namer: Spot,
    rows: Sequence[int],
    slot: frozenset[str],
    common: frozenset[str],
) -> tuple[Named | None, bool]:
    """A misspelt proper name among `rows`, and whether an unknown name stands there at all."""
    start, end = unexplained(reading, namer, slot, common)
    if end == start:
        return None, False
    keys: dict[str, list[int]] = {}
    for row in rows[:COMPARED]:
        key = index.proper.get(row)
        if key:
            keys.setdefault(key, []).append(row)
    for stop in range(end, start, -1):
        best = _closest("".join(reading.plain[start:stop]), keys)
        if best is not None:
            return Named(tuple(keys[best[0]]), start, stop, best[1]), True
    return None, True


def unexplained(reading: Reading, namer: Spot, slot: frozenset[str], common: frozenset[str]) -> tuple[int, int]:
    """The words after an office word that may be its misspelt proper name."""
    words, start = reading.plain, namer.end
    while start < len(words) and start < namer.end + FILLERS and words[start] in slot:
        start += 1
    end = start
    while (
        end < len(words)
        and end < start + LONGEST
        and reading.open(end)
        and words[end] not in common
        and words[end] not in slot
        and words[end].isalpha()
    ):
        end += 1
    return start, end


def anywhere(index: Index, said: str, concepts: Sequence[str]) -> tuple[tuple[int, ...], float]:
    """The nearest proper name in the whole registry, where no place narrows the search: one slip at most."""
    if len(said) < 5:
        return (), 1.0
    keys = [key for size in (-1, 0, 1) for key in index.bucket(said[0], len(said) + size)]
    near = process.extract(said, keys, scorer=OSA.normalized_distance, score_cutoff=1.01 / len(said), limit=NEAREST)
    for key, distance, _ in near:  # the nearest of all may be a village where a polsek is asked for
        rows = _rows(index, key, concepts)
        if rows:
            return rows, float(distance)
    return (), 1.0


def alike(said: str, name: str) -> bool:
    """Whether a word is a slip of a name."""
    return len(said) > 3 and OSA.normalized_distance(said, name) <= 0.26


def _closest(said: str, keys: dict[str, list[int]]) -> tuple[str, float] | None:
    if len(said) < 4 or not keys:
        return None
    found = process.extractOne(said, list(keys), scorer=OSA.normalized_distance, score_cutoff=0.26)
    return (found[0], float(found[1])) if found else None


def _longest(index: Index, words: list[str], start: int, stop: int, concepts: Sequence[str]) -> Named | None:
    for end in range(stop, start, -1):
        rows = _rows(index, "".join(words[start:end]), concepts)
        if rows:
            return Named(rows, start, end)
    return None


def _rows(index: Index, key: str, concepts: Sequence[str]) -> tuple[int, ...]:
    rows = index.named(key)
    if not rows:
        return ()
    agencies = index.agencies
    return tuple(row for row in rows if agencies[row].concept in concepts)


def _naming(reading: Reading, at: int) -> bool:
    return reading.spots[reading.covered[at]].kind != "place"
