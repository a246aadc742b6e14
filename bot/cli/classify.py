"""`narahubung classify`: stories in, readings out, a JSON object per line. Knows files, not how to read."""

from __future__ import annotations

import io
import json
import sys
from datetime import datetime
from typing import Any, TextIO
from zoneinfo import ZoneInfo

import click

from bot.cli.classify_office import Locator
from classifiers.date import SURE
from classifiers.label import Label
from classifiers.story import LONGEST, Reading, StoryReader

JAKARTA = ZoneInfo("Asia/Jakarta")
#: Days are counted from the clock of the message; outside these years they may not exist in another zone.
YEARS = (1970, 2200)


@click.command(name="classify", help="Baca cerita dari stdin: satu objek JSON per baris.")
@click.option("--json", "as_json", is_flag=True, help="Satu objek JSON per baris keluaran.")
def command(as_json: bool) -> None:
    """Read every line; a bad one gives an error object, a line on stderr and exit code 1 at the end."""
    del as_json  # the only form there is; the flag keeps the door open for a table
    open_wide(sys.stdin, sys.stdout)
    raise SystemExit(classify(sys.stdin, sys.stdout, sys.stderr))


def open_wide(*streams: TextIO) -> None:
    """Broken bytes spoil their own line, half a character no answer, and only a line feed ends a line."""
    for stream in streams:
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def classify(source: TextIO, sink: TextIO, errors: TextIO) -> int:
    """One output line per input line; returns the exit code."""
    reader, locate = StoryReader(), Locator()
    failed = 0
    for number, line in enumerate(source, 1):
        try:
            text, sent_at = _story(line.removeprefix("\ufeff"))  # PowerShell writes a mark before the first
        except ValueError as problem:
            failed = 1
            sentence = f"Baris {number}: {problem}."
            sink.write(json.dumps({"error": sentence}, ensure_ascii=False) + "\n")
            errors.write(sentence + "\n")
            continue
        sink.write(json.dumps(_answer(reader, locate, text, sent_at), ensure_ascii=False) + "\n")
    return failed


def _story(line: str) -> tuple[str, datetime]:
    if not line.strip():
        raise ValueError("kosong, perlu satu objek JSON")
    try:
        given = json.loads(line)
    except (ValueError, RecursionError):
        raise ValueError("bukan objek JSON") from None
    if not isinstance(given, dict) or not isinstance(given.get("text"), str):
        raise ValueError('perlu objek dengan "text" berupa teks')
    if "sent_at" not in given:
        raise ValueError('perlu "sent_at", waktu ISO 8601')
    try:
        sent_at = datetime.fromisoformat(str(given["sent_at"]))
    except ValueError:
        raise ValueError('"sent_at" bukan waktu ISO 8601') from None
    if not YEARS[0] <= sent_at.year <= YEARS[1]:
        raise ValueError(f'"sent_at" di luar tahun {YEARS[0]} sampai {YEARS[1]}')
    return given["text"], sent_at if sent_at.tzinfo else sent_at.replace(tzinfo=JAKARTA)


def _answer(reader: StoryReader, locate: Locator, text: str, sent_at: datetime) -> dict[str, Any]:
    reading = reader.read(text, sent_at=sent_at)
    institution, region = locate.find(text[:LONGEST], reading)
    return {
        "kind": _json(reading.kind),
        "topic": [label.as_json() for label in reading.topic],
        "maladministration": [label.as_json() for label in reading.maladministration],
        "urgency": reading.urgency,
        "abusive": _json(reading.abusive),
        "personal_data": [{"type": p.type, "text": p.text} for p in reading.personal_data],
        "institution": _json(institution),
        "place": _json(reading.place),
        "date": _json(_day(reading)),
        "region": _json(region),
    }


def _day(reading: Reading) -> Label | None:
    date = reading.date
    if date is None or date.day is None or date.score < SURE:
        return None
    return Label(date.day.isoformat(), date.score, date.text, date.start, date.end)


def _json(label: Label | None) -> dict[str, object] | None:
    return label.as_json() if label else None
