"""Draws what hangs at a counter: the code as a picture, and an A5 poster around it; knows words, paper, no database.

The core fonts of PDF suffice for Indonesian; nothing is embedded and the file stays small.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass

import segno
from reportlab.lib.colors import Color, HexColor, white
from reportlab.lib.pagesizes import A5
from reportlab.lib.units import mm
from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen.canvas import Canvas

PLAIN, BOLD = "Helvetica", "Helvetica-Bold"
TEAL, DARK, SUN, INK, MIST, GREY = map(
    HexColor, ("#0B5563", "#083E49", "#F4B23C", "#16262B", "#EEF4F4", "#5A6B70")
)
WIDTH, HEIGHT = A5
MARGIN = 11 * mm
#: Read from two metres by an old phone; correction Q survives a scratch or a pen.
CODE = 75 * mm
QUIET = 4  # modules of white around it, ISO/IEC 18004


@dataclass(frozen=True, slots=True)
class Poster:
    """What is printed on one poster; `say` gives the catalogue's sentence."""

    link: str
    address: str  # what can be typed by hand
    agency: str
    counter: str
    say: Callable[[str], str]


def code(link: str) -> segno.QRCode:
    """The code of a link."""
    return segno.make(link, error="q", micro=False, boost_error=False)


def png(link: str, *, scale: int = 16) -> bytes:
    """A picture for a screen or another designer's poster."""
    out = io.BytesIO()
    code(link).save(out, kind="png", scale=scale, border=QUIET)
    return out.getvalue()


def pdf(poster: Poster) -> bytes:
    """One A5 page, upright."""
    out = io.BytesIO()
    page = Canvas(out, pagesize=A5, pageCompression=1, invariant=1)
    page.setTitle(poster.say("title"))
    page.setAuthor(poster.agency)
    _head(page, poster)
    _card(page, poster)
    _steps(page, poster)
    _foot(page, poster)
    page.showPage()
    page.save()
    return out.getvalue()


def _head(page: Canvas, poster: Poster) -> None:
    page.setFillColor(MIST)
    page.rect(0, 0, WIDTH, HEIGHT, stroke=0, fill=1)
    page.setFillColor(TEAL)
    page.rect(0, HEIGHT - 62 * mm, WIDTH, 62 * mm, stroke=0, fill=1)
    page.setFillColor(SUN)
    page.rect(0, HEIGHT - 3 * mm, WIDTH, 3 * mm, stroke=0, fill=1)
    _pill(page, poster.say("free"), right=WIDTH - MARGIN, top=HEIGHT - 9 * mm)
    _lines(page, poster.say("headline"), BOLD, 27, white, left=MARGIN, top=HEIGHT - 11 * mm, room=WIDTH - 2 * MARGIN)
    _lines(
        page, poster.say("promise"), PLAIN, 15, white,
        left=MARGIN, top=HEIGHT - 23.5 * mm, room=WIDTH - 2 * MARGIN,
    )  # fmt: skip


def _pill(page: Canvas, text: str, *, right: float, top: float) -> None:
    """On the headline's line, where the eye ends."""
    wide, high = page.stringWidth(text, BOLD, 12) + 9 * mm, 8.5 * mm
    page.setFillColor(SUN)
    page.roundRect(right - wide, top - high, wide, high, high / 2, stroke=0, fill=1)
    page.setFillColor(DARK)
    page.setFont(BOLD, 12)
    page.drawCentredString(right - wide / 2, top - high / 2 - 4.2, text)


def _card(page: Canvas, poster: Poster) -> None:
    """The agency's name, the counter and the code on white."""
    top, bottom = HEIGHT - 36 * mm, 60 * mm
    left, wide = MARGIN, WIDTH - 2 * MARGIN
    page.setFillColor(Color(0, 0, 0, alpha=0.10))
    page.roundRect(left + 0.8 * mm, bottom - 1.2 * mm, wide, top - bottom, 5 * mm, stroke=0, fill=1)
    page.setFillColor(white)
    page.roundRect(left, bottom, wide, top - bottom, 5 * mm, stroke=0, fill=1)
    foot = bottom + 9 * mm  # as wide as the white that a code needs around it
    draw_code(page, poster.link, x=(WIDTH - CODE) / 2, y=foot, side=CODE)
    room = wide - 14 * mm
    long = len(simpleSplit(poster.agency, BOLD, 15, room)) > 1
    high = (34 if long else 17) + (17 if poster.counter else 0)
    y = (top + foot + CODE + 7 * mm + high) / 2  # the white above the code is not to be written on
    y = _lines(page, poster.agency, BOLD, 15, INK, left=WIDTH / 2, top=y, room=room, most=2, centred=True)
    if poster.counter:
        _lines(page, poster.counter, BOLD, 12, TEAL, left=WIDTH / 2, top=y - 1 * mm, room=room, centred=True)


def draw_code(page: Canvas, link: str, *, x: float, y: float, side: float) -> None:
    """Dark runs as one rectangle each: a printer shows no hairlines between modules."""
    matrix = code(link).matrix
    module = side / len(matrix)
    page.setFillColor(INK)
    path = page.beginPath()
    for row, modules in enumerate(matrix):
        start = None
        for column, dark in enumerate((*modules, 0)):
            if dark and start is None:
                start = column
            elif not dark and start is not None:
                path.rect(x + start * module, y + side - (row + 1) * module, (column - start) * module, module)
                start = None
    page.drawPath(path, stroke=0, fill=1)


def _steps(page: Canvas, poster: Poster) -> None:
    """Three steps side by side, each under its number."""
    wide = (WIDTH - 2 * MARGIN) / 3
    for place in range(3):
        middle = MARGIN + wide * (place + 0.5)
        page.setFillColor(TEAL)
        page.circle(middle, 50 * mm, 4.6 * mm, stroke=0, fill=1)
        page.setFillColor(white)
        page.setFont(BOLD, 13)
        page.drawCentredString(middle, 50 * mm - 4.5, str(place + 1))
        text = poster.say(f"step{place + 1}")
        _lines(page, text, PLAIN, 11, INK, left=middle, top=43 * mm, room=wide - 5 * mm, most=4, centred=True)


def _foot(page: Canvas, poster: Poster) -> None:
    page.setStrokeColor(SUN)
    page.setLineWidth(1.2)
    page.line(MARGIN, 21 * mm, WIDTH - MARGIN, 21 * mm)
    room = WIDTH - 2 * MARGIN
    _lines(page, poster.say("no_code"), BOLD, 10.5, INK, left=WIDTH / 2, top=18.5 * mm, room=room, centred=True)
    _lines(page, poster.say("not_emergency"), PLAIN, 10, GREY, left=WIDTH / 2, top=11.5 * mm, room=room, centred=True)


def _lines(
    page: Canvas, text: str, font: str, size: float, colour: Color, *,
    left: float, top: float, room: float, most: int = 1, centred: bool = False,
) -> float:  # fmt: skip
    """Text in at most so many lines, smaller where it must be; where the next thing may begin."""
    while len(lines := simpleSplit(text, font, size, room)) > most and size > 7:
        size -= 0.5
    page.setFillColor(colour)
    page.setFont(font, size)
    write = page.drawCentredString if centred else page.drawString
    for line in lines:
        top -= size * 1.12
        write(left, top, line)
    return top
