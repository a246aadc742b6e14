"""Learned weights: what a text is counted as, and a fit that finds what tells two kinds of text apart."""

from __future__ import annotations

import numpy as np

from benchmarks import logistic
from classifiers.linear import Model, features
from classifiers.words import Words

SIZE = 1024


def _told(*texts: str) -> logistic.Sparse:
    return logistic.Sparse([features(Words(text), SIZE) for text in texts], [() for _ in texts], SIZE, SIZE)


def test_a_slip_leaves_most_of_a_word() -> None:
    right, slipped, other = (set(features(Words(text), 2**20).tolist()) for text in ("puskesmas", "puskesmad", "air"))
    assert len(right & slipped) > 2 * len(right & other)


def test_a_view_is_counted_only_where_asked_for() -> None:
    words = Words("api masih besar")
    near = len(features(words, 2**20))
    assert len(features(words, 2**20, ("near", "far"))) > near
    assert len(features(words, 2**20, ("near", "wide"))) > near


def test_a_text_without_words_has_no_features() -> None:
    assert not len(features(Words("😀"), SIZE))
    model = Model(("a", "b"), np.zeros((2, SIZE), np.uint8), np.ones(2, np.float32), np.array([1.0, 2.0], np.float32))
    assert model.scores(Words("")) == {"a": 1.0, "b": 2.0}


def test_a_fit_learns_what_tells_apart_and_is_the_same_every_time() -> None:
    texts = ("air mati", "air keruh", "jalan rusak", "jalan bolong")
    truth = np.array([[1.0, 0.0], [1.0, 0.0], [0.0, 1.0], [0.0, 1.0]])
    told, given, weight = _told(*texts), np.zeros((4, 2)), np.ones(4)
    first, second = (
        logistic.fit(told, given, truth, pull=0.01, named=1.0, weight=weight, exclusive=True) for _ in range(2)
    )
    assert np.array_equal(first, second)
    assert _told("air habis", "jalan licin").times(first).argmax(axis=1).tolist() == [0, 1]


def test_a_named_signal_counts_whole() -> None:
    told = logistic.Sparse([features(Words("a"), SIZE)] * 2, [(0,), ()], SIZE, SIZE + 1)
    truth = np.array([[1.0], [0.0]])
    weights = logistic.fit(told, np.zeros((2, 1)), truth, pull=1.0, named=0.1, weight=np.ones(2), exclusive=False)
    assert told.times(weights)[0, 0] > 0 > told.times(weights)[1, 0]
