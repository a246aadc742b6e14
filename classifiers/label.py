"""The one shape in which every classifier answers: a label, how sure it is, and the words it saw."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Label:
    """A classifier's answer. `score` is a calibrated probability 0..1; `evidence` is text[start:end]."""

    label: str
    score: float
    evidence: str
    start: int = -1
    end: int = -1

    def as_json(self) -> dict[str, object]:
        """The object that `narahubung classify --json` prints."""
        return {"label": self.label, "score": round(self.score, 4), "evidence": self.evidence}
