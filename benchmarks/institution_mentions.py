"""Synthetic mentions of a registry's offices, each with its truth; seeded, so a figure can be repeated."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.mention_templates import BARE, FIRMS, TEST, TRAIN
from classifiers.institution import Lexicon, default_lexicon
from classifiers.institution.index import LOCAL
from complaints.agency import Agency, Region

CLASSES = ("clean", "abbr", "place_abbr", "typo", "dropped", "order", "embedded", "embedded_hard")
_PREFIX = ("Provinsi ", "Kabupaten Administrasi ", "Kota Administrasi ", "Kabupaten ", "Kota ")
_NEAR = dict(zip("qwertyuiopasdfghjklzxcvbnm", "wertyuioopsdfghjkllxcvbnmm", strict=True))


@dataclass(frozen=True, slots=True)
class Mention:
    """What someone wrote and whom they meant; `truth` None means that no office may be confirmed."""

    text: str
    truth: str | None
    kind: str


class Generator:
    """Draws mentions of one registry; `half` is 'train' or 'test'."""

    def __init__(self, agencies: Sequence[Agency], regions: Sequence[Region], half: str, seed: int) -> None:
        self.lexicon: Lexicon = default_lexicon()
        self.half, self.random = half, random.Random(f"{half}{seed}")
        self.templates = TRAIN if half == "train" else TEST
        self.regions = {region.code: region for region in regions}
        self.alias: dict[str, list[str]] = {}
        for phrase in self.lexicon.phrases:
            if phrase.strength == "alias":
                for concept in phrase.concepts:
                    self.alias.setdefault(concept, []).append(phrase.text)
        names: dict[str, int] = {}
        for region in regions:
            if len(region.code) <= 5:
                names[_bare(region.name)] = names.get(_bare(region.name), 0) + 1
        self.twins = {name for name, times in names.items() if times > 1}
        self.homonyms: dict[tuple[str | None, str], int] = {}
        self.pairs: dict[tuple[str | None, str], int] = {}
        for agency in agencies:
            self.pairs[agency.concept, agency.region[:5]] = self.pairs.get((agency.concept, agency.region[:5]), 0) + 1
            if agency.proper:
                key = (agency.concept, self.lexicon.key(agency.proper))
                self.homonyms[key] = self.homonyms.get(key, 0) + 1
                near = (f"{agency.concept} {agency.region[:5]}", key[1])
                self.homonyms[near] = self.homonyms.get(near, 0) + 1
        self.offices = [agency for agency in agencies if self._sayable(agency)]
        self.towns = [_bare(r.name) for r in regions if len(r.code) == 5]

    def _sayable(self, agency: Agency) -> bool:
        """Offices that concept, place and proper name together single out."""
        if agency.concept not in self.alias:
            return False
        if not agency.region:  # one of a kind for the nation; PLN and the like are many
            return self.lexicon.concepts[agency.concept].level == "n"
        if agency.region[:5] not in self.regions:
            return False
        if agency.concept in {"smp", "sma", "smk", "slb", "sd", "man", "mtsn", "min", "pemda"}:
            return False  # schools are answered by the education office (traps), pemda is a role word
        return bool(agency.proper) or self.pairs[agency.concept, agency.region[:5]] == 1

    def positives(self, count: int) -> list[Mention]:
        """Equal shares of the eight classes."""
        return [self.positive(CLASSES[at % len(CLASSES)]) for at in range(count)]

    def placeless(self, count: int) -> list[Mention]:
        """Mentions that leave the place to what the citizen stated before."""
        local = [a for a in self.offices if len(a.region) >= 5]
        kinds = ("clean", "abbr", "typo", "dropped", "embedded")
        return [
            self.positive(self.random.choice(kinds), self.random.choice(local), placed=False) for _ in range(count)
        ]

    def positive(self, kind: str, agency: Agency | None = None, placed: bool = True) -> Mention:
        """One mention of one office in one class."""
        agency = agency or self.random.choice(self.offices)
        concept = self._concept(agency, kind)
        place = self._place(agency, kind)
        proper = agency.proper or ""
        if agency.concept not in LOCAL and proper and agency.region:
            place = place if self.random.random() < 0.5 else ""
        key = self.lexicon.key(proper)
        if self.homonyms.get((f"{agency.concept} {agency.region[:5]}", key), 0) > 1:
            place = f"kec {_kecamatan(agency.name)} {place}"
        elif agency.concept in LOCAL and self.homonyms.get((agency.concept, key)) == 1 and kind != "clean":
            place = place if self.random.random() < 0.5 else ""
        if not placed:
            place = ""
        parts = [concept, proper.lower(), place]
        if kind == "order" and place:
            parts = [place, concept, proper.lower()]
        if kind in ("typo", "embedded_hard"):
            parts = self._slip(parts)
        core = " ".join(part for part in parts if part)
        own = self._own(agency) if kind in ("abbr", "embedded") else None
        if own is not None and agency.verified and " " in own:
            core = own if place.split(" ")[-1] in own else f"{own} {place}"
        return Mention(self._frame(core, kind), agency.id, kind)

    def negatives(self, count: int, absent: Sequence[Agency] = ()) -> list[Mention]:
        """A third offices the registry lacks, the rest bare words, firms and plain stories."""
        found: list[Mention] = []
        for at in range(count):
            if absent and at % 3 == 0:
                said = self.positive(self.random.choice(CLASSES), self.random.choice(absent))
                found.append(Mention(said.text, None, "absent"))
            elif at % 3 == 1:
                bare = self.random.choice(BARE[self.half])
                frame = self.random.choice(("{m}", *self.templates["long"]))
                found.append(Mention(frame.format(m=bare), None, "bare"))
            else:
                text = self.random.choice(self.templates["none"])
                firm = self.random.choice(FIRMS[self.half])
                town = self.random.choice(self.towns).lower()
                found.append(Mention(text.format(d=town, x=firm), None, "none"))
        return found

    def _own(self, agency: Agency) -> str | None:
        """Now and then a name that only this office has."""
        if agency.aliases and self.random.random() < 0.15:
            return self.random.choice(agency.aliases)
        return None

    def _concept(self, agency: Agency, kind: str) -> str:
        options = self.alias[str(agency.concept)]
        if kind in ("clean", "typo", "order"):
            return options[0]
        if kind in ("abbr", "place_abbr", "embedded_hard"):
            return self.random.choice([o for o in options if " " not in o] or options)
        return self.random.choice(options)

    def _place(self, agency: Agency, kind: str) -> str:
        code = agency.region[:5]
        region = self.regions.get(code)
        if region is None:
            return ""
        bare = _bare(region.name)
        word = {"Pr": "provinsi", "Ka": "kabupaten", "Ko": "kota"}[region.name[:2]]
        if len(code) == 5 and kind in ("abbr", "dropped", "embedded", "embedded_hard", "place_abbr"):
            word = {"kabupaten": "kab", "kota": "kota"}[word]
        shorts = [s for s in self.lexicon.places.get(code, ()) if s not in self.lexicon.ordinary]
        if kind in ("place_abbr", "embedded_hard") and shorts and bare not in self.twins:
            return self.random.choice(shorts)
        keep = bare in self.twins or kind == "clean" or self.random.random() < 0.4
        return f"{word} {bare}".lower() if keep else bare.lower()

    def _slip(self, parts: list[str]) -> list[str]:
        words = [(at, word) for at, part in enumerate(parts) for word in part.split()]
        long = [(at, word) for at, word in words if len(word) > 5 and word.isalpha()]
        if not long:
            return parts
        at, word = self.random.choice(long)
        return [part.replace(word, self._typo(word), 1) if here == at else part for here, part in enumerate(parts)]

    def _typo(self, word: str) -> str:
        at = self.random.randrange(1, len(word) - 1)
        way = self.random.randrange(4)
        if way == 0:
            return word[:at] + word[at + 1 :]
        if way == 1:
            return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        if way == 2:
            return word[:at] + word[at] + word[at:]
        return word[:at] + _NEAR.get(word[at], "a") + word[at + 1 :]

    def _frame(self, core: str, kind: str) -> str:
        if kind == "embedded":
            return self.random.choice(self.templates["long"]).format(m=core)
        if kind == "embedded_hard":
            town = self.random.choice(self.towns).lower()
            return self.random.choice(self.templates["far"]).format(m=core, d=town)
        if kind in ("clean", "order"):
            return core
        return self.random.choice(self.templates["short"]).format(m=core)


def _bare(name: str) -> str:
    return next((name[len(p) :] for p in _PREFIX if name.startswith(p)), name)


def _kecamatan(name: str) -> str:
    """The kecamatan in a village's name: "Desa X Kecamatan Y"."""
    found = re.search(r"(?:Kecamatan|Kapanewon|Kemantren|Distrik) (.+)$", name)
    return found[1].lower() if found else ""
