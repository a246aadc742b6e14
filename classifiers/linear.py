"""Small learned linear models over hashed words and letter runs: reading weights, scoring. Trains nothing."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from classifiers.words import Words

WEIGHTS = Path(__file__).parent / "weights"


class Model:
    """Weights of one classifier: one row per label over 2^n hashed features, stored as scaled bytes."""

    def __init__(
        self,
        labels: Sequence[str],
        matrix: NDArray[np.float32],
        bias: NDArray[np.float32],
        signals: Mapping[str, float] | None = None,
    ) -> None:
        self.labels = tuple(labels)
        self._signals = signals or {}
        self._matrix = np.ascontiguousarray(matrix.T)
        self._bias = bias

    def scores(self, words: Words) -> dict[str, float]:
        """A logit per label."""
        index = features(words, len(self._matrix))
        if not len(index):
            return dict(zip(self.labels, self._bias.tolist(), strict=True))
        norm = np.float32(1 / np.sqrt(len(index)))
        total = self._matrix[index].sum(axis=0) * norm + self._bias
        return dict(zip(self.labels, total.tolist(), strict=True))

    def heard(self, signals: Iterable[str]) -> float:
        """What named signals add in logits; one never learned adds nothing."""
        return sum(self._signals.get(name, 0.0) for name in signals)


def features(words: Words, size: int) -> NDArray[np.int64]:
    """Hashed features of a text: words, word pairs and runs of 3 to 5 letters inside words."""
    found: set[str] = set()
    before = "^"
    for token in words.tokens:
        word = "0" if token.word.isdigit() else token.word
        found.add(word)
        found.add(f"{before} {word}")
        found.update(grams(word))
        before = word
    # how a text begins and ends tells a question from a complaint ("... gak", "... ya", "mohon ...")
    found.update(f"{'|'.join(t.word for t in words.tokens[:n])}<" for n in (1, 2))
    found.update(f">{'|'.join(t.word for t in words.tokens[-n:])}" for n in (1, 2))
    return np.fromiter({crc32(name.encode()) % size for name in found}, dtype=np.int64)


@cache
def grams(word: str) -> tuple[str, ...]:
    """Letter runs of a word with its borders marked, so that a typo loses only some of them."""
    framed = f"<{word}>"
    if len(word) < 4:
        return ()
    return tuple("#" + framed[at : at + size] for size in (3, 4, 5) for at in range(len(framed) - size + 1))


@cache
def model(name: str) -> Model | None:
    """The weights file of that name, None where none has been fitted."""
    path = WEIGHTS / f"{name}.json"
    if not path.exists():
        return None
    stored = json.loads(path.read_text("utf-8"))
    raw = np.frombuffer(zlib.decompress(base64.b64decode(stored["weights"])), dtype=np.int8)
    matrix = raw.reshape(len(stored["labels"]), -1).astype(np.float32)
    matrix *= np.asarray(stored["scale"], dtype=np.float32)[:, None]
    return Model(stored["labels"], matrix, np.asarray(stored["bias"], dtype=np.float32), stored.get("signals"))
