"""An insult at a person is heard in many mouths; things, animals, quotations and oneself are nobody insulted."""

from __future__ import annotations

import pytest

from classifiers.abuse import read_abuse
from classifiers.words import Words

INSULTS = [
    "dasar perawan tua", "bidannya jutek dasar perawan tua", "dancuk tenan petugase", "si camat itu lintah darat",
    "bngst kalian", "mampus lo semua", "muka lo kayak pantat", "petugas kudisan minta uang", "emak lo",
    "anda tuli ya pak", "semoga anak cucu kalian cacat", "kalian benalu",
]  # fmt: skip
NONE = [
    "dasar hukum penarikan retribusi ini apa", "sekolah dasar di pulau kami rusak", "tarif dasar air naik",
    "aplikasinya goblok suka keluar sendiri", "sialan, kena tilang padahal surat lengkap",
    "saya orang bodoh pak, mohon dibantu", "sampah masyarakat numpuk di gang", "bapak saya tuli dan buta",
    "bidan tidak ada, tetangga melahirkan tanpa bidan", "siput menyerang sawah", "gila, tagihan pdam naik lima kali",
    "lapor polisi penipu online sudah tiga kali", "aplikasi bangsat gagal terus", "pelayanan kampret berdiri tiga jam",
    '"dasar kampungan" kata mbak loket ke bapak saya', "saya dibilang 'goblok' di depan anak",
]  # fmt: skip


@pytest.mark.parametrize("text", INSULTS)
def test_an_insult_is_heard(text: str) -> None:
    found = read_abuse(Words(text))
    assert found is not None
    assert found.evidence in text


@pytest.mark.parametrize("text", NONE)
def test_nobody_is_insulted(text: str) -> None:
    assert read_abuse(Words(text)) is None
