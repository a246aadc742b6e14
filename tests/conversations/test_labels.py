"""What is printed on a button can be typed, in every language the bot speaks."""

from __future__ import annotations

import pytest

from bot.i18n import Catalogues
from conversations.answers import resolve
from conversations.draft import Draft
from conversations.messages import Option, Text, Words
from conversations.slots.review import EDIT, FIELDS
from conversations.steps import Scene
from tests.conversations.test_intake_walks import AT, AnyEars
from tests.handlers.builders import _catalogues as catalogues

WORDS: Catalogues = catalogues()
#: On cards of focal points, where buttons are pressed and words are answers to a citizen.
OF_DESKS = {"button.link_yes", "button.link_no"}
LABELS = sorted(m for m in WORDS.msgids() if m.startswith("button.") and m not in OF_DESKS)


@pytest.mark.parametrize("language", WORDS.languages)
@pytest.mark.parametrize("label", LABELS)
def test_a_label_can_be_typed(label: str, language: str) -> None:
    option = Option(id=f"step.t:{label.removeprefix('button.')}", label=Words(label))
    assert resolve(Text(WORDS.text(label, language)), (option,)) is option


@pytest.mark.parametrize("language", WORDS.languages)
@pytest.mark.parametrize("field", sorted(FIELDS))
def test_a_field_to_correct_can_be_named_as_it_is_printed(field: str, language: str) -> None:
    draft, scene = Draft(id="d", editing="which"), Scene(ears=AnyEars(1), at=AT)
    taken = EDIT.take(draft, Text(WORDS.text(f"edit.{field}", language)), scene)
    assert taken is not None and taken.draft.editing == field
