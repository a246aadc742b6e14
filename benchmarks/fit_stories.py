"""Fits the small linear weights of classifiers/weights on the tuning stories. Never reads the test part."""

from __future__ import annotations

import base64
import json
import random
import sys
import zlib
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from benchmarks import fit_urgency
from benchmarks.stories_corpus import framed, stories, tuning
from classifiers.kind import KINDS, cue_logits
from classifiers.linear import WEIGHTS, Model, features
from classifiers.topic import lexicon_logits
from classifiers.words import Words

#: Buckets of the hashed features: 34 topics need more than three kinds, or strangers share a bucket.
SIZE = {"topic": 16384, "kind": 8192}
#: Steps small enough that the lexicon leads and the letters repair.
RATE, EPOCHS = {"topic": 0.12, "kind": 0.06}, {"topic": 6, "kind": 4}
Row = dict[str, object]
Example = tuple[NDArray[np.int64], NDArray[np.float32], int]


def topic_labels(rows: list[Row]) -> list[str]:
    """The topics in the order of their rows of weights."""
    return sorted({str(row["topic"]) for row in rows if row.get("topic")})


def truth(row: Row, field: str) -> str:
    """The label to learn."""
    return str(row.get(field))


def examples(
    rows: Sequence[Row], labels: Sequence[str], field: str, offsets: Callable[[Words, str], dict[str, float]]
) -> list[Example]:
    """Features, what the lexicon already says, and the true label of each row."""
    made = []
    for row in rows:
        if truth(row, field) not in labels:
            continue
        text = str(row["text"])
        words = Words(text)
        given = offsets(words, text)
        offset = np.array([given.get(label, 0.0) for label in labels], dtype=np.float32)
        made.append((features(words, SIZE[field]), offset, labels.index(truth(row, field))))
    return made


def fit(
    data: list[Example], shape: tuple[int, int], epochs: int, rate: float, decay: float, seed: int = 7
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Multinomial logistic regression by Adagrad, the lexicon's logits standing as a fixed offset."""
    chance = np.random.default_rng(seed)
    matrix, bias = np.zeros(shape, np.float32), np.zeros(shape[1], np.float32)
    grown, grown_bias = np.full(shape, 1e-2, np.float32), np.full(shape[1], 1e-2, np.float32)
    for _ in range(epochs):
        for at in chance.permutation(len(data)):
            index, offset, truth = data[at]
            if not len(index):
                continue
            norm = np.float32(1 / np.sqrt(len(index)))
            logits = matrix[index].sum(axis=0) * norm + bias + offset
            wrong = np.exp(logits - logits.max())
            wrong /= wrong.sum()
            wrong[truth] -= 1
            step = wrong * norm + decay * matrix[index]
            grown[index] += step * step
            matrix[index] -= rate * step / np.sqrt(grown[index])
            grown_bias += wrong * wrong
            bias -= 0.3 * rate * wrong / np.sqrt(grown_bias)
    return matrix, bias


def store(
    name: str,
    labels: Sequence[str],
    matrix: NDArray[np.float32],
    bias: NDArray[np.float32],
    **more: object,
) -> None:
    """Weights as scaled bytes, the near-zero ones dropped so that the file stays small."""
    rows = matrix.T.copy()
    rows[np.abs(rows) < 0.06 * np.abs(rows).max(axis=1, keepdims=True)] = 0
    scale = np.abs(rows).max(axis=1) / 127
    packed = np.round(rows / scale[:, None]).astype(np.int8).tobytes()
    body = {
        "made_by": "python -m benchmarks.fit_stories",
        "labels": list(labels),
        "bias": [round(float(value), 4) for value in bias],
        "scale": [round(float(value), 6) for value in scale],
        **more,
        "weights": base64.b64encode(zlib.compress(packed, 9)).decode(),
    }
    path = WEIGHTS / f"{name}.json"
    path.write_text(json.dumps(body) + "\n", "utf-8")
    print(f"{name}: {path.stat().st_size // 1024} kB")


def corpus(rows: list[Row], copies: int, per_topic: int) -> list[Row]:
    """Training rows out of the labelled ones."""
    chance = random.Random(11)
    return [*stories(rows, copies, chance), *framed(per_topic, chance)]


def cross_validated(rows: list[Row], name: str, folds: int = 5) -> None:
    """Accuracy on stories whose disguises were not seen."""
    right = top3 = asked = 0
    order = random.Random(3).sample(range(len(rows)), len(rows))
    for fold in range(folds):
        held = [rows[i] for n, i in enumerate(order) if n % folds == fold]
        kept = [rows[i] for n, i in enumerate(order) if n % folds != fold]
        labels, matrix, bias = _fitted(kept, name)
        model = Model(labels, matrix.T, bias)
        for row in held:
            if truth(row, name) not in labels:
                continue
            words = Words(str(row["text"]))
            given = _OFFSETS[name](words, str(row["text"]))
            logits = {k: v + given.get(k, 0.0) for k, v in model.scores(words).items()}
            ranked = sorted(logits, key=lambda label: -logits[label])
            asked += 1
            right += ranked[0] == truth(row, name)
            top3 += truth(row, name) in ranked[:3]
    print(f"{name}: {right / asked:.1%} right, {top3 / asked:.1%} in three ({asked}, {folds} folds)")


_OFFSETS: dict[str, Callable[[Words, str], dict[str, float]]] = {
    "topic": lambda words, text: lexicon_logits(words),
    "kind": cue_logits,
}
_FRAMED = {"topic": 20, "kind": 25}


def _fitted(rows: list[Row], name: str) -> tuple[list[str], NDArray[np.float32], NDArray[np.float32]]:
    labels = {"topic": topic_labels(rows), "kind": list(KINDS)}[name]
    data = examples(corpus(rows, 3, _FRAMED[name]), labels, name, _OFFSETS[name])
    shape = (SIZE[name], len(labels))
    matrix, bias = fit(data, shape, EPOCHS[name], RATE[name], decay=2e-4)
    return labels, matrix, bias


def main() -> None:
    """Fit and store all or those named; with "cv" only cross-validate."""
    rows = tuning()
    names = ("urgency", "topic", "kind")
    for name in [name for name in names if name in sys.argv] or names:
        if name == "urgency":
            fit_urgency.main() if "cv" in sys.argv else store_urgency(rows)
        elif "cv" in sys.argv:
            cross_validated(rows, name)
        else:
            store(name, *_fitted(rows, name))


def store_urgency(rows: list[Row]) -> None:
    """Danger is learned by itself: signals with names, letters beside them."""
    fitted = fit_urgency.fit(fit_urgency.corpus(rows))
    half = fitted.letters / np.float32(2)
    bias = np.array([-fitted.bias / 2, fitted.bias / 2], np.float32)
    store("urgency", ["none", "emergency"], np.stack([-half, half], axis=1), bias, signals=fit_urgency.extras(fitted))


if __name__ == "__main__":
    main()
