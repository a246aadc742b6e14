"""Long words in several messages: nothing lost, nothing cut inside a word, nothing too long for its message."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.parts import parts

WORDS = st.lists(st.sampled_from(["a", "resi.", "loket 4,\n", "\n\nSyarat:", "🙏🙏", "x" * 30]), max_size=60)


@given(said=WORDS, room=st.integers(35, 200))
def test_every_word_arrives_once_and_in_order(said: list[str], room: int) -> None:
    text = " ".join(said)
    found = parts(text, room)
    assert " ".join(found).split() == text.split()
    assert all(len(piece.encode("utf-16-le")) // 2 <= room for piece in found)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Satu dua.\n\nTiga empat lima.", ("Satu dua.", "Tiga empat lima.")),
        ("Satu dua tiga.\nEmpat lima enam.", ("Satu dua tiga.", "Empat lima enam.")),
        ("Satu dua tiga. Empat lima enam.", ("Satu dua tiga.", "Empat lima enam.")),
        ("satu dua tiga empat lima enam", ("satu dua tiga empat", "lima enam")),
        ("x" * 21, ()),
        ("pas dua puluh huruf!", ("pas dua puluh huruf!",)),
        ("", ("",)),
    ],
)
def test_the_best_border_is_taken(text: str, found: tuple[str, ...]) -> None:
    assert parts(text, 20) == found
