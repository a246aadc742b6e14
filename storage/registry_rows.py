"""One record to one Region or Agency, each field checked by itself; knows no other row."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import date

from complaints.agency import KINDS, LEVELS, Agency, FormerName, Region
from storage.registry_csv import Record

REGION_COLUMNS = ("code", "name", "zone", "aliases")
DISTRICT_COLUMNS = ("code", "name", "aliases")
AGENCY_COLUMNS = (
    *("id", "name", "short", "kind", "region", "parent", "concept", "proper"),
    *("aliases", "former", "verified", "source"),
)
#: A button on a phone shows about this much.
SHORT_MAX = 40
#: What a spreadsheet begins to compute at (owasp.org/www-community/attacks/CSV_Injection).
COMPUTES = ("=", "+", "-", "@")
ZONES = frozenset(("Asia/Jakarta", "Asia/Pontianak", "Asia/Makassar", "Asia/Jayapura"))

_CODE = re.compile(r"\d\d(\.\d\d(\.\d\d(\.\d{4})?)?)?", re.ASCII)
_ID = re.compile(r"(\d+)(\.[a-z0-9]+(-[a-z0-9]+)*){1,2}", re.ASCII)


def digits(region: str) -> str:
    """The region part of an id: "21.71" -> "2171", the nation "" -> "0"."""
    return region.replace(".", "") or "0"


def region_code(record: Record) -> str:
    """The dotted Kemendagri code of a row."""
    code = record["code"]
    if not _CODE.fullmatch(code) or len(code) not in LEVELS:
        raise record.error(f"kode wilayah '{code}' tidak berbentuk seperti 21 atau 21.71.")
    return code


def region_from(record: Record, zone: str) -> Region:
    """A region of a file with names and aliases, in the time zone given."""
    if zone not in ZONES:
        raise record.error(f"zona waktu '{zone}' tidak dikenal.")
    return Region(code=region_code(record), name=_name(record), aliases=_aliases(record), zone=zone)


def agency_from(record: Record, regions: Collection[str] | Mapping[str, Region]) -> Agency:
    """An agency whose own fields are sound; its parent is checked once all rows are known."""
    name, region = _name(record), record["region"]
    if region and region not in regions:
        raise record.error(f"wilayah '{region}' tidak dikenal.")
    if record["kind"] not in KINDS:
        raise record.error(f"jenis '{record['kind']}' tidak dikenal.")
    if record["verified"] not in ("0", "1"):
        raise record.error(f"kolom verified harus 0 atau 1, bukan '{record['verified']}'.")
    return Agency(
        id=_id(record, region),
        name=name,
        short=_short(record, name),
        kind=record["kind"],
        region=region,
        parent=record["parent"] or None,
        concept=record["concept"] or None,
        proper=record["proper"] or None,
        aliases=_aliases(record),
        former=tuple(_former(record, part) for part in _parts(record["former"])),
        verified=record["verified"] == "1",
    )


def agency_fields(agency: Agency, source: str = "") -> tuple[str, ...]:
    """The row that `agency_from` reads back; where a fact came from is kept in files only."""
    former = (f"{f.name}@{f.valid_to}" if f.valid_to else f.name for f in agency.former)
    return (
        *(agency.id, agency.name, agency.short, agency.kind, agency.region),
        *(agency.parent or "", agency.concept or "", agency.proper or ""),
        *("|".join(agency.aliases), "|".join(former), "01"[agency.verified], source),
    )


def _parts(text: str) -> list[str]:
    return [part for part in map(str.strip, text.split("|")) if part] if text else []


def _name(record: Record) -> str:
    if not record["name"]:
        raise record.error("nama kosong.")
    for column in ("name", "short"):
        said = record.fields.get(column, "")
        if said.startswith(COMPUTES):
            raise record.error(f"kolom {column} diawali '{said[0]}': lembar kerja membacanya sebagai rumus.")
    return record["name"]


def _short(record: Record, name: str) -> str:
    short = record["short"] or name
    if len(short) > SHORT_MAX:
        raise record.error(f"nama pendek {len(short)} huruf, paling banyak {SHORT_MAX}.")
    return short


def _id(record: Record, region: str) -> str:
    """Ids are kept for ever in cases and audit rows, so a careless one is refused at the door."""
    found = _ID.fullmatch(record["id"])
    if not found:
        raise record.error(f"id '{record['id']}' tidak berbentuk seperti 2171.disdukcapil.")
    if found[1] != digits(region):
        raise record.error(f"id '{record['id']}' harus diawali '{digits(region)}.'.")
    return record["id"]


def _aliases(record: Record) -> tuple[str, ...]:
    aliases = _parts(record["aliases"])
    seen: set[str] = set()
    for alias in aliases:
        folded = " ".join(alias.casefold().split())
        if folded in seen:
            raise record.error(f"nama lain '{alias}' tertulis dua kali.")
        seen.add(folded)
    return tuple(aliases)


def _former(record: Record, text: str) -> FormerName:
    name, at, day = text.partition("@")
    if not at:
        return FormerName(name=name)
    try:
        return FormerName(name=name.strip(), valid_to=date.fromisoformat(day.strip()))
    except ValueError as error:
        reason = f"tanggal '{day}' pada nama lama tidak berbentuk TTTT-BB-HH."
        raise record.error(reason) from error
