"""Orders offices by what speaks for them and says how sure the first one is; knows no words."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from classifiers.institution.marks import Found

WEIGHTS = Path(__file__).with_name("weights.json")
#: Offices whose scores are this near are one question, not an order.
TIE = 0.45


@dataclass(frozen=True, slots=True)
class Weights:
    """The reviewed numbers of weights.json."""

    rank: Mapping[str, float]
    calibration: Mapping[str, float]
    confirm: float
    choose: float


@cache
def default_weights(path: Path = WEIGHTS) -> Weights:
    """The weights that ship."""
    data = json.loads(path.read_text("utf-8"))
    return Weights(data["rank"], data["calibration"], data["confirm"], data["choose"])


def order(found: list[Found], weights: Weights, codes: Mapping[int, tuple[str, str]]) -> list[Found]:
    """Best first, each office once; equal scores in the order of (region, id), so the answer never varies."""
    best: dict[int, Found] = {}
    rank = weights.rank
    for one in found:
        score = -0.004 * one.spot.start
        for mark, value in one.marks.items():
            if value:
                score += rank.get(mark, 0.0) * value
        one.score = score
        held = best.get(one.row)
        if held is None or score > held.score:
            best[one.row] = one
    return sorted(best.values(), key=lambda one: (-round(one.score, 6), *_place(codes[one.row])))


def _place(where: tuple[str, str]) -> tuple[bool, bool, str, str]:
    """Cities before kabupaten before provinces: where most people go, when nothing else tells."""
    region, agency_id = where
    return (len(region) < 5, region[3:4] != "7", region, agency_id)


def tied(ordered: list[Found]) -> list[Found]:
    """The first office and those that nothing sets apart from it."""
    return [one for one in ordered if ordered[0].score - one.score < TIE] if ordered else []


def features(ordered: list[Found], at: int, rivals: int, strange: float) -> dict[str, float]:
    """What the calibration reads: the marks of one office and how it stands to the others."""
    one = ordered[at]
    marks = dict(one.marks)
    others = [o for o in ordered if o is not one]
    margin = one.score - others[0].score if others else 4.0
    marks["margin"] = max(-2.0, min(margin, 4.0)) / 2
    marks["tied"] = math.log2(1 + sum(abs(one.score - o.score) < TIE for o in others[:20]))
    marks["rivals"] = min(rivals, 3)
    marks["strange"] = strange
    return marks


def probability(marks: Mapping[str, float], weights: Weights) -> float:
    """The calibrated probability that an office with these marks is the one meant."""
    calibration = weights.calibration
    total = calibration["bias"]
    for mark, value in marks.items():
        total += calibration.get(mark, 0.0) * value
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))
