"""Periods and places as staff write them, and what is refused."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.period import read

TODAY = date(2026, 11, 20)  # a Friday


@pytest.mark.parametrize(
    ("said", "since", "until", "place"),
    [
        ("", "2026-11-01", "2026-12-01", ""),
        ("bulan ini", "2026-11-01", "2026-12-01", ""),
        ("Bulan Lalu", "2026-10-01", "2026-11-01", ""),
        ("september", "2026-09-01", "2026-10-01", ""),
        ("bulan september", "2026-09-01", "2026-10-01", ""),
        ("septembr", "2026-09-01", "2026-10-01", ""),
        ("nopember 2025", "2025-11-01", "2025-12-01", ""),
        ("desember", "2025-12-01", "2026-01-01", ""),
        ("2026-09", "2026-09-01", "2026-10-01", ""),
        ("9/2026", "2026-09-01", "2026-10-01", ""),
        ("tahun ini", "2026-01-01", "2027-01-01", ""),
        ("thn lalu", "2025-01-01", "2026-01-01", ""),
        ("2025", "2025-01-01", "2026-01-01", ""),
        ("minggu ini", "2026-11-16", "2026-11-23", ""),
        ("minggu lalu", "2026-11-09", "2026-11-16", ""),
        ("hari ini", "2026-11-20", "2026-11-21", ""),
        ("kemarin", "2026-11-19", "2026-11-20", ""),
        ("batam oktober", "2026-10-01", "2026-11-01", "batam"),
        ("oktober di kota batam", "2026-10-01", "2026-11-01", "kota batam"),
        ("kepri 2026", "2026-01-01", "2027-01-01", "kepri"),
        ("wilayah kepri tahun 2026", "2026-01-01", "2027-01-01", "kepri"),
        ("tanjung pinang", "2026-11-01", "2026-12-01", "tanjung pinang"),
        ("triwulan 3", "2026-07-01", "2026-10-01", ""),
        ("tw iv 2025 batam", "2025-10-01", "2026-01-01", "batam"),
        ("semester 1", "2026-01-01", "2026-07-01", ""),
        ("juli sampai september", "2026-07-01", "2026-10-01", ""),
        ("oktober sampai maret 2026 bintan", "2025-10-01", "2026-04-01", "bintan"),
        ("2026-09-05 s.d. 2026-09-20", "2026-09-05", "2026-09-21", ""),
        ("oktober sampai sekarang", "2026-10-01", "2026-11-21", ""),
        ("this month", "2026-11-01", "2026-12-01", ""),
    ],
)
def test_everyday_words_name_a_period(said: str, since: str, until: str, place: str) -> None:
    found = read(said, today=TODAY)
    assert found is not None
    assert (found.period.since.isoformat(), found.period.until.isoformat(), found.place) == (since, until, place)


NONE = ("2026-13", "2026-02-30", "2027", "desember 2026", "2026-09-20 sampai 2026-09-05", "mei sampai entah")


@pytest.mark.parametrize("said", NONE)
def test_a_day_that_does_not_exist_or_has_not_come_is_not_guessed(said: str) -> None:
    assert read(said, today=TODAY) is None


@given(st.text(max_size=60), st.dates(date(2020, 1, 1), date(2030, 12, 31)))
def test_whatever_is_written_is_a_period_or_nothing(said: str, today: date) -> None:
    found = read(said, today=today)
    assert found is None or found.period.since < found.period.until
