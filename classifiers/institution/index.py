"""The registry laid out for the match: postings by (concept, region), by own name; knows no mention."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from classifiers.institution.lexicon import Lexicon
from classifiers.institution.places import Gazetteer
from complaints.agency import Agency

#: Kinds of office told apart by a local name that means nothing without the kind beside it.
LOCAL = frozenset("kecamatan kelurahan desa puskesmas polsek kua sd smp sma smk slb man mtsn min samsat".split())
#: An own name that so many offices share names none of them.
SHARED = 12


class Index:
    """Rows are positions in `agencies`; every list is in the order of the registry."""

    __slots__ = (
        "_buckets",
        "_places",
        "_rows",
        "agencies",
        "by_region",
        "concept_ids",
        "counts",
        "names",
        "own",
        "proper",
        "region_ids",
        "stems",
    )

    def __init__(self, agencies: Iterable[Agency], gazetteer: Gazetteer, lexicon: Lexicon) -> None:
        self.agencies: list[Agency] = _once(agencies)
        self.concept_ids: dict[str, int] = {}
        self.region_ids: dict[str, int] = {}
        self.counts: dict[str, int] = {}
        self.proper: dict[int, str] = {}
        self.names: dict[str, int | tuple[int, ...]] = {}
        self.own: dict[str, tuple[int, ...]] = {}
        self.stems: dict[str, tuple[str, ...]] = {}
        self._buckets: dict[tuple[str, int], list[str]] | None = None
        self._fill(gazetteer, lexicon)

    def _fill(self, gazetteer: Gazetteer, lexicon: Lexicon) -> None:
        pairs: list[int] = []
        own: dict[str, list[int]] = {}
        stems: dict[str, set[str]] = {}
        names = self.names
        concept_ids, region_ids, counts = self.concept_ids, self.region_ids, self.counts
        taken = {lexicon.key(phrase.text) for phrase in lexicon.phrases}
        tails, key_of = gazetteer.tails, lexicon.key
        for row, agency in enumerate(self.agencies):
            code = agency.region[:5]
            concept = agency.concept
            if concept is not None:
                number = concept_ids.setdefault(concept, len(concept_ids))
                place = region_ids.setdefault(code, len(region_ids))
                pairs.append((number << 42) | (place << 24) | row)
                counts[concept] = counts.get(concept, 0) + 1
            proper = agency.proper
            if proper:
                key = key_of(proper)
                self.proper[row] = key
                held = names.get(key)
                if held is None:
                    names[key] = row
                else:
                    names[key] = (held, row) if isinstance(held, int) else (*held, row)
            elif concept in lexicon.concepts and code:
                bare = _bare(agency.name, tails.get(code, ()))
                if bare is not None:
                    stem = key_of(bare)
                    if len(stem) > 4 and stem not in taken:
                        stems.setdefault(stem, set()).add(str(concept))
            plain = not (agency.aliases or agency.former or agency.verified or not code)
            if plain and (concept in LOCAL or (concept in lexicon.concepts and not proper)):
                continue  # nearly all rows: found by joining, nothing to store
            for key in _own_names(agency, lexicon, gazetteer, taken):
                own.setdefault(key, []).append(row)
        pairs.sort()
        mask = (1 << 24) - 1
        self._places = array("q", [pair >> 24 for pair in pairs])
        self._rows = array("i", [pair & mask for pair in pairs])
        self.own = {key: tuple(rows) for key, rows in own.items() if len(rows) <= SHARED}
        self.stems = {key: tuple(sorted(found)) for key, found in stems.items()}

    def at(self, concept: str, code: str) -> Sequence[int]:
        """Offices of one kind in one region (kabupaten/kota at most as fine)."""
        number, place = self.concept_ids.get(concept), self.region_ids.get(code)
        if number is None or place is None:
            return ()
        wanted = (number << 18) | place
        low = bisect_left(self._places, wanted)
        return self._rows[low : bisect_right(self._places, wanted, low)]

    def of(self, concept: str) -> Sequence[int]:
        """All offices of one kind."""
        number = self.concept_ids.get(concept)
        if number is None:
            return ()
        low = bisect_left(self._places, number << 18)
        return self._rows[low : bisect_left(self._places, (number + 1) << 18, low)]

    def within(self, concept: str, province: str, limit: int) -> list[int]:
        """Offices of one kind anywhere in a province, at most `limit`."""
        found: list[int] = []
        for code in self.region_ids:
            if code[:2] == province:
                found.extend(self.at(concept, code))
                if len(found) > limit:
                    break
        return sorted(found)[:limit]

    def bucket(self, letter: str, size: int) -> list[str]:
        """Proper names of one first letter and length; laid out when first asked for."""
        if self._buckets is None:
            self._buckets = {}
            for key in self.names:
                self._buckets.setdefault((key[:1], len(key)), []).append(key)
        return self._buckets.get((letter, size), [])

    def named(self, key: str) -> tuple[int, ...]:
        """Rows whose proper name has this key."""
        held = self.names.get(key)
        return () if held is None else (held,) if isinstance(held, int) else held


def _once(agencies: Iterable[Agency]) -> list[Agency]:
    """Active rows, the first of each id: a registry with a doubled id must not vote twice."""
    seen: set[str] = set()
    kept: list[Agency] = []
    for agency in agencies:
        if agency.active and agency.id not in seen:
            seen.add(agency.id)
            kept.append(agency)
    return kept


def _bare(name: str, tails: tuple[str, ...]) -> str | None:
    """An office name without its region: "Dinas Kesehatan Kota Batam" -> "Dinas Kesehatan "."""
    for tail in tails:
        if name.endswith(tail):
            return name[: -len(tail)]
    return None


def _own_names(agency: Agency, lexicon: Lexicon, gazetteer: Gazetteer, taken: set[str]) -> set[str]:
    """Names that mean this very office: aliases and former names always, its full name where rows are few.

    A generated row's name is concept plus region and is found by joining, so it is not stored; the
    same goes for an alias that is only a concept beside a place.
    """
    texts = [*agency.aliases, *(former.name for former in agency.former)]
    if not agency.region or agency.verified or agency.concept not in lexicon.concepts or agency.proper:
        texts += [agency.name, agency.short]
        if agency.proper and agency.concept not in LOCAL:
            texts.append(agency.proper)
    keys = {lexicon.key(text) for text in texts}
    return {
        key
        for key in keys
        if len(key) > 2
        and key not in taken
        and key not in gazetteer.codes
        and key not in gazetteer.parts
        and key not in gazetteer.districts
        and not key.isdigit()
        and not _joined(key, taken, gazetteer, lexicon)
    }


def _joined(key: str, taken: set[str], gazetteer: Gazetteer, lexicon: Lexicon) -> bool:
    """Whether a key is a concept beside a place ("polresbandung") or beside a role word ("rsudkota")."""
    return any(
        key[:cut] in taken and (key[cut:] in gazetteer.codes or key[cut:] in lexicon.roles)
        for cut in range(3, len(key) - 2)
    )
