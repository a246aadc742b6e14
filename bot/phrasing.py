"""From Words to marked-up text in one language and time zone; knows catalogues and Babel, no channel.

Bold is written `*so*` in a catalogue and nowhere else. Inside, bold travels as two private-use characters
that nobody's words can contain (they are stripped), so a name with asterisks or HTML in it stays a name.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_skeleton
from babel.numbers import format_decimal

from bot.i18n import Catalogues
from conversations.messages import Param, Quoted, Words

#: "Jumat, 4 Desember 2026": Babel's own full form for `id` would say 04.
DAY = {"id": "EEEE, d MMMM y"}
OPEN, CLOSE = "\ue000", "\ue001"
_MARKS = {ord(OPEN): None, ord(CLOSE): None}
_BOLD = re.compile(r"\*([^*\n]+)\*")
_EDGE = re.compile(f"([{OPEN}{CLOSE}])")
# Unicode TR 36: overrides and isolates let a name turn the text around it; the BOM shows as nothing at all.
_TURNING = "\u202a-\u202e\u2066-\u2069\ufeff\ue000\ue001"
#: Control characters but the line's end (categories Cc, Cs), which Unicode never moves.
_CONTROL = "\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff"
_UNSEEN = re.compile(f"[{_TURNING}{_CONTROL}]")


def clean(text: str) -> str:
    """A person's words without what cannot be seen: control characters, bidi overrides, broken surrogates."""
    text = text.replace("\r\n", "\n").replace("\t", " ").replace("\u2028", "\n").replace("\u2029", "\n")
    return _UNSEEN.sub("", text)


def width(marked: str) -> int:
    """Length as Telegram counts it: UTF-16 units of what is seen (core.telegram.org/api/entities)."""
    return len(marked.translate(_MARKS).encode("utf-16-le")) // 2


def plain(marked: str) -> str:
    return marked.translate(_MARKS)


def _toggled(marked: str, begin: str, end: str) -> str:
    """Bold inside bold is bold once."""
    depth, out = 0, []
    for piece in _EDGE.split(marked):
        if piece == OPEN:
            out.append(begin if depth == 0 else "")
            depth += 1
        elif piece == CLOSE:
            depth -= 1
            out.append(end if depth == 0 else "")
        else:
            out.append(piece)
    return "".join(out)


def as_html(marked: str) -> str:
    """Telegram's HTML subset: core.telegram.org/bots/api#html-style."""
    return _toggled(html.escape(marked, quote=False), "<b>", "</b>")


def as_stars(marked: str) -> str:
    """WhatsApp's own markup."""
    return _toggled(marked, "*", "*")


@dataclass(frozen=True, slots=True)
class Voice:
    """Somebody's language and clock."""

    catalogue: Catalogues
    language: str
    zone: str

    def say(self, what: Words | Quoted) -> str:
        """The marked-up sentence."""
        if isinstance(what, Quoted):
            return clean(what.text)
        n = what.params.get("n")
        template = self.catalogue.template(what.msgid, self.language, n if isinstance(n, int) else None)
        marked = _BOLD.sub(OPEN + r"\1" + CLOSE, template)
        return self.catalogue.fill(marked, {name: self.param(value) for name, value in what.params.items()})

    def label(self, what: Words | Quoted) -> str:
        """One line without markup, for a button."""
        return " ".join(plain(self.say(what)).split())

    def param(self, value: Param) -> str:
        """One parameter as it stands in a sentence."""
        match value:
            case Words() | Quoted():
                return self.say(value)
            case datetime():
                return self._moment(value)
            case date():
                return format_date(value, format=DAY.get(self._locale, "full"), locale=self._locale)
            case int():
                return format_decimal(value, locale=self._locale)
            case _:
                return clean(value)

    @property
    def _locale(self) -> str:
        return self.catalogue.language(self.language)

    def _moment(self, value: datetime) -> str:
        """Selasa, 24 November 2026 14.05 WIB; tzdata itself knows WIB, WITA and WIT."""
        if value.tzinfo is None:
            raise ValueError("a naive time has no hour to tell")
        local = value.astimezone(ZoneInfo(self.zone))
        day = format_date(local.date(), format=DAY.get(self._locale, "full"), locale=self._locale)
        hour = format_skeleton("Hm", local, locale=self._locale)
        return f"{day} {hour} {local.tzname()}"
