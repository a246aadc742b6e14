"""Districts and villages of an operator's file become regions and offices, the same ones every time."""

from __future__ import annotations

from pathlib import Path

import pytest

from complaints.agency import Region
from complaints.errors import RegistryError
from storage.registry_districts import district_offices, slug
from storage.registry_file import national_registry, seed_registry
from storage.registry_wilayah import read_wilayah

ABOVE = [
    Region(code="91", name="Provinsi Papua", zone="Asia/Jayapura"),
    Region(code="91.03", name="Kabupaten Jayapura", zone="Asia/Jayapura"),
]
DISTRICTS = "91.03.01,91.03,Sentani\n91.03.02,91.03,Depapre"
VILLAGES = "91.03.01.1001,91.03.01,Hinekombe\n91.03.01.2001,91.03.01,Yobe\n91.03.02.2001,91.03.02,Yobe"


def files(tmp_path: Path, districts: str = DISTRICTS, villages: str = VILLAGES) -> tuple[Path, Path]:
    one, two = tmp_path / "kecamatan.csv", tmp_path / "desa.csv"
    one.write_text(f"code,parent_code,name\n{districts}\n")
    two.write_text(f"code,parent_code,name\n{villages}\n")
    return one, two


def test_regions_take_the_zone_of_the_one_above(tmp_path: Path) -> None:
    regions = read_wilayah(*files(tmp_path), ABOVE)
    assert len(regions) == 5
    assert {region.zone for region in regions} == {"Asia/Jayapura"}
    assert regions[-1].level == "kelurahan_desa" and regions[-1].parent == "91.03.02"


def test_offices_speak_the_words_of_the_province(tmp_path: Path) -> None:
    regions = [*ABOVE, *read_wilayah(*files(tmp_path), ABOVE)]
    offices = {agency.id: agency for agency in district_offices(regions)}
    assert offices["9103.kecamatan.sentani"].name == "Distrik Sentani Kabupaten Jayapura"
    assert offices["9103.kelurahan.hinekombe"].parent == "9103.kecamatan.sentani"
    assert offices["9103.desa.yobe"].name == "Kampung Yobe Distrik Sentani"
    assert offices["9103.desa.yobe-depapre"].proper == "Yobe"
    assert offices["9103.puskesmas.sentani"].parent == "9103.dinkes"
    assert not any(agency.verified for agency in offices.values())
    assert [*offices.values()] == [*district_offices(reversed(regions))]


def test_offices_already_there_are_not_made_again(tmp_path: Path) -> None:
    regions = [*ABOVE, *read_wilayah(*files(tmp_path), ABOVE)]
    offices = [*district_offices(regions)]
    assert [*district_offices(regions, offices)] == []
    seed = seed_registry()
    again = [*district_offices(seed.regions.values(), seed.agencies.values())]
    assert {agency.concept for agency in again} <= {"smp"}, "Kepri and Babel are written by hand"


def test_parents_exist(tmp_path: Path) -> None:
    national = national_registry()
    regions = read_wilayah(*files(tmp_path), national.regions.values())
    offices = [*district_offices([*ABOVE, *regions], national.agencies.values())]
    ids = {agency.id for agency in offices} | national.agencies.keys()
    assert all(agency.parent in ids for agency in offices)
    assert not {agency.id for agency in offices} & national.agencies.keys()


@pytest.mark.parametrize(
    ("villages", "reason"),
    [
        ("91.03.01.1001,91.03.01,A\n91.03.01.1001,91.03.01,B", "tertulis dua kali"),
        ("91.03.01.1001,91.03.01,A\n91.03.09.1001,91.03.09,B", "'91.03.09' tidak dikenal"),
        ("91.03.01.1001,91.03.01,A\n91.03.01.1002,91.03.02,B", "tidak berada di bawah"),
        ("91.03.01.1001,91.03.01,A\n91.03.03,91.03,B", "bukan tingkat wilayah"),
        ("91.03.01.1001,91.03.01,A\n91.03.01.1002,91.03.01,", "nama kosong"),
    ],
)
def test_a_bad_village_is_named_by_line(tmp_path: Path, villages: str, reason: str) -> None:
    with pytest.raises(RegistryError, match=reason) as caught:
        read_wilayah(*files(tmp_path, villages=villages), ABOVE)
    assert (caught.value.source, caught.value.line) == ("desa.csv", 3)


def test_slugs_are_plain_ascii() -> None:
    assert slug("Kurau (Timur)") == "kurau-timur"
    assert slug("Désa Ñ") == "desa-n"
    assert slug("—") == "x"
