"""An export as a workbook: about, recap, cases. Words are written as words, so no cell is ever a formula."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from bot.recap_tables import Row, Tables
from handlers.recap_count import Counted

MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: Rows of a sheet, its head included (Excel's own limit), and characters of a cell.
MOST_ROWS, MOST_LETTERS = 1_048_576, 32_767
WIDE = {0: 18, 4: 38, 9: 26, 10: 26}


class XlsxExport:
    """`rows` as often as there are pages, then `made`; rows go to a file on the disk meanwhile."""

    def __init__(self, tables: Tables, about: Sequence[Row], *, persons: bool) -> None:
        # Paid for by those who export only.
        import xlsxwriter

        self._tables, self._out = tables, io.BytesIO()
        self._book = xlsxwriter.Workbook(
            self._out, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        )
        self._bold = self._book.add_format({"bold": True, "bg_color": "#E3E8E8", "text_wrap": True})
        self._moment = self._book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        self._day = self._book.add_format({"num_format": "yyyy-mm-dd"})
        names = ("recap.sheet.about", "recap.sheet.recap", "recap.sheet.cases")
        self._about, self._recap, self._cases = (self._book.add_worksheet(tables.say(name)) for name in names)
        self._about.set_column(0, 0, 16)
        self._about.set_column(1, 1, 90)
        for number, row in enumerate(about):
            self._write(self._about, number, row)
        heads = tables.case_heads(persons=persons)
        self._cases.freeze_panes(1, 1)
        for column in range(len(heads)):
            self._cases.set_column(column, column, WIDE.get(column, 19))
        self._write(self._cases, 0, heads, bold=True)
        self._filled, self._columns = 1, len(heads)

    def rows(self, rows: Iterable[Row]) -> None:
        """One page of cases."""
        for row in rows:
            if self._filled == MOST_ROWS:
                return  # the recap beside it still counts all of them
            self._write(self._cases, self._filled, row)
            self._filled += 1

    def made(self, counted: Counted, pictures: Sequence[bytes] = ()) -> bytes:
        """The file; the same values make the same bytes."""
        self._book.set_properties({"created": self._tables.moment(counted.at)})
        heads = self._tables.number_heads()
        self._recap.freeze_panes(1, 2)
        self._recap.set_column(0, 1, 30)
        self._recap.set_column(2, len(heads) - 1, 12)
        for number, row in enumerate([heads, *self._tables.numbers(counted)]):
            self._write(self._recap, number, row, bold=number == 0)
        self._cases.autofilter(0, 0, self._filled - 1, self._columns - 1)
        self._book.close()
        return self._out.getvalue()

    def _write(self, sheet: Any, number: int, row: Row, *, bold: bool = False) -> None:
        for column, cell in enumerate(row):
            match cell:
                case None | "":
                    continue
                case datetime():
                    sheet.write_datetime(number, column, cell, self._moment)
                case date():
                    sheet.write_datetime(number, column, cell, self._day)
                case int() | float():
                    sheet.write_number(number, column, cell)
                case _:
                    sheet.write_string(number, column, cell[:MOST_LETTERS], self._bold if bold else None)
