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
    return {word: int(number) for number, words in rows.items() for word in words.split()}


@cache
def roles() -> dict[str, str]:
    """Words that say what the date behind them is: the last contact, or no event at all."""
    rows = tomllib.loads((LEXICON / "dates.toml").read_text("utf-8"))["role"]
    return {word: role for role, words in rows.items() for word in words.split()}


def _any(words: Iterable[str]) -> str:
    return "(?:" + "|".join(sorted(map(re.escape, words), key=len, reverse=True)) + ")"


_PAST = r"(?:yang )?(?:lalu|kemarin|silam|lewat|sebelumnya|tadi)"
_GONE = r"(?:yang )?(?:lalu|kemarin|silam|lewat|sebelumnya)"
_NO_ADDRESS = r"(?<!rt )(?<!rw )(?<!nomor )(?<!blok )(?<!km )(?<!jam )"
_COUNTED = r"(?! (?:hari|orang|minggu|bulan|jam|kali|tahun|kg|meter))"
#: "lebaran kemarin" is the last feast, not yesterday.
_NO_FEAST = r"(?<!pilkada )(?<!pemilu )(?<!lebaran )(?<!natal )(?<!ramadhan )(?<!puasa )"
_ONE = r"(?P<u2>sehari|seminggu|sepekan|sebulan|setahun)"


@cache
def patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """(name of the reading, pattern), the more telling first: words read once are not read again."""
    month, day, number = _any(table("months")), _any(table("weekdays")), _any(table("numbers"))
    count = rf"(?P<n>\d{{1,2}}|{number}|beberapa|se) ?(?P<u>hari|minggu|pekan|bulan|tahun)"
    year2 = r"20\d\d|\d\d(?!\d)(?! (?:hari|jam|orang|minggu|bulan))"
    part = "pagi|siang|sore|malam|subuh"
    rows = (
        ("numeric", r"(?P<y>\d{4})[-/](?P<m>\d{1,2})[-/](?P<d>\d{1,2})"),
        ("numeric", r"(?P<d>\d{1,2})[-/.](?P<m>\d{1,2})[-/.](?P<y>\d{4}|\d{2})"),
        ("named", rf"(?:tanggal )?(?P<d>\d{{1,2}}|{number})(?: (?:sampai |dan )?\d{{1,2}})? (?P<mon>{month})"
                  rf"(?: (?P<y>{year2}))?(?: (?:tahun )?{_PAST})?"),
        ("named", rf"(?P<mon>{month}) (?P<d>\d{{1,2}})(?: (?P<y>20\d\d))"),
        ("numeric", _NO_ADDRESS + r"(?P<d>\d{1,2})/(?P<m>\d{1,2})" + _COUNTED + "(?: kemarin)?"),
        ("day_of_month", rf"tanggal (?P<d>\d{{1,2}}|{number})"
                         r"(?: (?P<back>bulan (?:ini|lalu|kemarin|yang lalu))"
                         r"| (?:kemarin|yang lalu|lalu|tadi))?"),
        ("week_before", rf"(?:hari )?(?P<wd>{day}) (?:minggu|pekan) (?:yang )?(?:lalu|kemarin)"),
        ("last_month", r"bulan (?:yang )?(?:lalu|kemarin|silam)"),
        ("last_year", r"tahun (?:yang )?(?:lalu|kemarin|silam)"),
        ("sure_sunday", r"hari minggu (?:yang )?(?:kemarin|lalu)"),
        ("ago", rf"{count} {_PAST}|{_ONE} {_PAST}"),
        ("last_sunday", r"(?:minggu|pekan) (?:yang )?kemarin"),
        ("last_week", r"(?:minggu|pekan) (?:yang )?(?:lalu|silam|lewat|sebelumnya)"),
        ("weekday_past", rf"(?P<wd>{day}) (?:(?:{part}) )?{_PAST}"
                         rf"|{_GONE} hari (?P<wd2>{day})|kemarin (?P<wd3>{day})"),
        ("weekday", rf"hari (?P<wd>{day})(?! depan| besok| (?:tanggal )?\d)"),
        ("weekday", rf"(?P<wd>(?!minggu){day})(?! depan| besok| (?:tanggal )?\d)"),
        ("day_before", r"(?:kemarin|lusa) (?:dulu|lusa|kemarin|lalu|yang lalu)"
                       r"|kemarin (?:sebelum|selumbari)(?: kemarin)?|kelmarin|selumbari|semalam dulu"),
        ("yesterday", _NO_FEAST + rf"kemarin(?: (?:{part}))?"),
        ("earlier", r"tadi (?P<part>pagi|siang|sore|malam|subuh|magrib|dini)"
                    r"|(?P<part2>subuh|pagi|siang|sore|magrib) tadi"),
        ("last_night", r"malam tadi|semalam(?: tadi)?|malam kemarin"),
        ("today", r"(?<!sampai )(?<!hingga )(?:pagi|siang|sore|malam|hari) ini"
                  r"|sekarang juga|barusan|baru saja|(?:jam|detik) ini"
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
HABIT = re.compile(r"(?:tiap|setiap|sampai|s d|hingga|selain|kecuali|khusus|pasar|buka|libur) (?:hari )?$")
RANGE = re.compile(r"^ (?:sampai|hingga|s d|depan|besok|nanti|dan|sabtu|minggu|jumat)(?!\S)")
