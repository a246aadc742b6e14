"""Days ahead and leaves as officers write them on a Friday, 20 November 2026."""

from __future__ import annotations

from datetime import date

import pytest

from conversations.days_ahead import days_in
from conversations.leave import Away, Back, Unclear, read_leave

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("1 Desember 2026 sampai 30 November 2027", ["2026-12-01", "2027-11-30"]),
        ("1/12/2026 - 30/11/2027", ["2026-12-01", "2027-11-30"]),
        ("1-12-26 s/d 30-11-27", ["2026-12-01", "2027-11-30"]),
        ("2026-12-01 s.d. 2027-11-30", ["2026-12-01", "2027-11-30"]),
        ("1 jan", ["2027-01-01"]),
        ("20 nov", ["2026-11-20"]),
        ("24-26 desember", ["2026-12-24", "2026-12-26"]),
        ("besok", ["2026-11-21"]),
        ("jumat", ["2026-11-27"]),
        ("senin depan", ["2026-11-23"]),
        ("akhir bulan", ["2026-11-30"]),
        ("tgl 3", ["2026-12-03"]),
        ("1 tahun", ["2027-11-19"]),
        ("3 hari", ["2026-11-22"]),
        ("31 februari", []),
        ("SK 800/123/2026", []),
    ],
)
def test_days(text: str, days: list[str]) -> None:
    assert [found.day.isoformat() for found in days_in(text, TODAY)] == days


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("cuti sampai 3 desember", "2026-11-20", "2026-12-03"),
        ("Saya cuti s/d 3/12 ya bu", "2026-11-20", "2026-12-03"),
        ("/cuti 24-26 desember", "2026-12-24", "2026-12-26"),
        ("izin cuti mulai senin sampai jumat", "2026-11-23", "2026-11-27"),
        ("cuti besok", "2026-11-21", "2026-11-21"),
        ("cuti 3 hari mulai senin", "2026-11-23", "2026-11-25"),
        ("sakit 2 hari", "2026-11-20", "2026-11-21"),
        ("dinas luar hingga 27 nov 2026", "2026-11-20", "2026-11-27"),
    ],
)
def test_a_leave(text: str, first: str, last: str) -> None:
    assert read_leave(text, TODAY) == Away(date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    "text", ["cuti", "cuti mulai senin", "cuti sampai 3 november 2026", "cuti sampai 3 desember 2030"]
)
def test_a_leave_without_days_that_make_sense_is_asked_again(text: str) -> None:
    assert read_leave(text, TODAY) == Unclear()


@pytest.mark.parametrize("text", ["cuti selesai", "batal cuti", "Saya sudah masuk kerja", "/cuti selesai"])
def test_back_again(text: str) -> None:
    assert read_leave(text, TODAY) == Back()


@pytest.mark.parametrize(
    "text",
    [
        "cuti bersama sampai senin, loket tutup",
        "pak joko cuti sampai 3 desember",
        "sakit perut pelapor sampai besok",
        "blanko habis sampai 3 desember",
        "sudah masuk sistem",
        "",
    ],
)
def test_talk_is_no_leave(text: str) -> None:
    assert read_leave(text, TODAY) is None
