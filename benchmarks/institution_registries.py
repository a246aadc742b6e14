"""The three registries of the figures: about 1,000, 26,000 and 150,000 offices; knows files, no mention."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from complaints.agency import Agency, Region
from storage.registry_districts import district_offices
from storage.registry_file import national_registry
from storage.registry_wilayah import read_wilayah

#: Folder with districts.csv and villages.csv in the operator's column layout; without it the villages are made up.
WILAYAH = "NARAHUBUNG_WILAYAH"


@dataclass(frozen=True, slots=True)
class Sized:
    """A registry with its name, and offices that it lacks and that exist elsewhere."""

    name: str
    agencies: Sequence[Agency]
    regions: Sequence[Region]
    absent: Sequence[Agency]


def small() -> Sized:
    """Kepri's kab/kota and national offices, thinned to a thousand; Babel is what it lacks."""
    registry = national_registry()
    rows = list(registry.agencies.values())
    kepri = [a for a in rows if a.region[:2] == "21" and a.concept != "desa"]
    kept = kepri[:: max(1, len(kepri) // 900)]
    kept = [a for a in rows if not a.region] + kept[:900]
    absent = [a for a in rows if a.region[:2] == "19" and a.concept not in (None, "smp", "sma", "smk")]
    return Sized("1,000", kept, list(registry.regions.values()), absent)


def national() -> Sized:
    """What ships. It lacks the kecamatan and villages outside Kepri and Babel."""
    registry = national_registry()
    regions = list(registry.regions.values())
    return Sized("26,000", list(registry.agencies.values()), regions, _elsewhere(regions))


def whole() -> Sized:
    """With every kecamatan and village. Polsek and KUA of Java are taken out, to be what it lacks."""
    registry = national_registry()
    regions = list(registry.regions.values())
    added = _districts(regions)
    all_regions = [*regions, *added]
    offices = list(registry.agencies.values())
    more = list(district_offices(all_regions, offices))
    absent = [a for a in more if a.concept in ("polsek", "kua") and a.region[:2] in ("33", "35")]
    gone = {a.id for a in absent}
    rows = [*offices, *(a for a in more if a.id not in gone)]
    return Sized("150,000", rows, all_regions, absent)


def _elsewhere(regions: Sequence[Region]) -> list[Agency]:
    added = [r for r in _districts(regions) if len(r.code) == 8]
    made = district_offices([*regions, *added], ())
    return [a for a in made if a.region[:2] not in ("19", "21") and a.concept != "smp"]


def _districts(regions: Sequence[Region]) -> list[Region]:
    folder = os.environ.get(WILAYAH)
    if folder:
        path = Path(folder)
        return read_wilayah(path / "districts.csv", path / "villages.csv", regions)
    return _made_up(regions)


def _made_up(regions: Sequence[Region]) -> list[Region]:
    """As many kecamatan and villages as the nation has, with names put together from common parts."""
    heads = "Suka Sido Karang Kali Tanjung Muara Banjar Wono Sumber Bukit Lubuk Teluk Rejo Gunung Parit".split()
    tails = "makmur mulyo jaya rejo sari agung indah baru tengah raya dadi harjo maju luhur kerto".split()
    found: list[Region] = []
    for region in regions:
        if len(region.code) != 5 or region.code[:2] in ("19", "21"):
            continue
        spin = int(region.code.replace(".", ""))
        for district in range(1, 15):
            code = f"{region.code}.{district:02d}"
            name = f"{heads[(spin + district) % 15]}{tails[(spin // 7 + district * 3) % 15]}"
            found.append(Region(code=code, name=f"{name} {tails[spin % 15].title()}", zone=region.zone))
            for village in range(1, 13):
                at = spin * 5 + district * 11 + village
                name = f"{heads[at % 15]}{tails[(at // 15 + village) % 15]}"
                number = (1000 if region.code[3] == "7" else 2000) + village
                found.append(Region(code=f"{code}.{number}", name=name, zone=region.zone))
    return found
