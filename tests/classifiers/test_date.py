"""Days that citizens speak of, read on Friday 20 November 2026."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from classifiers.date import SURE, read_date
from classifiers.words import Words

JAKARTA = ZoneInfo("Asia/Jakarta")
AT = datetime(2026, 11, 20, 10, tzinfo=JAKARTA)
DAYS = {
    "udah 3 bln gak jadi, terakhir ke sana kemarin": "2026-11-19",
    "kmrn": "2026-11-19",
    "sampai di capil anambas senin 19 januari jam 2 sudah tutup": "2026-01-19",
    "mediasi batas tanah tgl 3 november di kantor lurah": "2026-11-03",
    "selasa kmrn mau isi ditolak": "2026-11-17",
    "salah ketik tgl lahir, baru terima kemarin": "2026-11-19",
    "pas hari kemerdekaan kemarin": "2026-08-17",
    "minggu lalu hari kamis": "2026-11-12",
    "semalem jam 11": "2026-11-19",
    "tanggal dua belas oktober": "2026-10-12",
    "2 jam lalu": "2026-11-20",
    "malam minggu kemarin": "2026-11-14",
    "kemarin tanggal 18": "2026-11-18",
    "tgl 1 lapor, tgl 8 ditanya lagi": "2026-11-08",
    "tadi pagi": "2026-11-20",
    "tgl 3": "2026-11-03",
    "tgl 30": "2026-10-30",
    "tanggal 3 november": "2026-11-03",
    "3/11": "2026-11-03",
    "03-11-2026": "2026-11-03",
    "20 desember": "2025-12-20",
    "senin lalu": "2026-11-16",
    "senin kemarin": "2026-11-16",
    "jumat lalu": "2026-11-13",
    "minggu kemaren": "2026-11-15",
    "hari minggu kemarin": "2026-11-15",
    "selasa minggu lalu": "2026-11-10",
    "2 minggu lalu": "2026-11-06",
    "3 hari yg lalu": "2026-11-17",
    "dua hari lalu": "2026-11-18",
    "lusa kemarin": "2026-11-18",
    "semalam": "2026-11-19",
    "minggu subuh limbah masuk sungai": "2026-11-15",
    "tgl 19 ini petugasnya tidak datang": "2026-11-19",
    "barusan": "2026-11-20",
    "tgl 5 bulan lalu": "2026-10-05",
    "kamis 12 november": "2026-11-12",
    "jum'at minggu lalu anak saya dipukul": "2026-11-13",
    "wingi aku nang kantor ora dilayani": "2026-11-19",
    "senin minggu ini saya ke sana": "2026-11-16",
    "hari selasanya masih tutup": "2026-11-17",
    "rabu dua minggu lalu loket ditutup": "2026-11-04",
    "malam jumat lalu ribut": "2026-11-19",
    "lapor pertama tgl 2, kedua tgl 9, tidak ditanggapi": "2026-11-09",
    "dari januari begini, paling parah semalam": "2026-11-19",
    "hari senin kemarin dan selasa tutup": "2026-11-16",
    "daftar tanggal 3 oktober, dijanjikan selesai tgl 10 oktober": "2026-10-03",
}
NONE = [
    "jalan rusak", "sudah 3 bulan", "sejak januari", "tiap senin", "besok", "rt 03/05", "lahir tgl 3 mei 1990",
    "buka senin sampai jumat", "bulan lalu", "jam 10", "pilkada kemarin", "abis lebaran kemarin",
    "tiap tanggal 1 gaji telat", "loket buka senin kamis", "blok c 10/11 air mati", "kalau senin pasti penuh",
    "kemarin kemarin juga begitu janjinya", "semester kemarin uang komite naik", "bulan depan tanggal 3 nikah",
    "skor 3/10 pelayanannya", "paling lambat 10 november",
    "jl 17 agustus no 4", "tgl 25 november mau sidang", "besok senin", "sampai hari ini belum",
]  # fmt: skip


@pytest.mark.parametrize(("text", "day"), DAYS.items())
def test_day(text: str, day: str) -> None:
    reading = read_date(Words(text), AT)
    assert reading is not None
    assert reading.day is not None
    assert reading.day.isoformat() == day
    assert reading.score >= SURE


@pytest.mark.parametrize("text", NONE)
def test_no_sure_day(text: str) -> None:
    reading = read_date(Words(text), AT)
    assert reading is None or reading.day is None or reading.score < SURE


def test_after_midnight_this_evening_was_yesterday() -> None:
    reading = read_date(Words("tadi sore"), datetime(2026, 11, 20, 0, 30, tzinfo=JAKARTA))
    assert reading is not None
    assert str(reading.day) == "2026-11-19"


def test_days_are_counted_where_the_citizen_is() -> None:
    sent = datetime(2026, 11, 19, 18, tzinfo=ZoneInfo("UTC"))  # already the 20th in Jakarta
    reading = read_date(Words("kemarin"), sent)
    assert reading is not None
    assert str(reading.day) == "2026-11-19"


@pytest.mark.parametrize("said", ["anak nak daftar tanggal 9 desember ni", "tgl 30 ini mau saya lengkapi"])
def test_a_day_of_this_month_or_year_that_is_still_to_come_is_no_day_of_the_event(said: str) -> None:
    assert read_date(Words(said), AT) is None
