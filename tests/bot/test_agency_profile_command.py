"""`narahubung agency channels` and `checklist`: kept with day and evidence, wrong words refused in one sentence."""

from __future__ import annotations

import pytest
from click.testing import CliRunner, Result

from bot.__main__ import main

BPJS = "2171.disdukcapil"

pytestmark = pytest.mark.usefixtures("own_folder")


def run(*words: str) -> Result:
    return CliRunner().invoke(main, ["agency", *words])


def test_channels_are_kept_flagged_and_removed() -> None:
    assert run("channels", "set", BPJS, "telepon", "165", "--hours", "24 jam").exit_code == 0
    assert run("channels", "set", BPJS, "surel", "capil@batam.go.id", "--broken", "2026-11-02").exit_code == 0
    assert run("channels", "list", BPJS).output.splitlines() == [
        "surel\tcapil@batam.go.id\t-\tTIDAK TERJANGKAU sejak 2026-11-02", "telepon\t165\t24 jam\tbaik",
    ]  # fmt: skip
    assert "surel capil@batam.go.id" in CliRunner().invoke(main, ["doctor", "--offline"]).output
    assert run("channels", "remove", BPJS, "telepon", "165").exit_code == 0
    assert run("channels", "remove", BPJS, "telepon", "165").exit_code == 1


def test_an_item_is_done_with_its_evidence() -> None:
    made = run("checklist", "done", BPJS, "sarana", "--evidence", "SK 12/2026", "--date", "2026-11-01")
    assert made.exit_code == 0, made.output
    said = run("checklist", "show", BPJS).output
    assert "1 dari 6" in said and "sarana\t2026-11-01\tSK 12/2026" in said and "prosedur\tbelum" in said
    assert run("checklist", "undo", BPJS, "sarana").exit_code == 0
    assert "0 dari 6" in run("checklist", "show", BPJS).output


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("channels", "set", BPJS, "merpati", "1"), 1, "tidak dikenal; yang ada: loket"),
        (("channels", "set", BPJS, "telepon", " "), 1, "masih kosong"),
        (("checklist", "done", BPJS, "apa", "--evidence", "x"), 1, "tidak dikenal; yang ada: sarana"),
        (("checklist", "done", BPJS, "sarana", "--evidence", " "), 1, "sebutkan buktinya"),
        (("checklist", "done", BPJS, "sarana"), 2, "--evidence"),
        (("channels", "list", "9999.x"), 1, "registry find"),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence(words: tuple[str, ...], code: int, said: str) -> None:
    found = run(*words)
    assert found.exit_code == code and said in found.output
