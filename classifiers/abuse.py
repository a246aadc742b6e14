"""Insults at a person: the rules' signals and the letters of the text, weighed. Blocks nothing."""

from __future__ import annotations

from classifiers.abuse_rules import read_rules
from classifiers.abuse_signals import abuse_signals
from classifiers.label import Label
from classifiers.linear import Model
from classifiers.scoring import sigmoid
from classifiers.words import Words

#: Chosen on hands that the weights had not seen (`python -m benchmarks.fit_stories cv`).
THRESHOLD = -2.6


def abuse_logit(words: Words, model: Model) -> float:
    """How much speaks for an insult, zero for as much as speaks against it."""
    return model.scores(words)["abusive"] + model.heard(abuse_signals(words))


def read_abuse(words: Words, model: Model | None = None) -> Label | None:
    """The insult, with its words where a rule names them; None where nobody is insulted."""
    ruled = read_rules(words)
    if model is None or not len(words):
        return ruled
    logit = abuse_logit(words, model)
    if logit < THRESHOLD:
        return None
    if ruled is None:
        return Label("abusive", sigmoid(logit), "")
    return Label("abusive", sigmoid(logit), ruled.evidence, ruled.start, ruled.end)
