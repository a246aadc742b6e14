"""Misspelt proper names: among the offices of a place, or in the whole registry; notes nothing and weighs nothing."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

from classifiers.institution import names
from classifiers.institution.index import LOCAL, Index
from classifiers.institution.lexicon import Lexicon
from classifiers.institution.model import Spot
from classifiers.institution.names import Named
from classifiers.institution.spot import Reading
from classifiers.institution.target import Target

#: The most that words together may be misspelt, 0..1, and their fewest letters.
SLIP, LETTERS = 0.16, 8


class Slips:
    """Looks a misspelt name up after an office word."""

    def __init__(self, index: Index, lexicon: Lexicon) -> None:
        self.index = index
        self.slot, self.common = lexicon.sets["slot"], lexicon.common

    def near(self, reading: Reading, namer: Spot, rows: Sequence[int]) -> tuple[Named | None, bool]:
        """A misspelt name among `rows`, and whether an unknown name stands there at all."""
        return names.near(self.index, reading, namer, rows, self.slot, self.common)

    def odd(self, reading: Reading, namer: Spot) -> bool:
        """Whether an unknown word, maybe an unknown place, stands right after the office."""
        start, end = names.unexplained(reading, namer, self.slot, self.common)
        return end > start

    def longer(self, reading: Reading, namer: Spot, named: Named, target: Target) -> Named | None:
        """A misspelt longer name that begins like a shorter one: "saba sitahhul tahul"."""
        for code in target.codes:
            for concept in namer.concepts:
                rows = self.index.at(concept, code)
                for found in (self.near(reading, namer, rows)[0], self.joined(reading, namer, concept, rows, target)):
                    if found is not None and found.end > named.end:
                        return found
        if target.source == "said":
            return None
        found = self.joined(reading, namer, namer.concepts[0], (), target)
        if found is None or found.end <= named.end:
            found = self.anywhere(reading, namer, namer.concepts)
        return found if found is not None and found.end > named.end else None

    def anywhere(self, reading: Reading, namer: Spot, concepts: Sequence[str]) -> Named | None:
        """A misspelt name with no place to narrow it."""
        start, end = names.unexplained(reading, namer, self.slot, self.common)
        for stop in range(end, start, -1):
            rows, distance = names.anywhere(self.index, "".join(reading.plain[start:stop]), concepts)
            if rows:
                return Named(rows, start, stop, distance)
        return None

    def joined(
        self, reading: Reading, namer: Spot, concept: str, rows: Sequence[int], target: Target
    ) -> Named | None:
        """A slip in a name whose words mean something by themselves: "kantor desa citoorek [tengah]".

        Among `rows`, or in the whole registry where there are none; never beyond the place that was said.
        """
        if concept not in LOCAL:
            return None
        words, start = reading.plain, namer.end
        while start < min(len(words), namer.end + names.FILLERS) and words[start] in self.slot:
            start += 1
        stop = min(start + names.LONGEST, len(words))
        if target.spot is not None and target.spot.start > namer.end and not target.spot.part:
            stop = min(stop, target.spot.start)
        for end in range(stop, start + 1, -1):
            said = "".join(words[start:end])
            if said.isalpha() and len(said) >= LETTERS:
                found, distance = self._closest(said, concept, rows)
                if found:
                    return Named(found, start, end, distance)
        return None

    def _closest(self, said: str, concept: str, rows: Sequence[int]) -> tuple[tuple[int, ...], float]:
        if not rows:
            return names.anywhere(self.index, said, (concept,))
        known = {row: self.index.proper.get(row, "") for row in rows[: names.COMPARED]}
        best = process.extractOne(said, set(known.values()), scorer=OSA.normalized_distance, score_cutoff=SLIP)
        if best is None:
            return (), 1.0
        return tuple(row for row, name in known.items() if name == best[0]), float(best[1])
