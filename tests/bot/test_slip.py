"""Slips for writers of papers: readable numbers and codes, a picture that leads to the bot, eight on a page."""

from __future__ import annotations

from bot.i18n import Catalogues
from bot.slip import Slips
from bot.slip_pdf import draw
from tests.bot.test_qr import words as text_of

PAIRS = [(f"NH-7K3Q-9DX{n}", f"K-7A3Q9-DXMB{n}") for n in range(2, 10)]


def say(which: str) -> str:
    return Catalogues.load().text(f"paper.slip.{which}", params={"address": "t.me/pengaduan_bot"})


def test_a_sheet_holds_number_and_code_of_each_paper() -> None:
    sheet = draw(PAIRS, "pengaduan_bot", say)
    assert sheet.startswith(b"%PDF") and len(sheet) < 200_000
    text = text_of(sheet)
    for number, code in PAIRS:
        assert number in text and code in text
    assert "t.me/pengaduan_bot" in text


def test_nine_slips_need_a_second_sheet_and_no_name_needs_no_picture() -> None:
    assert draw([*PAIRS, PAIRS[0]], "", say).count(b"/Type /Page\n") == 2
    assert len(draw(PAIRS, "", say)) < len(draw(PAIRS, "pengaduan_bot", say))


def test_only_keys_of_slips_are_slips() -> None:
    assert Slips.names("slip:NH-7K3Q-9DXM/K-7A3Q9-DXMBT")
    assert not Slips.names("dossier:x:pdf:staff") and not Slips.names("slipper")
