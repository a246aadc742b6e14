"""Who is responsible, where that is not whom the citizen names; knows rules as data, no score."""

from __future__ import annotations

from dataclasses import dataclass

from classifiers.institution.index import Index
from classifiers.institution.lexicon import Lexicon, Trap
from classifiers.institution.marks import Found
from classifiers.institution.model import Spot
from classifiers.institution.spot import Reading

#: Topic codes (domain handbook §2.1) that tell the duty by themselves, beside the office named.
TOPIC_CUES = {
    "KRJ": frozenset(("labour_inspection",)),
    "PJU": frozenset(("street_light",)),
    "JLN": frozenset(("road_hole",)),
    "IMI": frozenset(("passport",)),
}


@dataclass(frozen=True, slots=True)
class Offer:
    """Offices to show in this order and the msgid of the line that says why."""

    rows: tuple[int, ...]
    why: str


def offer(
    lexicon: Lexicon,
    index: Index,
    reading: Reading,
    namers: list[Spot],
    first: Found | None,
    place: str | None,
    topic: str | None,
) -> Offer | None:
    """The offices of the first rule that holds, None when the named office is the right one."""
    said = {concept for namer in namers if namer.kind == "concept" for concept in namer.concepts}
    named = {first.concept} if first is not None and first.concept else set()
    said |= named
    text = f" {' '.join(word for word in reading.words if word)} "
    for trap in lexicon.traps:
        if not _holds(trap, named, said, text, place, topic):
            continue
        rows = tuple(dict.fromkeys(_rows(trap, index, place, first)))
        if rows and (len(rows) > 1 or first is None or rows[0] != first.row):
            return Offer(rows[:5], trap.why)
    return None


def _holds(trap: Trap, named: set[str], said: set[str], text: str, place: str | None, topic: str | None) -> bool:
    if trap.only and place not in trap.only:
        return False
    if trap.schools:
        # A school named as such, or a school beside the education office.
        return bool(said & trap.schools) and (not named or bool(named & trap.when))
    if not named & trap.when or any(f" {cue} " in text for cue in trap.unless):
        return False
    return any(f" {cue} " in text for cue in trap.cue) or trap.name in TOPIC_CUES.get(topic or "", ())


def _rows(trap: Trap, index: Index, place: str | None, first: Found | None) -> list[int]:
    found: list[int] = []
    for concept, where in trap.offer:
        if where == "same":
            if first is not None:
                found.append(first.row)
        elif where == "n":
            found.extend(index.at(concept, "")[:1])
        elif place:
            code = place[:2] if where == "p" else place
            rows = index.at(concept, code)
            found.extend([row for row in rows if row not in index.proper] or rows[:1])
    return found
