"""Which of a mention's places an office is looked for in; knows no registry row and no score."""

from __future__ import annotations

from dataclasses import dataclass

from classifiers.institution.model import Spot
from classifiers.institution.places import fits, related
from classifiers.institution.spot import Reading

#: Words between an office and a place after which the two hardly belong together.
FAR = 6
#: A mention of more words is a story, where most words are about something else.
STORY = 12


@dataclass(slots=True)
class Target:
    """Region codes an office may stand in, and how we came to them."""

    codes: tuple[str, ...]
    source: str  # 'said' | 'context' | 'residence' | 'none'
    spot: Spot | None = None
    far: bool = False
    role: str | None = None
    misfit: bool = False  # "kota bintan": the role word does not fit any region of that name


def sayable(reading: Reading) -> list[Spot]:
    """Places that may be targets; an everyday word counts only where something beside it says so."""
    return [
        spot
        for spot in reading.spots
        if spot.kind == "place"
        and not spot.residence
        and not _destination(reading, spot)
        and (spot.cued or not (spot.ordinary or _slip(reading, spot)) or _named_before(reading, spot))
    ]


def _named_before(reading: Reading, spot: Spot) -> bool:
    """Whether an office word stands a proper name's length before: "kuwu purwajaya garut"."""
    return any(
        reading.covered[at] >= 0 and reading.spots[reading.covered[at]].kind == "concept"
        for at in range(max(0, spot.start - 3), spot.start)
    )


def _destination(reading: Reading, spot: Spot) -> bool:
    """ "roro punggur ke uban": of a journey the place one leaves from tells the office."""
    at = spot.start - 1
    if at < 1 or reading.words[at] != "ke" or reading.covered[at - 1] < 0:
        return False
    return reading.spots[reading.covered[at - 1]].kind in ("place", "row")


def _slip(reading: Reading, spot: Spot) -> bool:
    """ "sumbang" is no Subang: an unusual word in a long story is seldom a misspelt place."""
    return bool(spot.repaired) and len(reading.words) > STORY


def residence(reading: Reading, region: str | None) -> Spot | None:
    """The first place said to be where the citizen lives."""
    return next((s for s in reading.spots if s.kind == "place" and s.residence), None)


def choose(namer: Spot, places: list[Spot], home: Spot | None, region: str | None, taken: range) -> Target:
    """The place nearest to the words that name the office; context only fills a gap."""
    best: Spot | None = None
    distance = 1e9
    for spot in places:
        if spot.start in taken:
            continue
        after = spot.start - max(namer.end, taken.stop if len(taken) else 0)
        gap = after if after >= 0 else namer.start - spot.end + 1.5
        if gap < distance:
            best, distance = spot, gap
    if best is not None:
        best = _finer(best, places, taken)
        return _said(namer, best, distance > FAR, region)
    if region:
        if namer.role == "provinsi":  # "disdik provinsi", said by someone of Batam
            return Target((region[:2],), "context", role=namer.role)
        return _narrow(Target((region[:5],), "context", role=namer.role), None)
    if home is not None:
        return _narrow(Target(home.codes, "residence", home, role=home.role or namer.role), None)
    return Target((), "none", role=namer.role)


def _finer(best: Spot, places: list[Spot], taken: range) -> Spot:
    """ "batam kepri" is Batam: a province beside its own kabupaten/kota only explains it."""
    if best.part or any(len(code) == 2 for code in best.codes):
        for spot in places:
            beside = abs(spot.start - best.end) <= 1 or abs(best.start - spot.end) <= 1
            if spot is best or spot.start in taken or not beside or spot.part:
                continue
            if any(len(c) == 5 and related(c, b) for c in spot.codes for b in best.codes):
                return spot
    return best


def _said(namer: Spot, spot: Spot, far: bool, region: str | None) -> Target:
    role = spot.role if spot.role in ("kota", "kabupaten", "provinsi") else None
    province = namer.role == "provinsi" and "kanwil" not in namer.key  # "kanwil kemenhaj karimun" is Karimun's
    if role is None and province and all(len(code) == 5 for code in spot.codes):
        # "galangan tanjung uncang, pengawas naker provinsi": the province of the place that was said
        return Target(tuple(dict.fromkeys(code[:2] for code in spot.codes)), "said", spot, far, namer.role)
    return _narrow(Target(spot.codes, "said", spot, far, role or namer.role), region)


def _narrow(target: Target, region: str | None) -> Target:
    """Twins are told apart by the role word, then by the citizen's own region; never by a guess."""
    if target.role and not (target.spot is not None and target.spot.part):
        fitting = tuple(code for code in target.codes if fits(code, target.role))
        if fitting:
            target.codes = fitting
        else:
            target.misfit = True
    if region and len(target.codes) > 1:
        own = tuple(code for code in target.codes if code == region[:5])
        own = own or tuple(code for code in target.codes if related(code, region[:5]))
        target.codes = own or target.codes
    return target
