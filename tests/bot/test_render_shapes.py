"""Answers, long texts and files as each channel can show them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from bot.i18n import Catalogues
from bot.phrasing import CLOSE, OPEN, Voice, plain, width
from bot.render import plan, render
from bot.splitting import split
from conversations.messages import (
    TELEGRAM,
    WHATSAPP,
    Capabilities,
    File,
    Message,
    Option,
    Quoted,
    Rendered,
    Words,
    words,
)
from tests.bot.catalogue import catalogues, entry

SMS = Capabilities(max_body=480, max_body_with_options=0, max_buttons=0, button_label=0)
LINES = (Words("ask"),)


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogues:
    return catalogues(
        tmp_path, entry("ask", "Yang *mana*?"), entry("channel.menu", "Pilih"),
        entry("channel.location", "Kirim lokasi"), entry("channel.footer", "Ketik petugas"),
        entry("yes", "*Ya*, benar"), entry("story", "{x}"),
    )  # fmt: skip


def option(n: int, label: str = "Dinas {}", **more: object) -> Option:
    return Option(id=f"a:{n}", label=Quoted(label.replace("{}", str(n))), **more)  # type: ignore[arg-type]


def options(count: int, label: str = "Dinas {}") -> tuple[Option, ...]:
    return tuple(option(n, label) for n in range(1, count + 1))


LONG = "Dinas Kependudukan dan Pencatatan Sipil Kota {}"
SHORT = tuple(replace(option(n, LONG), short=Quoted(f"Capil {n}")) for n in range(1, 4))
COPY = Option(id="copy", label=Quoted("Salin"), copy="BT-7KQ2")
LINK = Option(id="link", label=Quoted("Peta"), url="https://example.go.id/?a=1&b=2")

SHAPES = [
    (Message(lines=LINES), "text", "text", "text"),
    (Message(lines=LINES, options=options(3)), "buttons", "buttons", "numbered"),
    (Message(lines=LINES, options=options(4)), "buttons", "list", "numbered"),
    (Message(lines=LINES, options=options(11)), "buttons", "numbered", "numbered"),
    (Message(lines=LINES, options=options(101)), "numbered", "numbered", "numbered"),
    (Message(lines=LINES, options=options(2, LONG)), "buttons", "numbered", "numbered"),
    (Message(lines=LINES, options=options(2, LONG * 2)), "numbered", "numbered", "numbered"),
    (Message(lines=LINES, options=SHORT), "buttons", "buttons", "numbered"),
    (Message(lines=LINES, options=options(2, "sama")), "numbered", "numbered", "numbered"),
    (Message(lines=LINES, options=options(2, "")), "numbered", "numbered", "numbered"),
    (Message(lines=LINES, options=options(2), numbered=True), "numbered", "numbered", "numbered"),
    (Message(lines=LINES, options=(COPY, LINK)), "buttons", "text", "text"),
    (Message(lines=LINES, options=(*options(3), COPY)), "buttons", "buttons", "numbered"),
]


@pytest.mark.parametrize(("message", "telegram", "whatsapp", "sms"), SHAPES, ids=range(len(SHAPES)))
def test_the_shape_of_answers(catalogue: Catalogues, message: Message, telegram: str, whatsapp: str, sms: str) -> None:
    voice = Voice(catalogue, "id", "Asia/Jakarta")
    assert [plan(message, caps, voice) for caps in (TELEGRAM, WHATSAPP, SMS)] == [telegram, whatsapp, sms]


def shown(catalogue: Catalogues, message: Message, caps: Capabilities = TELEGRAM) -> list[Rendered]:
    return render(message, language="id", zone="Asia/Jakarta", caps=caps, catalogue=catalogue)


def one(catalogue: Catalogues, message: Message, caps: Capabilities = TELEGRAM) -> Rendered:
    [single] = shown(catalogue, message, caps)
    return single


def labels(rendered: Rendered) -> list[str]:
    return [button.label for button in rendered.buttons]


def test_buttons_keep_id_style_and_row_and_lose_markup(catalogue: Catalogues) -> None:
    yes = Option(id="ok", label=Words("yes"), style="primary", row=True)
    [button] = one(catalogue, Message(lines=LINES, options=(yes,))).buttons
    assert (button.id, button.label, button.style, button.row) == ("ok", "Ya, benar", "primary", True)


def test_a_list_message_has_a_word_to_open_it(catalogue: Catalogues) -> None:
    menu = one(catalogue, Message(lines=LINES, options=options(5)), WHATSAPP)
    assert (menu.menu, menu.menu_label, menu.body) == (True, "Pilih", "Yang *mana*?")
    assert labels(menu) == [f"Dinas {n}" for n in range(1, 6)]


def test_numbered_text_comes_with_number_keys_where_there_are_any(catalogue: Catalogues) -> None:
    message = Message(lines=LINES, options=options(3, LONG), numbered=True)
    telegram, sms = one(catalogue, message), one(catalogue, message, SMS)
    assert telegram.body.startswith("Yang <b>mana</b>?\n\n1. Dinas Kependudukan") and telegram.body.count("\n") == 4
    assert labels(telegram) == ["1", "2", "3"] and [b.id for b in telegram.buttons] == ["a:1", "a:2", "a:3"]
    assert sms.buttons == () and "\n3. Dinas Kependudukan" in sms.body
    assert labels(one(catalogue, Message(lines=LINES, options=options(12)), WHATSAPP)) == []


def test_copy_and_link_keys_fall_away_and_the_link_becomes_text(catalogue: Catalogues) -> None:
    message = Message(lines=LINES, options=(COPY, LINK))
    telegram, whatsapp = one(catalogue, message), one(catalogue, message, WHATSAPP)
    assert [(b.copy, b.url) for b in telegram.buttons] == [("BT-7KQ2", None), (None, LINK.url)]
    assert whatsapp.buttons == () and whatsapp.body == f"Yang *mana*?\nPeta: {LINK.url}"


def test_the_location_key_only_where_there_is_one(catalogue: Catalogues) -> None:
    message = Message(lines=LINES, ask_location=True)
    keys = [one(catalogue, message, caps).ask_location for caps in (TELEGRAM, WHATSAPP, SMS)]
    assert keys == ["Kirim lokasi", "Kirim lokasi", None]


def test_a_reply_and_its_answers_go_to_the_two_ends(catalogue: Catalogues) -> None:
    story = "Kalimat yang cukup panjang.\n\n" * 300
    message = Message(lines=(words("story", x=Quoted(story)),), options=options(2), reply_to="9")
    bubbles = shown(catalogue, message)
    assert len(bubbles) == 3 and [b.reply_to for b in bubbles] == ["9", None, None]
    assert [bool(b.buttons) for b in bubbles] == [False, False, True]
    assert all(b.body.endswith("panjang.") for b in bubbles)


def test_on_whatsapp_the_bubble_with_buttons_is_the_short_one(catalogue: Catalogues) -> None:
    message = Message(lines=(Quoted("Kata demi kata. " * 94),), options=options(2))
    first, last = shown(catalogue, message, WHATSAPP)
    assert not first.buttons and last.buttons and 100 < len(last.body) <= 1024


def file(kind: str) -> File:
    return File(kind=kind, key=kind, name=kind, mime="x/y")


def test_one_file_shares_the_bubble_of_few_words(catalogue: Catalogues) -> None:
    photo = one(catalogue, Message(lines=LINES, options=options(2), files=(file("photo"),)))
    assert photo.files and photo.body and len(photo.buttons) == 2
    long = shown(catalogue, Message(lines=(Quoted("a" * 1025),), options=options(2), files=(file("photo"),)))
    assert [(len(b.files), len(b.body), len(b.buttons)) for b in long] == [(1, 0, 0), (0, 1025, 2)]


def test_many_files_are_one_bubble_each_request(catalogue: Catalogues) -> None:
    files = (*[file("photo")] * 11, file("video"), file("document"), file("voice"), file("voice"))
    telegram = shown(catalogue, Message(lines=LINES, files=files, reply_to="9"))
    assert [len(b.files) for b in telegram] == [10, 2, 1, 1, 1, 0] and telegram[0].reply_to == "9"
    whatsapp = shown(catalogue, Message(lines=LINES, files=files[:3]), WHATSAPP)
    assert [len(b.files) for b in whatsapp] == [1, 1, 1, 0]


def test_a_file_without_words_is_just_a_file(catalogue: Catalogues) -> None:
    assert [b.body for b in shown(catalogue, Message(lines=(), files=(file("photo"),) * 2))] == [""]


MARKED = some.text(alphabet=some.sampled_from("ab .\n😀" + OPEN + CLOSE), max_size=400).map(
    lambda text: OPEN * text.count(CLOSE) + text + CLOSE * text.count(OPEN)
)


@settings(max_examples=150, deadline=None)
@given(MARKED, some.integers(2, 60), some.integers(2, 60))
def test_splitting_loses_nothing_but_white_space(text: str, limit: int, last: int) -> None:
    last = min(limit, last)
    pieces = split(text, limit, last)
    assert all(width(piece) <= limit for piece in pieces) and width(pieces[-1]) <= last
    assert all(piece.count(OPEN) == piece.count(CLOSE) for piece in pieces)
    assert "".join("".join(map(plain, pieces)).split()) == "".join(plain(text).split())
