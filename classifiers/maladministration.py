"""Which kinds of maladministration a story alleges: always an allegation, shown to staff only."""

from __future__ import annotations

import tomllib
from functools import cache

from classifiers.cues import Hit, lexicon
from classifiers.label import Label
from classifiers.linear import Model
from classifiers.scoring import sigmoid
from classifiers.words import LEXICON, Words

#: An allegation is named from this chance on: a staff member corrects one sooner than finding it alone.
THRESHOLD = 0.2
#: A cue point in logits, and what the cues must bring.
POINT, LEAST = 0.7, -1.7


@cache
def labels() -> tuple[str, ...]:
    """Every kind, as the lexicon lists them."""
    return tuple(tomllib.loads((LEXICON / "maladministration.toml").read_text("utf-8")))


def cue_logits(words: Words) -> dict[str, float]:
    """What the cues alone say."""
    scores = dict.fromkeys(labels(), LEAST)
    for hit in lexicon("maladministration").hits(words):
        scores[hit.label] += POINT * hit.weight
    return scores


def read_maladministration(words: Words, model: Model | None = None) -> tuple[Label, ...]:
    """Every kind above the threshold, the likeliest first."""
    best: dict[str, Hit] = {}
    for hit in lexicon("maladministration").hits(words):
        if hit.label not in best or hit.weight > best[hit.label].weight:
            best[hit.label] = hit
    learned = model.scores(words) if model else {}
    found = []
    for label, logit in cue_logits(words).items():
        score = sigmoid(logit + learned.get(label, 0.0))
        if score >= THRESHOLD:
            found.append(_label(words, label, score, best.get(label)))
    return tuple(sorted(found, key=lambda item: -item.score))


def _label(words: Words, label: str, score: float, hit: Hit | None) -> Label:
    if hit is None:
        return Label(label, score, "")
    start, end = words.span(hit.first, hit.last)
    return Label(label, score, words.text[start:end], start, end)
