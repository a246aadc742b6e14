"""Which of several offices in a story only stands by: a landmark, one sent to, one that did its part; knows no row."""

from __future__ import annotations

import re

from classifiers.institution.lexicon import Lexicon
from classifiers.institution.marks import Found, Gathered
from classifiers.institution.model import Spot
from classifiers.institution.spot import Reading

#: Words between "disuruh" and the office, and words after an office that may say it did well.
WAY, AFTER = 4, 8
#: Local government that is also the name of a place, and how such a place is said.
_PLACES = frozenset(("desa", "kelurahan", "kecamatan"))
_WELL = re.compile(
    r"^(?:\w+ ){0,4}?(?:sudah|sdh|udah|udh|dah|juga|jg|jga|orangnya|petugasnya|pelayanannya|malah|cukup) "
    r"(?:beres|selesai|baik|ramah|ok|oke|siap|bagus|cepat|lancar|clear|aman)\b"
    r"|^(?:\w+ )?(?:tidak|tdk|tak|gak|ga|nggak|ndak|dak) (?:begitu|gitu|demikian|masalah)\b"
)


def beside_door(lexicon: Lexicon, reading: Reading, spot: Spot) -> bool:
    """Whether the words before say "in front of", "beside", "near"."""
    fillers = lexicon.sets["office"] | {"gerbang", "pintu", "gedung", "pagar"}
    at = spot.start - 1
    while at >= 0 and (reading.words[at] in fillers or not reading.words[at]):
        at -= 1
    return at >= 0 and reading.words[at] in lexicon.sets["landmark"]


def blamed(lexicon: Lexicon, reading: Reading, gathered: Gathered) -> list[Found]:
    """What was found without the offices that stand by; everything where nobody else is left."""
    spots = {one.spot.start: one.spot for one in gathered.found}
    if len(spots) < 2:
        return gathered.found
    aside = {start for start, spot in spots.items() if _aside(lexicon, reading, spot)}
    # brought there and turned away there is another story than brought there: a second mention counts again
    kept = [one for one in gathered.found if one.spot.start not in aside]
    passing = {one.concept for one in kept} & {one.concept for one in gathered.found if one.spot.start in aside}
    if len(passing) > 1:  # each sends to the other: it began with the first
        first = min((one for one in kept if one.concept in passing), key=lambda one: one.spot.start)
        kept = [one for one in kept if one.concept == first.concept or one.concept not in passing]
    others = [one for one in kept if one.concept not in _PLACES]
    if others:
        kept = [one for one in kept if not _only_where(reading, one)]
    return kept or gathered.found


def _aside(lexicon: Lexicon, reading: Reading, spot: Spot) -> bool:
    before = reading.words[spot.start - 1] if spot.start else ""
    return (
        before in lexicon.sets["former"]
        or beside_door(lexicon, reading, spot)
        or _sent_to(lexicon, reading, spot)
        or _did_well(reading, spot)
    )


def _sent_to(lexicon: Lexicon, reading: Reading, spot: Spot) -> bool:
    """ "[disuruh lapor ke] KBRI", "[dibawa ke] puskesmas": whither somebody else sent."""
    words, sets = reading.words, lexicon.sets
    for at in range(spot.start - 1, max(-1, spot.start - 1 - WAY), -1):
        if words[at] in sets["sent"]:
            return True
        if words[at] and words[at] not in sets["way"] and words[at] not in sets["office"]:
            return False
    return False


def _did_well(reading: Reading, spot: Spot) -> bool:
    """ "KPP [sudah beres]", "kelurahan Kibing, [orangnya baik]"."""
    return _WELL.match(" ".join(word for word in reading.words[spot.end : spot.end + AFTER] if word) + " ") is not None


def _only_where(reading: Reading, one: Found) -> bool:
    """ "jembatan [di desa kelumu], PUPR diam": a village says where, its office would be "kantor desa"."""
    start = one.spot.start
    if one.concept not in _PLACES or reading.words[start] not in _PLACES:
        return False
    return start > 0 and reading.words[start - 1] in ("di", "dari", "daerah", "warga", "wilayah")
