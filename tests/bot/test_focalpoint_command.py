"""`narahubung focalpoint` on a database of its own: link, list, file out and in, the figure."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli.focalpoint import command

CAPIL = "2171.disdukcapil"

pytestmark = pytest.mark.usefixtures("own_folder")


def run(*words: str) -> Result:
    return CliRunner().invoke(command, [*words])


def test_the_whole_way(tmp_path: Path) -> None:
    made = run("invite", CAPIL, "Rina Kartika", "--sk", "800/12", "--end", "2099-12-31")
    assert made.exit_code == 0 and re.search(r"^/start [\w-]{40,59}$", made.output, re.MULTILINE)
    (tmp_path / "orang.csv").write_text(
        "agency_id,role,name,sk,start,end,phone,verified_on\n"
        f"{CAPIL},primary,Rina Kartika,800/12,2026-01-01,2099-12-31,0778-1,2026-01-01\n",
        encoding="utf-8",
    )
    assert "1 baru, 0 berubah" in run("import", "orang.csv", "--dry-run").output
    assert run("list").output == ""
    assert "1 baru, 0 berubah" in run("import", "orang.csv").output
    assert run("list").output.split("\t")[:3] == [CAPIL, "primary", "Rina Kartika"]
    assert "0778-1" in run("export", "-").output
    assert "dari 1 unit" in run("coverage").output
    refused = run("invite", CAPIL, "Tono", "--sk", "1", "--start", "2025-01-01", "--end", "2026-06-01")
    assert refused.exit_code == 1 and "Rina Kartika" in str(refused.exception)
    unknown = run("invite", "9999.x", "Tono", "--sk", "1", "--end", "2099-01-01")
    assert unknown.exit_code == 1 and "registry find" in unknown.output
