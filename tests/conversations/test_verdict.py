"""Solved or not, as people say it; what could mean either is left to the buttons."""

from __future__ import annotations

import pytest

from conversations.verdict import bare, verdict
from conversations.vocabulary import asks_news


@pytest.mark.parametrize(
    "said",
    [
        "sudah beres", "udh slesai", "alhamdulillah udah beres min makasih banyak ya", "kelar", "sudah diambil",
        "iya pak sudah selesai", "sdh saya ambil", "Sudaaah jadi pak", "terima kasih sudah diperbaiki", "it is solved",
    ],
)  # fmt: skip
def test_solved(said: str) -> None:
    assert verdict(said) == "done"


@pytest.mark.parametrize(
    "said",
    [
        "belom pak", "blm kelar", "belum juga pak masih disuruh nunggu",
        "masih belum jadi", "maaf belum selesai",
        "gak beres", "tetap belum ada perubahan", "beluuum", "tidak selesai",
        "still not fixed", "not yet", "not yet, come back next week they said",
    ],
)  # fmt: skip
def test_not_solved(said: str) -> None:
    assert verdict(said) == "notyet"


@pytest.mark.parametrize(
    "said",
    [
        "sudah jadi tapi salah nama", "sudah atau belum?", "belum sempat ke sana", "belum saya cek", "ok", "makasih",
        "sudah ke sana dua kali", "besok saya ambil", "petugas sudah datang", "", "belum tahu", "terima kasih",
    ],
)  # fmt: skip
def test_neither(said: str) -> None:
    assert verdict(said) is None


def test_a_bare_verdict_holds_no_reason() -> None:
    assert bare("belum pak") and bare("masih belum selesai") and not bare("belum, loketnya tutup terus")


@pytest.mark.parametrize(
    ("said", "asks"),
    [
        ("gimana perkembangannya", True), ("kok belum ada kabar ya", True),
        ("sudah sampai mana min", True),
        ("kapan dijawab", True), ("ada kabar?", True),
        ("siapa yang pegang laporan saya", True), ("kenapa belum ditanggapi", True),
        ("resinya hilang", False), ("tadi petugas bilang blanko sudah ada", False),
        ("kabar dari petugas loket tadi katanya blanko baru datang minggu depan", False),
    ],
)  # fmt: skip
def test_asking_how_it_goes(said: str, asks: bool) -> None:
    assert asks_news(said) is asks
