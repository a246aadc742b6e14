"""Personal data in a text (NIK, phone, e-mail, plate, account ...). Finds and masks; keeps nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from classifiers import emails, number_context, own_numbers, plates
from classifiers.digits import Run, runs
from classifiers.words import fold

#: Texts of which what was read is kept: one turn asks several times about the same story.
LATELY = 64
_WORD = re.compile(r"[a-z]+")
_PASSPORT = re.compile(r"(?<![a-z0-9])[a-z][ .-]?\d(?:[ .-]?\d){6}(?!\d)")
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


def find(text: str) -> tuple[Personal, ...]:
    """Everything personal in the text, in order, never overlapping."""
    folded, numbers = fold(text), runs(text)
    found = [Personal("email", text[low:high], low, high) for low, high in emails.find(folded)]
    spans = plates.find(text, folded, numbers)
    found += [Personal("plate", text[low:high], low, high, digits) for low, high, digits in spans]
    found += _passports(text, folded)
    for run in numbers:
        found += [_made(text, folded, run, *stretch) for stretch in own_numbers.find(folded, run)]
    found.sort(key=lambda item: (item.start, -item.end))
    kept: list[Personal] = []
    for item in found:
        if not kept or item.start >= kept[-1].end:
            kept.append(item)
    return tuple(kept)


def _passports(text: str, folded: str) -> list[Personal]:
    """A letter and seven digits, only beside the word for it."""
    spans = [m.span() for m in _PASSPORT.finditer(folded) if number_context.nearest(folded, *m.span()) == "passport"]
    return [
        Personal("passport", text[low:high], low, high, re.sub(r"\D", "", folded[low:high])) for low, high in spans
    ]


def _made(text: str, folded: str, run: Run, first: int, last: int, kind: str) -> Personal:
    digits, start, end = run.part(first, last)
    while start and text[start - 1] in "+(" and kind == "phone":
        start -= 1
    while end < len(text) and text[end] in _KEYCAP:
        end += 1
    veil = own_numbers.VEIL.match(folded, end) if kind == "phone" else None
    end = veil.end() if veil else end
    return Personal(kind, text[start:end], start, end, digits)


@lru_cache(maxsize=LATELY)
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
        area = _WORD.match(fold(item.text))
        return f"{area.group().upper() if area else ''} ****"
    return f"****{digits[-4:]}"
