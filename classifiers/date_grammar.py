"""The words of Indonesian dates as patterns over canonical words. Computes no day."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache

from classifiers.words import LEXICON


@cache
def table(name: str) -> dict[str, int]:
    """Months, weekdays or numbers: every spelling -> its number."""
    rows = tomllib.loads((LEXICON / "dates.toml").read_text("utf-8"))[name]
    # an apostrophe parts words ("jum'at" is read as "jum at")
    found = {word.replace("'", " "): int(number) for number, words in rows.items() for word in words.split()}
    return found | _compound(found) if name == "numbers" else found


def _compound(ones: dict[str, int]) -> dict[str, int]:
    """Eleven to thirty-one in two and three words ("dua belas", "dua puluh satu")."""
    small = {word: value for word, value in ones.items() if value < 10}
    teens = {f"{word} belas": 10 + value for word, value in small.items() if value > 1}
    tens = {f"{word} puluh": 10 * value for word, value in small.items() if value in (2, 3)}
    later = {f"{ten} {word}": high + low for ten, high in tens.items() for word, low in small.items()}
    return teens | tens | {words: value for words, value in later.items() if value <= 31}


@cache
def feasts() -> dict[str, tuple[int, int] | None]:
    """Feast -> (day, month), None for one that moves."""
    rows = tomllib.loads((LEXICON / "dates.toml").read_text("utf-8"))["feasts"]
    found: dict[str, tuple[int, int] | None] = {}
    for when, names in rows.items():
        day, _, month = when.partition(".")
        found |= dict.fromkeys(names.split(";"), (int(day), int(month)) if month else None)
    return found


@cache
def near(name: str) -> str:
    """A pattern of every way to say yesterday, last night or the day before."""
    return _any(tomllib.loads((LEXICON / "dates.toml").read_text("utf-8"))["near"][name].split())


@cache
def roles() -> dict[str, str]:
    """Words that say what the date behind them is: the last contact, or no event at all."""
    rows = tomllib.loads((LEXICON / "dates.toml").read_text("utf-8"))["role"]
    return {word: role for role, words in rows.items() if role != "loose" for word in words.split()}


@cache
def loose() -> frozenset[str]:
    """Those of them that mean something else a few words away ("sampai di loket senin")."""
    return frozenset(tomllib.loads((LEXICON / "dates.toml").read_text("utf-8"))["role"]["loose"].split())


def _any(words: Iterable[str]) -> str:
    return "(?:" + "|".join(sorted(map(re.escape, words), key=len, reverse=True)) + ")"


_GONE = r"(?:yang |y )?(?:lalu|kemarin|silam|lewat|lepas|sebelumnya)"
_PAST = rf"(?:{_GONE}|(?:yang )?tadi)"
_NO_ADDRESS = r"(?<!rt )(?<!rw )(?<!nomor )(?<!blok )(?<!km )(?<!jam )"
#: A street or a square is named after a day.
_NO_STREET = r"(?<!jalan )(?<!lapangan )(?<!gedung )(?<!stadion )(?<!taman )(?<!simpang )"
_COUNTED = r"(?! (?:hari|orang|minggu|bulan|jam|kali|tahun|kg|meter))"
#: "lebaran kemarin" is the last feast, not yesterday.
_NO_FEAST = (
    r"(?<!pilkada )(?<!pemilu )(?<!lebaran )(?<!natal )(?<!ramadhan )(?<!puasa )"
    "(?<!semester )(?<!periode )(?<!musim )(?<!tahap )(?<!angkatan )(?<!jaman )(?<!zaman )(?<!gelombang )"
)
_ONE = r"(?P<u2>sehari|seminggu|sepekan|sebulan|setahun)"


@cache
def patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """(name of the reading, pattern), the more telling first: words read once are not read again."""
    month, day, number = _any(table("months")), _any(table("weekdays")), _any(table("numbers"))
    count = rf"(?P<n>\d{{1,2}}|{number}|beberapa|se) ?(?P<u>hari|malam|minggu|pekan|bulan|tahun)"
    feast = _any(feasts())
    year2 = r"20\d\d|\d\d(?!\d)(?! (?:hari|jam|orang|minggu|bulan))"
    part = "pagi|siang|sore|malam|subuh"
    yesterday, night, before = near("yesterday"), near("night"), near("before")
    rows = (
        ("numeric", r"(?P<y>\d{4})[-/](?P<m>\d{1,2})[-/](?P<d>\d{1,2})"),
        ("numeric", r"(?P<d>\d{1,2})[-/.](?P<m>\d{1,2})[-/.](?P<y>\d{4}|\d{2})"),
        ("feast", rf"(?P<feast>{feast})(?: ri)?(?: (?:tahun )?(?:yang )?(?P<back>kemarin|lalu|ini))"),
        ("hours_ago", rf"(?P<n>\d{{1,3}}|{number}|se|beberapa|setengah) ?(?P<u>menit|jam) (?:yang )?lalu"
                      r"|(?P<u2>sejam|semenit) (?:yang )?lalu"),
        ("named", _NO_STREET + rf"(?:kemarin )?(?:tanggal )?(?P<d>\d{{1,2}}|{number})(?: (?:sampai |dan )?\d{{1,2}})?"
                  rf" (?P<mon>{month})"
                  rf"(?: (?P<y>{year2}))?(?: (?:tahun )?{_PAST})?"),
        ("named", rf"(?P<mon>{month}) (?P<d>\d{{1,2}})(?: (?P<y>20\d\d))"),
        ("named", rf"(?:bulan )?(?P<mon>{month}) tanggal (?P<d>\d{{1,2}}|{number})(?: (?P<y>20\d\d))?"),
        ("numeric", _NO_ADDRESS + r"(?P<d>\d{1,2})/(?P<m>\d{1,2})" + _COUNTED + "(?: kemarin)?"),
        ("day_of_month", rf"(?:kemarin )?tanggal (?P<d>\d{{1,2}}|{number})(?! {month}| {number}(?:$| ))"
                         r"(?: (?P<back>bulan (?:ini|lalu|kemarin|yang lalu))"
                         r"| (?:kemarin|yang lalu|lalu|tadi))?"),
        ("weeks_before", rf"(?:hari )?(?P<wd>{day}) (?P<n>\d|{number}) (?:minggu|pekan) {_PAST}"),
        ("this_week", rf"(?:hari )?(?P<wd>{day}) (?:minggu|pekan) ini|(?:minggu|pekan) ini hari (?P<wd2>{day})"),
        ("vague", rf"{yesterday}(?:(?: dan)? {yesterday})+|{yesterday}an"
                  r"|tempo hari|kapan hari|belakangan ini|akhir2? ini"),
        ("eve", rf"malam (?P<wd>(?!minggu){day}) (?:{_PAST})"),
        ("week_before", rf"(?:hari )?(?P<wd>{day}) (?:minggu|pekan) (?:yang )?(?:lalu|kemarin)"
                        rf"|(?:minggu|pekan) (?:yang )?(?:lalu|kemarin) hari (?P<wd2>{day})"),
        ("saturday_night", r"malam minggu (?:yang )?(?:kemarin|lalu|tadi)"),
        ("last_month", r"bulan (?:yang )?(?:lalu|kemarin|silam)"),
        ("last_year", r"tahun (?:yang )?(?:lalu|kemarin|silam)"),
        ("sure_sunday", r"hari minggu (?:yang )?(?:kemarin|lalu)"),
        ("ago", rf"{count} {_PAST}|{_ONE} {_PAST}"),
        ("last_sunday", r"(?:minggu|pekan) (?:yang )?kemarin"),
        ("last_week", r"(?:minggu|pekan) (?:yang )?(?:lalu|silam|lewat|sebelumnya)"),
        ("weekday_past", rf"(?<!malam )(?P<wd>{day}) (?:(?:{part}) )?{_PAST}"
                         rf"|{_GONE} hari (?P<wd2>{day})|kemarin (?P<wd3>{day})"),
        ("weekday", rf"(?<!besok )(?<!depan )hari (?P<wd>{day})(?:nya)?(?! depan| besok| (?:tanggal )?\d)"),
        ("weekday", rf"(?<!besok )(?<!depan )(?<!malam )(?P<wd>(?!minggu){day})(?:nya)?"
                    r"(?! depan| besok| (?:tanggal )?\d)"),
        ("weekday", r"(?<!\d )(?<!satu )(?<!dua )(?<!tiga )(?<!empat )(?<!hari )(?P<wd>minggu)"
                    r" (?:pagi|subuh|siang|sore)"),
        ("day_before", r"(?:kemarin|lusa) (?:dulu|lusa|lalu|yang lalu)|lusa kemarin"
                       rf"|kemarin (?:sebelum|selumbari)(?: kemarin)?|{before}|semalam dulu"),
        ("yesterday", _NO_FEAST + rf"{yesterday}(?: (?:{part}))?"),
        ("earlier", r"tadi (?P<part>pagi|siang|sore|malam|subuh|magrib|dini)"
                    r"|(?P<part2>subuh|pagi|siang|sore|magrib) tadi"),
        ("last_night", rf"malam tadi|{night}(?: tadi)?|malam kemarin"
                       r"|(?:mau|tadi) (?:bengi|peuting)|(?:bengi|peuting) tadi"),
        ("today", r"(?<!sampai )(?<!hingga )(?:pagi|siang|sore|malam|hari) (?:ini|ni)"
                  r"|(?:dinten|poe) ieu|dino iki|mau isuk|isuk mau|tadi isuk"
                  r"|sekarang (?:ini )?juga|barusan|baru saja|(?:jam|detik) ini"
                  r"|baru tadi|tadi(?! nya)|barusan tadi|today"),
        ("about", rf"(?P<when>awal|pertengahan|tengah|akhir) (?P<mon>{month})(?: (?P<y>20\d\d))?"
                  r"(?: (?:kemarin|lalu))?"),
        ("about", r"(?P<when>awal|pertengahan|tengah|akhir) bulan(?P<back> ini| lalu| kemarin| yang lalu)?"),
        ("about", rf"(?:sejak|dari|mulai|semenjak|bulan) (?:bulan )?(?P<mon>{month})(?! \d{{1,2}}(?!\d))"
                  r"(?: (?:tahun )?(?P<y>20\d\d))?(?: (?:kemarin|lalu))?"),
        ("lasting", rf"{count}|{_ONE}(?:an)?"),
    )  # fmt: skip
    return tuple((name, re.compile(rf"(?<!\S)(?:{source})(?!\S)")) for name, source in rows)


#: What precedes or follows a weekday to make it a habit, a plan or an opening hour.
HABIT = re.compile(
    r"(?:tiap|setiap|sampai|s d|hingga|selain|kecuali|khusus|pasar|buka|tutup|libur"
    r"|kalau|asal|selalu|sering|kali|jadwal|biasanya"
    r"|(?:senin|selasa|rabu|kamis|jumat|sabtu)(?: dan| sampai)?) (?:hari |jadwal )?$"
)
RANGE = re.compile(
    r"^ (?:sampai|hingga|s d|depan|besok|nanti|dan|senin|selasa|rabu|kamis|jumat|sabtu|minggu"
    r"|sering|selalu|pasti|biasa|biasanya|kadang|terus|saja)(?!\S)|^ tidak$"
)
#: A day so marked is one that was, whatever stands around it.
MARKED = re.compile(r"\b(?:lalu|kemarin|silam|lewat|tadi|ini)\b")
#: A day of every month is no day of the event, and a fraction behind a block is a house; so is a mark or a law.
EACH = re.compile(r"(?:tiap|setiap|selalu|per bulan|asal) (?:bulan )?$|(?:bulan|minggu|tahun) depan $")
EVERY = re.compile(r"^ (?:tiap|setiap|ke atas|an)(?!\S)")
ADDRESS = re.compile(
    r"(?:rt|rw|blok|nomor|gang|unit|kavling|berkas|surat|skor|nilai|rating|ukuran|tensi|perda|pasal)(?: [a-z]{1,2})? $"
)
#: What follows a day that is still to come, and what follows one that was the last of several.
COMING = re.compile(r"^ (?:mau|akan|nanti|besok|harus|rencana|baru (?:bisa|jadi))(?!\S)")
#: "tanggal 9 desember ini" is still to come where this year has not seen it.
THIS = re.compile(r"^ (?:ini|ni)(?!\S)")
#: What is over is no day to come, whatever was meant to happen on it ("selasa kemarin mau isi").
OVER = re.compile(r"kemarin|tadi|lalu|lepas|barusan")
AGAIN = re.compile(r"^(?: \S+){0,2} (?:lagi|masih|terakhir)(?!\S)")
