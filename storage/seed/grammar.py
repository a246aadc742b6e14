"""The nation by grammar: every region times every stem of stems.csv; knows no database.

A rule for fewer regions beats a rule for all ("11" is Aceh, where the KPU is called KIP), and a
rule named "-" says that such an office does not exist there. Rows made here are unverified: the
real name may be a variant of the stem, which is why the matcher joins on (concept, region) and
not on the name. The same regions and the same stems always give the same rows in the same order.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from complaints.agency import KINDS, Agency, Region
from storage.registry_csv import Record, read_records
from storage.registry_rows import SHORT_MAX, digits

STEMS = Path(__file__).with_name("stems.csv")
STEM_COLUMNS = (
    *("concept", "level", "regions", "kind", "parent"),
    *("name", "short", "variants", "source"),
)
LEVELS = {"provinsi", "kabkota", "kabupaten", "kota"}
#: Words that a too long button gives up, in this order.
SQUEEZE = (
    *(("Kepulauan", "Kep."), ("Administrasi ", ""), ("Kab. ", ""), ("Prov. ", "")),
    *(("Daerah Istimewa Yogyakarta", "DIY"), ("Selatan", "Sel."), ("Tengah", "Teng.")),
    *(("Timur", "Tim."), ("Utara", "Ut."), ("Barat", "Bar."), ("Kantor ", "")),
)

_PREFIX = re.compile(r"(Provinsi|Kabupaten|Kota)( Administrasi)? ")
_SHORTER = {"Kabupaten": "Kab.", "Provinsi": "Prov.", "Kota": "Kota"}


@dataclass(frozen=True, slots=True)
class Stem:
    """One kind of office with the wording it has at one level of government."""

    concept: str
    level: str
    regions: str  # beginning of the region codes this wording is for, "" for all
    kind: str
    parent: str
    name: str
    short: str

    def fits(self, region: Region) -> bool:
        """Whether the wording is meant for this region."""
        return region.code.startswith(self.regions) and self.level in _levels(region)


def bare(region: Region) -> str:
    """The name without what it is: "Kota Batam" -> "Batam"."""
    return _PREFIX.sub("", region.name, count=1)


def read_stems(path: Path = STEMS) -> list[Stem]:
    """The stems in file order."""
    return [_stem(record) for record in read_records(path, STEM_COLUMNS)]


def national(
    regions: Iterable[Region], existing: Iterable[Agency], stems: Iterable[Stem] | None = None
) -> Iterator[Agency]:
    """Offices of every province, kabupaten and kota that `existing` does not hold already."""
    regions = sorted((r for r in regions if len(r.code) <= 5), key=lambda region: region.code)
    existing = list(existing)
    taken = {(agency.region, agency.concept) for agency in existing}
    ids = {agency.id for agency in existing}
    twins = {name for name, times in _kabkota_names(regions).items() if times > 1}
    stems = read_stems() if stems is None else list(stems)
    for region in regions:
        words = _words(region, twins)
        for stem in _wording(stems, region):
            made = f"{words['r']}.{stem.concept}"
            if stem.name != "-" and (region.code, stem.concept) not in taken and made not in ids:
                yield _office(made, stem, region, words)


def _office(made: str, stem: Stem, region: Region, words: Mapping[str, str]) -> Agency:
    return Agency(
        id=made,
        name=stem.name.format_map(words),
        short=squeeze(stem.short.format_map(words)),
        kind=stem.kind,
        region=region.code,
        parent=stem.parent.format_map(words) or None,
        concept=stem.concept,
    )


def squeeze(short: str) -> str:
    """A name that fits a button: give up words one by one, at last the tail."""
    for word, less in SQUEEZE:
        if len(short) <= SHORT_MAX:
            return short
        short = short.replace(word, less)
    return short if len(short) <= SHORT_MAX else short[: SHORT_MAX - 1].rstrip() + "…"


def _wording(stems: Iterable[Stem], region: Region) -> list[Stem]:
    """For each concept the stem written for the fewest regions, in the order of the file."""
    chosen: dict[str, Stem] = {}
    for stem in stems:
        held = chosen.get(stem.concept)
        if stem.fits(region) and (held is None or len(stem.regions) >= len(held.regions)):
            chosen[stem.concept] = stem
    return list(chosen.values())


def _words(region: Region, twins: Iterable[str]) -> dict[str, str]:
    """What the templates may name. A twin (Kabupaten and Kota Bogor) keeps its full name in `plain`."""
    place = bare(region)
    twin = place in twins and len(region.code) == 5
    kind, _, rest = region.name.partition(" ")
    return {
        "name": region.name,
        "place": place,
        "reg": f"{_SHORTER.get(kind, kind)} {rest}",
        "plain": region.name if twin else place,
        "town": f"{place} Kota" if twin else place,
        "r": digits(region.code),
        "p": digits(region.code[:2]),
    }


def _kabkota_names(regions: Iterable[Region]) -> Counter[str]:
    return Counter(bare(region) for region in regions if len(region.code) == 5)


def _levels(region: Region) -> tuple[str, ...]:
    if len(region.code) == 2:
        return ("provinsi",)
    return ("kabkota", "kota" if region.name.startswith("Kota") else "kabupaten")


def _stem(record: Record) -> Stem:
    if record["level"] not in LEVELS:
        raise record.error(f"tingkat '{record['level']}' tidak dikenal.")
    if record["kind"] not in KINDS:
        raise record.error(f"jenis '{record['kind']}' tidak dikenal.")
    fields = ("concept", "level", "regions", "kind", "parent", "name", "short")
    return Stem(**{field: record[field] for field in fields})
