"""Personal data in a text (NIK, phone, e-mail, plate, account ...). Finds and masks; keeps nothing."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache

from classifiers.digits import Run, runs, vocabulary
from classifiers.words import fold

#: Words of context are sought this many characters before a number, and this many behind it.
BEFORE, AFTER = 44, 14
#: Digits of the shortest and the longest number that is anybody's, and of a run how many are looked at: whoever
#: types more in one breath writes no numbers, and every stretch of a run costs a look.
FEWEST, LONGEST, MOST = 7, 20, 240
_MAIL = re.compile(
    r"[a-z0-9][a-z0-9._%+-]*(?:\s?@\s?|\s?[\[({]\s?(?:at|a|@)\s?[\])}]\s?|\s(?:at|et|add?)\s(?=[a-z0-9-]+\s?(?:\.|dot|titik|[\[(])))"
    r"(?:[a-z0-9-]+(?:\s?[\[(]?(?:\.|(?<=[\s\[(])dot|(?<=[\s\[(])titik)[\])]?\s?))+(?:com|co|id|net|org|go|ac|sch|info|gov|me|io)\b"
    r"(?:(?:\s?[\[(]?(?:\.|(?<=[\s\[(])dot|(?<=[\s\[(])titik)[\])]?\s?)id\b)?"
)
#: A well-known post office needs no full stop behind it ("budi@gmail com", "budi77@gmail").
_MAIL_LOOSE = re.compile(
    r"[a-z0-9][a-z0-9._%+-]*(?:\s?@\s?|\s(?:a ?keong|keong|at|et|add?)\s)"
    r"(?:gmail|gmai|gmial|yahoo|ymail|hotmail|outlook|icloud|rocketmail|proton)\b"
    r"(?:[ .,]*(?:dot |titik )?(?:com|co[ .,]?id|id)\b)?"
)
#: The sign between left out or misread: "budi_s / gmail.com", "budi99 gmail.com", never "di gmail.com".
_MAIL_HOST = re.compile(
    r"[a-z0-9][a-z0-9._%+-]*(?:\s?[/|\\,;:#*&]\s?|(?<=\d)\s|(?<=\d)(?=gmail|yahoo))"
    r"(?:gmail|yahoo|ymail|hotmail|outlook|icloud|rocketmail|proton)\s?(?:[.,]|dot|titik)\s?(?:com|co[ .]?id|id)\b"
)
#: Cheap to look for; the long pattern runs only where one of these stands.
_MAIL_SIGN = re.compile(r"@|[(\[{]a[)\]}]|\b(?:at|et|add?|a ?keong|keong)\b")
_PLATE = re.compile(r"(?<![a-z0-9])([a-z]{1,2})[ .-]?(\d{1,4}|\d{1,2} \d{2})[ .-]?([a-z]{1,3})(?![a-z0-9])")
_PLATE_SPACED = re.compile(r"(?<![a-z0-9])([a-z](?: ?[a-z])?) ((?:\d ){2,4})([a-z](?: ?[a-z]){0,2})(?![a-z0-9])")
_PASSPORT = re.compile(r"(?<![a-z0-9])[a-z][ .-]?\d(?:[ .-]?\d){6}(?!\d)")
#: Written as money is: no phone or account is cut in thousands and begins so.
_THOUSANDS = re.compile(r"[1-79]\d{0,2}(?:\.\d{3}){2,}")
_WORD = re.compile(r"[a-z]+")
_CLOCK = re.compile(r"(?<![\d.])[012]?\d\.[0-5]\d(?![\d.])")
#: Malaysia and Singapore lie across the strait; their numbers have no shape of ours, so a word must stand before.
_ABROAD = re.compile(
    r"\+|\b(?:malaysia|malay|johor|singapura|singapore|spore|sg|hp|wa|no|nomor|telp?|kontak|hub(?:ungi)?|whatsapp)\b"
)
#: The marks that make an emoji of a digit belong to the digit.
_KEYCAP = "\ufe0f\u20e3"


@dataclass(frozen=True, slots=True)
class Personal:
    """One piece of personal data: its type, the citizen's own writing of it, and where it stands."""

    type: str
    text: str
    start: int
    end: int
    digits: str = ""


@cache
def _context() -> dict[str, str]:
    table = vocabulary()["context"]
    # later tables must not overrule earlier ones: "ktp" is nik even where another list repeats it
    return {word: kind for kind in reversed(table) for word in table[kind].split()}


@cache
def _loose() -> tuple[frozenset[str], frozenset[str]]:
    """Words for numbers that are nobody's, and words that fit several kinds."""
    return frozenset(vocabulary()["context"]["other"].split()), frozenset(vocabulary()["general"]["words"].split())


def find(text: str) -> tuple[Personal, ...]:
    """Everything personal in the text, in order, never overlapping."""
    folded = fold(text)
    found = [Personal("email", text[m.start() : m.end()], m.start(), m.end()) for m in _mails(folded)]
    found += _plates(text, folded)
    found += _passports(text, folded)
    for run in runs(text):
        found += _numbers(text, folded, run)
    found.sort(key=lambda item: (item.start, -item.end))
    kept: list[Personal] = []
    for item in found:
        if not kept or item.start >= kept[-1].end:
            kept.append(item)
    return tuple(kept)


def _mails(folded: str) -> list[re.Match[str]]:
    hosts = list(_MAIL_HOST.finditer(folded)) if "mail" in folded or "yahoo" in folded or "cloud" in folded else []
    if not _MAIL_SIGN.search(folded):
        return hosts
    return [*hosts, *_MAIL.finditer(folded), *_MAIL_LOOSE.finditer(folded)]


def _plates(text: str, folded: str) -> list[Personal]:
    table = vocabulary()["plate"]
    areas, local, never = (set(table[key].split()) for key in ("areas", "local", "never"))
    found = []
    for match in [*_PLATE.finditer(folded), *_PLATE_SPACED.finditer(folded)]:
        head, digits, tail = (re.sub(r"\s", "", group) for group in match.groups())
        upper = text[match.start() : match.end()].isupper()
        # "BP 1903 DI" is a plate, "bp 20 di" a place
        if head not in areas or head in never or (tail in never and not (upper and head in local)):
            continue
        near = set(_WORD.findall(folded[max(0, match.start() - 36) : match.start()]))
        near |= set(_WORD.findall(folded[match.end() : match.end() + AFTER]))
        vehicle = any(_context().get(word) == "plate" for word in near)
        alone = len(digits) >= 3 and len(tail) >= 2 and (head in local or upper)
        if vehicle or alone:
            span = (match.start(), match.end())
            found.append(Personal("plate", text[slice(*span)], *span, digits))
    return found


def _passports(text: str, folded: str) -> list[Personal]:
    """A letter and seven digits, only beside the word for it."""
    spans = [m.span() for m in _PASSPORT.finditer(folded) if _nearest(folded, *m.span()) == "passport"]
    return [
        Personal("passport", text[low:high], low, high, re.sub(r"\D", "", folded[low:high])) for low, high in spans
    ]


def _numbers(text: str, folded: str, run: Run) -> list[Personal]:
    """Several numbers in one breath, or a house number before a phone: the longest stretch of pieces first."""
    found: list[Personal] = []
    left = [(0, bisect_left(run.groups, (MOST, 0)) - 1)]
    while left:
        low, high = left.pop()
        stretch = _longest(folded, run, low, high)
        if stretch:
            first, last, kind = stretch
            found.append(_made(text, run, run.groups[first][0], run.groups[last][1], kind))
            left += [(low, first - 1), (last + 1, high)]
    return found


def _longest(folded: str, run: Run, low: int, high: int) -> tuple[int, int, str] | None:
    """The longest stretch of the pieces low..high that is personal, the first of that many pieces."""
    for size in range(high - low + 1, 0, -1):
        for at in range(low, high - size + 2):
            first, last = run.groups[at][0], run.groups[at + size - 1][1]
            if FEWEST <= last - first + 1 <= LONGEST:
                kind = _classify(folded, run, first, last)
                if kind:
                    return at, at + size - 1, kind
    return None


def _made(text: str, run: Run, first: int, last: int, kind: str) -> Personal:
    digits, start, end = run.part(first, last)
    while start and text[start - 1] in "+(" and kind == "phone":
        start -= 1
    while end < len(text) and text[end] in _KEYCAP:
        end += 1
    return Personal(kind, text[start:end], start, end, digits)


def _classify(folded: str, run: Run, first: int, last: int) -> str:
    digits, start, end = run.part(first, last)
    size = len(digits)
    context = _nearest(folded, start, end)
    piece, phone = folded[start:end], _phone(digits, folded[max(0, start - 30) : end])
    sixteen = size == 16 and (_nik(digits) or context in ("nik", "kk"))
    if _parted(piece, whole=phone == 2 or sixteen) or (phone == 1 and _counted(folded[:start])):
        return ""
    plain = "," in piece and context in ("", "other") and not run.spelled and phone != 2
    money = _THOUSANDS.fullmatch(folded[start:end]) and not digits.startswith("62") and context != "account"
    if plain or money or _money(folded, start, end) or _dates_only(folded[start:end]):
        return ""
    if phone == 2 and size <= 13 and digits.startswith(("08", "628")):
        return "phone"  # whatever is said before: no account or card begins so
    if context == "npwp" and 15 <= size <= 16:
        return "npwp"
    if 14 <= size <= 17 and (context in ("nik", "kk") or (size == 16 and _nik(digits))):
        if context == "other" and not _nik(digits):
            return ""
        if context == "card" and _luhn(digits) and digits[0] in "3456" and not _nik(digits):
            return "card"
        return "kk" if context == "kk" else "nik"
    if size == 15 and re.search(r"\d{2}\.\d{3}\.\d{3}\.\d-\d{3}\.\d{3}", folded[start:end]):
        return "npwp"
    if size == 16 and digits[0] in "3456" and _luhn(digits) and context != "other":
        return "card"
    if phone and context != "account" and context != "card":
        return "phone"
    if context == "account" and 8 <= size <= 18:
        return "account"
    if context == "card" and (12 <= size <= 16):
        return "card"
    if context == "phone" and 8 <= size <= 13 and digits[0] in "82137465":
        return "phone"
    if context == "phone" and digits.startswith("077") and size >= 9:
        return "phone"
    if context == "licence" and 12 <= size <= 16:
        return "licence"
    return "phone" if phone else ""


def _parted(piece: str, *, whole: bool) -> bool:
    """Numbers beside each other ("0812... / 0813...", hours of a shift) or in portions that make nobody's number."""
    if re.fullmatch(r"\d+/\d{1,2}/(?:19|20)\d\d", piece) or len(_CLOCK.findall(piece)) > 1:
        return True
    return not whole and (re.search(r"\s/\s", piece) or _told().search(piece)) is not None


@cache
def _told() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(vocabulary()['between']['told'].split())})(?:nya)?\b")


def _counted(before: str) -> bool:
    """Whether one of the last two words names a case or a parcel: "tag bagasi 0777 ..." is no landline."""
    return any(word in _loose()[0] for word in _WORD.findall(before[-BEFORE:])[-2:])


def _phone(digits: str, near: str = "") -> int:
    """2 for a mobile number, 1 for a landline, 0 for neither; `near` ends with the number as written."""
    if re.fullmatch(r"(?:0|62|620|0062)8[1-9]\d{7,10}", digits):
        return 2
    if re.fullmatch(r"(?:00)?(?:601\d{8,9}|65[89]\d{7})", digits) and _ABROAD.search(near):
        return 2
    if re.search(r"\+\s?\(?[1-9][\d\s().-]{8,18}$", near) and 10 <= len(digits) <= 14 and not digits.startswith("0"):
        return 2
    return 1 if re.fullmatch(r"(?:0|62)(?:21|22|24|31|61|7\d{2})\d{6,8}", digits) else 0


def _nik(digits: str) -> bool:
    """Plausible, not valid: codes of regions change, so a wrong district never rejects."""
    day, month = int(digits[6:8]), int(digits[8:10])
    known = digits[:2] in vocabulary()["nik"]["provinces"].split()
    return known and (1 <= day <= 31 or 41 <= day <= 71) and 1 <= month <= 12


def _luhn(digits: str) -> bool:
    doubled = [int(d) * (2 if i % 2 else 1) for i, d in enumerate(reversed(digits))]
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0


def _money(folded: str, start: int, end: int) -> bool:
    before, after = folded[max(0, start - 5) : start], folded[end : end + 8]
    return bool(
        re.search(r"(?:\brp\.?|\bidr)\s*$", before) or re.match(r"\s?(?:rupiah|perak|rb\b|jt\b|juta|,-)", after)
    )


def _dates_only(piece: str) -> bool:
    return (
        bool(
            re.fullmatch(
                r"\d{1,2}[-/. ]\d{1,2}[-/. ]\d{4}|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|(?:\d{4}[-/ ]){1,2}\d{4}",
                piece,
            )
        )
        and len(piece) < 12
    )


def _nearest(folded: str, start: int, end: int) -> str:
    """The kind that the closest telling word names: before the number in its clause, else behind it."""
    before = re.split(r"[\n;?!]", folded[max(0, start - BEFORE) : start])[-1]
    others, general = _loose()
    words, fallback = _WORD.findall(before), ""
    for index in range(len(words) - 1, -1, -1):
        word = words[index]
        if word == "keluarga" and (index == 0 or words[index - 1] != "kartu"):
            continue
        kind = _context().get(word, "")
        if word in general:
            fallback = kind
            continue
        if kind and kind != "plate":
            return kind
        if word in others:
            return "other"
    for word in _WORD.findall(folded[end : end + AFTER])[:2]:
        kind = _context().get(word, "")
        if kind in ("nik", "kk", "npwp", "phone", "account"):
            return kind
    return fallback


def mask(text: str) -> str:
    """The text with every piece of personal data masked, the rest untouched."""
    parts, at = [], 0
    for item in find(text):
        parts += [text[at : item.start], masked(item)]
        at = item.end
    return "".join([*parts, text[at:]])


def masked(item: Personal) -> str:
    """What may be shown of one piece: 2171******0003, 0812****90."""
    digits = item.digits
    if item.type in ("nik", "kk", "npwp", "card"):
        return f"{digits[:4]}******{digits[-4:]}"
    if item.type == "phone":
        local = "0" + digits[2:] if digits.startswith("62") else digits
        return f"{local[:4]}****{local[-2:]}"
    if item.type == "email":
        return f"{item.text[0]}***@***"
    if item.type == "plate":
        return f"{_WORD.match(fold(item.text)).group().upper() if _WORD.match(fold(item.text)) else ''} ****"  # type: ignore[union-attr]
    return f"****{digits[-4:]}"
