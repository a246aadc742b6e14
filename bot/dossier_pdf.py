"""Draws a dossier for the Ombudsman from its plain values; the words come from the catalogues, in Indonesian.

reportlab's own fonts know Western letters only: what they cannot show stands as "?" here and whole in the JSON.
"""

from __future__ import annotations

import io
from datetime import date, datetime
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from bot.i18n import Catalogues
from bot.phrasing import Voice, plain
from conversations.messages import Param, Quoted, Words
from conversations.ombudsman import IDENTITY

LANGUAGE = "id"  # whoever reads it in office
_BODY = ParagraphStyle("body", fontName="Helvetica", fontSize=9.5, leading=12.5)
_SMALL = ParagraphStyle("small", parent=_BODY, fontSize=7.5, leading=9.5)
_HEAD = ParagraphStyle(
    "head", parent=_BODY, fontName="Helvetica-Bold", fontSize=11, leading=15, spaceBefore=8, keepWithNext=1
)
_TITLE = ParagraphStyle("title", parent=_HEAD, fontSize=14, leading=18, spaceBefore=0)
_GRID = TableStyle(
    [
        ("GRID", (0, 0), (-1, -1), 0.4, colors.HexColor("#999999")),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 4),
        ("RIGHTPADDING", (0, 0), (-1, -1), 4),
    ]
)
_WIDE = 174 * mm


def draw(content: dict[str, Any], words: Catalogues) -> bytes:
    """The PDF; the same values make the same bytes."""
    return _Paper(content, Voice(words, LANGUAGE, content["zone"])).made()


class _Paper:
    def __init__(self, content: dict[str, Any], voice: Voice) -> None:
        self._c, self._voice = content, voice

    def made(self) -> bytes:
        out = io.BytesIO()
        number = str(self._c["number"])
        document = SimpleDocTemplate(
            out, pagesize=A4, leftMargin=18 * mm, rightMargin=18 * mm, topMargin=16 * mm, bottomMargin=18 * mm,
            title=self._say("dossier.title"), subject=number, author="narahubung", invariant=1,
        )  # fmt: skip
        document.build(self._story(), onFirstPage=self._foot, onLaterPages=self._foot)
        return out.getvalue()

    def _foot(self, canvas: Canvas, document: SimpleDocTemplate) -> None:
        """On every page: that nothing here is proven."""
        canvas.setFont("Helvetica", 7.5)
        canvas.drawString(18 * mm, 10 * mm, _western(self._say("dossier.foot", number=self._c["number"])))
        canvas.drawRightString(192 * mm, 10 * mm, str(document.page))

    def _story(self) -> list[Any]:
        c = self._c
        return [
            Paragraph(self._text("dossier.title"), _TITLE),
            Paragraph(self._text("dossier.subtitle", number=c["number"], made=self._at(c["made_at"])), _BODY),
            Paragraph(self._text("dossier.alleged"), _BODY),
            *self._section("dossier.head.identity", self._identity()),
            *self._section("dossier.head.respondent", self._pairs(self._respondent())),
            *self._section("dossier.head.story", [Paragraph(_marked(c["story"]).replace("\n", "<br/>"), _BODY)]),
            *self._section("dossier.head.effort", self._pairs(self._effort())),
            *self._section("dossier.head.chronology", self._chronology()),
            *self._section("dossier.head.clocks", self._clocks()),
            *self._section("dossier.head.wish", [Paragraph(_marked(c["wish"] or self._none()), _BODY)]),
            *self._section("dossier.head.attachments", self._attachments()),
            *self._section("dossier.head.requirements", self._requirements()),
            Spacer(1, 4 * mm),
            Paragraph(
                self._text("dossier.consent", version=c["consent"]["version"], at=self._at(c["consent"]["at"])), _BODY
            ),
        ]

    def _section(self, head: str, body: list[Any]) -> list[Any]:
        return [Paragraph(self._text(head), _HEAD), *body]

    def _identity(self) -> list[Any]:
        person = self._c["identity"]
        rows = [(f"dossier.field.{step}", self._value(step, person[step])) for step in IDENTITY]
        if self._c["on_behalf"]:
            rows.append(("dossier.field.on_behalf", self._c["on_behalf"]))
        secret = "dossier.secret" if person["secret"] else "dossier.open"
        return [*self._pairs(rows), Paragraph(self._text(secret), _BODY)]

    def _value(self, step: str, value: str | None) -> str | None:
        return self._say(f"ombudsman.button.{value}") if step == "marital" and value else value

    def _respondent(self) -> list[tuple[str, str | None]]:
        c = self._c
        grounds = "; ".join(self._say(f"dossier.ground.{ground}") for ground in c["grounds"])
        return [
            ("dossier.field.office", c["respondent"]["name"]),
            ("dossier.field.happened", self._day(c["happened_on"])),
            ("dossier.field.place", c["place"]),
            ("dossier.field.ground", grounds),
        ]

    def _effort(self) -> list[tuple[str, str | None]]:
        effort = self._c["prior_effort"]
        return [
            ("dossier.field.number", effort["number"]),
            ("dossier.field.filed", self._at(effort["filed_at"])),
            ("dossier.field.told_to", ", ".join(effort["told"])),
            ("dossier.field.told_at", self._at(effort["told_at"])),
            ("dossier.field.answered", self._at(effort["first_answer_at"]) or self._say("dossier.no_answer")),
        ]

    def _chronology(self) -> list[Any]:
        rows = [
            (self._at(line["at"]), line["office"] or self._say(f"dossier.by.{line['by']}"), self._done(line))
            for line in self._c["chronology"]
        ]
        return self._table(("dossier.col.at", "dossier.col.by", "dossier.col.step"), rows, (36, 48, 90))

    def _done(self, line: dict[str, Any]) -> str:
        if line["step"] in ("overdue", "classified"):
            return self._say(f"dossier.step.{line['step']}", rule=Words(f"dossier.rule.{line['text']}"))
        said = self._say(f"dossier.step.{line['step']}", agency=Quoted(line["holder"] or self._none()))
        return f"{said}: “{line['text']}”" if line["text"] else said

    def _clocks(self) -> list[Any]:
        rows = [
            (
                self._say(f"dossier.rule.{clock['rule']}"),
                self._at(clock["due"]),
                self._say("dossier.passed" if clock["passed"] else "dossier.running"),
                clock["version"],
            )
            for clock in self._c["clocks"]
        ]
        heads = ("dossier.col.rule", "dossier.col.due", "dossier.col.state", "dossier.col.version")
        return self._table(heads, rows, (50, 46, 28, 50))

    def _attachments(self) -> list[Any]:
        rows = [
            (one["name"] or one["kind"], self._at(one["received_at"]), one["sha256"] or self._none())
            for one in self._c["attachments"]
        ]
        heads = ("dossier.col.file", "dossier.col.at", "dossier.col.sha")
        return self._table(heads, rows, (46, 36, 92)) if rows else [Paragraph(_marked(self._none()), _BODY)]

    def _requirements(self) -> list[Any]:
        rows = [
            (
                one["rule"],
                self._say(f"dossier.require.{one['name']}"),
                self._say("dossier.met" if one["met"] else "dossier.not_met"),
            )
            for one in self._c["requirements"]
        ]
        return self._table(("dossier.col.article", "dossier.col.require", "dossier.col.state"), rows, (22, 112, 40))

    def _pairs(self, rows: list[tuple[str, str | None]]) -> list[Any]:
        cells = [
            [Paragraph(self._text(name), _SMALL), Paragraph(_marked(value or self._say("dossier.unsaid")), _BODY)]
            for name, value in rows
        ]
        return [Table(cells, colWidths=(45 * mm, _WIDE - 45 * mm), style=_GRID)]

    def _table(self, heads: tuple[str, ...], rows: list[Any], widths: tuple[int, ...]) -> list[Any]:
        cells = [[Paragraph(self._text(head), _SMALL) for head in heads]]
        cells += [[Paragraph(_marked(str(value or "")), _SMALL) for value in row] for row in rows]
        return [Table(cells, colWidths=[width * mm for width in widths], style=_GRID, repeatRows=1)]

    def _none(self) -> str:
        return self._say("dossier.none")

    def _say(self, msgid: str, **params: Param) -> str:
        return plain(self._voice.say(Words(msgid, params)))

    def _text(self, msgid: str, **params: Param) -> str:
        return _marked(self._say(msgid, **params))

    def _at(self, moment: str | None) -> str:
        return self._voice.param(datetime.fromisoformat(moment)) if moment else ""

    def _day(self, day: str | None) -> str:
        return self._voice.param(date.fromisoformat(day)) if day else ""


def _marked(text: str) -> str:
    return escape(_western(text))


def _western(text: str) -> str:
    return text.encode("cp1252", "replace").decode("cp1252")
