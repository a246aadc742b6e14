"""What this channel cannot decide: verdicts, private disputes, corruption. Refuses nobody."""

from __future__ import annotations

from classifiers.cues import Hit, lexicon
from classifiers.label import Label
from classifiers.scoring import sigmoid
from classifiers.words import Words


def read_scope(words: Words) -> Label | None:
    """The reason why a story is out of scope, None for what an office can answer."""
    scores: dict[str, float] = {}
    best: dict[str, Hit] = {}
    for hit in lexicon("scope").hits(words):
        scores[hit.label] = scores.get(hit.label, 0.0) + hit.weight
        best.setdefault(hit.label, hit)
    if not scores:
        return None
    label = max(scores, key=lambda name: scores[name])
    if scores[label] < 2.0:
        return None
    start, end = words.span(best[label].first, best[label].last)
    return Label(label, sigmoid(scores[label] - 2.0), words.text[start:end], start, end)
