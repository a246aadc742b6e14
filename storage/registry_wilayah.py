"""Kecamatan and villages from an operator's CSV; knows no database and nothing of offices.

The files have the columns code,parent_code,name with Kemendagri codes: districts "21.71.10",
villages "21.71.10.1006".
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from complaints.agency import Region
from storage.registry_csv import Record, read_records
from storage.registry_rows import region_code

WILAYAH_COLUMNS = ("code", "parent_code", "name")
KECAMATAN, VILLAGE = 8, 13  # lengths of the codes


def read_wilayah(districts: Path, villages: Path | None, regions: Iterable[Region]) -> list[Region]:
    """The regions of both files that `regions` does not hold yet; their zone is that of the one above."""
    known = {region.code: region for region in regions}
    held = len(known)
    _read(districts, KECAMATAN, known)
    if villages:
        _read(villages, VILLAGE, known)
    return list(known.values())[held:]


def _read(path: Path, length: int, known: dict[str, Region]) -> None:
    seen: set[str] = set()
    for record in read_records(path, WILAYAH_COLUMNS):
        code = _code(record, length)
        if code in seen:
            raise record.error(f"kode wilayah '{code}' tertulis dua kali.")
        seen.add(code)
        above = known.get(record["parent_code"])
        if above is None:
            raise record.error(f"wilayah '{record['parent_code']}' tidak dikenal.")
        if not record["name"]:
            raise record.error("nama kosong.")
        if code not in known:  # our own rows carry aliases and the everyday spelling, so they stay
            known[code] = Region(code=code, name=record["name"], zone=above.zone)


def _code(record: Record, length: int) -> str:
    code = region_code(record)
    if len(code) != length:
        raise record.error(f"kode '{code}' bukan tingkat wilayah dari berkas ini.")
    if record["parent_code"] != code.rpartition(".")[0]:
        raise record.error(f"kode '{code}' tidak berada di bawah '{record['parent_code']}'.")
    return code
