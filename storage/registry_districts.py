"""The offices that kecamatan and villages stand for, as values; knows no file and no database.

Every kecamatan is taken to have an office, a puskesmas, a KUA, a polsek and a first junior high
school; where a kab/kota has rows of such a kind by hand, that list beats the pattern. The first
digit of a village's last group says what it is: 1 kelurahan, 2 and 3 desa.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from complaints.agency import Agency, Region
from storage.registry_rows import SHORT_MAX, digits
from storage.seed.grammar import bare, squeeze

KAB, KECAMATAN, VILLAGE = 5, 8, 13  # lengths of the codes

#: What a kecamatan, a kelurahan and a desa are called where the law of the province says otherwise;
#: the longest beginning of the code wins.
TERMS = {
    "": ("Kecamatan", "Kelurahan", "Desa"),
    "11": ("Kecamatan", "Kelurahan", "Gampong"),
    "13": ("Kecamatan", "Kelurahan", "Nagari"),
    "34": ("Kapanewon", "Kelurahan", "Kalurahan"),
    "34.71": ("Kemantren", "Kelurahan", "Kalurahan"),
    **dict.fromkeys("91 92 93 94 95 96".split(), ("Distrik", "Kelurahan", "Kampung")),
}
#: concept -> kind, concept of the parent, proper name, name, short name
PATTERNS = {
    "puskesmas": ("puskesmas", "dinkes", "{name}", "Puskesmas {name} {kab}", "Puskesmas {name}"),
    "kua": ("agama", "kemenag", "{name}", "KUA {kecamatan} {name} {kab}", "KUA {name}"),
    "polsek": ("polri", "polres", "{name}", "Polsek {name} {kab}", "Polsek {name}"),
    "smp": ("sekolah", "disdik", "1 {name}", "SMP Negeri 1 {name}", "SMPN 1 {name}"),
}

_NOT_SLUG = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Kab:
    """What the offices below one kab/kota share."""

    region: Region
    digits: str
    place: str
    kecamatan: str
    kelurahan: str
    desa: str

    @classmethod
    def of(cls, region: Region) -> Kab:
        """Worked out once per kab/kota, since up to 700 offices ask for it."""
        terms = TERMS.get(region.code) or TERMS.get(region.code[:2]) or TERMS[""]
        return cls(region, digits(region.code), bare(region), *terms)


@lru_cache(maxsize=1024)
def slug(name: str) -> str:
    """The part of an id that a proper name becomes."""
    if not name.isascii():
        name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    plain = name.lower()
    return _NOT_SLUG.sub("-", plain).strip("-") or "x"


def district_offices(regions: Iterable[Region], existing: Iterable[Agency] = ()) -> Iterator[Agency]:
    """Offices of every kecamatan and village in `regions` that `existing` does not hold already.

    In the order of the codes: of two namesakes within one kab/kota the lower code gets the plain
    id, the other the name of its kecamatan as a tail, and a third its code.
    """
    by_code = {region.code: region for region in regions}
    existing = list(existing)
    ids = {agency.id for agency in existing}
    held = {_key(agency) for agency in existing if agency.proper}
    listed = {(agency.region, agency.concept) for agency in existing}
    kabs: dict[str, Kab] = {}
    for code in sorted(by_code):
        if len(code) < KECAMATAN:
            continue
        kab = kabs.get(code[:KAB]) or kabs.setdefault(code[:KAB], Kab.of(by_code[code[:KAB]]))
        kecamatan = by_code[code[:KECAMATAN]]
        for agency in _offices(by_code[code], kecamatan, kab):
            by_list = agency.concept in PATTERNS and (agency.region, agency.concept) in listed
            if not by_list and _key(agency) not in held:
                yield _with_free_id(agency, (slug(kecamatan.name), digits(code)), ids)


def _key(agency: Agency) -> tuple[str, str | None, str, str | None]:
    """Namesakes are one office only under the same parent: two desa Air Duren are two."""
    return (agency.region, agency.concept, slug(agency.proper or ""), agency.parent)


def _with_free_id(agency: Agency, tails: tuple[str, ...], ids: set[str]) -> Agency:
    if agency.id not in ids:
        ids.add(agency.id)
        return agency
    free = next(made for tail in tails if (made := f"{agency.id}-{tail}") not in ids)
    ids.add(free)
    return replace(agency, id=free)


def _offices(region: Region, kecamatan: Region, kab: Kab) -> Iterator[Agency]:
    if len(region.code) == VILLAGE:
        yield _village(region, kecamatan, kab)
        return
    name = region.name
    yield Agency(
        id=f"{kab.digits}.kecamatan.{slug(name)}",
        name=f"{kab.kecamatan} {name} {kab.region.name}",
        short=squeeze(f"{kab.kecamatan} {name}, {kab.place}"),
        kind="kecamatan",
        region=kab.region.code,
        parent=f"{kab.digits}.pemda",
        concept="kecamatan",
        proper=name,
    )
    for concept in PATTERNS:
        yield _by_pattern(concept, name, kab)


def _by_pattern(concept: str, name: str, kab: Kab) -> Agency:
    kind, parent, proper, long, short = PATTERNS[concept]
    words = {"name": name, "kab": kab.region.name, "kecamatan": kab.kecamatan}
    proper = proper.format_map(words)
    return Agency(
        id=f"{kab.digits}.{concept}.{slug(proper)}",
        name=long.format_map(words),
        short=squeeze(f"{short.format_map(words)}, {kab.place}"),
        kind=kind,
        region=kab.region.code,
        parent=f"{kab.digits}.{parent}",
        concept=concept,
        proper=proper,
    )


def _village(region: Region, kecamatan: Region, kab: Kab) -> Agency:
    is_kelurahan = region.code[9] == "1"
    concept = "kelurahan" if is_kelurahan else "desa"
    term = kab.kelurahan if is_kelurahan else kab.desa
    alone = f"{'Kel.' if is_kelurahan else term} {region.name}"
    short = f"{alone}, {kecamatan.name}"
    return Agency(
        id=f"{kab.digits}.{concept}.{slug(region.name)}",
        name=f"{term} {region.name} {kab.kecamatan} {kecamatan.name}",
        short=short if len(short) <= SHORT_MAX else squeeze(alone),
        kind=concept,
        region=kab.region.code,
        parent=f"{kab.digits}.kecamatan.{slug(kecamatan.name)}",
        concept=concept,
        proper=region.name,
    )
