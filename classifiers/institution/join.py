"""From spots to offices: joins kind, place and proper name, and notes what spoke for each; knows no probability."""

from __future__ import annotations

from collections.abc import Sequence

from classifiers.institution import names
from classifiers.institution.index import LOCAL, Index
from classifiers.institution.lexicon import Concept, Lexicon
from classifiers.institution.marks import Found, Gathered, add_target, of_namer
from classifiers.institution.model import Spot
from classifiers.institution.namers import namers
from classifiers.institution.places import Gazetteer, related
from classifiers.institution.slips import Slips
from classifiers.institution.spot import Reading
from classifiers.institution.target import Target, choose, residence, sayable

#: Offices kept of one join; a list longer than five is a question anyway.
KEPT = 40


class Joiner:
    """Joins the spots of a reading over one registry."""

    def __init__(self, index: Index, gazetteer: Gazetteer, lexicon: Lexicon) -> None:
        self.index, self.gazetteer, self.lexicon = index, gazetteer, lexicon
        self.slips = Slips(index, lexicon)
        families: dict[str, list[str]] = {}
        for concept in lexicon.concepts.values():
            if concept.family:
                families.setdefault(concept.family, []).append(concept.key)
        self.heads = frozenset(lexicon.key(p.text) for p in lexicon.phrases if p.strength == "alias")
        self.families = {name: tuple(keys) for name, keys in families.items()}

    def gather(self, reading: Reading, region: str | None) -> Gathered:
        """Every office that the words, or the words and the citizen's region, can mean."""
        gathered = Gathered(home=residence(reading, region))
        places = sayable(reading)
        gathered.namers = namers(self.lexicon, reading, places)
        for namer in gathered.namers:
            if namer.kind == "row":
                self._own(gathered, reading, namer, places, region)
            else:
                self._joined(gathered, reading, namer, places, region)
        return gathered

    def _own(self, gathered: Gathered, reading: Reading, namer: Spot, places: list[Spot], region: str | None) -> None:
        target = choose(namer, places, gathered.home, region, range(0))
        gathered.targets.append(target)
        strict = len(namer.key) <= 4
        beside = [s for s in reading.spots if s.kind == "concept" and s.end == namer.start]
        kinds = {c for s in beside for c in (*s.concepts, *self._family(s.concepts))}
        for row in namer.rows:
            agency = self.index.agencies[row]
            marks = {"own": 1.0, "repaired": namer.repaired, "strict": float(strict)}
            code = agency.region
            if code and target.source == "said" and not target.far:
                if not any(related(code[:5], other) for other in target.codes):
                    marks["conflict"] = 1.0
                else:
                    marks["said"] = 1.0
            elif code and region and related(code[:5], region[:5]):
                marks["context"] = 1.0
            elif code and region:
                marks["elsewhere"] = 1.0
            if marks.get("conflict"):
                self._namesakes(gathered, row, namer, target)
            if kinds and agency.concept not in kinds:
                marks["conflict"] = 1.0  # "bandara soekarno ..." is not the hospital of that name
            if not code:
                head = self._head_office(reading, namer)
                marks["only" if head else self._national(agency.concept)] = 1.0
            self._note(gathered, row, namer, target, marks, agency.concept)

    def _namesakes(self, gathered: Gathered, row: int, namer: Spot, target: Target) -> None:
        """ "lurah tanjung" is a name of one office, and beside another kabupaten that of its namesake there."""
        concept = self.index.agencies[row].concept
        for other in self.index.named(self.index.proper.get(row, "")):
            if self.index.agencies[other].concept == concept and self._inside(other, target.codes):
                marks = {"named": 1.0, "said": 1.0, "repaired": namer.repaired}
                self._note(gathered, other, namer, target, marks, concept)

    def _joined(
        self, gathered: Gathered, reading: Reading, namer: Spot, places: list[Spot], region: str | None
    ) -> None:
        concepts = namer.concepts
        if not concepts:
            gathered.generic = True
            gathered.targets.append(choose(namer, places, gathered.home, region, range(0)))
            return
        named = self._named(reading, namer, concepts)
        family = False
        if named is None:
            wide = self._family(concepts)
            if wide:
                named = self._named(reading, namer, wide)
                family = named is not None
        if named is not None and self._tailed(reading, named):
            near = choose(namer, places, gathered.home, region, named.taken)
            named = self.slips.longer(reading, namer, named, near) or named
        taken = named.taken if named else range(0)
        home = gathered.home
        if home is not None and home.start in taken:
            home = None  # "lurah kampung bulang" is a name: nobody said to live in Bulang
        target = choose(namer, places, home, region, taken)
        gathered.targets.append(target)
        if named is not None:
            self._by_name(gathered, reading, namer, named, target, region, family)
            if namer.concepts[0] in LOCAL or family or target.source != "said":
                return
        before = len(gathered.found)
        for at, concept in enumerate(concepts):
            self._by_place(gathered, reading, namer, concept, target, region, named)
            for one in gathered.found[before:]:
                one.marks.setdefault("option", float(at))

    def _named(self, reading: Reading, namer: Spot, concepts: Sequence[str]) -> names.Named | None:
        slot, common = self.lexicon.sets["slot"], self.lexicon.common
        return names.exact(self.index, reading, namer, concepts, slot, self.heads, common)

    def _head_office(self, reading: Reading, namer: Spot) -> bool:
        """ "ojk pusat", "kementerian haji": the head office above the branches is meant."""
        words = reading.words
        after = words[namer.end] if namer.end < len(words) else ""
        nation = self.lexicon.sets["nation"]
        inside = words[namer.start : namer.end]
        return after in nation or inside[-1] in nation or inside[0] == "kementerian"

    def _adrift(
        self, gathered: Gathered, namer: Spot, concept: str, target: Target, found: names.Named | None
    ) -> None:
        """A misspelt name that stands in no place said: "kua teuupah barat", where Barat is a place too."""
        for row in found.rows[:KEPT] if found else ():
            marks = of_namer(namer)
            marks |= {"named": 1.0, "misnamed": found.distance if found else 0.0, "alone": 1.0}
            self._note(gathered, row, namer, target, marks, concept)

    def _family(self, concepts: Sequence[str]) -> tuple[str, ...]:
        wide: list[str] = []
        for concept in concepts:
            entry = self.lexicon.concepts.get(concept)
            if entry is not None and entry.family not in (None, "wilayah", "polisi", "sekolah"):
                wide.extend(k for k in self.families[str(entry.family)] if k not in concepts)
        return tuple(wide)

    def _by_name(
        self,
        gathered: Gathered,
        reading: Reading,
        namer: Spot,
        named: names.Named,
        target: Target,
        region: str | None,
        family: bool,
    ) -> None:
        rows = named.rows
        said = target.source == "said"
        districts = self._districts(reading, named)
        unknown = float(self._tailed(reading, named))
        # "polres barelang" names the office and its town at once, wherever the citizen lives
        key = "".join(reading.words[named.start : named.end])
        placed = key in self.gazetteer.codes and namer.concepts[0] not in LOCAL
        if len(rows) > 1 and target.codes:
            inside = tuple(r for r in rows if self._inside(r, target.codes))
            rows = inside or rows
        for row in rows[: 4 * KEPT]:
            agency = self.index.agencies[row]
            marks = of_namer(namer)
            marks["named"] = 1.0
            marks["misnamed"] = named.distance
            marks["family"] = float(family)
            marks["unknown"] = unknown
            inside_target = not target.codes or self._inside(row, target.codes)
            if said and not inside_target and not target.far:
                marks["conflict"] = 1.0
            elif (said and target.codes) or placed:
                marks["said"] = 1.0
            elif target.source == "context":
                marks["context" if inside_target else "elsewhere"] = 1.0
            elif target.source == "residence":
                marks["residence" if inside_target else "elsewhere"] = 1.0
            else:
                marks["alone"] = 1.0
                marks["twins"] = float(self._elsewhere(row, key))
            if districts and self._lies_in(row, districts):
                marks["district"] = 1.0
            self._note(gathered, row, namer, target, marks, agency.concept)

    def _elsewhere(self, row: int, key: str) -> bool:
        """Whether other regions have a place of that name too: "polsek jombang" is not the one of Cilegon for sure."""
        region = self.index.agencies[row].region[:5]
        codes = self.gazetteer.districts.get(key, ()) + self.gazetteer.codes.get(key, ())
        return any(not related(code[:5], region) for code in codes)

    def _tailed(self, reading: Reading, named: names.Named) -> bool:
        """Whether an unknown word follows the name: "gampong saba [sitahul tahul]" is not Saba."""
        at = named.end
        if at >= len(reading.words) or reading.covered[at] >= 0:
            return False
        word = reading.words[at]
        return word.isalpha() and word not in self.lexicon.common and word not in self.lexicon.roles

    def _districts(self, reading: Reading, named: names.Named) -> tuple[str, ...]:
        """Keys of kecamatan said beside the name, which tell homonyms of one kabupaten apart."""
        words = reading.words
        keys = [
            spot.key for spot in reading.spots if spot.kind == "place" and spot.part and spot.start not in named.taken
        ]
        for at in range(named.end, len(words)):
            if words[at] == "kecamatan":
                keys += ["".join(words[at + 1 : at + 1 + size]) for size in (1, 2, 3)]
        return tuple(key for key in keys if key)

    def _lies_in(self, row: int, districts: Sequence[str]) -> bool:
        name = self.lexicon.key(self.index.agencies[row].name)
        tail = name.partition(self.index.proper.get(row, name))[2]
        where = tail.removeprefix("kecamatan")
        return any(key in tail or names.alike(key, where) for key in districts)

    def _by_place(
        self,
        gathered: Gathered,
        reading: Reading,
        namer: Spot,
        concept: str,
        target: Target,
        region: str | None,
        named: names.Named | None,
    ) -> None:
        entry = self.lexicon.concepts.get(concept)
        if entry is None:
            return
        if not target.codes:
            self._anywhere(gathered, reading, namer, entry, target)
            return
        for code in target.codes:
            rows, way = self._rows(entry, code)
            mistake: names.Named | None = None
            unknown = False
            if named is None and way != "near":
                among = self.index.at(concept, code) if concept in LOCAL else rows
                mistake, unknown = self.slips.near(reading, namer, among)
                mistake = mistake or self.slips.joined(reading, namer, concept, among, target)
                if mistake is None and (unknown or (target.spot and target.spot.part)):
                    lost = self.slips.joined(reading, namer, concept, (), target)
                    self._adrift(gathered, namer, concept, target, lost)
            if mistake is not None and concept in LOCAL:
                rows = mistake.rows
            elif unknown and concept in LOCAL and target.source == "residence":
                self._misspelt(gathered, reading, namer, entry, target)
            for row in rows:
                marks = of_namer(namer)
                marks[target.source] = 1.0
                if way:
                    marks[way] = 1.0
                add_target(marks, target)
                if mistake is not None and row in mistake.rows:
                    marks["named"], marks["misnamed"] = 1.0, mistake.distance
                else:
                    self._unnamed(marks, row, code, target, named)
                    marks["unknown"] = float(unknown and mistake is None)
                self._note(gathered, row, namer, target, marks, concept)

    def _rows(self, concept: Concept, code: str) -> tuple[Sequence[int], str]:
        """Offices of a kind in a region, else of the kinds that answer in its stead, and which way it was."""
        index, key, province = self.index, concept.key, code[:2]
        rows = index.at(key, code)
        if len(rows):
            return rows[:KEPT], ""
        if len(code) == 2:
            if concept.up and len(up := index.at(concept.up, code)):
                return up, "level"
            if near := [row for other in concept.near for row in index.at(other, code)]:
                return near, "near"
            below = index.within(key, code, KEPT)
            if below:
                return below, "sibling"
            return index.at(key, ""), self._national(key)
        siblings = index.within(key, province, KEPT)
        if siblings and all(len(index.agencies[row].region) == 2 for row in siblings):
            return siblings, "up"  # the province keeps one such office for all: PTUN, Polda
        if concept.up and "k" not in concept.level and len(up := index.at(concept.up, province)):
            return up, "up"
        near = [row for other in concept.near for row in index.at(other, code)]
        if near:
            return near[:KEPT], "near"
        if concept.key in LOCAL:
            return (), "sibling"
        if siblings:
            return siblings, "sibling"
        nation = index.at(key, "")
        return (nation, self._national(key)) if len(nation) else ((), "sibling")

    def _national(self, concept: str | None) -> str:
        """The one office of the nation ("only"), or a head office above branches ("nation")."""
        entry = self.lexicon.concepts.get(concept or "")
        return "only" if entry is None or entry.level == "n" else "nation"

    def _anywhere(self, gathered: Gathered, reading: Reading, namer: Spot, concept: Concept, target: Target) -> None:
        rows = self.index.at(concept.key, "")
        if concept.level == "n" and not len(rows):
            rows = ()
        for row in rows:
            marks = of_namer(namer)
            head = self._head_office(reading, namer)
            marks["only" if head else self._national(concept.key)] = 1.0
            if concept.level != "n" and not head:
                marks["placeless"] = 1.0
                marks["unknown"] = float(self.slips.odd(reading, namer))
            self._note(gathered, row, namer, target, marks, concept.key)
        if len(rows) or concept.level == "n":
            return
        if concept.key in LOCAL:
            self._misspelt(gathered, reading, namer, concept, target)
            return
        rows = self.index.of(concept.key)
        heads = [row for row in rows if len(self.index.agencies[row].region) == 2]
        if len(heads) == 1 and "n" in concept.level:
            rows = heads  # a bank of one province: its head office stands where others have one of the nation
        if len(rows) <= 5:
            for row in rows:
                marks = of_namer(namer)
                marks["placeless"] = 1.0
                self._note(gathered, row, namer, target, marks, concept.key)

    def _misspelt(self, gathered: Gathered, reading: Reading, namer: Spot, concept: Concept, target: Target) -> None:
        """A misspelt proper name with no place to narrow it."""
        if len(self.index.of(concept.key)) == 0:
            return
        found = self.slips.anywhere(reading, namer, (concept.key,))
        found = found or self.slips.joined(reading, namer, concept.key, (), target)
        self._adrift(gathered, namer, concept.key, target, found)

    def _unnamed(
        self, marks: dict[str, float], row: int, code: str, target: Target, named: names.Named | None
    ) -> None:
        proper = self.index.proper.get(row)
        if proper is None:
            return
        local = self.index.agencies[row].concept in LOCAL
        if not local and code in self.gazetteer.codes.get(proper, ()):
            return  # "PN Tanjung Balai Karimun": the proper name is only the town's
        if target.spot is not None and target.spot.key == proper and target.source != "residence":
            marks["named"] = 1.0
            return
        marks["unnamed"] = 1.0

    def _inside(self, row: int, codes: Sequence[str]) -> bool:
        region = self.index.agencies[row].region[:5]
        return any(related(region, code) for code in codes)

    @staticmethod
    def _note(
        gathered: Gathered,
        row: int,
        spot: Spot,
        target: Target,
        marks: dict[str, float],
        concept: str | None,
    ) -> None:
        gathered.found.append(Found(row, spot, target, marks, concept))
