"""Logistic regression on sparse features in numpy: one convex fit, the same weights every time. Reads no story."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Value = Callable[[Floats], tuple[float, Floats]]
#: So many rows or columns are summed in one piece; more would only take more memory.
PIECE = 4000


class Sparse:
    """Rows of features: hashed ones share the length of one, named ones (columns from `hashed` on) count whole."""

    def __init__(self, rows: Sequence[NDArray[np.int64]], names: Sequence[Sequence[int]], hashed: int, width: int):
        self.width, self.hashed = width, hashed
        joined = [
            np.concatenate([row, np.asarray(own, np.int64) + hashed, [width]])
            for row, own in zip(rows, names, strict=True)
        ]
        self.count = len(joined)
        sizes = np.array([len(row) for row in joined])
        self.index = np.concatenate(joined)
        self.row = np.repeat(np.arange(self.count), sizes)
        shared = np.array([1 / np.sqrt(max(len(row), 1)) for row in rows])
        self.value = np.where(self.index < hashed, shared[self.row], 1.0).astype(np.float32)
        self.starts = np.concatenate([[0], np.cumsum(sizes)])
        # the same entries by column
        self._order = np.argsort(self.index, kind="stable")
        ordered = self.index[self._order]
        self._first = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]])
        self._columns = ordered[self._first]

    def times(self, weights: NDArray[np.float32]) -> NDArray[np.float32]:
        """A score per row and label; the last row of the weights is the bias."""
        parts = []
        for low in range(0, self.count, PIECE):
            high = min(low + PIECE, self.count)
            piece = slice(self.starts[low], self.starts[high])
            said = weights[self.index[piece]] * self.value[piece, None]
            parts.append(np.add.reduceat(said, self.starts[low:high] - self.starts[low], axis=0))
        return np.concatenate(parts)

    def back(self, wrong: NDArray[np.float32], *, whole: bool = False) -> NDArray[np.float32]:
        """What each feature has to answer for; `whole`: each one counted in full."""
        value = np.ones_like(self.value) if whole else self.value
        found = np.zeros((self.width + 1, wrong.shape[1]), np.float32)
        ends = np.r_[self._first[1:], len(self._order)]
        for low in range(0, len(self._first), PIECE):
            high = min(low + PIECE, len(self._first))
            entries = self._order[self._first[low] : ends[high - 1]]
            said = wrong[self.row[entries]] * value[entries, None]
            found[self._columns[low:high]] = np.add.reduceat(said, self._first[low:high] - self._first[low], axis=0)
        return found


def fit(
    told: Sparse, given: Floats, truth: Floats, *, pull: float, named: float, weight: Floats, exclusive: bool
) -> NDArray[np.float32]:
    """Weights (features and bias by labels). `given` are logits known beforehand, `truth` is 0 or 1 by label, `pull`
    and `named` draw hashed and named weights to zero; `exclusive` labels share one probability."""
    labels = truth.shape[1]
    share = telling(told, truth, weight)
    ridge = np.full((told.width + 1, 1), pull, np.float32)
    ridge[told.hashed : told.width], ridge[-1] = named, 0.0

    def loss(flat: Floats) -> tuple[float, Floats]:
        weights = flat.reshape(-1, labels).astype(np.float32)
        logits = told.times(weights * share) + given
        if exclusive:
            logits -= logits.max(axis=1, keepdims=True)
            chance = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
            cost = -(weight * (truth * np.log(np.maximum(chance, 1e-12))).sum(axis=1)).sum()
        else:
            chance = 1 / (1 + np.exp(-np.clip(logits, -30, 30)))
            cost = (weight[:, None] * (np.logaddexp(0, logits) - truth * logits)).sum()
        back = told.back((weight[:, None] * (chance - truth)).astype(np.float32)) * share + ridge * weights
        return float(cost) + float((ridge * weights * weights).sum()) / 2, back.ravel().astype(np.float64)

    return descend(loss, np.zeros((told.width + 1) * labels)).reshape(-1, labels).astype(np.float32) * share


def telling(told: Sparse, truth: Floats, weight: Floats) -> NDArray[np.float32]:
    """How freely a hashed feature may speak for a label: by how much oftener it stands with it than without (the
    log-count ratio of Wang and Manning 2012), 1 on average; a rare one that stood with many labels hardly may."""
    share = np.ones((told.width + 1, truth.shape[1]), np.float32)
    met = told.back((weight[:, None] * truth).astype(np.float32), whole=True)[: told.hashed]
    every = told.back(weight[:, None].astype(np.float32), whole=True)[: told.hashed]
    seen = every[:, 0] > 0
    beside, apart = met[seen] + 1, every[seen] - met[seen] + 1
    ratio = np.abs(np.log(beside / beside.sum(axis=0)) - np.log(apart / apart.sum(axis=0)))
    share[: told.hashed][seen] = ratio / max(float(ratio.mean()), 1e-6)
    return share


def descend(value: Value, at: Floats, steps: int = 40, memory: int = 8) -> Floats:
    """The minimum of a convex function by limited-memory BFGS (Nocedal 1980)."""
    here, slope = value(at)
    moves: list[tuple[Floats, Floats]] = []
    for _ in range(steps):
        turn = _direction(slope, moves)
        length = 1.0
        while True:
            there = at - length * turn
            low, steep = value(there)
            if low <= here - 1e-4 * length * float(slope @ turn) or length < 1e-6:
                break
            length /= 2
        if float((there - at) @ (steep - slope)) > 1e-10:
            moves = [*moves, (there - at, steep - slope)][-memory:]
        done = abs(here - low) < 1e-6 * max(1.0, abs(here))
        at, here, slope = there, low, steep
        if done:
            break
    return at


def _direction(slope: Floats, moves: Sequence[tuple[Floats, Floats]]) -> Floats:
    turn, shares = slope.copy(), []
    for moved, changed in reversed(moves):
        share = float(moved @ turn) / float(changed @ moved)
        shares.append(share)
        turn -= share * changed
    turn = turn * (float(moves[-1][0] @ moves[-1][1]) / float(moves[-1][1] @ moves[-1][1])) if moves else turn / max(
        1.0, float(np.linalg.norm(slope))
    )
    for (moved, changed), share in zip(moves, reversed(shares), strict=True):
        turn = turn + moved * (share - float(changed @ turn) / float(changed @ moved))
    return turn
