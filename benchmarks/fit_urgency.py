"""Fits the weights of danger on the tuning stories: named signals first, letters beside them. Run as a module."""

from __future__ import annotations

import random
import sys
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from benchmarks.stories_corpus import calmed, framed, stories, tuning
from classifiers.danger_signals import read_danger
from classifiers.linear import features
from classifiers.urgency import LEAST, NAMED, THRESHOLD
from classifiers.words import Words

SIZE = 8192
#: A missed danger weighs as much as so many false alarms.
COST = 1.5
EPOCHS, RATE, SIGNAL_RATE = 3, 0.06, 0.07
DECAY, SIGNAL_DECAY = 4e-4, 6e-3
COPIES, FRAMED = 6, 8
#: A signal that weighs less says nothing and is not stored.
TELLING = 0.06
#: Steps between two moments that are averaged, from the second epoch on.
EVERY = 500
Row = dict[str, object]


class Fitted:
    """Signals by name and letters by hash, one weight each."""

    def __init__(self) -> None:
        self.names: dict[str, int] = {}
        self.letters: NDArray[np.float32] = np.zeros(SIZE, np.float32)
        self.signals: NDArray[np.float32] = np.zeros(0, np.float32)
        self.bias = 0.0

    def logit(self, index: NDArray[np.int64], heard: NDArray[np.int64]) -> float:
        """The decision value of one text."""
        letters = self.spelled(index)
        return (max(LEAST, letters) if self.bound(heard) else letters) + float(self.signals[heard].sum())

    def bound(self, heard: NDArray[np.int64]) -> bool:
        """Is a danger named, so that the letters may not silence it?"""
        return self.names.get(NAMED, -1) in heard

    def spelled(self, index: NDArray[np.int64]) -> float:
        """What the letters alone say."""
        return float(self.letters[index].sum() / np.sqrt(max(len(index), 1)) + self.bias)

    def prepared(self, text: str, *, learning: bool) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Both kinds of features of a text; names never seen in learning are left out."""
        words = Words(text)
        heard = sorted(read_danger(words).signals)
        if learning:
            for name in heard:
                self.names.setdefault(name, len(self.names))
        known = [self.names[name] for name in heard if name in self.names]
        return features(words, SIZE), np.asarray(known, dtype=np.int64)


def fit(rows: Sequence[Row], seed: int = 7) -> Fitted:
    """Logistic regression by Adagrad over both kinds of features."""
    fitted = Fitted()
    data = [(fitted.prepared(str(row["text"]), learning=True), row["urgency"] == "emergency") for row in rows]
    fitted.signals = np.zeros(len(fitted.names), np.float32)
    grown, grown_signals = np.full(SIZE, 1e-2, np.float32), np.full(len(fitted.names), 1e-2, np.float32)
    chance = np.random.default_rng(seed)
    total_letters, total_signals, total_bias, times = np.zeros_like(fitted.letters), fitted.signals * 0, 0.0, 0
    for epoch in range(EPOCHS):
        for step_number, at in enumerate(chance.permutation(len(data))):
            if epoch and step_number % EVERY == 0:
                total_letters += fitted.letters
                total_signals += fitted.signals
                total_bias, times = total_bias + fitted.bias, times + 1
            (index, heard), danger = data[at]
            value = 1 / (1 + np.exp(-fitted.logit(index, heard)))
            wrong = np.float32((value - danger) * (COST if danger else 1.0))
            turn = wrong + SIGNAL_DECAY * fitted.signals[heard]
            grown_signals[heard] += turn * turn
            fitted.signals[heard] -= SIGNAL_RATE * turn / np.sqrt(grown_signals[heard])
            if not danger and fitted.bound(heard) and fitted.spelled(index) < LEAST:
                continue  # the letters have said all they may
            step = wrong / np.sqrt(np.float32(max(len(index), 1))) + DECAY * fitted.letters[index]
            grown[index] += step * step
            fitted.letters[index] -= RATE * step / np.sqrt(grown[index])
            fitted.bias -= 0.002 * float(wrong)
    if times:  # the mean of many moments of learning is steadier than the last one
        fitted.letters, fitted.signals, fitted.bias = (
            total_letters / np.float32(times),
            total_signals / np.float32(times),
            total_bias / times,
        )
    return fitted


def corpus(rows: list[Row]) -> list[Row]:
    """Training rows out of the labelled ones."""
    chance = random.Random(11)
    told = [*rows, *calmed(rows, chance)]
    return [*stories(told, COPIES, chance), *framed(FRAMED, chance)]


def cross_validated(rows: list[Row], folds: int = 5) -> list[tuple[float, bool, str]]:
    """(decision value, danger, text) of every row, decided by weights that never saw it."""
    order = random.Random(3).sample(range(len(rows)), len(rows))
    margins = []
    for fold in range(folds):
        fitted = fit(corpus([rows[i] for n, i in enumerate(order) if n % folds != fold]))
        for row in (rows[i] for n, i in enumerate(order) if n % folds == fold):
            text = str(row["text"])
            logit = fitted.logit(*fitted.prepared(text, learning=False))
            margins.append((logit, row["urgency"] == "emergency", text))
    return margins


def report(margins: Sequence[tuple[float, bool, str]]) -> None:
    """Misses and false alarms by threshold; with "-v" the texts themselves."""
    dangers = sum(danger for _, danger, _ in margins)
    for threshold in (-2.0, -1.5, THRESHOLD, -0.5, 0.0):
        missed = [m for m in margins if m[1] and m[0] < threshold]
        fooled = [m for m in margins if not m[1] and m[0] >= threshold]
        shares = f"missed {len(missed)}/{dangers}, fooled {len(fooled)}/{len(margins) - dangers}"
        print(f"  threshold {threshold}: {shares}")
        if threshold == THRESHOLD and "-v" in sys.argv:
            print(*(f"    {m[0]:.2f} {m[1]} {m[2]}" for m in missed + fooled), sep="\n")


def extras(fitted: Fitted) -> dict[str, float]:
    """The signals' weights for the stored file, the strongest first."""
    named = {name: round(float(fitted.signals[at]), 2) for name, at in fitted.names.items()}
    named = {name: weight for name, weight in named.items() if abs(weight) >= TELLING}
    return dict(sorted(named.items(), key=lambda pair: -abs(pair[1])))


def main() -> None:
    """Cross-validate only; `python -m benchmarks.fit_stories` stores."""
    report(cross_validated(tuning()))


if __name__ == "__main__":
    main()
