"""An export as CSV: one row a case, every field quoted, nothing that a spreadsheet would run as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import datetime

from bot.recap_tables import STAMPED, Cell, Row, Tables
from handlers.recap_count import Counted

MIME = "text/csv"
#: OWASP, "CSV Injection": a cell that begins so is a formula to Excel and LibreOffice; the wide forms of the same
#: signs become them in some of their imports.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


class CsvExport:
    """`rows` as often as there are pages, then `made`."""

    def __init__(self, tables: Tables, about: Sequence[Row], *, persons: bool) -> None:
        self._file = io.BytesIO()  # encoded at once: text in memory takes four bytes a letter
        self._rows = io.TextIOWrapper(self._file, encoding="utf-8-sig", newline="", write_through=True)
        # Quoted throughout: a file with commas opens as well where the list separator is a semicolon.
        self._csv = csv.writer(self._rows, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
        # What was counted and when stands in every row: a table with lines above its head is none to most programs.
        stamp = about[:STAMPED]
        self._csv.writerow([*tables.case_heads(persons=persons), *(name for name, _ in stamp)])
        self._stamp = [written(value) for _, value in stamp]

    def rows(self, rows: Iterable[Row]) -> None:
        """One page of cases."""
        self._csv.writerows([*map(written, row), *self._stamp] for row in rows)

    def made(self, counted: Counted, pictures: Sequence[bytes] = ()) -> bytes:
        """The file: UTF-8 with a BOM, so that Excel reads it as such."""
        self._rows.flush()
        return self._file.getvalue()


def written(cell: Cell) -> str:
    """A cell as text: numbers with a point, moments as 2026-11-20 10:05:00, words harmless."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M:%S}"
    return harmless(cell) if isinstance(cell, str) else str(cell)


def harmless(text: str) -> str:
    """The same words, marked as words where a spreadsheet would take them for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text


