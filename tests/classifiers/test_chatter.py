"""What is no report at all, said in two words or told at length."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from classifiers.story import StoryReader

AT = datetime(2026, 11, 20, 3, tzinfo=UTC)
READER = StoryReader()


@pytest.mark.parametrize(
    "text",
    [
        "halo min",
        "makasih ya pak, apinya sudah padam",
        "Alhamdulillah, sertifikat saya akhirnya keluar kemarin. Terima kasih banyak Ombudsman, semoga sehat selalu",
        "selamat hari raya idul fitri untuk semua staf ombudsman, mohon maaf lahir batin",
        "maaf salah kirim, harusnya ke grup keluarga",
        "Oke kak, besok saya lengkapi dulu fotokopi KTP-nya ya, terima kasih penjelasannya",
    ],
)
def test_thanks_greetings_and_small_talk_are_no_report(text: str) -> None:
    assert READER.read(text, sent_at=AT).kind is None


@pytest.mark.parametrize(
    "text",
    [
        "Terima kasih sudah membuat saya menunggu KTP enam bulan, hebat sekali Disdukcapil",
        "selamat pagi, lampu jalan di depan rumah saya mati sudah dua minggu",
        "ktp blm jadi pak",
        "Petugasnya ramah, tapi akta anak saya sudah tiga bulan tidak selesai",
        "makasih infonya min, terus syarat pindah KK apa saja?",
        "Semoga sehat selalu. Usul saya loket ditambah satu lagi untuk lansia",
    ],
)
def test_a_grievance_in_friendly_words_is_a_report(text: str) -> None:
    assert READER.read(text, sent_at=AT).kind is not None


def test_long_thanks_are_no_greeting_so_that_an_open_case_hears_them() -> None:
    read = READER.read("Alhamdulillah anak kami sudah ketemu selamat, terima kasih Basarnas dan semua", sent_at=AT)
    assert read.kind is None and not read.greeting
