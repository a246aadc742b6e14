"""Which kinds of maladministration a story alleges: always an allegation, shown to staff only."""

from __future__ import annotations

from classifiers.cues import Hit, lexicon
from classifiers.label import Label
from classifiers.linear import Model
from classifiers.scoring import sigmoid
from classifiers.words import Words

THRESHOLD = 0.5


def read_maladministration(words: Words, model: Model | None = None) -> tuple[Label, ...]:
    """Every kind above the threshold, the likeliest first."""
    scores: dict[str, float] = {}
    best: dict[str, Hit] = {}
    for hit in lexicon("maladministration").hits(words):
        scores[hit.label] = scores.get(hit.label, 0.0) + hit.weight
        if hit.label not in best or hit.weight > best[hit.label].weight:
            best[hit.label] = hit
    learned = model.scores(words) if model else {}
    found = []
    for label, hit in best.items():
        score = sigmoid(0.7 * scores[label] - 1.7 + learned.get(label, 0.0))
        if score >= THRESHOLD:
            start, end = words.span(hit.first, hit.last)
            found.append(Label(label, score, words.text[start:end], start, end))
    return tuple(sorted(found, key=lambda item: -item.score))
