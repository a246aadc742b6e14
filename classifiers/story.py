"""All that is read from one story at once: the reading that intake, desk and command line share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from classifiers import linear
from classifiers.abuse import read_abuse
from classifiers.chatter import is_chatter, is_long_chatter
from classifiers.date import ZONE, DateReading, read_date
from classifiers.kind import read_kind
from classifiers.label import Label
from classifiers.linear import Model
from classifiers.maladministration import read_maladministration
from classifiers.personal_data import LATELY, Personal, find
from classifiers.place import read_place
from classifiers.scope import read_scope
from classifiers.summary import summarise
from classifiers.topic import read_topics
from classifiers.urgency import read_urgency
from classifiers.words import Words

__all__ = ["DateReading", "Personal", "Reading", "StoryReader", "summarise"]

#: Longer texts are read up to here: a story fits, a flood of copied text does not cost seconds.
LONGEST = 6_000


@dataclass(frozen=True, slots=True)
class Reading:
    """What one text says; every part may be missing. Maladministration is alleged, never found."""

    kind: Label | None
    topic: tuple[Label, ...]
    maladministration: tuple[Label, ...]
    urgency: str
    urgency_evidence: Label | None
    abusive: Label | None
    personal_data: tuple[Personal, ...]
    date: DateReading | None
    place: Label | None
    out_of_scope: Label | None
    greeting: bool


class StoryReader:
    """Reads stories; holds the learned weights, and the last texts: one turn asks several times about the same."""

    def __init__(self, weights: Mapping[str, Model | None] | None = None) -> None:
        names = ("topic", "kind", "chatter", "urgency", "abusive", "maladministration")
        self._weights = weights if weights is not None else {name: linear.model(name) for name in names}
        self._timeless = lru_cache(maxsize=LATELY)(self._read)

    def read(self, text: str, *, sent_at: datetime, zone: ZoneInfo = ZONE) -> Reading:
        """Everything at once. `sent_at` must be aware: days are counted from it in `zone`."""
        if sent_at.tzinfo is None:
            raise ValueError("sent_at must carry a time zone")
        words, reading = self._timeless(text[:LONGEST])
        return reading if reading.greeting else replace(reading, date=read_date(words, sent_at, zone))

    def _read(self, text: str) -> tuple[Words, Reading]:
        """All but the day, which depends on when it was said."""
        personal = find(text)
        words = Words(_blanked(text, personal))
        urgency, evidence = read_urgency(words, self._weights.get("urgency"))
        abusive = read_abuse(words, self._weights.get("abusive"))
        calm = urgency == "none"
        if calm and is_chatter(words, text):
            return words, _small_talk(abusive, personal)
        silent = calm and is_long_chatter(words, self._weights.get("chatter"))
        reading = Reading(
            kind=None if silent else read_kind(words, text, self._weights.get("kind")),
            topic=read_topics(words, self._weights.get("topic")),
            maladministration=read_maladministration(words, self._weights.get("maladministration")),
            urgency=urgency,
            urgency_evidence=evidence,
            abusive=abusive,
            personal_data=personal,
            date=None,
            place=read_place(words),
            out_of_scope=None if urgency == "emergency" else read_scope(words),
            greeting=False,
        )
        return words, reading


def _small_talk(abusive: Label | None, personal: tuple[Personal, ...]) -> Reading:
    return Reading(None, (), (), "none", None, abusive, personal, None, None, None, True)


def _blanked(text: str, personal: tuple[Personal, ...]) -> str:
    """Personal data as spaces: no other classifier sees it, and every span stays true."""
    for item in personal:
        text = text[: item.start] + " " * (item.end - item.start) + text[item.end :]
    return text
