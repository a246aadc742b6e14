"""Registry files as bytes on a disk: to records that know their line, and back; knows nothing of agencies."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from complaints.errors import RegistryError


@dataclass(frozen=True, slots=True)
class Record:
    """One row of a file; `line` is where it begins, also when a quoted field spans lines."""

    source: str
    line: int
    fields: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.fields[column]

    def error(self, reason: str) -> RegistryError:
        """The refusal of this row, to be raised by the caller."""
        return RegistryError(self.source, self.line, reason)


def read_records(path: Path, columns: Sequence[str]) -> Iterator[Record]:
    """Rows of `path`, whose header names exactly `columns` in any order; blank rows are passed over."""
    rows = _rows(path.name, _text(path))
    head_line, head = next(rows, (1, []))
    header = [name.strip().casefold() for name in head]
    if sorted(header) != sorted(columns):
        reason = f"kepala kolom harus memuat {','.join(columns)}"
        raise RegistryError(path.name, head_line, f"{reason}, yang ada {','.join(header) or 'kosong'}.")
    for line, row in rows:
        if len(row) != len(header):
            reason = f"jumlah kolom {len(row)}, seharusnya {len(header)}."
            raise RegistryError(path.name, line, reason)
        record = Record(path.name, line, dict(zip(header, map(str.strip, row), strict=True)))
        if found := next((column for column, field in record.fields.items() if "\0" in field), None):
            raise record.error(f"kolom {found} memuat karakter kosong (NUL) yang tidak terlihat.")
        yield record


def write_records(path: Path, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write what `read_records` reads: UTF-8, commas, LF, one header."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


def _text(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise RegistryError(path.name, 0, f"berkas tidak dapat dibaca ({error.strerror}).") from error
    try:
        return data.decode("utf-8-sig")  # Excel saves "CSV UTF-8" with a byte order mark
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        reason = "berkas bukan UTF-8; simpan ulang sebagai CSV UTF-8."
        raise RegistryError(path.name, line, reason) from error


def _rows(source: str, text: str) -> Iterator[tuple[int, list[str]]]:
    """Non-blank rows with the line each begins at; `line_num` counts the lines read so far."""
    head = text.lstrip().split("\n", 1)[0]
    # Excel in an Indonesian locale separates by semicolon, since the comma is the decimal sign.
    delimiter = ";" if head.count(";") > head.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        begins = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            reason = f"baris tidak dapat dibaca, periksa tanda kutip ({error})."
            raise RegistryError(source, begins, reason) from error
        if any(field.strip() for field in row):
            yield begins, row
