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
    code = cli.classify(io.StringIO(f"{story}\n\n{{\n[]\n" + "[" * 5000 + f"\n{story}\n"), sink, errors)
    answers = [json.loads(line) for line in sink.getvalue().splitlines()]
    assert [("error" in answer) for answer in answers] == [False, True, True, True, True, False]
    assert code == 1
    assert len(errors.getvalue().splitlines()) == 4
    assert answers[0]["topic"][0]["label"] == "AIR"
