"""`narahubung recurrence` on a database of its own: read, refused line by line, the same on every run, taken out."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot import app_memory
from bot.cli import recurrence
from bot.cli.recurrence import command
from tests.street import batam, batam_ears

HEAD = "nomor;instansi;hal;tempat;tanggal\n"
ROWS = """0001/LM/2023;disdukcapil btm;KTP belum jadi;batam;03/02/2023
0002/LM/2023;Dinas Kependudukan dan Pencatatan Sipil Kota Batam;adm;21.71;2023-09-12
0003/LM/2024;dukcapil batam;akta kelahiran lama;Kota Batam;2024-03-12 08:00
0004/LM/2024;2171.disdukcapil;ktp;;12-10-2024
0005/LM/2025;dukcapil batam;ktp;;2025-10-12
0006/LM/2025;bp batam;jalan rusak;batam;2025-01-05
"""
REPORT = """Berulang 2023–2025
5 dari 6 laporan (83%) termasuk pola yang berulang.
· Disdukcapil Kota Batam · KTP, KK, akta · Kota Batam: 5 laporan (2023: 2, 2024: 2, 2025: 1), tetap
  Ada di 3 dari 3 tahun. Tahun terakhir 1 sampai Rabu, 31 Desember 2025; sebelumnya rata-rata 2,0 sampai tanggal itu.
  Nomor: 0005/LM/2025, 0004/LM/2024, 0003/LM/2024, 0002/LM/2023, 0001/LM/2023.
"""
WRONG = [
    ("9/1;kantor entah;jalan rusak;atlantis;2025-13-05", "tanggal '2025-13-05' tidak terbaca"),
    ("9/1;kantor entah;jalan rusak;atlantis;2025-13-05", "tempat 'atlantis' tidak dikenal"),
    ("9/1;kantor entah;jalan rusak;atlantis;2025-13-05", "instansi 'kantor entah' belum jelas"),
    ("9/1;polsek;ktp;batam;2025-01-05", "mungkin 2171.polsek."),
    (";;;;2025-01-05", "nomor kosong. hal kosong. instansi kosong."),
    ("0001/LM/2023;bp batam;ADM;batam;2023-09-12", "nomor 0001/LM/2023 sudah ada di baris 2 dengan isi lain"),
    ("9/1;bp batam;ADM;batam;2999-01-01", "di luar 2000 sampai hari ini"),
    ("9/1;bp batam;ADM;batam;01/01/25", "tidak terbaca"),
    (f"{'9' * 65};bp batam;ADM;batam;2025-01-01", "nomor lebih dari 64 huruf"),
    ("9/1;bp batam;ADM;batam", "jumlah kolom 4, seharusnya 5"),
]


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(app_memory, "national_registry", batam)  # the nation's thirty thousand take a while to load
    monkeypatch.setattr(recurrence, "RegistryEars", lambda *_: batam_ears())
    monkeypatch.setenv("NARAHUBUNG_DATA_DIR", str(tmp_path / "data"))


def run(*words: str) -> Result:
    return CliRunner().invoke(command, [*words])


def wrote(name: str, text: str) -> str:
    Path(name).write_text(text, encoding="utf-8")
    return name


def show() -> str:
    return run("show", "--until", "2025-12-31").output


def test_a_file_is_tried_taken_counted_and_taken_out(tmp_path: Path) -> None:
    file = wrote("simpel.csv", HEAD + ROWS)
    tried = run("import", file, "--dry-run")
    assert "instansi\t1\tdisdukcapil btm\t2171.disdukcapil" in tried.output and "hal\t2\tktp\tADM" in tried.output
    assert "6 baru, 0 berubah, 0 sudah ada, 0 laporan kami sendiri: akan disimpan." in tried.output
    assert run("list").output == "", "a dry run keeps nothing"
    assert "6 baru" in run("import", file).output
    first = show()
    assert first.startswith(REPORT)
    again = run("import", wrote("simpel.csv", HEAD + "\n".join(reversed(ROWS.splitlines()))))
    assert "0 baru, 0 berubah, 6 sudah ada" in again.output and show() == first
    moved = run("import", wrote("simpel.csv", HEAD + ROWS.replace("2025-10-12", "2025-10-13")))
    assert "0 baru, 1 berubah, 5 sudah ada" in moved.output
    assert run("show", "--until", "2025-12-31", "--csv", "pola.csv").exit_code == 0
    assert Path("pola.csv").read_text(encoding="utf-8").splitlines()[1].startswith(
        "2171.disdukcapil,Disdukcapil Kota Batam,ADM,Kota Batam,2,2,1,5,level,0005/LM/2025 "
    )
    other = run("import", wrote("lain.csv", HEAD + ROWS), "--source", "lain")
    assert other.exit_code == 1 and "baris 2: nomor 0001/LM/2023 sudah ada dari sumber 'simpel'" in other.output
    assert run("list").output == "simpel\t6\t2023-02-03 sampai 2025-10-13\n"
    assert run("drop", "simpel").output.startswith("6 laporan lama")
    assert run("drop", "simpel").exit_code == 1 and "Belum ada pola yang berulang dalam 0 laporan" in show()


def test_one_reason_is_said_once_with_its_lines() -> None:
    rows = "".join(f"{n}/1;polsek;ktp;batam;2025-01-05\n" for n in range(13))
    found = run("import", wrote("a.csv", HEAD + rows)).output.splitlines()
    assert found[0].startswith("a.csv, baris 2: instansi 'polsek' belum jelas; mungkin ")
    assert found[0].endswith(" Juga baris 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 dan 2 lagi.")
    assert found[1] == "Tulis id instansinya di berkas, atau ajarkan sebutannya: narahubung registry alias."


def test_every_wrong_row_is_named_with_its_line_and_nothing_is_kept() -> None:
    rows = list(dict.fromkeys(row for row, _ in WRONG if row.count(";") == 4))
    found = run("import", wrote("a.csv", HEAD + ROWS + "\n".join(rows)))
    assert found.exit_code == 1 and run("list").output == ""
    for row, said in WRONG:
        if row in rows:
            line = 8 + rows.index(row)
            assert any(f"a.csv, baris {line}: " in each and said in each for each in found.output.splitlines()), said
    kept = run("import", "a.csv", "--skip-unread")
    assert kept.exit_code == 0 and f"{len(rows)} tidak terbaca" in kept.output
    assert run("list").output.startswith("a\t6\t")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "kepala kolom harus memuat nomor,instansi,hal,tempat,tanggal"),
        ("nomor,instansi\n1,2\n", "kepala kolom harus memuat"),
        (HEAD + WRONG[-1][0], "a.csv, baris 2: jumlah kolom 4, seharusnya 5"),
        (HEAD + '1;"bp batam;ADM;batam;2025-01-01\n', "a.csv, baris 2: baris tidak dapat dibaca"),
    ],
)
def test_a_file_that_is_none_is_refused_in_one_sentence(text: str, said: str) -> None:
    found = run("import", wrote("a.csv", text))
    assert found.exit_code == 1 and said in str(found.exception)


def test_days_to_come_and_unknown_offices_are_refused() -> None:
    assert run("show", "--until", "2999-01-01").exit_code == 2
    assert "registry find" in run("show", "--agency", "9999.x").output
    assert "tidak dikenal" in run("show", "--region", "atlantis").output
