"""From a mention to an office, to a choice, or to the one question left; the door of this package."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from classifiers.institution import blame, traps
from classifiers.institution.index import LOCAL, Index
from classifiers.institution.join import Joiner
from classifiers.institution.lexicon import Lexicon, default_lexicon
from classifiers.institution.marks import Found, Gathered
from classifiers.institution.model import Candidate, Decision, Match, Spot
from classifiers.institution.places import build
from classifiers.institution.spot import Reading, Spotter
from classifiers.institution.weigh import (
    Weights,
    default_weights,
    features,
    order,
    probability,
    tied,
)
from complaints.agency import Agency, Region

#: Buttons a question may carry.
MOST = 5
#: Words of the longest name of an office that anybody types.
LONGEST_NAME = 10


class Matcher:
    """An index over one registry; build a new one when the registry changes and swap the reference."""

    def __init__(
        self,
        agencies: Iterable[Agency],
        regions: Iterable[Region],
        *,
        lexicon: Lexicon | None = None,
        weights: Weights | None = None,
    ) -> None:
        self.lexicon = lexicon or default_lexicon()
        self.weights = weights or default_weights()
        self.gazetteer = build(regions, self.lexicon)
        self.index = Index(agencies, self.gazetteer, self.lexicon)
        self.spotter = Spotter(self.index, self.gazetteer, self.lexicon)
        self.joiner = Joiner(self.index, self.gazetteer, self.lexicon)

    def match(
        self,
        text: str,
        *,
        region: str | None = None,
        topic: str | None = None,
        preset: str | None = None,
    ) -> Match:
        """Whom a mention means. `preset` is the agency of a deep link, used when the words name none."""
        reading = self.spotter.read(text)
        gathered, ordered = self._ordered(reading, region)
        if not ordered and preset is not None:
            given = self._preset(text, preset)
            if given is not None and not gathered.namers:
                return given
        return self._decide(text, reading, gathered, ordered, region, topic)

    def search(self, text: str, *, region: str | None = None, limit: int = 5) -> list[Candidate]:
        """Offices for a member of staff who types a name: ranked, nothing decided."""
        reading = self.spotter.read(text)
        _, ordered = self._ordered(reading, region)
        rows = [one.row for one in ordered[:limit]]
        if len(rows) < limit:
            rows += self._containing(reading, region, limit, rows)
        sure = {one.row: self._sure(ordered, at, reading) for at, one in enumerate(ordered[:limit])}
        return [self._candidate(row, sure.get(row, 0.0)) for row in rows[:limit]]

    def explain(
        self,
        text: str,
        *,
        region: str | None = None,
        topic: str | None = None,
        preset: str | None = None,
    ) -> dict[str, object]:
        """What was spotted, what spoke for each office, and the decision, as plain values."""
        reading = self.spotter.read(text)
        _, ordered = self._ordered(reading, region)
        match = self.match(text, region=region, topic=topic, preset=preset)
        return {
            "mention": text,
            "words": [word for word in reading.words if word],
            "spots": [_spot(spot, text, reading) for spot in reading.spots],
            "offices": [
                {
                    "id": self.index.agencies[one.row].id,
                    "score": round(one.score, 3),
                    "confidence": round(self._sure(ordered, at, reading), 4),
                    "features": {k: round(v, 3) for k, v in self.marks(ordered, at, reading).items() if v},
                }
                for at, one in enumerate(ordered[:MOST])
            ],
            "decision": match.decision.value,
            "missing": match.missing,
            "concept": match.concept,
            "place": match.place,
            "residence": match.residence,
        }

    def read(self, text: str, region: str | None = None) -> tuple[Reading, Gathered, list[Found]]:
        """The inner view that calibration is fitted on."""
        reading = self.spotter.read(text)
        return (reading, *self._ordered(reading, region))

    def marks(self, ordered: list[Found], at: int, reading: Reading) -> dict[str, float]:
        """The features of one office in an ordered list."""
        naming = {one.spot.start for one in ordered[:20]}
        return features(ordered, at, len(naming) - 1, _strange(reading, self.spotter.known))

    # ---- inside ----

    def _ordered(self, reading: Reading, region: str | None) -> tuple[Gathered, list[Found]]:
        region = region or None
        gathered = self.joiner.gather(reading, region)
        agencies = self.index.agencies
        # "sampah depan kantor lurah sadai, dlh batam gak angkut": the landmark steps back behind the named.
        found = blame.blamed(self.lexicon, reading, gathered)
        codes = {f.row: (agencies[f.row].region, agencies[f.row].id) for f in found}
        return gathered, order(found, self.weights, codes)

    def _sure(self, ordered: list[Found], at: int, reading: Reading) -> float:
        return probability(self.marks(ordered, at, reading), self.weights)

    def _decide(
        self,
        text: str,
        reading: Reading,
        gathered: Gathered,
        ordered: list[Found],
        region: str | None,
        topic: str | None,
    ) -> Match:
        first = ordered[0] if ordered else None
        place = _place(gathered, first, region)
        if first is not None and place is None:
            place = self.index.agencies[first.row].region[:5] or None
        common = {
            "concept": first.concept if first else _concept(gathered),
            "place": place,
            "residence": gathered.home.codes[0] if gathered.home else None,
            "evidence": _evidence(reading, first.spot if first else next(iter(gathered.namers), None)),
        }
        landmark = self._landmark(reading, gathered, first)
        elsewhere = first is not None and first.marks.get("conflict")  # "smkn 2 karimun" is no school of Batam
        aim = None if elsewhere else first
        trap = traps.offer(self.lexicon, self.index, reading, gathered.namers, aim, place, topic)
        if trap is not None:
            return self._trapped(text, trap, ordered if aim else [], reading, common, landmark)
        if first is None:
            bare = all(namer.kind == "generic" for namer in gathered.namers)
            missing = "office" if bare else "place"
            if missing == "place" and gathered.targets and gathered.targets[0].codes:
                missing = "office" if _concept(gathered) not in LOCAL else "place"
            return Match(text, Decision.ASK, (), missing, **common)  # type: ignore[arg-type]
        equal = tied(ordered)
        sure = self._sure(ordered, 0, reading)
        shown = [self._candidate(one.row, self._sure(ordered, at, reading)) for at, one in enumerate(ordered[:MOST])]
        missing = self._missing(first, gathered)
        # a bare duty beside a place ("umrah tanjungpinang") may as well be something else
        generic = bool(first.marks.get("generic") or (first.marks.get("weak") and not first.spot.cued))
        if first.marks.get("alone") and first.marks.get("twins"):
            generic = True  # a name that other regions have too: a region is never crossed silently
        if landmark:
            return Match(text, Decision.ASK, tuple(shown), "office", **common)  # type: ignore[arg-type]
        if len(equal) == 1 and sure >= self.weights.confirm and not generic:
            return Match(text, Decision.CONFIRM, (shown[0],), None, **common)  # type: ignore[arg-type]
        if len(shown) == 1 and sure >= 0.5:
            shown += [self._candidate(row, (1 - sure) / 3) for row in self._beside(first)]
        doubtful = any(first.marks.get(mark) for mark in ("unknown", "conflict", "sibling"))
        few = 2 <= len(equal) <= MOST and bool(first.target.codes) and not doubtful
        if len(shown) > 1 and (few or (len(equal) <= MOST and sure >= self.weights.choose)):
            return Match(text, Decision.CHOOSE, tuple(shown), None, **common)  # type: ignore[arg-type]
        return Match(text, Decision.ASK, tuple(shown), missing, **common)  # type: ignore[arg-type]

    def _beside(self, first: Found) -> list[int]:
        """Offices to show beside a lone one we are not sure of: the same kind in the province, its stand-ins."""
        entry = self.lexicon.concepts.get(first.concept or "")
        region = self.index.agencies[first.row].region[:5]
        if entry is None or not region:
            return []
        rows = [*self.index.at(entry.key, region[:2]), *self.index.at(entry.up or "", region[:2])]
        rows += [row for near in entry.near for row in self.index.at(near, region)]
        return [row for row in dict.fromkeys(rows) if row != first.row][: MOST - 3]

    def _trapped(
        self,
        text: str,
        trap: traps.Offer,
        ordered: list[Found],
        reading: Reading,
        common: Mapping[str, object],
        landmark: bool,
    ) -> Match:
        sure = max((self._sure(ordered, 0, reading), 0.3)) if ordered else 0.9
        share = [sure * 0.6] + [sure * 0.4 / max(1, len(trap.rows) - 1)] * (len(trap.rows) - 1)
        shown = [self._candidate(row, share[at], trap.why) for at, row in enumerate(trap.rows)]
        if landmark:
            return Match(text, Decision.ASK, tuple(shown), "office", **common)  # type: ignore[arg-type]
        if len(shown) == 1:
            shown = [self._candidate(trap.rows[0], max(sure, 0.92), trap.why)]
            return Match(text, Decision.CONFIRM, tuple(shown), None, **common)  # type: ignore[arg-type]
        return Match(text, Decision.CHOOSE, tuple(shown), None, **common)  # type: ignore[arg-type]

    def _landmark(self, reading: Reading, gathered: Gathered, first: Found | None) -> bool:
        """The only office named is where something happened, not who is meant: "jalan depan sd 006"."""
        spots = [*gathered.namers, *([first.spot] if first else [])]
        if not spots:
            return False
        return all(blame.beside_door(self.lexicon, reading, spot) for spot in spots)

    def _missing(self, first: Found, gathered: Gathered) -> str:
        if first.marks.get("generic"):
            return "office"
        if not first.target.codes or first.concept in LOCAL:
            return "place"
        if first.marks.get("sibling") or first.marks.get("twins") or first.marks.get("conflict"):
            return "place"
        return "office"

    def _preset(self, text: str, preset: str) -> Match | None:
        for row, agency in enumerate(self.index.agencies):
            if agency.id == preset:
                shown = (self._candidate(row, 0.95),)
                return Match(text, Decision.CONFIRM, shown, None, agency.concept, agency.region[:5] or None)
        return None

    def _candidate(self, row: int, confidence: float, why: str | None = None) -> Candidate:
        agency = self.index.agencies[row]
        return Candidate(agency.id, agency.name, agency.short, agency.region, confidence, why)

    def _containing(self, reading: Reading, region: str | None, limit: int, have: list[int]) -> list[int]:
        """Offices whose name holds every word, for a search that names no kind; the region first."""
        wanted = [word for word in reading.words if len(word) > 2]
        if not wanted or len(wanted) > LONGEST_NAME:
            return []  # a whole story stands in no name, and looking for it would take the turn's time
        found: list[int] = []
        for row, agency in enumerate(self.index.agencies):
            if region and agency.region and not agency.region.startswith(region[:2]):
                continue
            name = agency.name.lower()
            if row not in have and all(word in name for word in wanted):
                found.append(row)
                if len(found) + len(have) >= limit:
                    break
        return found


def _strange(reading: Reading, known: set[str]) -> float:
    """The share of words that nothing explains."""
    odd = sum(
        1
        for at, word in enumerate(reading.words)
        if word and reading.covered[at] < 0 and word not in known and word.isalpha()
    )
    return odd / max(3, len(reading.words))


def _place(gathered: Gathered, first: Found | None, region: str | None) -> str | None:
    targets = ([first.target] if first else []) + gathered.targets
    return next((target.codes[0] for target in targets if target.codes), region[:5] if region else None)


def _concept(gathered: Gathered) -> str | None:
    return next((s.concepts[0] for s in gathered.namers if s.concepts), None)


def _evidence(reading: Reading, spot: Spot | None) -> tuple[int, int] | None:
    if spot is None:
        return None
    return (reading.tokens[spot.start].start, reading.tokens[spot.end - 1].end)


def _spot(spot: Spot, text: str, reading: Reading) -> dict[str, object]:
    start, end = reading.tokens[spot.start].start, reading.tokens[spot.end - 1].end
    shape: dict[str, object] = {"text": text[start:end], "kind": spot.kind}
    if spot.concepts:
        shape |= {"concepts": list(spot.concepts), "strength": spot.strength}
    if spot.codes:
        shape |= {"regions": list(spot.codes), "residence": spot.residence}
    if spot.rows:
        shape["own_name_of"] = len(spot.rows)
    if spot.repaired:
        shape["repaired"] = round(spot.repaired, 2)
    return shape
