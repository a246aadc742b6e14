"""Which spotted words are taken as naming an office; knows no registry row."""

from __future__ import annotations

from classifiers.institution.index import LOCAL
from classifiers.institution.lexicon import Lexicon
from classifiers.institution.model import Spot
from classifiers.institution.repair import speakable
from classifiers.institution.spot import Reading

#: Words of local government that also only qualify a place ("dukcapil kecamatan sagulung").
WRAPPERS = frozenset(("pemda", "kecamatan", "kelurahan", "desa"))
#: Office words weighed in one mention.
MOST = 12


def wraps(spot: Spot) -> bool:
    """Whether a spot is such a word and may only say where."""
    if spot.kind != "concept" or spot.concepts[0] not in WRAPPERS:
        return False
    return spot.strength == "weak" or spot.concepts[0] == "pemda"


def namers(lexicon: Lexicon, reading: Reading, places: list[Spot]) -> list[Spot]:
    """Office words in order; bare and wrapping words only where nothing better was said."""
    spots = reading.of("concept", "row", "generic")
    usable = [spot for spot in spots if _counts(lexicon, spot, reading, places)]
    plain = [spot for spot in usable if not wraps(spot)]
    if any(spot.kind != "generic" for spot in plain):
        usable = [spot for spot in plain if spot.kind != "generic"]
    elif plain and len(plain) < len(usable):
        usable = [spot for spot in usable if wraps(spot)]
    return usable[:MOST]


def _counts(lexicon: Lexicon, spot: Spot, reading: Reading, places: list[Spot]) -> bool:
    """Weak words need an office word or a place beside them, strict ones a place or nothing else."""
    if spot.strength in ("alias", "generic") and spot.kind != "row":
        return True
    long = len(spot.key) > 4 or spot.end - spot.start > 1
    if spot.kind == "row" and long and spot.key not in lexicon.common:
        return True
    if _initials(lexicon, spot):
        return True
    lone = len(reading.words) - (spot.end - spot.start) <= 1
    if spot.strength == "weak":
        if spot.concepts[0] in WRAPPERS:
            return True
        if spot.repaired:  # "kebayoran" is a near miss of "kebakaran": two doubts are too many
            return spot.cued
        return lone or spot.cued or any(_beside(spot, p, reading, 2) for p in places)
    numbered = spot.end < len(reading.words) and reading.words[spot.end].isdigit()
    if numbered and spot.concepts and spot.concepts[0] in LOCAL:
        return True
    return lone or any(
        _beside(spot, p, reading, 1) and p.start >= spot.end and _hosts(lexicon, spot, p) for p in places
    )


def _initials(lexicon: Lexicon, spot: Spot) -> bool:
    """Initials of one office alone ("rsbp") are no word that could mean anything else."""
    own = spot.kind == "row" and len(spot.rows) == 1 and not spot.repaired
    return own and spot.key not in lexicon.common and not speakable(spot.key)


def _hosts(lexicon: Lexicon, spot: Spot, place: Spot) -> bool:
    """ "pt kepri" may be a court of appeal; "pt batamindo" and "pt batam ..." are firms."""
    if spot.kind == "row" or place.part:
        return not place.part
    entry = lexicon.concepts[spot.concepts[0]]
    return "k" in entry.level or any(len(code) == 2 for code in place.codes)


def _beside(spot: Spot, place: Spot, reading: Reading, most: int) -> bool:
    gap = place.start - spot.end if place.start >= spot.end else spot.start - place.end
    return 0 <= gap <= most
