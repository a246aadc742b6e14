"""`narahubung clock`: checks due dates line by line; reads no database and no wall clock."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Any, TypeVar

import click

from bot.config import load_settings
from bot.holidays import OVERRIDES, load_calendar, read_overrides
from complaints.calendar import WorkingCalendar
from complaints.errors import ComplaintError
from complaints.office_hours import zone_named
from complaints.sla import Due, Pause, StillPaused, due, rule_named

HELP = """Hitung tenggat: satu baris JSON masuk, satu baris JSON keluar.

\b
Masuk : {"rule": "respon_awal", "start": "2026-03-13T09:00",
         "pauses": [["2026-03-16T08:00", "2026-03-16T16:00"]], "zone": "WIB"}
Keluar: {"due": "2026-03-30T23:59:59+07:00", "counted_from": "2026-03-13",
         "skipped": ["2026-03-14", ...]}

\b
rule    verifikasi, admin, respon_awal, penghubung, penyelesaian_5|14|60,
        tutup_otomatis, lengkapi, ombudsman, ombudsman_kalender
start   ISO 8601; tanpa zona dibaca menurut zone
pauses  daftar [dari, sampai]; sampai null = jeda masih berjalan; boleh tidak ada
zone    WIB, WITA, WIT atau nama IANA, misalnya Asia/Jakarta

counted_from adalah hari ke-0. skipped memuat setiap tanggal sesudah hari ke-0
sampai tenggat yang tidak dihitung (akhir pekan, libur, cuti bersama, hari yang
seluruh jam kerjanya dalam jeda), sehingga tenggat - hari ke-0 = batas + jumlah
skipped. Jam kerja 08.00-16.00, Jumat sampai 15.00. due bernilai null selama jeda
masih berjalan. Kunci warning ada bila cuti bersama tahun itu belum ditetapkan.

Baris yang salah dijawab {"error": "..."} dan kode keluar menjadi 1.
"""

Value = TypeVar("Value")


class BadInput(ComplaintError):
    """A field of the line that cannot be read; the text begins with the field's name."""


@click.command(help=HELP, short_help="Hitung tenggat dan perlihatkan hitungannya.")
@click.option(
    "--json", "as_json", is_flag=True, help="JSON per baris; satu-satunya bentuk, boleh dihilangkan."
)
@click.option("--region", default="", help="Kode wilayah untuk libur daerah, misalnya 21.71.")
@click.option(
    "--holidays",
    "table",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Tabel koreksi libur (CSV: date,region,change,reason); tanpa ini: NARAHUBUNG_HOLIDAYS.",
)
def command(as_json: bool, region: str, table: Path | None) -> None:
    """Answer every line of standard input, by the table that the bots count with."""
    calendar = load_calendar(region, read_overrides(table or load_settings().holidays or OVERRIDES))
    failed = False
    for line in _lines():
        try:
            answer = answer_line(line, calendar)
        except ComplaintError as error:
            failed, answer = True, {"error": str(error)}
        click.echo(json.dumps(answer, ensure_ascii=False))
    if failed:
        raise click.exceptions.Exit(1)


def answer_line(line: str, calendar: WorkingCalendar) -> dict[str, Any]:
    """The answer to one input line; BadInput says which field is wrong."""
    asked = _asked(line)
    rule = _field("rule", rule_named, asked)
    zone = _field("zone", zone_named, asked)
    start = _moment("start", asked.get("start"), zone)
    pauses = _pauses(asked.get("pauses"), zone)
    try:
        found = due(rule, start, pauses, zone=zone, calendar=calendar)
    except StillPaused as paused:
        return {"due": None, "counted_from": paused.counted_from.isoformat(), "skipped": []}
    except ComplaintError as error:
        raise BadInput(f"start: {error}") from None
    except OverflowError:
        raise BadInput("start: di luar jangkauan kalender") from None
    return _answer(found)


def _lines() -> Iterator[str]:
    """Lines of standard input; a stray byte spoils its own line, not the run."""
    return (raw.decode("utf-8-sig", errors="replace").strip() for raw in sys.stdin.buffer)


def _answer(found: Due) -> dict[str, Any]:
    answer: dict[str, Any] = {
        "due": found.due.isoformat(),
        "counted_from": found.counted_from.isoformat(),
        "skipped": [day.isoformat() for day in found.skipped],
    }
    if found.provisional:
        answer["warning"] = f"cuti bersama {found.due.year} belum ditetapkan; tenggat ini sementara"
    return answer


def _asked(line: str) -> dict[str, Any]:
    try:
        asked = json.loads(line)
    except (ValueError, RecursionError):
        raise BadInput("baris: bukan JSON yang sah") from None
    if not isinstance(asked, dict):
        raise BadInput("baris: harus objek JSON dengan rule, start, pauses, zone")
    stray = asked.keys() - {"rule", "start", "pauses", "zone"}
    if stray and "pauses" not in asked:  # "pause" for "pauses" must not silently count no pause
        raise BadInput(f"pauses: tidak ada, sedangkan {min(stray)!r} tidak dikenal")
    return asked


def _field(name: str, read: Callable[[str], Value], asked: dict[str, Any]) -> Value:
    text = _text(name, asked.get(name))
    try:
        return read(text)
    except ComplaintError as error:
        raise BadInput(f"{name}: {error}") from None


def _text(name: str, value: Any) -> str:
    if not isinstance(value, str) or not value:
        raise BadInput(f"{name}: wajib diisi dengan teks")
    return value


def _moment(name: str, value: Any, zone: tzinfo) -> datetime:
    """ISO 8601; a time without zone is the agency's own, a bare date is its first minute."""
    text = _text(name, value)
    try:
        at = datetime.fromisoformat(text)
        at = at if at.tzinfo else at.replace(tzinfo=zone)
        at.astimezone(zone)
    except (ValueError, OverflowError):
        raise BadInput(f"{name}: {text!r} bukan waktu ISO 8601") from None
    return at


def _pauses(value: Any, zone: tzinfo) -> list[Pause]:
    if value is None:
        return []
    if not isinstance(value, list):
        raise BadInput("pauses: harus daftar [[dari, sampai], ...]")
    return [_pause(f"pauses[{place}]", pair, zone) for place, pair in enumerate(value)]


def _pause(name: str, pair: Any, zone: tzinfo) -> Pause:
    if not isinstance(pair, list) or len(pair) != 2:
        raise BadInput(f"{name}: harus [dari, sampai]")
    start = _moment(f"{name}[0]", pair[0], zone)
    end = None if pair[1] is None else _moment(f"{name}[1]", pair[1], zone)
    try:
        return Pause(start=start, end=end)
    except ComplaintError as error:
        raise BadInput(f"{name}: {error}") from None
