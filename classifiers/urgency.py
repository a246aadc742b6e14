"""Danger to life or body now: danger words weighed by time, doubt and denial. Knows no telephone number."""

from __future__ import annotations

import math

from classifiers.cues import Hit, lexicon
from classifiers.label import Label
from classifiers.words import Words

#: A past or unreal word speaks for the dangers of its own sentence and this near.
REACH = 9


def read_urgency(words: Words) -> tuple[str, Label | None]:
    """'emergency', 'urgent' or 'none', with the words that say so."""
    hits = lexicon("urgency").hits(words)
    by_label: dict[str, list[Hit]] = {}
    for hit in hits:
        by_label.setdefault(hit.label, []).append(hit)
    dangers = _real(by_label)
    if dangers:
        total, best = _weigh(words, dangers, by_label)
        if total >= 3.0:
            return "emergency", _label(words, "emergency", best, total - 3.0)
    urgent = by_label.get("urgent", [])
    if urgent:
        return "urgent", _label(words, "urgent", urgent[0], 1.0)
    return "none", None


def _real(by_label: dict[str, list[Hit]]) -> list[Hit]:
    """Danger words that no calm phrase ("kebakaran jenggot", "santunan kecelakaan") owns."""
    calm = [(hit.first, hit.last) for hit in by_label.get("calm", [])]
    return [
        hit
        for hit in by_label.get("danger", [])
        if not any(first <= hit.last and hit.first <= last for first, last in calm)
    ]


def _weigh(words: Words, dangers: list[Hit], by_label: dict[str, list[Hit]]) -> tuple[float, Hit]:
    now = by_label.get("now", [])
    total, best = 0.0, (0.0, dangers[0])
    for hit in dangers:
        weight = hit.weight + min(0.5 * _near(words, hit, now), 1.5)
        weight -= 2.2 * min(_near(words, hit, by_label.get("past", [])), 2)
        weight -= 1.8 * min(_near(words, hit, by_label.get("unreal", []), before=True), 2)
        weight -= 3.0 if _denied(words, hit) else 0.0
        best = max(best, (weight, hit), key=lambda pair: pair[0])
        total = max(total, 0.0) + weight if total > 0 and weight > 0 else max(total, weight)
    return total, best[1]


def _near(words: Words, hit: Hit, others: list[Hit], before: bool = False) -> int:
    sentence = words.tokens[hit.first].sentence
    return sum(
        1
        for other in others
        if words.tokens[other.first].sentence == sentence
        and -REACH <= other.first - hit.last <= (2 if before else REACH)
        and not (hit.first <= other.first <= hit.last)
    )


def _denied(words: Words, hit: Hit) -> bool:
    before = [token.word for token in words.tokens[max(0, hit.first - 2) : hit.first]]
    return "bukan" in before or before[-2:] == ["tidak", "ada"] or before[-2:] == ["belum", "ada"]


def _label(words: Words, label: str, hit: Hit, margin: float) -> Label:
    start, end = words.span(hit.first, hit.last)
    score = 1 / (1 + math.exp(-(margin + 0.8)))
    return Label(label, score, words.text[start:end], start, end)
