"""The words of locales/ as they are written, with the line of each; compiles nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from string import Formatter

from babel.messages.pofile import read_po

from tests.house.tree import ROOT, files


@dataclass(frozen=True, slots=True)
class Entry:
    """One msgid in one language: every plural form, and where it stands."""

    msgid: str
    forms: tuple[str, ...]
    where: str

    @property
    def parameters(self) -> frozenset[str]:
        """Names in braces, over all forms."""
        return frozenset(name for form in self.forms for _, name, _, _ in Formatter().parse(form) if name)


@cache
def sources() -> tuple[str, ...]:
    """The catalogue files."""
    return tuple(name for name in files() if re.fullmatch(r"locales/\w+/LC_MESSAGES/\w+\.po", name))


def languages() -> frozenset[str]:
    """Languages that have a catalogue."""
    return frozenset(name.split("/")[1] for name in sources())


@cache
def entries(language: str) -> tuple[Entry, ...]:
    """Everything said in that language, catalogue by catalogue, repetitions included."""
    return tuple(entry for name in sources() if name.split("/")[1] == language for entry in _read(name, language))


def _read(name: str, language: str) -> list[Entry]:
    with (ROOT / name).open("rb") as file:
        catalogue = read_po(file, locale=language, abort_invalid=True)
    found = []
    for message in catalogue:
        if message.id:
            msgid = message.id[0] if isinstance(message.id, (list, tuple)) else message.id
            forms = message.string if isinstance(message.string, (list, tuple)) else (message.string,)
            found.append(Entry(str(msgid), tuple(str(form) for form in forms), f"{name}:{message.lineno}"))
    return found


@cache
def catalogue(language: str) -> dict[str, Entry]:
    """msgid -> entry."""
    return {entry.msgid: entry for entry in entries(language)}
