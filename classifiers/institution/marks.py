"""What speaks for an office, as named numbers: the features that ranking and calibration read; knows no weight."""

from __future__ import annotations

from dataclasses import dataclass, field

from classifiers.institution.model import Spot
from classifiers.institution.namers import wraps
from classifiers.institution.target import Target


@dataclass(slots=True)
class Found:
    """One office and what speaks for and against it."""

    row: int
    spot: Spot
    target: Target
    marks: dict[str, float]
    concept: str | None = None
    score: float = 0.0


@dataclass(slots=True)
class Gathered:
    """All offices a mention may mean, and what the mention lacks."""

    found: list[Found] = field(default_factory=list)
    namers: list[Spot] = field(default_factory=list)
    home: Spot | None = None
    targets: list[Target] = field(default_factory=list)
    generic: bool = False


def of_namer(namer: Spot) -> dict[str, float]:
    """How the kind of office was said."""
    return {
        "weak": float(namer.strength == "weak"),
        "strict": float(namer.strength == "strict"),
        "generic": float(namer.strength == "generic"),
        "repaired": namer.repaired,
        # "gamong situmba kec tano": a bare "kec" inside a mention says where, seldom who
        "thing": float(namer.thing or (wraps(namer) and namer.start > 2 and not namer.cued)),
    }


def add_target(marks: dict[str, float], target: Target) -> None:
    """How the place was said."""
    marks["twins"] = float(len(target.codes) > 1)
    marks["misfit"] = float(target.misfit)
    if target.spot is not None:
        marks["far"] = float(target.far)
        marks["part"] = float(target.spot.part)
        marks["blurred"] = target.spot.repaired
        marks["ordinary"] = float(target.spot.ordinary)
