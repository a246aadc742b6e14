"""docs/lifecycle.md is what the table says today."""

from pathlib import Path

from complaints.lifecycle import TRANSITIONS, Action, Status
from complaints.lifecycle_drawing import ACTION_LABELS, STATUS_LABELS, draw, table

PAGE = Path(__file__).parents[2] / "docs" / "lifecycle.md"


def test_the_page_is_in_sync() -> None:
    hint = "python -m complaints.lifecycle_drawing > docs/lifecycle.md"
    assert PAGE.read_text(encoding="utf-8") == draw(), hint


def test_every_status_and_action_has_a_label() -> None:
    assert STATUS_LABELS.keys() == set(Status)
    assert ACTION_LABELS.keys() == set(Action)


def test_the_table_shows_every_transition() -> None:
    rows = [row.strip("| ").split(" | ") for row in table().splitlines()]
    cells = [cell for row in rows[2:] for cell in row[1:]]
    assert len(cells) == len(Status) * len(Action)
    assert sum(cell != "·" for cell in cells) == len(TRANSITIONS)
