"""`narahubung registry add|import|undo|...` on a database of its own: one clear sentence, or everything saved."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli.registry import command

HEAD = "id,name,short,kind,region,parent,concept,proper,aliases,former,verified,source"
NEW = "2171.disekraf,Dinas Ekonomi Kreatif Kota Batam,Disekraf Batam,opd,21.71,2171.pemda,,,,,1,perda"

pytestmark = pytest.mark.usefixtures("own_folder")


def run(*words: str) -> Result:
    return CliRunner().invoke(command, [*words])


def test_the_whole_way(tmp_path: Path) -> None:
    semicolons = "\ufeff" + f"{HEAD}\n{NEW}\n".replace(",", ";")  # as Excel saves it in Indonesia
    (tmp_path / "baru.csv").write_text(semicolons, encoding="utf-8")
    dry = run("import", "baru.csv", "--dry-run")
    assert "2171.disekraf\tbaru\t-\tDinas Ekonomi Kreatif Kota Batam" in dry.output
    assert "1 instansi akan ditambah, 0 akan diubah." in dry.output and "Disimpan" not in dry.output
    assert run("find", "disekraf").exit_code == 1
    assert "1 instansi ditambah, 0 diubah." in run("import", "baru.csv").output
    renamed = run("rename", "2171.disekraf", "Dinas Ekraf Kota Batam", "--short", "Ekraf Batam")
    assert "name\tDinas Ekonomi Kreatif Kota Batam\tDinas Ekraf Kota Batam" in renamed.output
    assert run("find", "ekraf batam").output.startswith("2171.disekraf")
    batch = renamed.output.rsplit(" ", 1)[1].strip()
    assert f"{batch}\t" in run("history").output and "operator" in run("history").output
    assert "1 instansi dikembalikan." in run("undo", batch).output
    run("export", "semua.csv", "--region", "21.71")
    back = run("import", "semua.csv", "--dry-run")
    assert back.output.splitlines() == ["0 instansi akan ditambah, 0 akan diubah."]


def test_taking_back_twice_goes_two_changes_back(tmp_path: Path) -> None:
    (tmp_path / "baru.csv").write_text(f"{HEAD}\n{NEW}\n", encoding="utf-8")
    run("import", "baru.csv")
    run("rename", "2171.disekraf", "Dinas Ekraf Kota Batam")
    assert "1 instansi dikembalikan." in run("undo").output
    assert "Dinas Ekonomi Kreatif Kota Batam" in run("find", "disekraf").output
    run("undo")
    assert run("find", "disekraf").exit_code == 1
    assert "Tidak ada perubahan" in run("undo").output
    assert "0 instansi ditambah, 1 diubah." in run("import", "baru.csv").output, "what was taken back can come again"
    assert run("find", "disekraf").exit_code == 0


def broken(kind: str) -> bytes:
    rows = [HEAD, *(NEW.replace("disekraf", f"kantor-{n}") for n in range(3))]
    if kind == "encoding":
        rows[2] = rows[2].replace("Kreatif", "Kréatif")
        return "\n".join(rows).encode("latin-1")
    if kind == "region":
        rows[3] = rows[3].replace("21.71", "99.99")
    if kind == "twice":
        rows[3] = rows[1]
    if kind == "nul":
        rows[2] = rows[2].replace("Dinas", "Di\0nas")
    if kind == "formula":
        rows[2] = rows[2].replace("Dinas", "=Dinas")
    if kind == "columns":
        rows[2] += ",lebih"
    if kind == "quote":
        rows[2] = rows[2].replace("Dinas", 'Di"nas', 1).replace(",Di", ',"Di')
    return "\n".join(rows).encode()


def test_a_broken_file_names_its_line_and_changes_nothing(tmp_path: Path) -> None:
    before = run("history").output
    lines = {"encoding": 3, "region": 4, "twice": 4, "columns": 3, "quote": 3, "nul": 3, "formula": 3}
    for kind, line in lines.items():
        (tmp_path / "rusak.csv").write_bytes(broken(kind))
        result = run("import", "rusak.csv")
        assert result.exit_code == 1 and f"rusak.csv, baris {line}: " in result.output, kind
        assert result.output.strip().endswith("Tidak ada yang diubah.") and "Traceback" not in result.output
    assert run("history").output == before


@pytest.mark.torture
def test_a_hundred_thousand_rows_are_taken_or_refused_as_a_whole(tmp_path: Path) -> None:
    rows = [HEAD, *(NEW.replace("disekraf", f"kantor-{n}").replace("Kreatif", f"{n}") for n in range(100_000))]
    (tmp_path / "besar.csv").write_text("\n".join(rows), encoding="utf-8")
    assert "100000 instansi ditambah" in run("import", "besar.csv").output
    rows[99_999] = rows[99_999].replace(",opd,", ",apa,")
    (tmp_path / "besar.csv").write_text("\n".join(rows).replace("perda", "lain"), encoding="utf-8")
    refused = run("import", "besar.csv")
    assert refused.exit_code == 1 and "baris 100000: jenis 'apa' tidak dikenal." in refused.output


def test_a_deed_that_cannot_be_done_is_one_sentence() -> None:
    result = run("merge", "2171.pemda", "2171.pemda")
    assert result.exit_code == 1 and "dirinya sendiri" in result.output
