"""`narahubung match` reads as the bots do: with the wordings that staff have approved."""

from __future__ import annotations

import gc
import json
from collections.abc import Iterator

import pytest
from click.testing import CliRunner

from bot.cli import match
from tests.street import batam


@pytest.fixture
def collecting() -> Iterator[None]:
    """The command switches the collector off for its short life."""
    yield
    gc.enable()


@pytest.mark.parametrize(("learned", "found"), [({}, []), ({"kapilan": "disdukcapil"}, ["2171.disdukcapil"])])
def test_what_staff_approved_is_read(
    learned: dict[str, str], found: list[str], monkeypatch: pytest.MonkeyPatch, collecting: None
) -> None:
    monkeypatch.setattr(match, "present_reading", lambda: (batam(), learned))
    told = CliRunner().invoke(match.command, ["--json", "--region", "21.71"], input="kapilan batam\n")
    assert [one["id"] for one in json.loads(told.output)["candidates"]] == found
