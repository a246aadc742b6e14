"""Light tidying of an officer's words before a citizen reads them; never changes what is said.

Only spelling that no reader would miss: a capital where a sentence begins, names of days and months,
KTP and KK, everyday abbreviations, a full stop. The officer sees it first and may refuse it.
"""

from __future__ import annotations

import re

DAYS = "senin selasa rabu kamis jumat jum'at sabtu".split()
MONTHS = "januari februari maret april mei juni juli agustus september oktober november desember".split()
#: "sim" is left out: it may be the card of a telephone.
CAPITALS = frozenset("ktp kk nik kia bpjs npwp stnk bpkb skck pbb rt rw wib wita wit rsud pln pdam opd".split())
SPELLING = {
    "yg": "yang", "dgn": "dengan", "utk": "untuk", "tdk": "tidak", "sdh": "sudah", "udh": "sudah",
    "blm": "belum", "krn": "karena", "tgl": "tanggal", "jg": "juga", "dr": "dari", "pd": "pada",
    "bpk": "Bapak", "silahkan": "silakan", "trims": "terima kasih", "trmksh": "terima kasih",
    "hr": "hari", "bln": "bulan", "thn": "tahun", "scr": "secara", "sblm": "sebelum", "stlh": "setelah",
    "dlm": "dalam", "spy": "supaya", "klo": "kalau", "kalo": "kalau", "gk": "tidak", "gak": "tidak",
}  # fmt: skip
QUESTION = frozenset(
    "apa apakah berapa kapan siapa mana dimana kemana bagaimana kenapa mengapa bolehkah bisakah adakah".split()
)

_WORD = re.compile(r"(?<![\w./@-])[a-z']+(?![\w@]|\.\w)")
#: A sentence begins after a stop that ends a real word, not after "jl." or "no.".
_SENTENCE = re.compile(r"(\w{4,}[.?!]\s+)([a-z])")
#: "minggu" is a week far more often than a Sunday.
_SUNDAY = re.compile(r"\b([Hh]ari) minggu\b(?! (?:depan|lalu|ini))")
_LINK_AT_END = re.compile(r"(?:https?://|www\.|\S+@)\S+$")


def tidy(text: str, *, question: bool = False) -> str:
    """The words as a careful colleague would have typed them; `question`: they ask the citizen something."""
    text = "\n".join(" ".join(line.split()) for line in text.strip().splitlines()).strip()
    if not text:
        return text
    text = _WORD.sub(_spelled, text)
    text = _SUNDAY.sub(r"\1 Minggu", text)
    text = _SENTENCE.sub(lambda match: match[1] + match[2].upper(), text)
    return _ended(_capital(text), question)


def _spelled(match: re.Match[str]) -> str:
    word = match[0]
    if word in DAYS or word in MONTHS:
        return word.capitalize()
    if word in CAPITALS:
        return word.upper()
    return SPELLING.get(word, word)


def _capital(text: str) -> str:
    starts_with_link = re.match(r"(?:https?://|www\.|\S+@)", text)
    return text if starts_with_link else text[0].upper() + text[1:]


def _ended(text: str, question: bool) -> str:
    if not (text[-1].isalnum() or text[-1] in ")%") or _LINK_AT_END.search(text):
        return text
    last = re.split(r"[.?!\n]\s*", text)[-1].casefold()
    asked = question and bool(QUESTION & set(re.findall(r"\w+", last)))
    return text + ("?" if asked else ".")
