"""Light tidying: what a careful colleague would have typed, and not a word more."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.tidy import tidy


@pytest.mark.parametrize(
    ("typed", "better"),
    [
        ("blanko sudah datang, ambil mulai senin", "Blanko sudah datang, ambil mulai Senin."),
        ("sdh selesai tgl 20 november yg lalu", "Sudah selesai tanggal 20 November yang lalu."),
        ("silahkan datang. bawa resi", "Silakan datang. Bawa resi."),
        ("datang ke jl. sudirman no. 4", "Datang ke jl. sudirman no. 4."),
        ("tunggu 2 minggu lagi", "Tunggu 2 minggu lagi."),
        ("hari minggu tutup", "Hari Minggu tutup."),
        ("hari minggu depan", "Hari minggu depan."),
        ("lihat www.batam.go.id/yg", "Lihat www.batam.go.id/yg"),
        ("kirim ke sdh@contoh.id", "Kirim ke sdh@contoh.id"),
        ("https://contoh.id/maret", "https://contoh.id/maret"),
        ("Sudah selesai.", "Sudah selesai."),
        ("selesai 👍", "Selesai 👍"),
        ("baris satu\n\n  baris   dua ", "Baris satu\n\nbaris dua."),
        ("kk dan ktp di rt 3 sdh dicetak", "KK dan KTP di RT 3 sudah dicetak."),
        ("DATANG SENIN", "DATANG SENIN."),
        ("", ""),
    ],
)
def test_examples(typed: str, better: str) -> None:
    assert tidy(typed) == better


@pytest.mark.parametrize(
    ("typed", "better"),
    [
        ("nomor resinya berapa", "Nomor resinya berapa?"),
        ("mohon kirim foto KTP", "Mohon kirim foto KTP."),
        ("apa sudah lapor? sebutkan nomornya", "Apa sudah lapor? sebutkan nomornya."),
    ],
)
def test_questions(typed: str, better: str) -> None:
    assert tidy(typed, question=True).casefold() == better.casefold()


@given(st.text(max_size=300))
def test_twice_is_once(text: str) -> None:
    once = tidy(text)
    assert tidy(once) == once
