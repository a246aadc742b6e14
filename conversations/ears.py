"""What a conversation may ask of the reading rooms, as plain values: handlers bring the real ears.

conversations imports no classifier; these few shapes are all it knows of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """An agency as it is offered: `why` is a msgid of one line of reason, or nothing."""

    id: str
    name: str
    short: str
    region: str
    confidence: float = 0.0
    why: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """The matcher's answer: confirm one, choose of some, or ask for the missing part."""

    decision: str  # confirm, choose, ask
    offices: tuple[Office, ...] = ()
    missing: str | None = None  # office, place
    named: bool = False  # did the text name an institution at all
    region: str | None = None
    said: str = ""  # the words that named it, as they were said
    usual: bool = False  # nobody was named: these are who answers for such a topic there


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """A wording that the matcher could not read, and what people meant by it: a kind of office, or one office."""

    alias: str
    concept: str | None
    concept_name: str
    agency_id: str | None
    times: int
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What one text says besides the office; None where the classifiers are silent."""

    kind: str | None = None
    topic: str | None = None
    happened_on: date | None = None
    date_sure: bool = True
    place: str | None = None
    urgency: str = "none"  # none, urgent, emergency
    abusive: bool = False
    greeting: bool = False  # a greeting or thanks, no report in it
    out_of_scope: str | None = None
    proxy: str | None = None  # whom the speaker speaks for
    minor: bool = False  # the speaker says to be under 18
    unnamed: bool = False  # asks that the name be hidden


class Ears(Protocol):
    """The reading rooms."""

    def hear(self, text: str, *, at: datetime) -> Heard:
        """Everything but the office."""
        ...

    def offer(self, text: str, *, region: str | None, topic: str | None) -> Offer:
        """The office."""
        ...

    def day(self, text: str, *, at: datetime) -> date | None:
        """A date said in answer to the question when it happened."""
        ...

    def office(self, agency_id: str) -> Office | None:
        """A known agency by its id."""
        ...

    def summary(self, text: str) -> str:
        """One neutral line of a story, personal data masked."""
        ...

    def search(self, text: str, *, region: str | None, limit: int) -> tuple[Office, ...]:
        """Offices that a colleague may mean, best first."""
        ...

    def lessons(self, pairs: Sequence[tuple[str, str]]) -> Sequence[Lesson]:
        """What (mention, office finally chosen) pairs teach, the most used wordings first."""
        ...

    def alike(self, one: str, other: str) -> bool:
        """Do two stories tell of the same matter?"""
        ...
