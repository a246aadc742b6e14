"""How alike two complaints are: cosine of weighted words and letter runs. Knows no agency, window or distance."""

from __future__ import annotations

import math
from functools import lru_cache

from classifiers.cues import lexicon
from classifiers.personal_data import mask
from classifiers.place import read_place
from classifiers.words import Words

#: From here two stories of one agency, topic and neighbourhood are offered as the same matter;
#: measured by benchmarks.stories_similar.
THRESHOLD = 0.45
#: Words that every complaint holds weigh little; the letters of a word weigh less than the word.
_COMMON, _LETTERS = 0.15, 0.3
#: A shared topic cue, and a shared kind of trouble, beside a shared word (1).
_MEANING, _WRONG = 0.4, 2.0
_EVERYDAY = frozenset(
    "tidak sudah belum yang dengan karena di ke dari untuk saya dan atau ini itu ada bisa sampai sekarang "
    "kemarin hari minggu bulan tahun tadi pagi siang sore malam lagi juga saja terus kalau jadi mohon tolong "
    "bapak ibu admin halo selamat terima kasih katanya petugas orang warga minta disuruh dapat pakai sama mau "
    "banyak sekali parah lama masih semua kapan kenapa bagaimana dong nih ya pada setiap tiap sejak tanggal "
    "lapor laporan pengaduan segera dekat depan daerah kami".split()
)


def similarity(a: str, b: str) -> float:
    """0 for nothing in common, 1 for the same words. Personal data never counts."""
    left, right = _vector(a), _vector(b)
    if len(left) > len(right):
        left, right = right, left
    return min(1.0, sum(weight * right.get(name, 0.0) for name, weight in left.items()))


@lru_cache(maxsize=4_000)
def _vector(text: str) -> dict[str, float]:
    words = Words(mask(text))
    counts: dict[str, float] = {}
    where = _places(words)
    for at, token in enumerate(words.tokens):
        root = min(token.forms, key=len) if len(token.word) > 6 else token.word
        weight = _COMMON if token.word in _EVERYDAY or at in where else 1.0
        for name in {token.word, "~" + root}:
            counts[name] = counts.get(name, 0.0) + weight / 2
        for gram in _runs(token.word) if weight == 1.0 else ():
            counts["#" + gram] = counts.get("#" + gram, 0.0) + _LETTERS
    for name, weight in _meaning(words).items():
        counts[name] = weight
    damped = {name: 1 + math.log(count) if count > 1 else count for name, count in counts.items()}
    norm = math.sqrt(sum(value * value for value in damped.values())) or 1.0
    return {name: value / norm for name, value in damped.items()}


def _places(words: Words) -> set[int]:
    """Words of the place: complaints are compared inside one neighbourhood, so it says nothing more."""
    place = read_place(words)
    if place is None:
        return set()
    return {at for at, token in enumerate(words.tokens) if place.start <= token.start < place.end}


def _meaning(words: Words) -> dict[str, float]:
    """Topics and alleged wrongs as features: "pju padam" and "lampu jalan mati" share no word."""
    features: dict[str, float] = {}
    for hit in lexicon("topic").hits(words):
        features["@" + hit.label] = max(features.get("@" + hit.label, 0.0), _MEANING * hit.weight)
    for hit in lexicon("similar").hits(words):
        features["!" + hit.label] = _WRONG
    return features


def _runs(word: str) -> list[str]:
    framed = f"<{word}>"
    return [framed[at : at + 4] for at in range(len(framed) - 3)]
