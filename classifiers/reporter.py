"""Who speaks in a story: for somebody else, not yet of age, asking to stay unnamed. Knows no name and no case."""

from __future__ import annotations

import re
from dataclasses import dataclass

from classifiers.words import Words

#: "mewakili ibu saya": up to six words after the cue, ended by what begins a new thought.
_PROXY = re.compile(
    r"\b(?:mewakili|mewakilkan|kuasa (?:dari|hukum)|kuasa untuk|sebagai wali (?:dari)?|wali dari"
    r"|(?:lapor|melapor|laporan|pengaduan|mengadu|laporkan) (?:ini )?(?:untuk|buat|atas permintaan))\s+"
    r"((?:(?!(?:yang|tidak|belum|sudah|mau|ingin|karena|soal|tentang|lapor|melapor|di|ke|dari|untuk|dan|agar|supaya)\b)"
    r"[^\W\d_]+\s*|\d+\s*){1,6})"
)
_PERSON = re.compile(
    r"\b(?:ibu|bapak|ayah|mama|papa|orang ?tua|nenek|kakek|anak|adik|kakak|abang|suami|istri|tetangga|warga|keluarga"
    r"|saudara|paman|bibi|tante|om|mertua|teman|klien|majikan|karyawan|rt|rw|kami)\b"
)
_SELF = r"(?:saya|aku|gue|gua|kami|ane)"
_SCHOOL = r"(?:sd|smp|mts|sma|smk|ma|kelas (?:[1-9]|1[0-2]) (?:sd|smp|sma|smk)|pelajar (?:sd|smp|sma|smk))"
#: "saya masih smp", "saya umur 15"; a parent says "anak saya umur 15", a memory "waktu saya masih sd".
_MINOR = re.compile(
    rf"(?<!anak )(?<!adik )(?<!keponakan )(?<!cucu )(?<!murid )(?<!waktu )(?<!sejak )(?<!ketika )(?<!dari )(?<!saat )"
    rf"(?<!zaman )(?<!jaman )\b{_SELF} (?:ini )?(?:masih |baru |sekarang )*"
    rf"(?:{_SCHOOL}\b(?! (?:negeri |swasta )?\d)|(?:umur|usia|berumur|berusia) (?:saya )?(?P<age>\d{{1,2}})\b"
    rf"|(?<!pesangon saya )(?<!kerja saya )(?P<bare>1[0-7]) tahun\b"
    rf"(?! (?:kerja|bekerja|lalu|menunggu|tinggal|jadi|mengabdi|di))|(?:di bawah|dibawah) umur)"
)
_AGE = re.compile(
    rf"(?<!anak )(?<!adik )\b(?:umur|usia) {_SELF} (?:masih |baru )*(?P<age>\d{{1,2}})\b"
)
_UNNAMED = re.compile(
    r"\b(?:rahasiakan|sembunyikan|jangan (?:sebut|sebutkan|tampilkan|kasih tahu|cantumkan)|tanpa (?:sebut|menyebut))"
    r" (?:saja )?(?:nama|identitas|data diri)\b|\bsaya (?:mau|ingin|minta) anonim\b|\banonim saja\b"
)


@dataclass(frozen=True, slots=True)
class Reporter:
    """What a text says of the one who writes it."""

    proxy: str | None = None
    minor: bool = False
    unnamed: bool = False


def read_reporter(words: Words) -> Reporter:
    """Read it from a text whose personal data is out."""
    said = _said(words)
    return Reporter(proxy=_proxy(said), minor=_minor(said), unnamed=_UNNAMED.search(said) is not None)


def _said(words: Words) -> str:
    """The words in their everyday spelling; a comma or a full stop stays, as the end of a thought."""
    parts: list[str] = []
    for before, token in zip((None, *words.tokens), words.tokens, strict=False):
        gap = words.text[before.end : token.start] if before else ""
        parts.append(f"{', ' if before and not gap.isspace() and gap else ''}{token.word}")
    return " ".join(parts)


def _proxy(said: str) -> str | None:
    for found in _PROXY.finditer(said):
        if _PERSON.search(found[1]):
            return found[1].strip()
    return None


def _minor(said: str) -> bool:
    for found in (*_MINOR.finditer(said), *_AGE.finditer(said)):
        age = found.groupdict().get("age")
        if age is None or 5 <= int(age) < 18:
            return True
    return False
