"""The sheet of slips on paper: eight of them on A4, dashed where to cut; knows no database."""

from __future__ import annotations

import io
from collections.abc import Callable

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen.canvas import Canvas

from bot import poster

PLAIN, BOLD = "Helvetica", "Helvetica-Bold"
INK, GREY, TEAL = map(HexColor, ("#16262B", "#5A6B70", "#0B5563"))
MARGIN, COLUMNS, ROWS = 10 * mm, 2, 4
WIDE, HIGH = (A4[0] - 2 * MARGIN) / COLUMNS, (A4[1] - 2 * MARGIN) / ROWS
CODE = 26 * mm


def draw(pairs: list[tuple[str, ...]], username: str, say: Callable[[str], str]) -> bytes:
    """A4 sheets with eight slips each, dashed where to cut."""
    out = io.BytesIO()
    page = Canvas(out, pagesize=A4, pageCompression=1, invariant=1)
    page.setTitle(say("title"))
    for place, (number, code) in enumerate(pairs):
        spot = place % (COLUMNS * ROWS)
        if place and spot == 0:
            page.showPage()
        left = MARGIN + (spot % COLUMNS) * WIDE
        top = A4[1] - MARGIN - (spot // COLUMNS) * HIGH
        _slip(page, number, code, username, say, left=left, top=top)
    page.showPage()
    page.save()
    return out.getvalue()


def _slip(
    page: Canvas, number: str, code: str, username: str, say: Callable[[str], str], *, left: float, top: float
) -> None:
    page.setStrokeColor(GREY)
    page.setDash(2, 3)
    page.rect(left, top - HIGH, WIDE, HIGH, stroke=1, fill=0)
    page.setDash()
    room = WIDE - 12 * mm - (CODE + 4 * mm if username else 0)
    y = top - 10 * mm
    for text, font, size, colour in (
        (say("title"), BOLD, 11, TEAL),
        (number, BOLD, 13, INK),
        (say("code"), PLAIN, 9, GREY),
        (code, BOLD, 15, INK),
        (say("how" if username else "how_no_link"), PLAIN, 9, INK),
        (say("secret"), PLAIN, 8, GREY),
    ):
        page.setFont(font, size)
        page.setFillColor(colour)
        for line in simpleSplit(text, font, size, room):
            page.drawString(left + 6 * mm, y, line)
            y -= size * 1.25
        y -= 2
    if username:
        link = f"https://t.me/{username}?start={code}"
        poster.draw_code(page, link, x=left + WIDE - CODE - 6 * mm, y=top - HIGH + 22 * mm, side=CODE)
