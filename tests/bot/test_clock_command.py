"""`narahubung clock --json`: one answer per line, whatever the line."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from bot.__main__ import main

FINE = {"rule": "respon_awal", "start": "2026-03-13T09:00:00+07:00", "pauses": [], "zone": "Asia/Jakarta"}


def ask(*lines: str | dict[str, Any]) -> tuple[int, list[dict[str, Any]]]:
    text = "".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in lines)
    result = CliRunner().invoke(main, ["clock", "--json"], input=text)
    return result.exit_code, [json.loads(line) for line in result.stdout.splitlines()]


def test_the_answer_can_be_checked_by_hand() -> None:
    code, [answer] = ask(FINE)
    assert code == 0
    assert answer == {
        "due": "2026-03-27T23:59:59+07:00",
        "counted_from": "2026-03-13",
        "skipped": [f"2026-03-{day}" for day in (14, 15, 18, 19, 20, 21, 22, 23, 24)],
    }


@pytest.mark.parametrize(
    ("changes", "due"),
    [
        ({"start": "2026-03-13T09:00"}, "2026-03-27T23:59:59+07:00"),  # naive: read in the zone
        ({"start": "2026-03-13T02:00:00Z"}, "2026-03-27T23:59:59+07:00"),
        ({"start": "2026-03-13"}, "2026-03-27T23:59:59+07:00"),
        ({"zone": "WIT"}, "2026-03-27T23:59:59+09:00"),
        ({"zone": "Asia/Makassar", "start": "2026-03-13T15:30"}, "2026-03-30T23:59:59+08:00"),
        ({"pauses": [["2026-03-16T08:00", "2026-03-16T16:00"]]}, "2026-03-30T23:59:59+07:00"),
        ({"pauses": [["2026-03-16T01:00Z", "2026-03-16T18:00+09:00"]]}, "2026-03-30T23:59:59+07:00"),
        ({"rule": "lengkapi", "pauses": [["2026-03-16", None]]}, "2026-04-12T23:59:59+07:00"),
        ({"rule": "ombudsman_kalender", "start": "2031-01-01"}, "2031-03-02T23:59:59+07:00"),
    ],
)  # fmt: skip
def test_ways_to_write_it(changes: dict[str, Any], due: str) -> None:
    code, [answer] = ask(FINE | changes)
    assert (code, answer["due"]) == (0, due)


def test_a_missing_pause_list_is_no_pause() -> None:
    code, [answer] = ask({key: value for key, value in FINE.items() if key != "pauses"})
    assert (code, answer["due"]) == (0, "2026-03-27T23:59:59+07:00")


def test_a_running_pause_has_no_due_date_yet() -> None:
    code, [answer] = ask(FINE | {"pauses": [["2026-03-16T08:00", None]]})
    assert (code, answer) == (0, {"due": None, "counted_from": "2026-03-13", "skipped": []})


def test_a_year_not_decreed_is_counted_with_a_warning() -> None:
    code, [answer] = ask(FINE | {"rule": "ombudsman", "start": "2027-12-01T09:00"})
    assert code == 0
    assert "2028" in answer["warning"]


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (FINE | {"rule": "respon"}, "rule: aturan 'respon' tidak dikenal"),
        (FINE | {"rule": None}, "rule: wajib"),
        (FINE | {"rule": ["x"]}, "rule: wajib"),
        (FINE | {"zone": "Asia/Batam"}, "zone: zona waktu 'Asia/Batam'"),
        (FINE | {"zone": "../../etc/passwd"}, "zone: "),
        ({"rule": "admin", "start": "2026-03-13"}, "zone: wajib"),
        (FINE | {"start": "13/03/2026"}, "start: '13/03/2026' bukan waktu ISO 8601"),
        (FINE | {"start": 1773367200}, "start: wajib"),
        (FINE | {"start": "2022-12-30T09:00"}, "start: .* 2022 belum ada"),
        (FINE | {"start": "2029-01-30T09:00"}, "start: .* 2029 belum ada"),
        (FINE | {"rule": "lengkapi", "start": "9999-12-31T09:00"}, "start: "),
        (FINE | {"start": "0001-01-01T00:00+14:00"}, "start: "),
        (FINE | {"pauses": "2026-03-16"}, "pauses: harus daftar"),
        (FINE | {"pauses": [["2026-03-16"]]}, r"pauses\[0\]: harus"),
        (FINE | {"pauses": [["2026-03-16", "2026-03-15"]]}, r"pauses\[0\]: jeda berakhir"),
        (FINE | {"pauses": [["2026-03-16", "2026-03-17"], [None, "x"]]}, r"pauses\[1\]\[0\]: "),
        (FINE | {"pauses": [["2026-03-16", "besok"]]}, r"pauses\[0\]\[1\]: 'besok'"),
        ({"rule": "admin", "start": "2026-03-13", "zone": "WIB", "pause": []}, "pauses: .*'pause'"),
        ("{", "baris: bukan JSON"),
        ("", "baris: bukan JSON"),
        ("[1]", "baris: harus objek"),
        ("[" * 100_000, "baris: bukan JSON"),
    ],
)
def test_bad_input_is_one_sentence_that_names_the_field(line: str | dict[str, Any], sentence: str) -> None:
    code, answers = ask(FINE, line, FINE)
    assert code == 1
    assert len(answers) == 3
    assert answers[0] == answers[2]
    assert list(answers[1]) == ["error"]
    assert re.match(sentence, answers[1]["error"])


def test_bytes_that_are_no_text_spoil_their_line_only() -> None:
    line = json.dumps(FINE).encode()
    raw = b"\xef\xbb\xbf" + line + b"\r\n\xff\xfe\n" + line
    result = CliRunner().invoke(main, ["clock", "--json"], input=raw)
    keys = [next(iter(json.loads(answer))) for answer in result.stdout.splitlines()]
    assert keys == ["due", "error", "due"]


def test_regional_days_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = tmp_path / "libur.csv"
    table.write_text("date,region,change,reason\n2026-12-18,21.71,add,Hari Jadi Kota Batam\n")
    monkeypatch.setenv("NARAHUBUNG_HOLIDAYS", str(table))
    line = json.dumps(FINE | {"rule": "verifikasi", "start": "2026-12-15T09:00"})
    dues = [
        json.loads(CliRunner().invoke(main, ["clock", *region], input=line).stdout)["due"][:10]
        for region in ([], ["--region", "21.71"], ["--region", "21.72"])
    ]
    assert dues == ["2026-12-18", "2026-12-21", "2026-12-18"]


def test_help_says_what_is_counted() -> None:
    result = CliRunner().invoke(main, ["clock", "--help"])
    assert result.exit_code == 0
    for word in ("skipped", "counted_from", "pauses", "ombudsman_kalender", "warning"):
        assert word in result.output
