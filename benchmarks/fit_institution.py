"""Fits the calibration of the institution match and writes it to weights.json, for a human to review.

`python -m benchmarks.fit_institution [--clicks FILE] [--check]`. Reads the training half of the
synthetic mentions (with offices the registry lacks and texts that name none) and, if given, the
confirmed and corrected matches of real use (mention;region;agency id, agency empty for "Tidak ada").
"""

from __future__ import annotations

import argparse
import csv
import json
import random
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np

from benchmarks import institution_registries as registries
from benchmarks.institution_mentions import Generator, Mention
from classifiers.institution import Matcher
from classifiers.institution.weigh import WEIGHTS

Matrix = np.ndarray[tuple[int, ...], np.dtype[np.float64]]
#: Strength of the pull towards the prior; a mark the generator seldom draws stays what a human wrote.
RIDGE = 6.0
POSITIVES, NEGATIVES = 4000, 2500
#: `confirm` is the lowest probability above which training precision stays here, never under FLOOR.
PRECISION, FLOOR = 0.997, 0.86


def examples(sized: registries.Sized, half: str, seed: int) -> Iterator[tuple[Mention, str | None]]:
    """Mentions with the region the citizen may have stated: none, the right one, or another."""
    generator = Generator(sized.agencies, sized.regions, half, seed)
    chance = random.Random(f"region{half}{seed}")
    region_of = {agency.id: agency.region for agency in sized.agencies}
    towns = [region.code for region in sized.regions if len(region.code) == 5]
    absent = [a for a in sized.absent if a.concept in generator.alias]
    for mention in generator.positives(POSITIVES) + generator.negatives(NEGATIVES, absent):
        draw, region = chance.random(), None
        if draw < 0.2:
            region = chance.choice(towns)
        elif draw < 0.35 and mention.truth:
            region = region_of[mention.truth][:5] or None
        yield mention, region
    for mention in generator.placeless(POSITIVES // 4):
        yield mention, region_of[mention.truth or ""][:5]


def observe(
    matcher: Matcher, said: Iterable[tuple[Mention, str | None]]
) -> tuple[list[dict[str, float]], list[float]]:
    """Marks of the first office of each mention, and whether it was the one meant."""
    marks: list[dict[str, float]] = []
    right: list[float] = []
    for mention, region in said:
        reading, _, ordered = matcher.read(mention.text, region)
        if ordered:
            marks.append(matcher.marks(ordered, 0, reading))
            first = matcher.index.agencies[ordered[0].row].id
            right.append(float(first == mention.truth))
    return marks, right


def fit(marks: list[dict[str, float]], right: list[float], prior: dict[str, float]) -> dict[str, float]:
    """Logistic regression by Newton steps, pulled towards the prior."""
    names = [name for name in prior if name != "bias"]
    x = np.array([[1.0, *(one.get(name, 0.0) for name in names)] for one in marks])
    y = np.array(right)
    goal = np.array([prior["bias"], *(prior[name] for name in names)])
    w = goal.copy()
    pull = np.full(x.shape[1], RIDGE)
    pull[0] = 0.1
    loss = _loss(x, y, w, goal, pull)
    for _ in range(60):
        p = 1 / (1 + np.exp(-np.clip(x @ w, -30, 30)))
        gradient = x.T @ (p - y) + pull * (w - goal)
        curve = (x.T * (p * (1 - p))) @ x + np.diag(pull + 1e-6)
        step = np.linalg.solve(curve, gradient)
        while _loss(x, y, w - step, goal, pull) > loss and float(np.abs(step).max()) > 1e-7:
            step /= 2  # a full step overshoots where nearly everything is certain
        w = w - step
        loss = _loss(x, y, w, goal, pull)
        if float(np.abs(step).max()) < 1e-6:
            break
    return {"bias": round(float(w[0]), 3)} | {
        name: round(float(weight), 3) for name, weight in zip(names, w[1:], strict=True)
    }


def _loss(x: Matrix, y: Matrix, w: Matrix, goal: Matrix, pull: Matrix) -> float:
    z = x @ w
    likelihood = np.logaddexp(0, z) - y * z
    return float(likelihood.sum() + (pull * (w - goal) ** 2).sum() / 2)


def threshold(probabilities: list[float], right: list[float]) -> float:
    """The lowest probability from which on the wanted precision holds."""
    pairs = sorted(zip(probabilities, right, strict=True), reverse=True)
    hits, best = 0.0, 1.0
    for at, (probability, hit) in enumerate(pairs, 1):
        hits += hit
        if hits / at >= PRECISION:
            best = probability
    return round(max(best, FLOOR), 3)


def clicks(path: Path) -> Iterator[tuple[Mention, str | None]]:
    """Real use, exported from the store of confirmed matches."""
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter=";"):
            yield Mention(row["mention"], row["agency"] or None, "click"), row["region"] or None


def main() -> None:
    """Fit, show, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clicks", type=Path)
    parser.add_argument("--check", action="store_true", help="print only, write nothing")
    options = parser.parse_args()
    marks: list[dict[str, float]] = []
    right: list[float] = []
    for make in (registries.small, registries.national, registries.whole):
        sized = make()
        matcher = Matcher(sized.agencies, sized.regions)
        said = list(examples(sized, "train", 11))
        if options.clicks and make is registries.national:
            said += list(clicks(options.clicks)) * 5
        seen, hits = observe(matcher, said)
        marks += seen
        right += hits
        print(f"{sized.name}: {len(seen)} examples, {sum(hits) / len(hits):.3f} right")
    data = json.loads(WEIGHTS.read_text("utf-8"))
    data["calibration"] = fit(marks, right, data["prior"])
    calibration = data["calibration"]
    sure = [1 / (1 + np.exp(-sum(calibration.get(k, 0.0) * v for k, v in {"bias": 1.0, **m}.items()))) for m in marks]
    data["confirm"] = threshold([float(p) for p in sure], right)
    print(json.dumps(data["calibration"]), "confirm", data["confirm"])
    if not options.check:
        WEIGHTS.write_text(json.dumps(data, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
