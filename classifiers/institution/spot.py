"""Finding the words of a mention that mean a kind of office, an office or a place; knows no ranking."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass, field

from classifiers.institution.index import LOCAL, Index
from classifiers.institution.lexicon import Lexicon, Phrase
from classifiers.institution.model import Spot
from classifiers.institution.places import Gazetteer
from classifiers.institution.repair import Mender, speakable
from classifiers.normalise import Token, tokenise, words

#: Words read of one message. Nobody names an office after that, and 10,000 characters stay quick.
WORDS = 400
WIDTH = 5
PHRASE, OWN, PLACE, PART, DISTRICT = 1, 2, 4, 8, 16
#: Words of the longest proper name looked up before a word of it is mended.
LONGEST = 4
_NONE: frozenset[str] = frozenset()
_TRIPLE = re.compile(r"([a-z])\1{2,}")
_CODE = re.compile(r"[-/](?=[A-Za-z]{0,3}\d)[A-Za-z]*\d[\dA-Za-z]{3,}|/(?:[IVX]+/)?(?:19|20)\d\d\b")
_SCHOOL = re.compile(r"^(sdn|smpn|sman|smkn|slbn|mtsn|min|man|sd|smp|sma|smk|slb)(\d{1,3})$")


@dataclass(slots=True)
class Reading:
    """A mention cut in words, with what was spotted and what stayed unexplained."""

    tokens: list[Token]
    words: list[str]
    spots: list[Spot]
    covered: list[int]  # index of the spot over each word, -1 where none
    mended: dict[int, float] = field(default_factory=dict)
    plain: list[str] = field(default_factory=list)  # the words before mending

    def open(self, at: int) -> bool:
        """Whether a word may still be part of a proper name: nothing claims it, or only a repair does."""
        return self.covered[at] < 0 or at in self.mended

    def of(self, *kinds: str) -> list[Spot]:
        """Spots of these kinds in order."""
        return [spot for spot in self.spots if spot.kind in kinds]


class Spotter:
    """One table of keys for lexicon, own names and places, scanned longest first."""

    def __init__(self, index: Index, gazetteer: Gazetteer, lexicon: Lexicon) -> None:
        self.index, self.gazetteer, self.lexicon = index, gazetteer, lexicon
        self.phrases: dict[str, Phrase] = {}
        self.table: dict[str, int] = {}
        self.widths: dict[str, int] = {}
        self.known: set[str] = set(lexicon.common)
        self.mender = self._learn()
        # After "kota" or "kabupaten" only a place can stand, so everyday words may be mended to one there.
        self.placer = Mender(gazetteer.codes, gazetteer.skeletons)

    def _learn(self) -> Mender:
        vocabulary: set[str] = set()
        spell = self.lexicon.spell
        for phrase in self.lexicon.phrases:
            parts = spell(words(phrase.text))
            key = "".join(parts)
            held = self.phrases.get(key)
            if held is None or held.strength == "generic":
                self.phrases[key] = phrase
            self._add(key, PHRASE, parts)
            acronym = len(key) < 7 and phrase.concepts and self._national(phrase.concepts[0])
            if (phrase.strength != "generic" or len(key) > 5) and not acronym:
                vocabulary.update(parts)
                vocabulary.add(key)
            elif acronym:
                self.known.add(key)  # exact only: "mentas" is a village, not "mentan"
        for stem, concepts in self.index.stems.items():
            self.phrases.setdefault(stem, Phrase(stem, concepts, "alias"))
            self._add(stem, PHRASE, [stem])
        for key in self.index.own:
            self._add(key, OWN, [key])
        for keys, flag in (
            (self.gazetteer.codes, PLACE),
            (self.gazetteer.parts, PART),
            (self.gazetteer.districts, DISTRICT),
        ):
            for key in keys:
                self._add(key, flag, [key])
        vocabulary.update(key for key in self.gazetteer.codes if key not in self.lexicon.ordinary)
        for agency in self.index.agencies:
            if agency.aliases and agency.region and (agency.proper or agency.verified):
                for name in agency.aliases:
                    self.known.update(parts := spell(name.lower().split()))
                    vocabulary.update(part for part in parts if len(part) > 5)
                    if len(parts) > WIDTH:
                        self._widen(parts)
        for code in self.gazetteer.tails.values():
            vocabulary.update(set(spell(words(code[1]))) - self.lexicon.ordinary)
        self.known |= vocabulary
        self.known.update(self.table)
        vocabulary.update(self.lexicon.spelling)
        return Mender(vocabulary, self.gazetteer.skeletons)

    def _national(self, concept: str) -> bool:
        entry = self.lexicon.concepts.get(concept)
        return entry is not None and entry.level == "n"

    def _add(self, key: str, flag: int, parts: list[str]) -> None:
        self.table[key] = self.table.get(key, 0) | flag
        if len(parts) > WIDTH:
            self._widen(parts)

    def _widen(self, parts: list[str]) -> None:
        self.widths[parts[0]] = max(self.widths.get(parts[0], 0), len(parts))

    def read(self, text: str) -> Reading:
        """Words, repaired where unknown, and the spots over them."""
        tokens = _schools(self._stretched(text, tokenise(text, WORDS)))
        spelt = self.lexicon.spell(token.text for token in tokens)
        for at in range(1, len(spelt)):
            if spelt[at] == "tpi" and spelt[at - 1] in self.lexicon.sets["class_before_tpi"]:
                spelt[at] = ""
        for at, token in enumerate(tokens):
            if _CODE.match(text, token.end):
                spelt[at] = ""  # "booking PLN-X77K20", "SP-311/KPU/2026": letters of a number, no office
        reading = Reading(tokens, spelt, [], [-1] * len(spelt), plain=list(spelt))
        alternatives = self._mend(reading)
        self._scan(reading, alternatives)
        self._shape(reading)
        return reading

    def _stretched(self, text: str, tokens: list[Token]) -> list[Token]:
        """ "kejaksaaan" is Kejaksaan, and Kejaksan another place: two letters of three where one is no word."""
        for at, token in enumerate(tokens):
            if token.end - token.start > len(token.text) + 1 and text.isascii():
                doubled = _TRIPLE.sub(r"\1\1", text[token.start : token.end].lower())
                if speakable(doubled) and (doubled in self.known or token.text not in self.known):
                    tokens[at] = Token(doubled, token.start, token.end)
        return tokens

    def _mend(self, reading: Reading) -> dict[int, tuple[str, ...]]:
        alternatives: dict[int, tuple[str, ...]] = {}
        words, known, names = reading.words, self.known, self.index.names
        for at, word in enumerate(words):
            if len(word) < 4 or word in known or not word.isalpha():
                continue
            if word in names or self._among(names, words, at, word, LONGEST):
                # "paya [demam] lhee" is no slip of Demak
                continue
            if at + 1 < len(words) and word + words[at + 1] in self.table:
                continue
            # "[kementerin] komunikasi dan digital": the slip that makes a kind of office of its neighbours
            slips, phrases = self.mender.slips(word), self.phrases
            whole = next((hit for hit in slips if self._among(phrases, words, at, hit, WIDTH)), None)
            if whole is not None:
                words[at] = self.lexicon.spelling.get(whole, whole)
                reading.mended[at] = 1 / len(word)
                continue
            typed = at and self.lexicon.roles.get(words[at - 1]) in ("kota", "kabupaten", "provinsi")
            hits, distance = (self.placer if typed else self.mender).mend(word)
            if typed and not hits:
                hits, distance = self.mender.mend(word)
            before = words[at - 1] if at else ""
            hits = tuple(hit for hit in hits if self._credible(word, hit, before))
            if hits:
                if len(hits) > 1:
                    hits = self._preferred(hits, words, at)
                    alternatives[at] = hits
                words[at] = self.lexicon.spelling.get(hits[0], hits[0])
                reading.mended[at] = distance
        return alternatives

    @staticmethod
    def _among(table: Container[str], words: list[str], at: int, word: str, width: int) -> bool:
        """Whether `word`, put at that place, is an entry together with its neighbours, `width` words at most."""
        for start in range(max(0, at - width + 1), at + 1):
            key = "".join(words[start:at]) + word
            if start < at and key in table:
                return True
            for stop in range(at + 1, min(len(words), start + width)):
                key += words[stop]
                if key in table:
                    return True
        return False

    def _credible(self, word: str, hit: str, before: str) -> bool:
        """ "sihir" is no slip of "sipir", nor "kecamatan kemang" of "kemenag"; a place may be meant by both."""
        if hit in self.gazetteer.codes:
            return True
        if self._local(before) and hit in self.phrases:
            return False
        return len(word) > 5 or (len(hit) > 5 and hit[:2] == word[:2])

    def _local(self, before: str) -> bool:
        """Whether a word opens the slot of a local proper name."""
        phrase = self.phrases.get(before)
        return phrase is not None and any(concept in LOCAL for concept in phrase.concepts)

    def _preferred(self, hits: tuple[str, ...], words: list[str], at: int) -> tuple[str, ...]:
        """Of equally near words, the one that its neighbours complete; then places before the rest."""
        table, names = self.table, self.index.names
        before = words[at - 1] if at else ""
        after = words[at + 1] if at + 1 < len(words) else ""

        def rank(hit: str) -> tuple[bool, bool, str]:
            pairs = [pair for pair in (before and before + hit, after and hit + after) if pair]
            joined = any(pair in table or pair in names for pair in pairs)
            return (not joined, hit not in self.gazetteer.codes, hit)

        return tuple(sorted(hits, key=rank))

    def _scan(self, reading: Reading, alternatives: dict[int, tuple[str, ...]]) -> None:
        words, table, size = reading.words, self.table, len(reading.words)
        at = 0
        while at < size:
            word = words[at]
            if not word:
                at += 1
                continue
            key, best, end = "", "", at
            for stop in range(at, min(size, at + self.widths.get(word, WIDTH))):
                key += words[stop]
                if key in table:
                    best, end = key, stop + 1
            if best:
                spot = self._spot(best, at, end, alternatives.get(at) if end == at + 1 else None)
                spot.repaired = max((reading.mended.get(i, 0.0) for i in range(at, end)), default=0)
                reading.spots.append(spot)
                reading.covered[at:end] = [len(reading.spots) - 1] * (end - at)
                at = end
            else:
                at += 1

    def _spot(self, key: str, start: int, end: int, others: tuple[str, ...] | None) -> Spot:
        flag = self.table[key]
        if flag & OWN:
            product = self._product(key)
            if product:
                return Spot("concept", start, end, key, concepts=(product,))
            return Spot("row", start, end, key, rows=self.index.own[key])
        if flag & PHRASE:
            phrase = self.phrases[key]
            kind = "generic" if phrase.strength == "generic" else "concept"
            concepts = phrase.concepts
            for other in others or ():
                if other in self.phrases:
                    concepts += tuple(c for c in self.phrases[other].concepts if c not in concepts)
            return Spot(kind, start, end, key, concepts=concepts, strength=phrase.strength)
        if flag & PLACE:
            codes = self.gazetteer.codes[key]
            for other in others or ():
                codes += tuple(c for c in self.gazetteer.codes.get(other, ()) if c not in codes)
            return Spot("place", start, end, key, codes=codes, ordinary=key in self.lexicon.ordinary)
        source = self.gazetteer.parts if flag & PART else self.gazetteer.districts
        codes = tuple(dict.fromkeys(code[:5] for code in source[key]))
        return Spot("place", start, end, key, codes=codes, part=True, ordinary=key in self.lexicon.ordinary)

    def _product(self, key: str) -> str:
        """ "jht", "jkn", "pln mobile": what the branches of a national office deal in names the kind, not the head."""
        rows = self.index.own[key]
        agency = self.index.agencies[rows[0]]
        entry = self.lexicon.concepts.get(agency.concept or "")
        if agency.region or len(rows) > 1 or entry is None or entry.level == "n" or len(self.index.of(entry.key)) < 2:
            return ""
        head = any(key.startswith(word) or key.endswith(word) for word in self.lexicon.sets["nation"])
        return "" if head or key == self.lexicon.key(agency.name) else entry.key

    def _shape(self, reading: Reading) -> None:
        """Role words, residence, and what stands right before each spot."""
        words, sets, roles = reading.words, self.lexicon.sets, self.lexicon.roles
        previous: Spot | None = None
        for spot in reading.spots:
            before = words[spot.start - 1] if spot.start else ""
            if spot.kind == "place":
                spot.role = roles.get(before)
                after = words[spot.end] if spot.end < len(words) else ""
                if spot.role is None and after in ("kota", "kabupaten") and not spot.part:
                    spot.role = after
                if spot.role in ("kecamatan", "kelurahan", "desa"):
                    spot.part = True
                spot.residence = self._residence(reading, spot)
                touching = previous is not None and previous.end == spot.start
                spot.cued = bool(touching or spot.role or before in sets["slot"] or before in sets["residence"])
                spot.residence = spot.residence or _still_home(previous, spot)
            else:
                spot.thing = before in sets["thing"]
                spot.cued = before in sets["office"]
                for word in words[spot.start : spot.end]:
                    if roles.get(word) in ("kota", "kabupaten", "provinsi"):
                        spot.role = roles[word]
                after = words[spot.end] if spot.end < len(words) else ""
                if after in ("kota", "kabupaten", "provinsi") and (
                    spot.end + 1 == len(words) or reading.covered[spot.end + 1] < 0
                ):
                    spot.role = after  # "dinas pendidikan provinsi", the place being understood
                if previous is not None and previous.kind == "place" and previous.end == spot.start:
                    previous.cued = True  # "agam dinas sosial"
            if spot.kind == "place" and previous is not None and previous.kind == "generic" and spot.cued:
                self._lean(previous, words)
            previous = spot

    def _lean(self, spot: Spot, words: list[str]) -> None:
        """ "bpjs batam ... rujukan" is BPJS Kesehatan: the text tells which of the kinds it is."""
        said = [concept for concept in spot.concepts if not self.lexicon.leans.get(concept, _NONE).isdisjoint(words)]
        if len(said) == 1:
            spot.kind, spot.concepts, spot.strength = "concept", (said[0],), "alias"

    def _residence(self, reading: Reading, spot: Spot) -> bool:
        at, sets, steps = spot.start - 1, self.lexicon.sets, 0
        while at >= 0 and steps < 4:
            if reading.covered[at] >= 0:
                return False
            word = reading.words[at]
            if word in sets["residence"]:
                # "dinas ... dari kota batam" says where the office is
                return not (word == "dari" and at and reading.covered[at - 1] >= 0)
            if word not in sets["bridge"]:
                return False
            at, steps = at - 1, steps + 1
        return False


def _still_home(previous: Spot | None, spot: Spot) -> bool:
    """ "warga [sagulung] batam": the second place only explains the first."""
    if previous is None or previous.kind != "place" or not previous.residence:
        return False
    beside = spot.start - previous.end <= 1
    return beside and any(a[:2] == b[:2] for a in previous.codes for b in spot.codes)


def _schools(tokens: list[Token]) -> list[Token]:
    """ "sman3" is "sman 3"."""
    found: list[Token] = []
    for token in tokens:
        match = _SCHOOL.match(token.text) if token.text[-1:].isdigit() else None
        if match is None:
            found.append(token)
        else:
            middle = token.start + match.end(1)
            found.append(Token(match[1], token.start, middle))
            found.append(Token(match[2], middle, token.end))
    return found
