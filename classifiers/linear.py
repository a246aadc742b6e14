"""Small learned linear models over hashed words and letter runs: reading weights, scoring. Trains nothing."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from classifiers.classes import spoken_of
from classifiers.words import Words

WEIGHTS = Path(__file__).parent / "weights"
#: Words whose letter runs are kept; nearly every word of nearly every story is among the first seen.
REMEMBERED = 20_000


#: What a stored byte stands for (read as unsigned): its square with its sign, because most weights are small.
UNPACKED = np.array([byte * abs(byte) for byte in (*range(128), *range(-128, 0))], dtype=np.float32)


class Model:
    """Weights of one classifier: one row per label over 2^n hashed features, stored as scaled bytes."""

    def __init__(
        self,
        labels: Sequence[str],
        matrix: NDArray[np.uint8],
        scale: NDArray[np.float32],
        bias: NDArray[np.float32],
        signals: Mapping[str, float] | None = None,
        *,
        views: Sequence[str] = ("near",),
    ) -> None:
        self.labels = tuple(labels)
        self._signals = signals or {}
        self._matrix = np.ascontiguousarray(matrix.T)
        self._scale = scale
        self._bias = bias
        self._views = tuple(views)

    def scores(self, words: Words) -> dict[str, float]:
        """A logit per label."""
        index = features(words, len(self._matrix), self._views)
        if not len(index):
            return dict(zip(self.labels, self._bias.tolist(), strict=True))
        norm = np.float32(1 / np.sqrt(len(index)))
        total = UNPACKED[self._matrix[index]].sum(axis=0) * (self._scale * norm) + self._bias
        return dict(zip(self.labels, total.tolist(), strict=True))

    def heard(self, signals: Iterable[str]) -> float:
        """What named signals add in logits; one never learned adds nothing."""
        return sum(self._signals.get(name, 0.0) for name in signals)


def features(words: Words, size: int, views: Sequence[str] = ("near",)) -> NDArray[np.int64]:
    """Hashed features of a text. "near": words, neighbours, letter runs, how it and its sentences begin and end;
    "far": words that one other word parts; "wide": light stems and the classes of everyday words."""
    key = (tuple(views), size)
    if key not in words.hashed:
        words.hashed[key] = np.unique(np.concatenate([_seen(words, view) for view in views]) % size)
    return words.hashed[key]


def _seen(words: Words, view: str) -> NDArray[np.int64]:
    if view not in words.hashed:
        words.hashed[view] = VIEWS[view](words)
    return words.hashed[view]


def _near(words: Words) -> NDArray[np.int64]:
    said = ["0" if token.word.isdigit() else token.word for token in words.tokens]
    found = set(_pairs(["^", *said], 1, " ")) if said else set()
    for word in said:
        found.update(_spelled(word))
    found.update(_hash(name) for name in (*_edges(words, said), *_marks(words, said)))
    return np.fromiter(found, dtype=np.int64)


def _far(words: Words) -> NDArray[np.int64]:
    said = ["0" if token.word.isdigit() else token.word for token in words.tokens]
    return np.fromiter(set(_pairs(["^", "^", *said], 2, "_")), dtype=np.int64)


def _wide(words: Words) -> NDArray[np.int64]:
    stems = {"~" + form for token in words.tokens for form in token.forms}
    return np.fromiter(map(_hash, stems.union(spoken_of(words))), dtype=np.int64)


VIEWS: dict[str, Callable[[Words], NDArray[np.int64]]] = {"near": _near, "far": _far, "wide": _wide}


def _pairs(said: Sequence[str], apart: int, sign: str) -> Iterable[int]:
    return (_hash(said[at - apart] + sign + said[at]) for at in range(apart, len(said)))


def _edges(words: Words, said: Sequence[str]) -> Iterable[str]:
    """How a text begins and ends tells a question from a complaint ("... gak", "... ya", "mohon ...")."""
    for many in (1, 2, 3) if said else ():
        yield "|".join(said[:many]) + "<"
        yield ">" + "|".join(said[-many:])
    for at, token in enumerate(words.tokens):
        opens = at == 0 or words.tokens[at - 1].sentence != token.sentence
        closes = at + 1 == len(said) or words.tokens[at + 1].sentence != token.sentence
        if opens:
            yield said[at] + "<<"
            yield "|".join(said[at : at + 2]) + "<<"
        if closes:
            yield ">>" + said[at]


def _marks(words: Words, said: Sequence[str]) -> Iterable[str]:
    if said:
        yield f"?{'?' in words.text}"
        yield f"?>{words.text.rstrip().endswith('?')}"
        yield f"long{min(6, len(said) // 8)}"


def _hash(name: str) -> int:
    return crc32(name.encode("utf-8", "replace"))


@lru_cache(maxsize=REMEMBERED)
def _spelled(word: str) -> tuple[int, ...]:
    """The word and its letter runs with its borders marked, so that a typo loses only some of them."""
    framed = f"<{word}>"
    if len(word) < 3 or len(word) > 40:
        return (_hash(word),)
    runs = ("#" + framed[at : at + size] for size in (2, 3, 4, 5) for at in range(len(framed) - size + 1))
    return (_hash(word), *map(_hash, runs))


@cache
def model(name: str) -> Model | None:
    """The weights file of that name, None where none has been fitted."""
    path = WEIGHTS / f"{name}.json"
    if not path.exists():
        return None
    stored = json.loads(path.read_text("utf-8"))
    raw = np.frombuffer(zlib.decompress(base64.b64decode(stored["weights"])), dtype=np.uint8)
    scale, bias = (np.asarray(stored[name], dtype=np.float32) for name in ("scale", "bias"))
    matrix = raw.reshape(len(stored["labels"]), -1)
    return Model(stored["labels"], matrix, scale, bias, stored.get("signals"), views=stored["views"])
