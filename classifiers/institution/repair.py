"""Mending one unknown word against the words a slot allows; knows no sentence and no office."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz.distance import OSA, JaroWinkler

_VOWELS = frozenset("aeiou")
#: Acronyms are shorter than a slip is long: "bpn" and "bpnt" are two offices, not a typo.
SHORTEST = 5


def mendable(word: str) -> bool:
    """Whether a word is long enough, and enough of a word, to be a slip of another."""
    return len(word) >= SHORTEST and word.isalpha() and word.isascii()


def speakable(word: str) -> bool:
    """Words with vowels; acronyms are never the target of a repair."""
    return mendable(word) and sum(letter in _VOWELS for letter in word) * 5 >= len(word)


class Mender:
    """A deletion index for one slip (any length) and a scan of one first letter for two (long words)."""

    __slots__ = ("_bones", "_cuts", "_first", "_memory")

    def __init__(self, vocabulary: Iterable[str], bones: dict[str, tuple[str, ...]]) -> None:
        cuts: dict[str, list[str]] = {}
        first: dict[str, list[str]] = {}
        for word in sorted({word for word in vocabulary if speakable(word)}):
            if len(word) >= 8:
                first.setdefault(word[0], []).append(word)
            for cut in _cuts(word):
                cuts.setdefault(cut, []).append(word)
        self._cuts = {cut: tuple(found) for cut, found in cuts.items()}
        self._first = {letter: tuple(found) for letter, found in first.items()}
        self._bones = bones
        self._memory: dict[str, tuple[tuple[str, ...], float]] = {}

    def mend(self, word: str) -> tuple[tuple[str, ...], float]:
        """The nearest words (several when equally near) and how far they are, 0..1; empty when none is near."""
        found = self._memory.get(word)
        if found is None:
            found = self._find(word)
            if len(self._memory) > 20_000:  # a bound, so that a flood of noise cannot fill the memory
                self._memory.clear()
            self._memory[word] = found
        return found

    def slips(self, word: str) -> list[str]:
        """Every word one slip away, in alphabetical order."""
        if not mendable(word):
            return []
        near = {hit for cut in _cuts(word) for hit in self._cuts.get(cut, ())}
        return sorted(hit for hit in near if OSA.distance(word, hit) <= 1)

    def _find(self, word: str) -> tuple[tuple[str, ...], float]:
        if mendable(word):
            best = self._closest(word, {hit: OSA.distance(word, hit) for hit in self.slips(word)}, 1)
            if best:
                return best, 1 / len(word)
            if len(word) >= 8:
                scored = {
                    hit: OSA.distance(word, hit, score_cutoff=2)
                    for hit in self._first.get(word[0], ())
                    if abs(len(hit) - len(word)) <= 2
                }
                best = self._closest(word, scored, 2)
                if best:
                    return best, 2 / len(word)
        if len(word) >= 4 and word.isalpha() and sum(x in _VOWELS for x in word[1:]) <= 1:
            bones = word[0] + "".join(x for x in word[1:] if x not in _VOWELS)
            hits = self._bones.get(bones, ())
            if hits:
                return hits, 0.3
        return (), 1.0

    @staticmethod
    def _closest(word: str, scored: dict[str, int], limit: int) -> tuple[str, ...]:
        kept = [hit for hit, distance in scored.items() if distance <= limit]
        if not kept:
            return ()
        nearest = min(scored[hit] for hit in kept)
        tied = [hit for hit in kept if scored[hit] == nearest]
        # A slip rarely hits the first letters; the rest of a tie stays a tie.
        likeness = {hit: round(JaroWinkler.similarity(word, hit), 2) for hit in tied}
        top = max(likeness.values())
        return tuple(sorted(hit for hit in tied if likeness[hit] >= top - 0.03))


def _cuts(word: str) -> set[str]:
    cut = {word[:at] + word[at + 1 :] for at in range(len(word))}
    cut.add(word)
    return cut
