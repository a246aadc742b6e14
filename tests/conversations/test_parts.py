"""Long words in several messages: nothing lost, nothing cut inside a word, nothing too long for its message."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.parts import parts

WORDS = st.lists(st.sampled_from(["a", "resi.", "loket 4,\n", "\n\nSyarat:", "🙏🙏", "x" * 30]), max_size=60)


@given(said=WORDS, room=st.integers(70, 200), last=st.integers(35, 70))
def test_every_word_arrives_once_and_in_order(said: list[str], room: int, last: int) -> None:
    text = " ".join(said)
    found = parts(text, room, last)
    assert " ".join(found).split() == text.split()
    sizes = [len(piece.encode("utf-16-le")) // 2 for piece in found]
    assert max(sizes) <= room and (len(sizes) == 1 or sizes[-1] <= last)


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
