"""Which stretch of a run of digits is somebody's number, and of what kind: by its shape and the words around it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache

from classifiers import number_context
from classifiers.digits import Run, told, words_of

#: Digits of the shortest and the longest number that is anybody's, and of a run how many are looked at: whoever
#: types more in one breath writes no numbers, and every stretch of a run costs a look.
FEWEST, LONGEST, MOST = 7, 20, 240
#: Written as money is: no phone or account is cut in thousands and begins so.
_THOUSANDS = re.compile(r"[1-79]\d{0,2}(?:\.\d{3}){2,}")
_CLOCK = re.compile(r"(?<![\d.:])[012]?\d[.:][0-5]\d(?![\d.:])")
_DATED = re.compile(r"^\d+/\d{1,2}/(?:19|20)\d\d$|(?<!\d)[0-3]?\d([/.-])[01]?\d\1(?:19|20)\d\d(?!\d)")
_DATES = re.compile(
    r"\d{1,2}[-/. ]\d{1,2}[-/. ]\d{4}|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|(?:(?:19|20)\d\d[-/ ]){1,2}(?:19|20)\d\d"
)
#: Malaysia and Singapore lie across the strait; their numbers have no shape of ours, so a word must stand before.
_ABROAD = re.compile(
    r"\+|\b(?:malaysia|malay|johor|singapura|singapore|spore|sg|hp|wa|no|nomor|telp?|kontak|hub(?:ungi)?|whatsapp)\b"
)
#: The prefixes of the mobile networks without the leading nought (Kominfo's numbering plan).
_BARE = re.compile(r"8(?:1[1-9]|2[1-38]|3[1-38]|5[1-9]|7[78]|8[1-9]|9[5-9])\d{7,9}")
#: Landlines: no local number begins with 0 or 1, those are services ("021-1500567").
_LANDLINE = re.compile(r"(?:0|62)(?:21|22|24|31|61|7\d{2})[2-9]\d{5,7}")
_FRONT = re.compile(r"(?<![a-z])(?:depan|awal)(?:an)?(?:nya)?(?![a-z])")
#: Years or whole numbers told one after the other.
_SEVERAL = re.compile(r"(?<!\d)(?:(?:19|20)\d\d(?!\d)|\d{8})")
_TIGHT = re.compile(r"\d[./-]$")
#: What stands for digits the writer kept back ("08137264yyyy").
VEIL = re.compile(r"[ .-]?(?:([xyz?*•_])\1+[ .-]?)+(?![a-z0-9])")


def find(folded: str, run: Run) -> Iterator[tuple[int, int, str]]:
    """First and last digit and kind of each number of a run: the longest stretch of pieces first."""
    left = [(0, bisect_left(run.groups, (MOST, 0)) - 1)]
    while left:
        low, high = left.pop()
        stretch = _longest(folded, run, low, high)
        if stretch:
            first, last, kind = stretch
            yield run.groups[first][0], run.groups[last][1], kind
            left += [(low, first - 1), (last + 1, high)]


def _longest(folded: str, run: Run, low: int, high: int) -> tuple[int, int, str] | None:
    """The longest stretch of the pieces low..high that is personal, the first of that many pieces."""
    for size in range(high - low + 1, 0, -1):
        for at in range(low, high - size + 2):
            first, last = run.groups[at][0], run.groups[at + size - 1][1]
            if FEWEST <= last - first + 1 <= LONGEST:
                kind = classify(folded, run, first, last)
                if kind:
                    return at, at + size - 1, kind
    return None


def classify(folded: str, run: Run, first: int, last: int) -> str:
    """The kind of these digits of a run, empty where they are nobody's."""
    digits, start, end = run.part(first, last)
    phone = _phone(digits, folded, start, end) or _turned(folded, run, first, last)
    context = number_context.nearest(folded, start, end)
    # a mobile number is one whatever is said before: no account or card begins so
    kind = "phone" if phone == 2 else _document(folded, digits, start, end, context) or _other(digits, phone, context)
    return "" if kind and _nobodys(folded, run, first, last, phone, context) else kind


def _nobodys(folded: str, run: Run, first: int, last: int, phone: int, context: str) -> bool:
    """Money, hours, dates, the numbers of offices, and several numbers beside each other."""
    digits, start, end = run.part(first, last)
    piece = folded[start:end]
    sixteen = len(digits) == 16 and (_nik(digits) or context in ("nik", "kk"))
    told_so = context == "account" and number_context.bank(folded[:start])
    if _parted(piece, whole=phone == 2 or sixteen or (told_so and not _SEVERAL.search(piece))):
        return True
    plain = "," in piece and context in ("", "other") and not run.spelled and phone != 2
    if plain or _cut(piece, digits, phone, context) or _money(folded, start, end) or _dates_only(piece):
        return True
    if (phone or context == "phone") and _of_office(folded, digits, start, end, phone):
        return True
    if context == "sent" and _TIGHT.search(folded[max(0, start - 2) : start]):
        return True  # the tail of a date
    if context != "other":
        return False
    loose = phone == 1 or piece.startswith("08 ")
    return _BARE.fullmatch(digits) is not None or (loose and number_context.counted(folded[:start]))


def _cut(piece: str, digits: str, phone: int, context: str) -> bool:
    """Whether it is written in thousands, as money is."""
    if phone == 1 and context != "phone":  # a telephone number is cut so only where the words call it one
        return re.fullmatch(r"\d{1,3}(?:\.\d{3})+", piece) is not None
    return _THOUSANDS.fullmatch(piece) is not None and not digits.startswith("62") and context != "account"


def _of_office(folded: str, digits: str, start: int, end: int, phone: int) -> bool:
    if phone < 2 or re.match(r"60[^1]", digits):
        return number_context.of_office(folded, start, end)
    return number_context.of_hotline(folded[:start])


def _document(folded: str, digits: str, start: int, end: int, context: str) -> str:
    """The kind of a number that stands on a card: of a person, a family, a taxpayer, a bank's."""
    size, tax = len(digits), re.fullmatch(r"\d{2}\.\d{3}\.\d{3}\.\d-\d{3}\.\d{3}", folded[start:end])
    if (context == "npwp" and 15 <= size <= 16) or (tax and context != "other"):
        return "" if number_context.office_number(folded[:start]) else "npwp"
    known = size == 16 and _nik(digits)
    if known and context == "other" and _TIGHT.search(folded[max(0, start - 2) : start]):
        return ""  # the tail of a longer number
    fewest = 10 if number_context.identity(folded[:start]) else 14
    if known or (context in ("nik", "kk") and fewest <= size <= 17):
        return "kk" if context == "kk" else "nik"
    if size == 16 and digits[0] in "3456" and _luhn(digits) and context != "other":
        return "card"
    return ""


def _other(digits: str, phone: int, context: str) -> str:
    """The kind of a number that only the words around it tell."""
    size = len(digits)
    if phone and context not in ("account", "card", "sent"):
        return "phone"
    if context == "account" and 8 <= size <= 18:
        return "account"
    if context == "sent" and 8 <= size <= 18 and not digits.endswith("000"):
        return "account"
    if context == "card" and 12 <= size <= 16:
        return "card"
    if context == "phone" and 8 <= size <= 13 and (digits[0] in "82137465" or digits.startswith("077")):
        return "phone"
    if context == "licence" and 12 <= size <= 16:
        return "licence"
    return "phone" if phone else ""


def _parted(piece: str, *, whole: bool) -> bool:
    """Numbers beside each other ("0812... / 0813...", hours of a shift) or in portions that make nobody's number."""
    if _DATED.search(piece) or len(_CLOCK.findall(piece)) > 1:
        return True
    sides = [sum(map(str.isdecimal, side)) for side in re.split(r"\s/\s", piece)]
    return not whole and (sum(side >= FEWEST for side in sides) > 1 or told().search(piece) is not None)


def _phone(digits: str, folded: str, start: int, end: int) -> int:
    """2 for a mobile number, 1 for what is one unless the words say otherwise, 0 for neither."""
    near, piece = folded[max(0, start - 30) : end], folded[start:end]
    if digits[0] not in "068" and "+" not in near:
        return 0
    if re.fullmatch(r"(?:0|62[01]?|0062)8[1-9]\d{7,10}", digits):
        return 2
    if re.match(r"08[1-9]\d{7,17}$", digits) and _mended().search(piece):
        return 2
    if re.fullmatch(r"08[1-9]\d{4,6}", digits) and not _dates_only(piece):
        if VEIL.match(folded, end):
            return 2
        kept_back = re.match(r"[ .-]?[x*]{2}", folded[end : end + 3])
        return 2 if len(digits) > FEWEST and not kept_back and number_context.owned(folded[:start]) else 0
    if re.fullmatch(r"(?:00)?(?:601\d{8,9}|65[89]\d{7})", digits) and _ABROAD.search(near):
        return 2
    if re.search(r"\+\s?\(?[1-9][\d\s().-]{8,18}$", near) and 10 <= len(digits) <= 14 and not digits.startswith("0"):
        return 2
    if _BARE.fullmatch(digits) and not told().search(piece):
        # marks and measures are written in pairs
        return int(re.match(r"\d{3}", piece) is not None or number_context.owned(folded[:start]))
    return int(_LANDLINE.fullmatch(digits) is not None)


def _turned(folded: str, run: Run, first: int, last: int) -> int:
    """ "3344 5566, depannya 0812": the beginning of the number told last."""
    digits, start, end = run.part(first, last)
    word = _FRONT.search(folded, start, end)
    if word is None:
        return 0
    front = bisect_left(run.starts, word.start(), first, last) - first
    return _phone(digits[front:] + digits[:front], folded, start, end)


@cache
def _mended() -> re.Pattern[str]:
    return re.compile(rf"(?<![a-z])(?:{'|'.join(sorted(words_of('between', 'mended')))})(?![a-z])")


def _nik(digits: str) -> bool:
    """Plausible, not valid: codes of regions change, so a wrong district never rejects."""
    day, month = int(digits[6:8]), int(digits[8:10])
    known = digits[:2] in words_of("nik", "provinces")
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
    return len(piece) < 15 and _DATES.fullmatch(piece) is not None
