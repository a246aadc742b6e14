"""An export as a paper: the numbers, the pictures, the tables, and the first of the cases.

reportlab's own fonts know Western letters only: what they cannot show stands as "?" here and whole in the others.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.platypus import Image, PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from bot.recap_tables import CASE, NUMBERS, PERSON, Cell, Row, Tables
from conversations import recap as talk
from conversations.messages import Words
from handlers.recap_count import Counted

MIME = "application/pdf"
#: A paper is read, not searched: a list of thousands belongs into a spreadsheet.
MOST = 300
#: A cell that is higher than a page cannot be set at all.
LONG = 900
PICTURE = 120 * mm
_BODY = ParagraphStyle("body", fontName="Helvetica", fontSize=9.5, leading=12.5)
_CELL = ParagraphStyle("cell", parent=_BODY, fontSize=7, leading=8.6)
_TITLE = ParagraphStyle("title", parent=_BODY, fontName="Helvetica-Bold", fontSize=14, leading=18)
_HEAD = ParagraphStyle("head", parent=_BODY, fontName="Helvetica-Bold", fontSize=11, leading=16, spaceBefore=8)
_GRID = TableStyle(
    [
        ("GRID", (0, 0), (-1, -1), 0.3, colors.HexColor("#999999")),
        ("BACKGROUND", (0, 0), (-1, 0), colors.HexColor("#E3E8E8")),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 2.5),
        ("RIGHTPADDING", (0, 0), (-1, -1), 2.5),
        ("TOPPADDING", (0, 0), (-1, -1), 1.5),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 1.5),
    ]
)
#: Columns of the list of cases, as far as a landscape page is wide, with their widths in millimetres.
SHOWN = {
    "number": 25, "lapor": 18, "topic": 30, "agency": 52, "channel": 17, "outcome": 30, "filed": 27, "first": 27,
    "wait": 14, "overdue": 28,
}  # fmt: skip
SHOWN_WHOLE = {"number": 25, "agency": 45, "outcome": 24, "filed": 27, "reporter": 30, "story": 88, "where": 28}
_NUMBER_WIDTHS = (28, 62, 17, 17, 18, 17, 17, 17, 20, 22, 22, 20)


class PdfExport:
    """`rows` as often as there are pages, then `made` with the pictures."""

    def __init__(self, tables: Tables, about: Sequence[Row], *, persons: bool) -> None:
        self._tables, self._about, self._persons = tables, about, persons
        self._shown: list[Row] = []
        self._seen = 0

    def rows(self, rows: Iterable[Row]) -> None:
        """One page of cases; only the first are kept."""
        page = list(rows)
        self._seen += len(page)
        self._shown += page[: MOST - len(self._shown)]

    def made(self, counted: Counted, pictures: Sequence[bytes] = ()) -> bytes:
        """The file; the same values make the same bytes."""
        out = io.BytesIO()
        title = self._tables.say(Words("recap.title", {"period": counted.named.period.told()}))
        document = SimpleDocTemplate(
            out, pagesize=landscape(A4), leftMargin=10 * mm, rightMargin=10 * mm, topMargin=12 * mm,
            bottomMargin=12 * mm, title=title, author="narahubung", invariant=1,
        )  # fmt: skip
        document.build(self._story(counted, pictures))
        return out.getvalue()

    def _story(self, counted: Counted, pictures: Sequence[bytes]) -> list[Any]:
        first, *lines = talk.head(counted.recap, counted.named) + talk.hops(counted.recap)
        story: list[Any] = [Paragraph(_marked(self._tables.say(first)), _TITLE)]
        story += [Paragraph(_marked(self._tables.say(line)), _BODY) for line in lines]
        story += [Spacer(1, 3 * mm), _table(self._about, (34, 200), heads=False)]
        if pictures:
            images = [_image(each) for each in pictures]
            story += [PageBreak(), Table([images], style=TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP")]))]
        story += [PageBreak(), self._head("recap.sheet.recap")]
        assert len(_NUMBER_WIDTHS) == len(NUMBERS)
        story.append(_table([self._tables.number_heads(), *self._tables.numbers(counted)], _NUMBER_WIDTHS))
        return [*story, *self._cases()]

    def _cases(self) -> list[Any]:
        if not self._shown:
            return []
        columns = SHOWN_WHOLE if self._persons else SHOWN
        names = (*CASE, *(PERSON if self._persons else ()))
        places = [names.index(name) for name in columns]
        rows = [self._tables.case_heads(persons=self._persons), *self._shown]
        cut = [tuple(row[place] for place in places) for row in rows]
        story = [PageBreak(), self._head("recap.export.list"), _table(cut, tuple(columns.values()))]
        if self._seen > len(self._shown):
            more = self._tables.say("recap.export.cut", n=self._seen - len(self._shown))
            story.append(Paragraph(_marked(more), _BODY))
        return story

    def _head(self, msgid: str) -> Paragraph:
        return Paragraph(_marked(self._tables.say(msgid)), _HEAD)


def _image(body: bytes) -> Image:
    """A picture in its own proportions, two beside each other."""
    wide, high = ImageReader(io.BytesIO(body)).getSize()
    return Image(io.BytesIO(body), width=PICTURE, height=PICTURE * high / wide)


def _table(rows: Sequence[Row], widths: Sequence[float], *, heads: bool = True) -> Table:
    cells = [[Paragraph(_marked(_written(cell)), _CELL) for cell in row] for row in rows]
    style = _GRID if heads else TableStyle(_GRID.getCommands()[:1] + _GRID.getCommands()[2:])
    return Table(cells, colWidths=[width * mm for width in widths], style=style, repeatRows=1 if heads else 0)


def _written(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case datetime():
            return f"{cell:%d/%m/%Y %H.%M}"
        case date():
            return f"{cell:%d/%m/%Y}"
        case float():
            return f"{cell:.1f}".replace(".", ",")
        case _:
            text = str(cell)
            return text if len(text) <= LONG else f"{text[:LONG]} …"


def _marked(text: str) -> str:
    return escape(text.encode("cp1252", "replace").decode("cp1252")).replace("\n", "<br/>")
