"""What a story is about: the topics of handbook §2.1, best first. Knows words, no agency and no region."""

from __future__ import annotations

import tomllib
from functools import cache

from classifiers.cues import Hit, lexicon
from classifiers.label import Label
from classifiers.linear import Model
from classifiers.scoring import softmax
from classifiers.words import LEXICON, Words

OTHER = "LLN"
#: How many topics are named at most, and the least probability worth naming behind the first.
MOST, LEAST = 3, 0.001
#: A lexicon point in logits beside the learned model, and alone where no weights are given.
BLEND, ALONE = 1.0, 0.9
#: Measured on held-out folds (python -m benchmarks.fit_stories cv): without it a wrong answer looks too sure.
TEMPERATURE = 1.2
#: A word behind one of these is where, not what ("depan sekolah", "dekat pasar"); behind "di" it may be both.
LANDMARK = dict.fromkeys("depan dekat samping sebelah belakang seberang simpang sekitar arah menuju".split(), 0.3)
LANDMARK |= {"di": 0.7, "ke": 0.7}
#: What the lexicon must bring before "Lainnya" stops being the better guess.
OTHER_BIAS = 1.6


@cache
def codes() -> tuple[str, ...]:
    """Every topic a case can have, as the lexicon lists them, "Lainnya" last."""
    listed = tomllib.loads((LEXICON / "topic.toml").read_text(encoding="utf-8"))
    return (*(code for code in listed if not code.startswith("_") and code != OTHER), OTHER)


def lexicon_logits(words: Words) -> dict[str, float]:
    """What the lexicon alone says beside the learned weights."""
    return {label: score * BLEND for label, score in _scores(words)[0].items()}


def read_topics(words: Words, model: Model | None = None) -> tuple[Label, ...]:
    """Up to three topics with probabilities; empty for a text without words."""
    if not len(words):
        return ()
    scores, best = _scores(words)
    logits = {label: score * (BLEND if model else ALONE) for label, score in scores.items()}
    if model is None:
        logits[OTHER] = logits.get(OTHER, 0.0) + OTHER_BIAS
    else:
        for label, value in model.scores(words).items():
            logits[label] = logits.get(label, 0.0) + value
    ranked = sorted(softmax(logits, TEMPERATURE if model else 1.0).items(), key=lambda pair: -pair[1])
    return tuple(
        _label(words, label, score, best.get(label))
        for rank, (label, score) in enumerate(ranked[:MOST])
        if rank == 0 or score >= LEAST
    )


def _scores(words: Words) -> tuple[dict[str, float], dict[str, Hit]]:
    scores: dict[str, float] = {}
    best: dict[str, Hit] = {}
    for hit in lexicon("topic").hits(words):
        seen = scores.get(hit.label, 0.0)
        before = words.tokens[hit.first - 1].word if hit.first else ""
        weight = hit.weight * (LANDMARK.get(before, 1.0) if hit.weight > 0 else 1.0)
        # the second cue of a topic says less than the first, or long stories would always win
        scores[hit.label] = seen + weight / (1 + 0.25 * max(seen, 0.0))
        if hit.label not in best or hit.weight > best[hit.label].weight:
            best[hit.label] = hit
    return scores, best


def _label(words: Words, label: str, score: float, hit: Hit | None) -> Label:
    if hit is None:
        return Label(label, score, "")
    start, end = words.span(hit.first, hit.last)
    return Label(label, score, words.text[start:end], start, end)
