"""What the words around a number say of it: its kind, and whether it is an office's. Reads no digits."""

from __future__ import annotations

import re
from functools import cache

from classifiers.digits import vocabulary, words_of

#: Words of context are sought this many characters before a number, and this many behind it.
BEFORE, AFTER = 44, 14
_WORD = re.compile(r"[a-z]+")
_OWNED = re.compile(r"(?:ku|mu|nya)$")
_CLAUSE = re.compile(r"[\n;?!]|\.\s")
#: "rekening listrik" is a bill.
_BILLS = (["listrik"], ["air"], ["pln"], ["pdam"], ["telepon"], ["telkom"], ["lampu"])
_NAMED = re.compile(r"\W{0,3}(?:a\W?n\b|atas nama\b|an\.)")
_IN_BRACKETS = re.compile(r"\s?[(\[]([^)\]]{2,40})")
_OFFICES_OWN = re.compile(r"(?:\W{0,3}(?:itu|adalah|ini))?\s(?:(?:no|nomor|nmr|telp\w*|telepon|tlp)\s)?([a-z]+)")


@cache
def contexts() -> dict[str, str]:
    """Word -> kind of the number that stands behind it."""
    table = vocabulary()["context"]
    kinds = [kind for kind in table if kind != "sent"]
    # later tables must not overrule earlier ones: "ktp" is nik even where another list repeats it
    return {word: kind for kind in reversed(kinds) for word in table[kind].split()}


def kind_of(word: str) -> str:
    """The kind this word tells, also with somebody's ending: "hpku", "platnya"."""
    return contexts().get(word) or contexts().get(_OWNED.sub("", word), "")


def nearest(folded: str, start: int, end: int) -> str:
    """The kind that the closest telling word names: before the number in its clause, else behind it."""
    words = _WORD.findall(re.split(r"[\n;?!]", folded[max(0, start - BEFORE) : start])[-1])
    before, fallback = _before(words)
    behind = [kind_of(word) for word in _WORD.findall(folded[end : end + AFTER])[:2]]
    last = set(words[-2:])
    sent = not last.isdisjoint(words_of("context", "sent")) and last.isdisjoint(words_of("context", "other"))
    if before in ("", "other", "phone") and not _customer(words) and (sent or behind[:1] == ["account"]):
        return "account" if behind[:1] == ["account"] else "sent"
    if not before and end - start > 9 and _NAMED.match(folded, end):
        return "account"
    if before:
        return before
    return next((kind for kind in behind if kind in ("nik", "kk", "npwp", "phone", "account")), fallback)


def _before(words: list[str]) -> tuple[str, str]:
    """The kind of the last telling word, and that of a word which tells only where no other does."""
    others, general = words_of("context", "other"), words_of("general", "words")
    fallback = ""
    for index in range(len(words) - 1, -1, -1):
        word = words[index]
        if word == "keluarga" and (index == 0 or words[index - 1] != "kartu"):
            continue
        kind = kind_of(word)
        if word in general:
            fallback = kind
            continue
        bill = words[index + 1 : index + 2] in _BILLS
        if kind in ("account", "card") and (bill or _customer(words[max(0, index - 2) : index])):
            return "other", fallback
        if kind and kind != "plate":
            return kind, fallback
        if word in others:
            return "other", fallback
    return "", fallback


def _customer(words: list[str]) -> bool:
    """Whether the bank's number for a bill follows ("Virtual Account BCA 8077...")."""
    return any(word in ("va", "briva", "virtual") for word in words)


def _last(before: str, many: int) -> list[str]:
    """So many words before a number."""
    return _WORD.findall(before[-BEFORE:])[-many:]


def counted(before: str) -> bool:
    """Whether one of the last two words names a case or a parcel: "tag bagasi 0777 ..." is no landline."""
    return any(word in words_of("context", "other") for word in _last(before, 2))


def identity(before: str) -> bool:
    """Whether one of the last three words is no other than the number of a person or a family."""
    return not {"nik", "ktp", "ektp", "noktp", "kk", "nokk"}.isdisjoint(_last(before, 3))


def bank(before: str) -> bool:
    """Whether one of the last two words is a bank or an account."""
    return any(kind_of(word) == "account" for word in _last(before, 2))


def owned(before: str) -> bool:
    """Whether the last words say whose telephone follows ("no saya yg", "nomor ku")."""
    words = _last(before, 4)
    phone = any(kind_of(word) == "phone" or word.startswith(("no", "nmr")) for word in words)
    return phone and counted(before) is False


def of_office(folded: str, start: int, end: int) -> bool:
    """Whether an office stands nearer to a telephone than a person does."""
    words = _WORD.findall(_CLAUSE.split(folded[max(0, start - BEFORE) : start])[-1])
    for word in reversed(words):
        if word in words_of("office", "owners"):
            return any(is_office(other) for other in words[-2:]) and word in ("hubungi", "hub", "wa", "hp")
        if is_office(word) or word in words_of("office", "lines"):
            return True
    behind = _IN_BRACKETS.match(folded, end) or _OFFICES_OWN.match(folded, end)
    return behind is not None and any(is_office(word) for word in _WORD.findall(behind.group(1)))


def of_hotline(before: str) -> bool:
    """Whether the last words name a line that offices answer ("aduan WA", "hotline damkar"): said of mobiles too."""
    words = _WORD.findall(_CLAUSE.split(before[-BEFORE:])[-1].rpartition(",")[2])[-3:]
    own = words_of("office", "owners") - {"wa", "hp", "hub", "hubungi"}
    phone = any(kind_of(word) == "phone" for word in words)
    line = any(word in words_of("office", "lines") for word in words)
    hotline = not words_of("office", "hotlines").isdisjoint(words)
    official = len(words) > 1 and kind_of(words[-2]) == "phone" and is_office(words[-1])
    return (hotline or official or (line and phone)) and own.isdisjoint(words)


def is_office(word: str) -> bool:
    """Whether the word names an office, not whoever leads it."""
    return word in words_of("office", "names") or word.startswith(_beginnings())


@cache
def _beginnings() -> tuple[str, ...]:
    """Names that are long enough to know an office by what it begins with ("kelurahannya")."""
    return tuple(name for name in words_of("office", "names") if len(name) > 4)


def office_number(before: str) -> bool:
    """Whether one of the last three words is an office: "NPWP bendahara dinas 00.118..."."""
    return any(is_office(word) or word == "bendahara" for word in _last(before, 3))
