"""Insults at a person: the rules' signals and the letters of the text, weighed. Blocks nothing."""

from __future__ import annotations

from collections.abc import Collection

from classifiers.abuse_rules import read_rules
from classifiers.abuse_signals import abuse_signals
from classifiers.label import Label
from classifiers.linear import Model
from classifiers.scoring import sigmoid
from classifiers.words import Words

#: By what the strong words of a text amount to: at a person they are believed, at a thing less; without any
#: only the letters speak. Chosen on hands that the weights had not seen (`python -m benchmarks.fit_stories cv`).
THRESHOLDS = {"aim:person": -1.6, "aim:thing": -0.5, "aim:excused": -0.75}
THRESHOLD_SILENT = -1.75


def threshold(signals: Collection[str]) -> float:
    """From which logit on a text with these signals holds an insult."""
    return next((least for aim, least in THRESHOLDS.items() if aim in signals), THRESHOLD_SILENT)


def read_abuse(words: Words, model: Model | None = None) -> Label | None:
    """The insult, with its words where a rule names them; None where nobody is insulted."""
    if model is None or not len(words):
        return read_rules(words)
    signals = abuse_signals(words)
    logit = model.scores(words)["abusive"] + model.heard(signals)
    if logit < threshold(signals):
        return None
    ruled = read_rules(words)
    if ruled is None:
        return Label("abusive", sigmoid(logit), "")
    return Label("abusive", sigmoid(logit), ruled.evidence, ruled.start, ruled.end)
