"""Words to text: dates, numbers, bold, other people's words, and what nobody must be able to do with a name."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.i18n import Catalogues
from bot.render import render
from conversations.messages import TELEGRAM, WHATSAPP, Capabilities, Param, Quoted, Rendered, say, words
from tests.bot.catalogue import ENGLISH, entry, write

ENTRIES = (
    entry("one", "{x}"), entry("bold", "*{x}* ya"), entry("outer", "Kata: {x}"), entry("twice", "*a {x} b*"),
    entry("math", "3 * 4 * 5"), entry("less", "1 < 2 & 3"), entry("channel.location", "Kirim lokasi"),
)  # fmt: skip


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogues:
    write(tmp_path, "id", *ENTRIES)
    write(tmp_path, "en", *ENTRIES, plural=ENGLISH)
    return Catalogues.load(tmp_path, strict=True)


def said(
    catalogue: Catalogues, *lines: Any, language: str = "id", zone: str = "Asia/Jakarta",
    caps: Capabilities = TELEGRAM,
) -> str:  # fmt: skip
    [one] = render(say(*lines), language=language, zone=zone, caps=caps, catalogue=catalogue)
    assert one == Rendered(body=one.body, html=caps is TELEGRAM)
    return one.body


NOON = datetime(2026, 11, 24, 7, 5, tzinfo=UTC)
VALUES: list[tuple[Param, str, str, str]] = [
    (date(2026, 11, 19), "id", "Asia/Jakarta", "Kamis, 19 November 2026"),
    (date(2026, 11, 19), "en", "Asia/Jakarta", "Thursday, November 19, 2026"),
    (NOON, "id", "Asia/Jakarta", "Selasa, 24 November 2026 14.05 WIB"),
    (NOON, "id", "Asia/Makassar", "Selasa, 24 November 2026 15.05 WITA"),
    (NOON, "id", "Asia/Jayapura", "Selasa, 24 November 2026 16.05 WIT"),
    (NOON.replace(hour=20), "id", "Asia/Jakarta", "Rabu, 25 November 2026 03.05 WIB"),
    (NOON, "en", "Asia/Jakarta", "Tuesday, November 24, 2026 14:05 WIB"),
    (1234567, "id", "Asia/Jakarta", "1.234.567"),
    (1234567, "en", "Asia/Jakarta", "1,234,567"),
    ("BT-7KQ2", "id", "Asia/Jakarta", "BT-7KQ2"),
    (Quoted("Pak <Budi> & *co*"), "id", "Asia/Jakarta", "Pak &lt;Budi&gt; &amp; *co*"),
    (words("outer", x=Quoted("<i>")), "id", "Asia/Jakarta", "Kata: &lt;i&gt;"),
]


@pytest.mark.parametrize(("value", "language", "zone", "shown"), VALUES)
def test_a_parameter_in_a_language(catalogue: Catalogues, value: Param, language: str, zone: str, shown: str) -> None:
    assert said(catalogue, words("one", x=value), language=language, zone=zone) == shown


def test_a_naive_time_is_refused(catalogue: Catalogues) -> None:
    with pytest.raises(ValueError, match="naive"):
        said(catalogue, words("one", x=datetime(2026, 1, 1)))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("caps", "shown"), [(TELEGRAM, "<b>1 &lt; *2*</b> ya"), (WHATSAPP, "*1 < *2** ya")], ids=["telegram", "whatsapp"]
)
def test_bold_comes_from_the_catalogue_alone(catalogue: Catalogues, caps: Capabilities, shown: str) -> None:
    assert said(catalogue, words("bold", x=Quoted("1 < *2*")), caps=caps) == shown


def test_bold_inside_bold_is_bold_once(catalogue: Catalogues) -> None:
    assert said(catalogue, words("twice", x=words("bold", x="c"))) == "<b>a c ya b</b>"


def test_signs_of_the_catalogue_are_escaped(catalogue: Catalogues) -> None:
    assert said(catalogue, "less") == "1 &lt; 2 &amp; 3"


def test_lines_are_joined_and_a_persons_own_line_is_theirs(catalogue: Catalogues) -> None:
    assert said(catalogue, words("one", x="a"), Quoted(""), Quoted("{x} <b>")) == "a\n\n{x} &lt;b&gt;"


UNSEEN = [
    ("Siti\u202eanimA", "SitianimA"),
    ("a\x00b\x1b[31mc\x7f", "ab[31mc"),
    ("satu\r\ndua\u2028tiga\tempat", "satu\ndua\ntiga empat"),
    ("\ue000x\ue001", "x"),
    ("rusak \ud83d!", "rusak !"),
    ("👨‍👩‍👧 tetap", "👨‍👩‍👧 tetap"),
    ("\ufeff\u2066a\u2069", "a"),
]


@pytest.mark.parametrize(("given", "shown"), UNSEEN, ids=range(len(UNSEEN)))
def test_what_cannot_be_seen_is_not_said(catalogue: Catalogues, given: str, shown: str) -> None:
    assert said(catalogue, words("one", x=Quoted(given))) == shown
    assert said(catalogue, words("one", x=given)) == shown
    said(catalogue, Quoted(given)).encode()
