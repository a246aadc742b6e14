"""`narahubung classify` answers every line with one line, an empty or broken one with what is wrong."""

from __future__ import annotations

import io
import json

import pytest

from bot.cli import classify as cli
from classifiers.label import Label
from classifiers.story import Reading


class Nowhere:
    """Stands for the office matcher, which needs the whole registry."""

    def find(self, text: str, reading: Reading) -> tuple[Label | None, Label | None]:
        return None, None


def test_as_many_answers_as_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli, "Locator", Nowhere)
    story = json.dumps({"text": "air mati di tiban 😀 <b>", "sent_at": "2026-11-20T10:00:00+07:00"})
    sink, errors = io.StringIO(), io.StringIO()
    code = cli.classify(io.StringIO(f"\ufeff{story}\n\n{{\n[]\n" + "[" * 5000 + f"\n{story}\n"), sink, errors)
    answers = [json.loads(line) for line in sink.getvalue().splitlines()]
    assert [("error" in answer) for answer in answers] == [False, True, True, True, True, False]
    assert code == 1
    assert len(errors.getvalue().splitlines()) == 4
    assert answers[0]["topic"][0]["label"] == "AIR"


HOSTILE = (
    "", "   ", "{", "[]", "null", "5", "true", "NaN", "{}", '{"text": null, "sent_at": "2026-11-20"}', "1" * 5000,
    '{"text": 5, "sent_at": "2026-11-20"}', '{"text": "a"}', '{"text": "a", "sent_at": null}', "[" * 5000,
    '{"text": "a", "sent_at": "kemarin"}', '{"text": "a", "sent_at": "0001-01-01"}', '{"text": "a", "sent_at": []}',
)  # fmt: skip
STRANGE = (
    "", "1 " * 5000, "0812" * 2500, "a" * 10_000, "satu dua " * 1000, "\u0000\u0007\u001b[31m", "\ud800 kebakaran",
    "\u0627\u0644\u0633\u0644\u0627\u0645", "\u6f22\u5b57" * 500, "\U0001f525" * 500, "a\u2028b\u2029c\x85d\re",
    "\u0300" * 500, "\u00b2\u00bd\u0663 november", "tgl 31 februari", "9" * 400 + " tahun lalu",
)  # fmt: skip


def test_hostile_lines_are_answered_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli, "Locator", Nowhere)
    told = [json.dumps({"text": text, "sent_at": "2026-11-20T10:00:00+07:00"}) for text in STRANGE]
    sink, errors = io.StringIO(newline="\n"), io.StringIO()
    cli.classify(io.StringIO("\n".join((*HOSTILE, *told)) + "\n", newline="\n"), sink, errors)
    answers = [json.loads(line) for line in sink.getvalue().split("\n")[:-1]]
    assert ["error" in answer for answer in answers] == [True] * len(HOSTILE) + [False] * len(told)


def test_broken_bytes_spoil_their_own_line_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli, "Locator", Nowhere)
    story = b'{"text": "air mati", "sent_at": "2026-11-20"}\n'
    source = io.TextIOWrapper(io.BytesIO(b"\xff\xfe{\n" + story), encoding="ascii")
    sink = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    cli.open_wide(source, sink)
    cli.classify(source, sink, io.StringIO())
    sink.seek(0)
    assert ["error" in json.loads(line) for line in sink] == [True, False]
