"""The gazetteer: which words name which regions; knows no office."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from classifiers.institution.lexicon import Lexicon
from complaints.agency import Region

_KIND = re.compile(r"^(provinsi|kabupaten|kota)( administrasi)? ", re.IGNORECASE)
_VOWELS = str.maketrans("", "", "aeiou")


def skeleton(word: str) -> str:
    """The consonants, which is how chat shortens a name: bengkayang -> bngkyng."""
    return word[:1] + word[1:].translate(_VOWELS)


@dataclass(slots=True)
class Gazetteer:
    """Keys of provinces and kabupaten/kota, of neighbourhoods, and of kecamatan."""

    codes: dict[str, tuple[str, ...]] = field(default_factory=dict)
    parts: dict[str, tuple[str, ...]] = field(default_factory=dict)
    districts: dict[str, tuple[str, ...]] = field(default_factory=dict)
    skeletons: dict[str, tuple[str, ...]] = field(default_factory=dict)
    known: frozenset[str] = frozenset()  # region codes the registry knows
    #: "Kota Batam" and "Batam", for cutting the region off an office name.
    tails: dict[str, tuple[str, ...]] = field(default_factory=dict)


def build(regions: Iterable[Region], lexicon: Lexicon) -> Gazetteer:
    """Index the registry's regions and the lexicon's short forms for them."""
    big: dict[str, set[str]] = {}
    small: dict[str, set[str]] = {}
    tails: dict[str, tuple[str, ...]] = {}
    known: set[str] = set()
    for region in regions:
        known.add(region.code)
        if len(region.code) <= 5:
            names = (_KIND.sub("", region.name), region.name, *region.aliases)
            for name in names:
                key = lexicon.key(name)
                if len(key) > 1:
                    big.setdefault(key, set()).add(region.code)
            tails[region.code] = (names[1], names[0])
        elif len(region.code) == 8:
            for name in (region.name, *region.aliases):
                small.setdefault(lexicon.key(name), set()).add(region.code)
    for code, shorts in lexicon.places.items():
        if code in known:
            for short in shorts:
                big.setdefault(lexicon.key(short), set()).add(code)
    for name, shorts in lexicon.twins.items():
        for short in shorts:
            big.setdefault(short, set()).update(big.get(lexicon.key(name), ()))
    return Gazetteer(
        codes={key: _sorted(codes) for key, codes in big.items() if codes},
        parts=_parts(lexicon, known, big),
        districts={
            key: _sorted(codes)
            for key, codes in small.items()
            if key not in lexicon.common and key not in lexicon.roles
        },
        skeletons=_skeletons(big),
        known=frozenset(known),
        tails=tails,
    )


def _parts(lexicon: Lexicon, known: set[str], big: dict[str, set[str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, set[str]] = {}
    for code, names in lexicon.parts.items():
        for name in names:
            key = lexicon.key(name)
            if code in known and key not in big:
                found.setdefault(key, set()).add(code)
    return {key: _sorted(codes) for key, codes in found.items()}


def _skeletons(big: dict[str, set[str]]) -> dict[str, tuple[str, ...]]:
    """Consonant forms of three letters and more; two places may share one and both stay."""
    found: dict[str, set[str]] = {}
    for key in big:
        bones = skeleton(key)
        if len(bones) >= 4 and len(key) > len(bones):
            found.setdefault(bones, set()).add(key)
    return {bones: tuple(sorted(keys)) for bones, keys in found.items()}


def _sorted(codes: set[str]) -> tuple[str, ...]:
    # Cities before kabupaten of one name: the seat of most offices people mean.
    return tuple(sorted(codes, key=lambda code: (len(code) < 5, code[3:4] != "7", code)))


def fits(code: str, role: str | None) -> bool:
    """Whether a region can be called kota, kabupaten or provinsi."""
    if role == "kota":
        return len(code) == 5 and code[3] == "7"
    if role == "kabupaten":
        return len(code) == 5 and code[3] != "7"
    if role == "provinsi":
        return len(code) == 2
    return True


def related(code: str, other: str) -> bool:
    """Whether one of two regions lies in the other."""
    return code.startswith(other) or other.startswith(code)
