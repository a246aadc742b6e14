"""Hand-written mentions in everyday language: the floors under the accuracy we claim.

The files were labelled by hand in two passes and are not read by any fit. Labels list every office
that is a right answer; "-" means that nothing may be confirmed.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import pytest

from classifiers.institution import Decision, Matcher

FOLDER = Path(__file__).parents[2] / "data" / "mentions"


@dataclass(frozen=True, slots=True)
class Said:
    mention: str
    region: str | None
    truths: frozenset[str]


def _read(name: str) -> list[Said]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return [
            Said(r["mention"], r["region"] or None, frozenset(r["expected"].split("|")) - {"-"})
            for r in csv.DictReader(file, delimiter=";")
        ]


@pytest.mark.parametrize(
    ("name", "first", "three"), [("everyday_kepri_babel", 0.98, 0.99), ("everyday_nation", 0.97, 0.98)]
)
def test_accuracy(matcher: Matcher, name: str, first: float, three: float) -> None:
    said, hits, within, confirmed, wrong = _read(name), 0, 0, 0, []
    for one in said:
        match = matcher.match(one.mention, region=one.region)
        ids = [c.agency_id for c in match.candidates]
        hit = bool(ids) and ids[0] in one.truths
        hits += hit
        within += bool(set(ids[:3]) & one.truths)
        if match.decision is Decision.CONFIRM:
            confirmed += 1
            if not hit:
                wrong.append(one.mention)
    assert hits / len(said) >= first
    assert within / len(said) >= three
    assert len(wrong) / confirmed <= 0.01, wrong


def test_none_of_ours_is_never_confirmed(matcher: Matcher) -> None:
    said = _read("everyday_none")
    confirmed = [
        one.mention for one in said if matcher.match(one.mention, region=one.region).decision is Decision.CONFIRM
    ]
    assert len(confirmed) / len(said) <= 0.01, confirmed


def test_there_are_enough_mentions_half_of_them_of_our_two_provinces() -> None:
    ours, others = _read("everyday_kepri_babel"), _read("everyday_nation") + _read("everyday_none")
    assert len(ours) + len(others) >= 600
    assert len(ours) * 2 >= len(ours) + len(others)
    mentions = [one.mention for one in ours + others]
    tuning = {one.mention for one in _read("tuning")}
    assert len(tuning & set(mentions)) / len(mentions) < 0.1  # bare words appear in both


def test_labels_exist(matcher: Matcher) -> None:
    known = {agency.id for agency in matcher.index.agencies}
    for name in ("everyday_kepri_babel", "everyday_nation", "everyday_none", "tuning"):
        for one in _read(name):
            assert one.truths <= known, one
