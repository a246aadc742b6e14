"""Turning cue weights into probabilities. Knows no text and no label."""

from __future__ import annotations

import math
from collections.abc import Mapping


def softmax(scores: Mapping[str, float], temperature: float = 1.0) -> dict[str, float]:
    """Probabilities of labels that exclude each other."""
    if not scores:
        return {}
    top = max(scores.values())
    powers = {label: math.exp((score - top) / temperature) for label, score in scores.items()}
    total = sum(powers.values())
    return {label: power / total for label, power in powers.items()}


def sigmoid(x: float) -> float:
    """Probability of one label that stands for itself."""
    return 1 / (1 + math.exp(-max(-40.0, min(40.0, x))))
