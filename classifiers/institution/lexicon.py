"""The words of offices as values, read from classifiers/lexicon; knows no registry and no mention."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from classifiers.normalise import words

DATA = Path(__file__).resolve().parent.parent / "lexicon"
STRENGTHS = ("alias", "weak", "strict")


@dataclass(frozen=True, slots=True)
class Concept:
    """A kind of office: where it stands and which kinds answer in its stead."""

    key: str
    name: str
    level: str
    up: str | None = None
    near: tuple[str, ...] = ()
    family: str | None = None


@dataclass(frozen=True, slots=True)
class Phrase:
    """One way to say a concept, or a bare word for several."""

    text: str
    concepts: tuple[str, ...]
    strength: str  # 'alias' | 'weak' | 'strict' | 'generic'


@dataclass(frozen=True, slots=True)
class Trap:
    """A rule of responsibility: what was named, in which words, and who answers."""

    name: str
    why: str
    when: frozenset[str]
    offer: tuple[tuple[str, str], ...]
    cue: frozenset[str] = frozenset()
    unless: frozenset[str] = frozenset()
    only: frozenset[str] = frozenset()
    schools: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Everything the data files say, ready to be indexed."""

    concepts: dict[str, Concept]
    phrases: tuple[Phrase, ...]
    spelling: dict[str, str]
    roles: dict[str, str]
    sets: dict[str, frozenset[str]]
    common: frozenset[str]
    places: dict[str, tuple[str, ...]]
    parts: dict[str, tuple[str, ...]]
    twins: dict[str, tuple[str, ...]]
    ordinary: frozenset[str]
    traps: tuple[Trap, ...] = ()
    leans: Mapping[str, frozenset[str]] = field(default_factory=dict)
    _keys: dict[str, str] = field(default_factory=dict)

    def spell(self, tokens: Iterable[str]) -> list[str]:
        """One spelling per word; 'dan' carries nothing and becomes empty."""
        spelling = self.spelling
        return ["" if token == "dan" else spelling.get(token, token) for token in tokens]

    def key(self, text: str) -> str:
        """The form two spellings of one name share: folded, respelled, without spaces."""
        found = self._keys.get(text)
        if found is None:
            found = "".join(self.spell(words(text)))
            if len(self._keys) < 20_000:  # region names repeat in every row, office names do not
                self._keys[text] = found
        return found


@cache
def default_lexicon(folder: Path = DATA) -> Lexicon:
    """The lexicon that ships."""
    concepts: dict[str, Concept] = {}
    phrases: list[Phrase] = []
    for name, level in (("concepts", ""), ("institution_national", "n")):
        for key, entry in _read(folder, name).items():
            concepts[key] = _concept(key, entry, level)
            phrases.extend(_phrases((key,), entry))
    leans: dict[str, frozenset[str]] = {}
    for entry in _read(folder, "institution_generic").values():
        leans |= {concept: frozenset(listed) for concept, listed in entry.get("lean", {}).items()}
        for text in entry["words"]:
            phrases.append(Phrase(text, tuple(entry["options"]), "generic"))
    shape, places = _read(folder, "institution_words"), _read(folder, "places")
    common = (folder / "common_words.txt").read_text("utf-8").splitlines()
    sets = {name: frozenset(listed) for name, listed in shape["sets"].items()}
    return Lexicon(
        concepts=concepts,
        phrases=tuple(phrases),
        spelling=shape["spelling"],
        roles=shape["roles"],
        sets=sets,
        common=frozenset(word for line in common if line[:1] != "#" for word in line.split())
        | frozenset().union(*sets.values()),
        places={code: tuple(names) for code, names in places["short"].items()},
        parts={code: tuple(names) for code, names in places["part"].items()},
        twins={name: tuple(shorts) for name, shorts in places["twins"].items()},
        ordinary=frozenset(places["ordinary"]["words"]),
        traps=tuple(_trap(n, e) for n, e in _read(folder, "institution_traps").items()),
        leans=leans,
    )


def extended(learned: Mapping[str, str]) -> Lexicon:
    """The lexicon that ships with wordings (text -> concept) that staff approved."""
    shipped = default_lexicon()
    more = (Phrase(text, (concept,), "alias") for text, concept in learned.items() if concept in shipped.concepts)
    return replace(shipped, phrases=(*shipped.phrases, *more), _keys={})


def _read(folder: Path, name: str) -> dict[str, Any]:
    with (folder / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


def _concept(key: str, entry: dict[str, Any], level: str) -> Concept:
    return Concept(
        key=key,
        name=entry["name"],
        level=entry.get("level", level),
        up=entry.get("up"),
        near=tuple(entry.get("near", ())),
        family=entry.get("family"),
    )


def _phrases(concepts: tuple[str, ...], entry: dict[str, Any]) -> Iterator[Phrase]:
    for strength in STRENGTHS:
        for text in entry.get(strength, ()):
            yield Phrase(text, concepts, strength)


def _trap(name: str, entry: dict[str, Any]) -> Trap:
    return Trap(
        name=name,
        why=entry["why"],
        when=frozenset(entry["when"]),
        offer=tuple(_offered(part) for part in entry["offer"]),
        cue=frozenset(entry.get("cue", ())),
        unless=frozenset(entry.get("unless", ())),
        only=frozenset(entry.get("only", ())),
        schools=frozenset(entry.get("schools", ())),
    )


def _offered(part: str) -> tuple[str, str]:
    """ "disdik@p" is the province's office of that kind; "same" is the office that was named."""
    concept, _, where = part.partition("@")
    return (concept, where) if where else ("", concept)
