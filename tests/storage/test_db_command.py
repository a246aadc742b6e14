"""`narahubung db`: every subcommand says in a sentence what it found or did."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.__main__ import main
from storage.schema import head


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> object:
    monkeypatch.setenv("NARAHUBUNG_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.delenv("NARAHUBUNG_DATABASE_URL", raising=False)
    monkeypatch.chdir(tmp_path)

    def command(*words: str) -> tuple[int, str]:
        result = CliRunner().invoke(main, ["db", *words])
        assert result.exception is None or isinstance(result.exception, SystemExit)
        return result.exit_code, result.output

    return command


def test_up_check_down(run: object, tmp_path: Path) -> None:
    assert callable(run)
    assert run("current") == (0, "kosong\n")
    code, output = run("check")
    assert code == 1 and "narahubung db upgrade" in output
    assert not (tmp_path / "data").exists(), "looking makes nothing"
    assert run("upgrade") == (0, f"Skema naik ke versi {head()}.\n")
    assert run("upgrade") == (0, f"Skema sudah di versi {head()}.\n")
    assert run("check") == (0, f"Skema versi {head()}, tabel sesuai.\n")
    assert run("current") == (0, f"{head()}\n")
    assert run("downgrade", "--yes", "base") == (0, "Skema turun ke kosong.\n")


def test_mistakes_are_one_sentence(run: object, tmp_path: Path) -> None:
    assert callable(run)
    run("upgrade")
    code, output = run("downgrade", "--yes", "9999")
    assert code == 1 and "tidak dikenal" in output
    code, output = run("downgrade", "0001")
    assert code == 1 and "Lanjut?" in output, "asked before data goes, and not answered"
    (tmp_path / "data" / "narahubung.db").write_bytes(b"not a database" * 100)
    for words in (["current"], ["upgrade"], ["check"]):
        code, output = run(*words)
        assert (code, output) == (
            1,
            "Error: Berkas basis data rusak atau bukan basis data SQLite. Pulihkan dari cadangan.\n",
        )
