"""The registry as a whole: complete, free of contradictions, and the same at every start."""

from __future__ import annotations

from collections import Counter
from zoneinfo import ZoneInfo

import pytest

from complaints.agency import Region
from storage.registry_csv import read_records
from storage.registry_file import SEED, national_registry, seed_registry
from storage.registry_rows import AGENCY_COLUMNS, SHORT_MAX
from storage.seed.grammar import national, read_stems, squeeze

SEED_REGISTRY = seed_registry()
NATIONAL = national_registry()


def test_all_provinces_and_regencies_are_there() -> None:
    levels = Counter(region.level for region in SEED_REGISTRY.regions.values())
    assert levels == {
        "provinsi": 38,
        "kabupaten_kota": 514,
        "kecamatan": 127,  # Kepri and Babel
        "kelurahan_desa": 812,
    }
    assert all(r.parent is None or r.parent in NATIONAL.regions for r in NATIONAL.regions.values())


@pytest.mark.parametrize(
    ("code", "zone"),
    [
        ("21.71", "Asia/Jakarta"),
        ("21.71.10.1006", "Asia/Jakarta"),
        ("61.71", "Asia/Pontianak"),
        ("64", "Asia/Makassar"),
        ("51.71", "Asia/Makassar"),
        ("82.71", "Asia/Jayapura"),
        ("93.01", "Asia/Jayapura"),
    ],
)
def test_time_zones(code: str, zone: str) -> None:
    assert SEED_REGISTRY.regions[code].zone == zone
    assert ZoneInfo(zone)


@pytest.mark.parametrize(
    ("code", "name", "alias"),
    [
        ("21.71", "Kota Batam", "btm"),
        ("21.72", "Kota Tanjungpinang", "tanjung pinang"),
        ("21.72", "Kota Tanjungpinang", "tpg pinang"),
        ("19.71", "Kota Pangkalpinang", "pgk"),
        ("21.05", "Kabupaten Kepulauan Anambas", "kka"),
        ("31.74", "Kota Administrasi Jakarta Selatan", "jaksel"),
        ("71.09", "Kabupaten Kepulauan Siau Tagulandang Biaro", "sitaro"),
    ],
)
def test_regions_carry_the_names_people_say(code: str, name: str, alias: str) -> None:
    region = SEED_REGISTRY.regions[code]
    assert region.name == name and alias in region.aliases


def test_ids_parents_and_regions_hold_together() -> None:
    agencies = NATIONAL.agencies
    assert all(a.parent is None or a.parent in agencies for a in agencies.values())
    assert all(a.region == "" or a.region in NATIONAL.regions for a in agencies.values())
    assert all(key == a.id for key, a in agencies.items())


def test_no_chain_of_parents_is_endless() -> None:
    for agency in NATIONAL.agencies.values():
        steps, at = 0, agency.parent
        while at:
            steps, at = steps + 1, NATIONAL.agencies[at].parent
            assert steps < 10, agency.id


def test_every_short_name_fits_a_button() -> None:
    assert all(0 < len(a.short) <= SHORT_MAX for a in NATIONAL.agencies.values())


def test_the_grammar_makes_the_nation() -> None:
    made = [a for key, a in NATIONAL.agencies.items() if key not in SEED_REGISTRY.agencies]
    assert 20_000 <= len(made) <= 30_000
    assert not any(a.verified for a in made)
    pairs = Counter((a.region, a.concept) for a in made)
    by_hand = {(a.region, a.concept) for a in SEED_REGISTRY.agencies.values()}
    assert max(pairs.values()) == 1 and not pairs.keys() & by_hand


def test_the_grammar_is_deterministic() -> None:
    regions, by_hand = SEED_REGISTRY.regions.values(), SEED_REGISTRY.agencies.values()
    first = [*national(regions, by_hand)]
    assert first == [*national(reversed(list(regions)), by_hand)]


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("3273.disdik", "Dinas Pendidikan Kota Bandung"),
        ("3204.kejari", "Kejaksaan Negeri Kabupaten Bandung"),  # twins never share a name
        ("1101.pengadilan-agama", "Mahkamah Syar'iyah Aceh Selatan"),
        ("3174.disdik", "Suku Dinas Pendidikan Kota Administrasi Jakarta Selatan"),
        ("3578.polres", "Polrestabes Surabaya"),
    ],
)
def test_local_wording(key: str, name: str) -> None:
    assert NATIONAL.agencies[key].name == name


def test_offices_that_were_merged_or_never_were_are_not_made() -> None:
    assert "2171.pupr" not in NATIONAL.agencies  # Batam has BMSDA and CKTR
    assert "3174.setwan" not in NATIONAL.agencies  # no council below the province in Jakarta


def test_stems_are_read_without_two_rules_for_one_case() -> None:
    rules = Counter((s.concept, s.level, s.regions) for s in read_stems())
    assert max(rules.values()) == 1
    assert len({s.concept for s in read_stems()}) >= 70


def test_every_row_by_hand_says_where_it_comes_from() -> None:
    for path in SEED.glob("agencies_*.csv"):
        for record in read_records(path, AGENCY_COLUMNS):
            assert record["source"], (path.name, record.line)


def test_an_alias_by_hand_names_one_office_only() -> None:
    """Two offices claiming one alias would make the choice a matter of order in the file."""
    owners: dict[str, set[str]] = {}
    for agency in SEED_REGISTRY.agencies.values():
        for alias in agency.aliases:
            owners.setdefault(alias.casefold(), set()).add(agency.id)
    assert {alias: ids for alias, ids in owners.items() if len(ids) > 1} == {}


def test_a_long_name_gives_up_words_before_letters() -> None:
    assert squeeze("Diskominfo Kab. Kepulauan Tanimbar") == "Diskominfo Kab. Kepulauan Tanimbar"
    assert squeeze("Instalasi Farmasi Kab. Kepulauan Tanimbar") == ("Instalasi Farmasi Kab. Kep. Tanimbar")
    assert len(squeeze("x" * 60)) == SHORT_MAX


def test_regions_below_a_regency_get_no_grammar() -> None:
    regions = [Region(code="21", name="Provinsi X"), Region(code="21.71.10", name="Batam Kota")]
    assert {a.region for a in national(regions, [])} == {"21"}
