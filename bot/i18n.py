"""The words of locales/ in memory: from a msgid and a language to a sentence; no channel, no markup."""

from __future__ import annotations

import gettext
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Formatter

import structlog
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

DOMAIN = "narahubung"
SOURCE = "id"  # Indonesian is the source of wording; every other language falls back to it

#: Bold as catalogues write it; plain places have none.
_BOLD = re.compile(r"\*([^*\n]+)\*")

log = structlog.get_logger(__name__)


class MissingMessage(LookupError):
    """No catalogue, not even the source language, has words for this msgid."""


class CatalogueError(ValueError):
    """The catalogues contradict each other; the text lists every place."""


def locales() -> Path:
    """Where the catalogues lie: beside `bot/`, in a checkout as in an installed wheel."""
    return Path(__file__).resolve().parent.parent / "locales"


def placeholders(template: str) -> frozenset[str]:
    """Names in braces: `Kepada {agency}` -> {"agency"}."""
    return frozenset(name for _, name, _, _ in Formatter().parse(template) if name is not None)


class _Lenient(Formatter):
    """A forgotten parameter stays visible in its braces instead of losing the whole message."""

    def get_value(self, key: int | str, args: object, kwargs: Mapping[str, object]) -> object:
        return kwargs.get(str(key), "{" + str(key) + "}")


@dataclass(frozen=True, slots=True)
class _Tongue:
    """One language: its sentences, and how it counts."""

    templates: Mapping[str, tuple[str, ...]]  # msgid -> every plural form, mostly one
    plural: Callable[[int], int]  # which form a number takes


def _tongue(folder: Path) -> _Tongue:
    """All files of one language: citizens' words and officers' words are kept apart only for their editors."""
    templates: dict[str, tuple[str, ...]] = {}
    counting = "0"
    for path in sorted(folder.glob("*.po")):
        with path.open("rb") as file:
            catalogue = read_po(file, locale=folder.parent.name, domain=DOMAIN)
        counting = catalogue.plural_expr
        for msgid, forms in _said(catalogue):
            if msgid in templates:
                raise CatalogueError(f"{path.name} of {folder.parent.name} says {msgid} a second time")
            templates[msgid] = forms
    return _Tongue(templates, gettext.c2py(counting))


def _said(catalogue: Catalog) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Messages somebody has really translated: a fuzzy one is a guess, as for every gettext compiler."""
    for message in catalogue:
        msgid, *_ = [message.id] if isinstance(message.id, str) else message.id
        forms = [message.string or ""] if isinstance(message.string, str | None) else message.string
        if msgid and not message.fuzzy and all(forms):
            yield msgid, tuple(forms)


class Catalogues:
    """All languages at once. `strict` is for tests: it raises where production would rather say something."""

    def __init__(self, tongues: Mapping[str, _Tongue], *, strict: bool = False) -> None:
        if SOURCE not in tongues:
            raise CatalogueError(f"no catalogue for the source language {SOURCE!r}")
        self._tongues = dict(tongues)
        self._strict = strict
        self._fill = Formatter() if strict else _Lenient()

    @classmethod
    def load(cls, path: Path | None = None, *, strict: bool = False) -> Catalogues:
        """What lies in `path`; without one our own words, read once a process."""
        return cls._read(path, strict) if path else _ours(strict)

    @classmethod
    def _read(cls, root: Path, strict: bool) -> Catalogues:
        """Read every `<language>/LC_MESSAGES/*.po`, one tongue a language, compiled in memory (0.2 s, no build)."""
        folders = sorted({file.parent for file in root.glob("*/LC_MESSAGES/*.po")})
        loaded = cls({folder.parent.name: _tongue(folder) for folder in folders}, strict=strict)
        if wrong := loaded.problems():
            if strict:
                raise CatalogueError("; ".join(wrong))
            log.error("catalogues.disagree", problems=wrong)
            loaded._drop_disagreeing()
        return loaded

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(sorted(self._tongues))

    def language(self, tag: str | None) -> str:
        """The nearest language we speak to an IETF tag: en-GB -> en, anything unknown -> id."""
        primary = (tag or "").replace("_", "-").split("-")[0].lower()
        return primary if primary in self._tongues else SOURCE

    def msgids(self, language: str = SOURCE) -> frozenset[str]:
        """What a language has words for (tests compare this with the msgids that the rooms use)."""
        return frozenset(self._tongues[language].templates)

    def has(self, msgid: str, language: str = SOURCE) -> bool:
        return msgid in self._tongues[self.language(language)].templates

    def template(self, msgid: str, language: str = SOURCE, n: int | None = None) -> str:
        """The sentence with its braces still open; `n` chooses the plural form where the msgid has one."""
        for tongue in (self._tongues[self.language(language)], self._tongues[SOURCE]):
            if msgid in tongue.templates:
                forms = tongue.templates[msgid]
                return forms[min(tongue.plural(1 if n is None else abs(n)), len(forms) - 1)]
        if self._strict:
            raise MissingMessage(msgid)
        log.error("catalogues.missing", msgid=msgid, language=language)
        return msgid

    def fill(self, template: str, params: Mapping[str, str]) -> str:
        """Close the braces; values are taken as they are, braces in a person's words stay braces."""
        try:
            return self._fill.vformat(template, (), params)
        except (ValueError, LookupError, AttributeError):
            if self._strict:
                raise
            log.error("catalogues.malformed")
            return template

    def text(self, msgid: str, language: str = SOURCE, params: Mapping[str, object] | None = None) -> str:
        """The finished sentence, without markup: for command lists and other plain places."""
        given = params or {}
        count = given.get("n")
        template = self.template(msgid, language, count if isinstance(count, int) else None)
        return self.fill(_BOLD.sub(r"\1", template), {name: str(value) for name, value in given.items()})

    def problems(self) -> list[str]:
        """Every msgid whose placeholders differ from the source language, or that the source lacks."""
        source = self._tongues[SOURCE].templates
        found: list[str] = []
        for language, tongue in self._tongues.items():
            for msgid, forms in tongue.templates.items():
                if msgid not in source:
                    found.append(f"{language}: {msgid} is not in {SOURCE}")
                elif not all(_agrees(form, source[msgid][-1]) for form in forms):
                    found.append(f"{language}: {msgid} has other placeholders than {SOURCE}")
        return found

    def _drop_disagreeing(self) -> None:
        """A translation that would lose a number or a date is worse than the Indonesian sentence."""
        source = self._tongues[SOURCE].templates
        for language, tongue in self._tongues.items():
            if language == SOURCE:
                continue
            kept = {
                msgid: forms
                for msgid, forms in tongue.templates.items()
                if msgid in source and all(_agrees(form, source[msgid][-1]) for form in forms)
            }
            self._tongues[language] = _Tongue(kept, tongue.plural)


@cache
def _ours(strict: bool) -> Catalogues:
    return Catalogues._read(locales(), strict)


def _agrees(form: str, source: str) -> bool:
    """Both can be filled with the same parameters; an unbalanced brace agrees with nothing."""
    try:
        return placeholders(form) == placeholders(source)
    except ValueError:
        return False
