"""Classes of everyday words: what a text speaks of, whichever word it takes for it."""

from __future__ import annotations

from classifiers.classes import spoken_of
from classifiers.words import Words


def test_two_words_for_one_thing_share_a_class() -> None:
    assert set(spoken_of(Words("pompong"))) & set(spoken_of(Words("speedboat"))) >= {"@ship", "@transport"}


def test_words_side_by_side_are_one_entry() -> None:
    assert "@landpaper" in set(spoken_of(Words("alas hak")))
    assert "@landpaper" not in set(spoken_of(Words("hak alas")))


def test_classes_pair_within_a_sentence_only() -> None:
    assert "@fuel&@ship" not in set(spoken_of(Words("solar pompong")))
    assert "@fuel&ship" in set(spoken_of(Words("solar pompong")))
    assert "@fuel&ship" not in set(spoken_of(Words("solar habis. pompong diam")))
