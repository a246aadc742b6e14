"""Who usually answers for a topic in a region, where a story names no office. Data decides, nothing is guessed."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from classifiers.words import LEXICON
from complaints.agency import Agency

#: Buttons a question may carry beside "Tidak tahu".
MOST = 4
#: Branches with names of their own are shown where they are few; a school among hundreds is asked for.
BRANCHES = 3


@dataclass(frozen=True, slots=True)
class Usual:
    """One office and the msgid of a hint that tells it from the others, or nothing."""

    agency_id: str
    hint: str | None = None


class UsualOffices:
    """The table of topics over one registry."""

    def __init__(self, agencies: Iterable[Agency]) -> None:
        wanted = {concept for row in _table().values() for concept, _, _ in row}
        plain: dict[tuple[str, str], list[str]] = {}
        branches: dict[tuple[str, str], list[str]] = {}
        for agency in agencies:
            if agency.active and agency.concept in wanted:
                # "2171.pdam" is the office of its kind there, "2171.pdam.air-batam-hulu" one beside it
                kept = branches if agency.id.count(".") > 1 else plain
                kept.setdefault((agency.concept, agency.region), []).append(agency.id)
        few = {at: ids for at, ids in branches.items() if len(ids) <= BRANCHES}
        self._at = few | plain

    def __call__(self, topic: str | None, region: str | None) -> tuple[Usual, ...]:
        """In the order in which they are shown; empty where the topic or the region leaves it open."""
        row = _table().get(topic or "", ())
        if not region:
            return ()
        code = {"k": region[:5], "p": region[:2], "n": ""}
        offices: dict[str, Usual] = {}
        for concept, level, hint in row:
            for agency_id in self._at.get((concept, code[level]), ()):
                offices.setdefault(agency_id, Usual(agency_id, _here(hint, region)))
        # One office needs no telling apart.
        shown = tuple(offices.values())[:MOST]
        return shown if len(shown) > 1 else tuple(Usual(one.agency_id) for one in shown)

    def knows(self, topic: str | None) -> bool:
        """Would a region settle it?"""
        return topic in _table()


def _here(hint: str | None, region: str) -> str | None:
    """A kabupaten is no city; Kemendagri numbers cities from 71."""
    return hint.replace("_city", "_regency") if hint and region[3:5] < "71" else hint


@cache
def _table() -> dict[str, tuple[tuple[str, str, str | None], ...]]:
    table = tomllib.loads((LEXICON / "usual_offices.toml").read_text("utf-8"))
    return {topic: tuple(_entry(text) for text in row) for topic, row in table.items()}


def _entry(text: str) -> tuple[str, str, str | None]:
    office, _, hint = text.partition("#")
    concept, _, level = office.partition("@")
    return concept, level, f"usual.{hint}" if hint else None
