"""Danger to life or body now: signals of danger and the letters of the text, weighed. Knows no telephone number."""

from __future__ import annotations

from classifiers.cues import Hit
from classifiers.danger_signals import SETTLED, Danger, read_danger
from classifiers.label import Label
from classifiers.linear import Model
from classifiers.scoring import sigmoid
from classifiers.words import Words

#: Below zero on purpose: a missed danger costs more than a telephone number shown in vain. Chosen on hands that the
#: weights had not seen (`python -m benchmarks.fit_stories cv`).
THRESHOLD = -1.6
#: Where a danger word stands plainly, as of here and now.
THRESHOLD_PLAIN = -2.0
#: Where it is told how all ended, or what should be built against it, less is left to doubt.
THRESHOLD_SETTLED = -1.0
#: Told without any word of danger, where only the letters speak.
THRESHOLD_SILENT = -1.9
#: The same of what was ("kemarin dua motor jatuh"): more is asked of the letters.
THRESHOLD_PAST = -0.8
PLAIN = frozenset({"strong.plain", "weak.plain"})
#: In fewer words only a danger word is believed: "tolong" alone tells of none.
TOLD = 3
#: Where no weights are given, a plain danger word speaks for itself.
ALONE = 2.0


def threshold(danger: Danger) -> float:
    """From which logit on a text with these signals tells of danger now."""
    if "silent" in danger.signals:
        return THRESHOLD_PAST if "silent&past" in danger.signals else THRESHOLD_SILENT
    if not danger.signals.isdisjoint(SETTLED):
        return THRESHOLD_SETTLED
    return THRESHOLD if danger.signals.isdisjoint(PLAIN) else THRESHOLD_PLAIN


def danger_logit(words: Words, danger: Danger, model: Model | None) -> float:
    """How much speaks for danger now, zero for as much as speaks against it."""
    if model is None:
        return ALONE if "strong.plain" in danger.signals else -ALONE
    return model.scores(words)["emergency"] + model.heard(danger.signals)


def read_urgency(words: Words, model: Model | None = None) -> tuple[str, Label | None]:
    """'emergency', 'urgent' or 'none', with the words that say so."""
    danger = read_danger(words)
    if len(words) < TOLD and danger.best is None:
        return "none", None
    logit = danger_logit(words, danger, model)
    if logit >= (threshold(danger) if model else 0.0):
        return "emergency", _label(words, "emergency", danger.best, logit)
    if danger.urgent:
        return "urgent", _label(words, "urgent", danger.urgent[0], 1.0)
    return "none", None


def _label(words: Words, label: str, hit: Hit | None, logit: float) -> Label:
    if hit is None:
        return Label(label, sigmoid(logit), "")
    start, end = words.span(hit.first, hit.last)
    return Label(label, sigmoid(logit), words.text[start:end], start, end)
