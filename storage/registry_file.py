"""The registry from files: what ships with us, and any file an operator hands over; knows no database."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from types import MappingProxyType

from complaints.agency import Agency, Region
from complaints.errors import RegistryError
from storage import registry_rows
from storage.registry_checks import Line, check_agencies
from storage.registry_csv import read_records, write_records
from storage.registry_rows import (
    AGENCY_COLUMNS,
    DISTRICT_COLUMNS,
    REGION_COLUMNS,
    agency_fields,
    agency_from,
    region_code,
    region_from,
)
from storage.seed.grammar import national

SEED = Path(__file__).parent / "seed"


@dataclass(frozen=True, slots=True)
class Registry:
    """Regions by code and agencies by id, in file order; a value, so a change is a new one."""

    regions: Mapping[str, Region]
    agencies: Mapping[str, Agency]

    @property
    def version(self) -> str:
        """Changes with any row."""
        digest = hashlib.sha256()
        for row in (*self.regions.values(), *self.agencies.values()):
            digest.update(repr(row).encode())
        return digest.hexdigest()


class National:
    """The rows written by hand and the nation by grammar, about 30,000 offices; built when somebody looks.

    A start that has them in its database asks for the version only, and saves half a second and 25 MB.
    """

    @cached_property
    def version(self) -> str:
        """Changes with the files that ship and with what reads them."""
        digest = hashlib.sha256()
        for path in (*sorted(SEED.glob("*.csv")), SEED / "grammar.py", Path(registry_rows.__file__)):
            digest.update(path.read_bytes())
        return digest.hexdigest()

    @property
    def regions(self) -> Mapping[str, Region]:
        """By code."""
        return self._built.regions

    @property
    def agencies(self) -> Mapping[str, Agency]:
        """By id."""
        return self._built.agencies

    @cached_property
    def _built(self) -> Registry:
        seed = seed_registry()
        by_hand = seed.agencies.values()
        return _registry(seed.regions.values(), [*by_hand, *national(seed.regions.values(), by_hand)])


def read_regions(path: Path) -> list[Region]:
    """Provinces, kabupaten and kota with their zones; each kab/kota after its province or before."""
    regions: dict[str, Region] = {}
    lines: dict[str, int] = {}
    for record in read_records(path, REGION_COLUMNS):
        code = region_code(record)
        if code in regions:
            raise record.error(f"kode wilayah '{code}' sudah ada di baris {lines[code]}.")
        regions[code], lines[code] = region_from(record, record["zone"]), record.line
    for code, region in regions.items():
        if region.parent and region.parent not in regions:
            raise RegistryError(path.name, lines[code], f"wilayah '{region.parent}' tidak dikenal.")
    return list(regions.values())


def read_districts(path: Path, regions: Iterable[Region]) -> list[Region]:
    """Kecamatan and villages with aliases; the zone is that of the region above."""
    above = {region.code: region for region in regions}
    known = len(above)
    for record in read_records(path, DISTRICT_COLUMNS):
        code = region_code(record)
        if code in above:
            raise record.error(f"kode wilayah '{code}' sudah ada.")
        parent = above.get(code.rpartition(".")[0])
        if parent is None:
            raise record.error(f"wilayah di atas '{code}' tidak dikenal atau tertulis sesudahnya.")
        above[code] = region_from(record, parent.zone)
    return list(above.values())[known:]


def read_agencies(path: Path | Iterable[Path], regions: Iterable[Region], known: Collection[str] = ()) -> list[Agency]:
    """All rows of one file or of several that refer to each other.

    `known` are ids of offices outside these files that may stand as parents.
    """
    codes = {region.code for region in regions}
    lines: list[Line] = []
    for file in [path] if isinstance(path, Path) else path:
        for record in read_records(file, AGENCY_COLUMNS):
            lines.append(Line(record, agency_from(record, codes)))
    check_agencies(lines, known)
    return [line.agency for line in lines]


def write_agencies(path: Path, agencies: Iterable[Agency]) -> None:
    """An export an operator can edit and hand back."""
    write_records(path, AGENCY_COLUMNS, (agency_fields(agency) for agency in agencies))


def seed_regions() -> list[Region]:
    """38 provinces, 514 kab/kota, and the kecamatan and villages of Kepri and Babel."""
    regions = read_regions(SEED / "regions.csv")
    return regions + read_districts(SEED / "districts_kepri_babel.csv", regions)


@cache
def seed_registry() -> Registry:
    """The rows written by hand, and no other."""
    regions = seed_regions()
    return _registry(regions, read_agencies(sorted(SEED.glob("agencies_*.csv")), regions))


def national_registry() -> National:
    """Not kept: who needs it for long holds on to it."""
    return National()


def _registry(regions: Iterable[Region], agencies: Iterable[Agency]) -> Registry:
    return Registry(
        regions=MappingProxyType({region.code: region for region in regions}),
        agencies=MappingProxyType({agency.id: agency for agency in agencies}),
    )
