"""A strong word is read by what it is thrown at: a person, a thing, oneself, or what somebody else said."""

from __future__ import annotations

import pytest

from classifiers.abuse import read_abuse
from classifiers.abuse_aim import aims
from classifiers.linear import model
from classifiers.words import Words

#: What stands around the strong words, and what they amount to.
AIMS = [
    ("petugas loket itu bangsat", "aim.person", "aim:person"),
    ("satpam pangkalan tai", "aim.person", "aim:person"),
    ("lurah kami beruk", "aim.owner", "aim:person"),
    ("sialan lo ya", "aim.you", "aim:person"),
    ("si tolol di meja tiga", "aim.name", "aim:person"),
    ("kelakuannya binatang", "aim.body", "aim:person"),
    ("kek beruk", "aim.like", "aim:person"),
    ("sistem bangsat, gagal terus", "aim.thing/,", "aim:thing"),
    ("bangsat, pbb naik tiga kali", "aim.|/,", "aim:thing"),
    ("gw bego salah kirim", "aim.self", "aim:excused"),
    ("saya dibilang goblok sama kasir", "aim.told", "aim:excused"),
    ("kami manusia, bukan anjing", "aim.denied", "aim:excused"),
    ("anjing liar masuk kelas lagi", "aim.literal", "aim:excused"),
    ("polisi tidur sialan itu tinggi kali", "aim.other/other", "aim:thing"),
    ("petugas haji kloter kami itu brengsek", "aim.owner", "aim:person"),
    ('petugas menjawab "monyet kau"', "aim.quoted", "aim:excused"),
]
INSULTS = [
    "oknum setan itu minta setoran lagi",
    "kadus kami beruk, janji tinggal janji", "b@ngs@t emang tu oknum penerbit sim",
    "D4S4R M4L1NG kembalikan uang tabungan anak kami", "yang jawab telepon g0bl0knya minta ampun",
]  # fmt: skip
NONE = [
    "sistem antrean bangsat, dua jam muter terus", "harga beras setan, 17 ribu sekilo",
    "tarif laknat, naik tiga kali setahun",
    "pinjol setan, bunganya beranak pinak", "prosesnya laknat betul, empat belas bulan",
    "jaringan bangsat sejak agustus",
    "tolol, katanya, cuma gara-gara salah isi formulir", "duh goblok saya lupa pindah domisili, masih bisa nyoblos?",
]  # fmt: skip


@pytest.mark.parametrize(("text", "one", "all_of_them"), AIMS)
def test_a_strong_word_has_an_aim(text: str, one: str, all_of_them: str) -> None:
    assert {one, all_of_them} <= set(aims(Words(text)))


def test_a_text_without_strong_words_has_none() -> None:
    assert not set(aims(Words("lampu jalan di depan sekolah mati sudah seminggu")))


@pytest.mark.parametrize("text", INSULTS)
def test_thrown_at_somebody_it_is_an_insult(text: str) -> None:
    assert read_abuse(Words(text), model("abusive")) is not None


@pytest.mark.parametrize("text", NONE)
def test_thrown_at_a_thing_or_told_it_is_none(text: str) -> None:
    assert read_abuse(Words(text), model("abusive")) is None
