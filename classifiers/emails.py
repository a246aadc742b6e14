"""E-mail addresses however written: with stand-ins for the sign between, for full stops and for strokes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from classifiers.digits import words_of
from classifiers.number_context import is_office

#: A name is sought this many characters before the sign.
_BACK = 64
#: A full stop, typed, bracketed or spoken.
_DOT = (
    r"(?:\s?[.,]{1,2}\s?|\s?[\[(]\s?(?:\.|dot|titik)\s?[\])]\s?"
    r"|\s(?:dot|titik|tik|point)\s|(?<=\w)[_-](?:dot|titik)[_-])"
)
#: What is typed for "@" and means nothing else, and what means it only before a post office.
_SIGN = r"\s?@{1,2}\s?|\s?[\[({<|/*]\s?(?:at|et|a|@|add?|a?[ -]?keong)\s?[\])}>|/*]\s?|[-_.](?:at|et)[-_.]"
_WEAK = (
    r"\s(?:at|et|add?|at sign|at the rate)\s"
    r"|\s?\b(?:pak[ae]i? )?(?:a[ -]?keong(?:an)?|keong|a bulat|bulat a|a bundar|a lingkar|tanda at|simbol at)\s"
)
#: A post office behind nearly any other sign, an emoji or a gap is an address too ("budi_s / gmail.com").
_SYMBOL = r"\s?(?:[^\w\s.!?()'\"\[\]]|[^\x00-\x7f\w\s]){1,4}\s?|(?<=\d)(?:\sdi\s|\s?)"
_SIGN_BEHIND, _SYMBOL_BEHIND = re.compile(rf"(?:{_SIGN}|{_WEAK})$"), re.compile(rf"(?:{_SYMBOL})$")
#: An emoji or a stroke for the full stop.
_ODD = r"[^\w\s]{1,3}(?:dot[^\w\s]{1,3})?"
#: Between the parts of a name: typed in one, or spoken.
_SPOKEN = (
    r"[\s-]?[\[({]?\b(?:garis bawah|garis datar|under ?scor\w?|underskor\w?|strip bawah|titik|dot|strip|minus|dash)\b"
    r"[\])}]?[\s-]?"
)
_FIGURE = r"(?:\d{1,4}|nol|kosong|satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan)"
_SPOKEN_NAME = re.compile(
    rf"(?:(?:(?<![a-z0-9])[a-z0-9]\s){{3,}}[a-z0-9]|[a-z0-9][a-z0-9%+]*"
    rf"(?:(?:[._-]+|{_SPOKEN})[a-z0-9][a-z0-9%+]*)*)(?:\s[a-z](?=\s\d))?(?:\s{_FIGURE}\b){{0,6}}[._-]*$"
)
_TYPED_NAME = re.compile(r"[a-z0-9][a-z0-9._%+-]*$")
#: A name in spoken parts or single letters: more than the last word belongs to it.
_APART = re.compile(rf"{_SPOKEN}|\b[a-z0-9]\s[a-z0-9]\s[a-z0-9]$")
#: An address of nowhere known: letters, the sign and letters without a gap.
_BARE = re.compile(r"[a-z][a-z0-9._%+-]{2,}@[a-z][a-z0-9-]{2,}(?!\.?\w)")


def find(folded: str) -> Iterator[tuple[int, int]]:
    """Where each address stands that is a person's."""
    for start, at, end in _addresses(folded):
        if not _of_office(folded[start:at], folded[at:end]):
            yield start, end


def _addresses(folded: str) -> Iterator[tuple[int, int, int]]:
    """Name, sign and end of every address."""
    for host in _known().finditer(folded):
        before = folded[max(0, host.start() - 16) : host.start()]
        dotted = host.end() > host.end("host")
        sign = _SIGN_BEHIND.search(before)
        if sign is None and dotted:
            sign = _SYMBOL_BEHIND.search(before)
        if sign:
            at = host.start() - len(before) + sign.start()
            start = _name(folded, at, typed=sign.group().strip() in ("@", ""))
            if start < at:
                yield start, at, host.end()
    for host in _elsewhere().finditer(folded):
        typed = host["sign"].strip() == "@"
        start = _name(folded, host.start(), typed=typed)
        # " @name.info" without a gap behind is somebody's name on a social network
        handle = typed and host["sign"].startswith(" ") and not host["sign"].endswith(" ")
        if start < host.start() and not handle:
            yield start, host.start(), host.end()
    if "@" in folded:
        yield from ((m.start(), m.start() + m.group().index("@"), m.end()) for m in _BARE.finditer(folded))


def _name(folded: str, at: int, *, typed: bool) -> int:
    """Where the name before the sign begins; at the sign itself where there is none."""
    before = folded[max(0, at - _BACK) : at]
    apart = _APART.search(before) is not None
    name = (_TYPED_NAME if typed and not apart else _SPOKEN_NAME).search(before)
    if name is None or name.group() in words_of("mail", "never"):
        return at
    return at - len(before) + name.start()


@cache
def _known() -> re.Pattern[str]:
    """A post office, with or without its end ("gmail", "gmail titik com", "gmailcom")."""
    hosts = "|".join(["g mail", *sorted(words_of("mail", "hosts"), key=len, reverse=True)])
    return re.compile(
        rf"(?<![a-z])(?P<host>{hosts})(?:(?:com|coid)\b"
        rf"|(?:{_DOT}|\s|{_ODD})(?:com|c o m\b|(?:co|kom|id)\b)(?:(?:{_DOT}|\s)id\b)?|\b)"
    )


@cache
def _elsewhere() -> re.Pattern[str]:
    ends = "|".join(sorted(words_of("mail", "ends"), key=len, reverse=True))
    return re.compile(
        rf"(?P<sign>{_SIGN}|\s(?:at|et|add?)\s)(?P<host>[a-z0-9-]{{1,40}}(?:{_DOT}[a-z0-9-]{{1,40}}){{0,3}}?"
        rf"{_DOT}(?:{ends})\b(?:{_DOT}id\b)?)"
    )


def _of_office(name: str, host: str) -> bool:
    """Whether the name is an office's and the house a public one ("disdukcapil@natunakab.go.id")."""
    if not re.search(r"\b(?:go|or|co|sch|ac|desa)\W{1,3}id$|\bmil\W", host):
        return False
    parts = re.split(r"[._\s-]+", name.strip())
    return any(part in words_of("office", "mails") or is_office(part) for part in parts)
