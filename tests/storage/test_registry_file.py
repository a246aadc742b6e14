"""A registry file is taken whole or refused with the line and the reason; never half, never silently."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from complaints.agency import Agency, FormerName, Region
from complaints.errors import RegistryError
from storage.registry_file import read_agencies, read_districts, read_regions, write_agencies
from storage.registry_rows import AGENCY_COLUMNS

HEAD = ",".join(AGENCY_COLUMNS)
BATAM = [
    Region(code="21", name="Provinsi Kepulauan Riau"),
    Region(code="21.71", name="Kota Batam"),
]
PEMDA = "2171.pemda,Pemerintah Kota Batam,Pemko Batam,pemda,21.71,,pemda,,pemko batam,,1,uji"
DISDUK = (
    "2171.disdukcapil,Disdukcapil Kota Batam,Disdukcapil Batam,opd,21.71,2171.pemda,disdukcapil,,"
    "dukcapil btm|capil batam,Dinas Capil@2016-12-31|Kantor Capil,0,uji"
)


def write(tmp_path: Path, *lines: str, head: str = HEAD, encoding: str = "utf-8") -> Path:
    path = tmp_path / "instansi.csv"
    path.write_bytes("\n".join([head, *lines, ""]).encode(encoding))
    return path


def refused(path: Path) -> RegistryError:
    with pytest.raises(RegistryError) as caught:
        read_agencies(path, BATAM)
    assert str(caught.value).startswith(f"instansi.csv, baris {caught.value.line}: ")
    return caught.value


def test_a_sound_file_becomes_values(tmp_path: Path) -> None:
    pemda, disduk = read_agencies(write(tmp_path, PEMDA, DISDUK), BATAM)
    assert pemda.verified and pemda.parent is None
    assert disduk.parent == "2171.pemda" and disduk.aliases == ("dukcapil btm", "capil batam")
    assert disduk.former == (
        FormerName(name="Dinas Capil", valid_to=date(2016, 12, 31)),
        FormerName(name="Kantor Capil"),
    )


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    agencies = read_agencies(write(tmp_path, PEMDA, DISDUK), BATAM)
    agencies[0] = replace(agencies[0], name='Pemerintah "Kota"\nBatam, Kepri')
    write_agencies(tmp_path / "out.csv", agencies)
    assert read_agencies(tmp_path / "out.csv", BATAM) == agencies


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("2171.disdukcapil,", "2171.pemda,", "id '2171.pemda' sudah ada di instansi.csv baris 2"),
        ("2171.disdukcapil,", "Disduk,", "id 'Disduk' tidak berbentuk"),
        ("2171.disdukcapil,", "2172.disdukcapil,", "harus diawali '2171.'"),
        (",opd,21.71,", ",opd,99.99,", "wilayah '99.99' tidak dikenal"),
        (",2171.pemda,", ",2171.pemko,", "induk '2171.pemko' tidak dikenal"),
        (",opd,", ",dinas,", "jenis 'dinas' tidak dikenal"),
        ("Disdukcapil Kota Batam", "", "nama kosong"),
        ("Disdukcapil Batam", "D" * 41, "nama pendek 41 huruf, paling banyak 40"),
        ("2016-12-31", "31-12-2016", "tanggal '31-12-2016'"),
        ("capil batam", "Dukcapil  BTM", "nama lain 'Dukcapil  BTM' tertulis dua kali"),
        (",0,uji", ",ya,uji", "kolom verified harus 0 atau 1"),
        (",0,uji", ",0", "jumlah kolom 11, seharusnya 12"),
        (",0,uji", ',0,"uji', "tanda kutip"),
    ],
)
def test_a_bad_row_is_named_by_line_and_reason(tmp_path: Path, old: str, new: str, reason: str) -> None:
    error = refused(write(tmp_path, PEMDA, DISDUK.replace(old, new, 1)))
    assert error.line == 3
    assert reason in error.reason
    assert "\n" not in error.reason


def test_lines_are_counted_through_quoted_newlines_and_blank_lines(tmp_path: Path) -> None:
    tall = PEMDA.replace("Pemerintah Kota Batam", '"Pemerintah\nKota\nBatam"')
    error = refused(write(tmp_path, tall, "", DISDUK.replace("opd", "dinas")))
    assert error.line == 6  # head 1, tall 2-4, blank 5


def test_a_circle_of_parents_is_refused(tmp_path: Path) -> None:
    round_ = PEMDA.replace(",21.71,,", ",21.71,2171.disdukcapil,")
    error = refused(write(tmp_path, round_, DISDUK))
    assert error.line == 2
    assert "2171.pemda > 2171.disdukcapil > 2171.pemda" in error.reason


def test_an_office_is_not_its_own_parent(tmp_path: Path) -> None:
    assert "berputar" in refused(write(tmp_path, PEMDA.replace(",,pemda,", ",2171.pemda,pemda,"))).reason


def test_other_encodings_are_named(tmp_path: Path) -> None:
    latin = DISDUK.replace("uji", "café")
    error = refused(write(tmp_path, PEMDA, latin, encoding="latin-1"))
    assert error.line == 3 and "bukan UTF-8" in error.reason
    assert "bukan UTF-8" in refused(write(tmp_path, PEMDA, encoding="utf-16")).reason


def test_excel_is_welcome(tmp_path: Path) -> None:
    semicolons = (PEMDA.replace(",", ";"), DISDUK.replace(",", ";"))
    path = write(tmp_path, *semicolons, head=HEAD.replace(",", ";"), encoding="utf-8-sig")
    assert [a.id for a in read_agencies(path, BATAM)] == ["2171.pemda", "2171.disdukcapil"]


@pytest.mark.parametrize("head", ["", "id,name", HEAD + ",telepon", HEAD.replace("kind", "name")])
def test_a_wrong_head_is_refused_at_line_one(tmp_path: Path, head: str) -> None:
    path = tmp_path / "instansi.csv"
    path.write_text(head)
    error = refused(path)
    assert error.line == 1 and "kepala kolom" in error.reason


def test_a_missing_file_is_one_sentence(tmp_path: Path) -> None:
    assert "tidak dapat dibaca" in refused(tmp_path / "instansi.csv").reason


def test_parents_may_stand_in_another_file_or_be_known(tmp_path: Path) -> None:
    only = write(tmp_path, DISDUK)
    assert len(read_agencies(only, BATAM, known={"2171.pemda"})) == 1
    other = tmp_path / "lain.csv"
    other.write_text(f"{HEAD}\n{PEMDA}\n")
    assert len(read_agencies([only, other], BATAM)) == 2


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("21.71,Kota Batam,Asia/Jakarta,", "sudah ada di baris 3"),
        ("2172,Kota Tanjungpinang,Asia/Jakarta,", "tidak berbentuk"),
        ("21.72,Kota Tanjungpinang,Asia/Batam,", "zona waktu 'Asia/Batam'"),
        ("21.72,,Asia/Jakarta,", "nama kosong"),
        ("19.71,Kota Pangkalpinang,Asia/Jakarta,", "wilayah '19' tidak dikenal"),
        ("21.72,Kota Tanjungpinang,Asia/Jakarta,tpi|TPI", "nama lain 'TPI'"),
    ],
)
def test_a_bad_region_is_named_by_line(tmp_path: Path, row: str, reason: str) -> None:
    path = tmp_path / "wilayah.csv"
    sound = "21,Provinsi Kepulauan Riau,Asia/Jakarta,\n21.71,Kota Batam,Asia/Jakarta,"
    path.write_text(f"code,name,zone,aliases\n{sound}\n{row}\n")
    with pytest.raises(RegistryError, match=reason) as caught:
        read_regions(path)
    assert caught.value.line == 4


def test_a_district_needs_the_region_above(tmp_path: Path) -> None:
    path = tmp_path / "kecamatan.csv"
    path.write_text("code,name,aliases\n21.71.10,Batam Kota,\n21.72.01,Bukit Bestari,\n")
    with pytest.raises(RegistryError) as caught:
        read_districts(path, BATAM)
    assert caught.value.line == 3


def test_an_empty_short_name_falls_back_to_the_name(tmp_path: Path) -> None:
    (pemda,) = read_agencies(write(tmp_path, PEMDA.replace(",Pemko Batam,", ",,")), BATAM)
    assert isinstance(pemda, Agency) and pemda.short == "Pemerintah Kota Batam"
