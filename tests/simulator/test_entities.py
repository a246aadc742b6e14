"""Telegram's HTML and the marks it finds by itself, counted in UTF-16 units."""

from __future__ import annotations

import pytest

from simulator.telegram.entities import find_marks, parse_html
from simulator.telegram.errors import ApiError


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("polos", "polos", []),
        ("😀 <b>a</b>", "😀 a", [{"type": "bold", "offset": 3, "length": 1}]),
        (
            "<b>x<i>y</i></b>",
            "xy",
            [
                {"type": "bold", "offset": 0, "length": 2},
                {"type": "italic", "offset": 1, "length": 1},
            ],
        ),
        (
            '<a href="https://x.id/?a=1&amp;b=2">sini</a>',
            "sini",
            [{"type": "text_link", "offset": 0, "length": 4, "url": "https://x.id/?a=1&b=2"}],
        ),
        (
            '<pre><code class="language-python">x</code></pre>',
            "x",
            [{"type": "pre", "offset": 0, "length": 1, "language": "python"}],
        ),
        (
            "<blockquote expandable>q</blockquote>",
            "q",
            [{"type": "expandable_blockquote", "offset": 0, "length": 1}],
        ),
        ("1 &lt; 2 &amp; &#51; &nbsp;", "1 < 2 & 3 &nbsp;", []),
        ("<b></b>kosong", "kosong", []),
    ],
)
def test_html_becomes_text_and_entities(source: str, text: str, entities: list[dict[str, object]]) -> None:
    assert parse_html(source) == (text, entities)


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("é<x>", 'Unsupported start tag "x" at byte offset 2'),
        ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("a < b", 'Unsupported start tag "" at byte offset 2'),
        ("<b", "Unclosed start tag at byte offset 0"),
        ('<span class="x">y</span>', 'Unsupported start tag "span" at byte offset 0'),
    ],
)
def test_broken_html_is_refused_in_telegrams_words(source: str, why: str) -> None:
    with pytest.raises(ApiError) as refused:
        parse_html(source)
    assert refused.value.code == 400
    assert refused.value.description.startswith("Bad Request: can't parse entities: ")
    assert why in refused.value.description


def test_commands_links_and_mentions_are_found() -> None:
    found = find_marks("😀 /status@bot_ku https://x.id/a @petugas #jalan a/b user@x.id 1/2")
    kinds = [(mark["type"], mark["offset"], mark["length"]) for mark in found]
    assert kinds == [
        ("bot_command", 3, 14),
        ("url", 18, 14),
        ("mention", 33, 8),
        ("hashtag", 42, 6),
        ("email", 53, 9),
    ]
