"""`narahubung registry`: an operator finds ids by everyday names and checks a file before using it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli.registry import command
from storage.registry_file import SEED


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("dukcapil btm", "2171.disdukcapil"),
        ("rsud ef", "2171.rsud"),
        ("ATB", "2171.pdam"),
        ("otorita batam", "2171.bp-kawasan"),
        ("polres barelang", "2171.polres"),
        ("disdukcapil kota surabya", "3578.disdukcapil"),
        ("2171.kelurahan.sungai-panas", "2171.kelurahan.sungai-panas"),
    ],
)
def test_find_lists_the_office_first(text: str, first: str) -> None:
    result = CliRunner().invoke(command, ["find", *text.split()])
    assert result.exit_code == 0
    assert result.output.splitlines()[0].split("\t")[0] == first


def test_find_speaks_json_and_keeps_to_a_region() -> None:
    result = CliRunner().invoke(command, ["find", "--json", "--region", "19", "bpjs", "kesehatan"])
    rows = [json.loads(line) for line in result.output.splitlines()]
    assert rows and all(row["id"].startswith("19") for row in rows)
    assert set(rows[0]) == {"id", "name", "region"}


@pytest.mark.parametrize("text", ["zzzzqqqq", "🙂", ""])
def test_nothing_found_is_a_sentence_and_exit_code_one(text: str) -> None:
    result = CliRunner().invoke(command, ["find", text])
    assert result.exit_code == 1
    assert "tidak ditemukan" in result.output


def test_check_takes_a_sound_file() -> None:
    result = CliRunner().invoke(command, ["check", str(SEED / "agencies_batam.csv")])
    assert result.exit_code == 0
    assert "semua baris benar" in result.output


def test_check_names_the_line(tmp_path: Path) -> None:
    lines = (SEED / "agencies_batam.csv").read_text(encoding="utf-8").splitlines()
    lines[6] = lines[6].replace(",21.71,", ",21.99,")
    (tmp_path / "rusak.csv").write_text("\n".join(lines), encoding="utf-8")
    result = CliRunner().invoke(command, ["check", str(tmp_path / "rusak.csv")])
    assert result.exit_code == 1
    assert "rusak.csv, baris 7: wilayah '21.99' tidak dikenal." in result.output
