"""What the institution match answers, and the parts it is made of; knows neither lexicon nor registry."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Decision(StrEnum):
    """confirm one office, choose among two to five, or ask for the part that is missing."""

    CONFIRM = "confirm"
    CHOOSE = "choose"
    ASK = "ask"


@dataclass(frozen=True, slots=True)
class Candidate:
    """One office on offer. `why` is the msgid of a one-line reason, such as 'match.trap.sma_province'."""

    agency_id: str
    name: str
    short: str
    region: str
    confidence: float
    why: str | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """The answer to one mention; `evidence` is the span of the original text that named the office."""

    mention: str
    decision: Decision
    candidates: tuple[Candidate, ...]
    missing: str | None = None  # 'office' | 'place' | None
    concept: str | None = None
    place: str | None = None  # region code recognised as the target
    residence: str | None = None  # region code where the citizen lives or comes from
    evidence: tuple[int, int] | None = None


@dataclass(slots=True)
class Spot:
    """A stretch of words that means something: tokens[start:end]."""

    kind: str  # 'concept' | 'generic' | 'place' | 'row'
    start: int
    end: int
    key: str
    concepts: tuple[str, ...] = ()
    strength: str = "alias"  # 'alias' | 'weak' | 'strict' | 'generic'
    codes: tuple[str, ...] = ()
    rows: tuple[int, ...] = ()
    repaired: float = 0.0  # 0 exact .. 1 unlike
    role: str | None = None  # kota, kabupaten, provinsi ... said beside or inside it
    residence: bool = False
    thing: bool = False
    part: bool = False  # a neighbourhood standing for its kabupaten/kota
    cued: bool = False  # a word beside it says that a place follows
    ordinary: bool = False  # also an everyday word
