"""Fits the small linear weights of classifiers/weights on the tuning stories. Never reads the test part."""

from __future__ import annotations

import base64
import json
import sys
import zlib
from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from benchmarks import logistic
from benchmarks.stories_scores import load
from benchmarks.stories_tasks import TASKS, Row, Task
from classifiers.linear import WEIGHTS, features
from classifiers.words import Words

#: A weight below this share of its label's largest says nothing and is dropped, so that the file stays small.
TELLING = 0.004
#: So many fits read every hand that they left out.
FITS = 4
#: A named signal is learned where so many texts have it.
OFTEN = 3
Matrix = NDArray[np.float32]


class Told:
    """Rows read once: hashed features, named signals, what the lexicon already says, and the truth."""

    def __init__(self, task: Task, rows: Sequence[Row], names: dict[str, int] | None = None) -> None:
        self.task, self.rows = task, rows
        words = [Words(str(row["text"])) for row in rows]
        self.letters = [features(one, task.size, task.views) for one in words]
        heard = [task.signals(one) for one in words]
        often = Counter(name for one in heard for name in one)
        known = sorted(name for name, many in often.items() if many >= OFTEN)
        self.names = names if names is not None else {name: at for at, name in enumerate(known)}
        self.heard = [[self.names[name] for name in sorted(one) if name in self.names] for one in heard]
        self.given = np.array(
            [[task.offsets(one).get(label, 0.0) for label in task.labels] for one in words], dtype=np.float64
        )
        self.truth = np.array([[float(task.true(row, label)) for label in task.labels] for row in rows])
        shares = [task.fresh if row.get("hand") else row.get("weight", 1.0) for row in rows]
        self.weight = np.array(shares, dtype=np.float64)
        self.weight *= (self.truth * np.array(task.costs)).sum(axis=1) + (self.truth.sum(axis=1) == 0)
        if task.even:
            many = self.truth.sum(axis=0)
            self.weight *= (self.truth * np.sqrt(many.mean() / np.maximum(many, 1))).sum(axis=1)

    def sparse(self, *, deaf: bool = False) -> logistic.Sparse:
        """The features for one fit; a deaf one hears no named signal."""
        names = [[] for _ in self.heard] if deaf else self.heard
        return logistic.Sparse(self.letters, names, self.task.size, self.task.size + len(self.names))


def fitted(told: Told) -> Matrix:
    """Weights of features and bias by label. Signals were written by one hand: half of what is said comes from a
    fit that never heard them, which errs elsewhere and hears what no rule names."""
    task = told.task

    def one(*, deaf: bool, pull: float) -> Matrix:
        return logistic.fit(
            told.sparse(deaf=deaf), told.given, told.truth,
            pull=pull, named=task.named, weight=told.weight, exclusive=task.exclusive,
        )  # fmt: skip

    if not told.names:
        return one(deaf=True, pull=task.pull)
    return np.float32(task.deaf) * one(deaf=True, pull=task.pull / 2) + np.float32(1 - task.deaf) * one(
        deaf=False, pull=task.pull
    )


def logits(told: Told, weights: Matrix) -> NDArray[np.float64]:
    """Decision values by row and label."""
    return told.sparse().times(weights) + told.given


def store(told: Told, weights: Matrix) -> None:
    """Weights as bytes, the square root of their share of the largest of their label."""
    task = told.task
    rows = weights[: task.size].T.copy()
    rows[np.abs(rows) < TELLING * np.abs(rows).max(axis=1, keepdims=True)] = 0
    scale = np.abs(rows).max(axis=1) / 127**2
    packed = np.round(np.sign(rows) * np.sqrt(np.abs(rows) / scale[:, None])).astype(np.int8).tobytes()
    named = {name: round(float(weights[task.size + at, 0]), 2) for name, at in told.names.items()}
    body = {
        "made_by": "python -m benchmarks.fit_stories",
        "labels": list(task.labels),
        "views": list(task.views),
        "bias": [round(float(value), 4) for value in weights[-1]],
        "scale": [float(f"{value:.5g}") for value in scale],
        "signals": dict(sorted(((k, v) for k, v in named.items() if v), key=lambda pair: -abs(pair[1]))),
        "weights": base64.b64encode(zlib.compress(packed, 9)).decode(),
    }
    path = WEIGHTS / f"{task.name}.json"
    path.write_text(json.dumps(body) + "\n", "utf-8")
    print(f"{task.name}: {path.stat().st_size // 1024} kB")


def held_out(task: Task, rows: Sequence[Row]) -> tuple[list[Row], NDArray[np.float64]]:
    """Every story of the fresh hands, read by weights that saw no story of its hand nor of every fourth beside it."""
    seen: list[Row] = []
    values = []
    hands = sorted({str(row["hand"]) for row in rows if row.get("hand")})
    for out in (hands[at::FITS] for at in range(FITS)):
        told = Told(task, task.corpus([row for row in rows if row.get("hand") not in out]))
        held = [row for row in rows if row.get("hand") in out and task.asked(row)]
        seen += held
        values.append(logits(Told(task, held, told.names), fitted(told)))
    return seen, np.concatenate(values)


def main() -> None:
    """Fit and store all or those named; with "cv" only show how hands unseen would be read ("-v": each error)."""
    rows = load("tuning")
    report: Callable[[Task], None] = lambda task: task.report(*held_out(task, rows), verbose="-v" in sys.argv)  # noqa: E731
    for name in [name for name in TASKS if name in sys.argv] or list(TASKS):
        task = TASKS[name]
        if "cv" in sys.argv:
            report(task)
        else:
            told = Told(task, task.corpus(rows))
            store(told, fitted(told))


if __name__ == "__main__":
    main()
