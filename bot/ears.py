"""The reading rooms as a conversation hears them: matcher and story reader behind conversations.ears.Ears."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from classifiers.institution import Matcher
from classifiers.story import StoryReader, summarise
from complaints.agency import Agency, Region
from conversations.ears import Heard, Offer, Office

#: Below this a classifier's word is not used to skip a question.
SURE_ENOUGH = 0.5


class RegistryEars:
    """Hears with one state of the registry; made anew when the registry changes."""

    def __init__(self, agencies: Iterable[Agency], regions: Iterable[Region]) -> None:
        known = list(agencies)
        self._agencies: Mapping[str, Agency] = {agency.id: agency for agency in known}
        self._matcher = Matcher(known, list(regions))
        self._reader = StoryReader()

    def hear(self, text: str, *, at: datetime) -> Heard:
        reading = self._reader.read(text, sent_at=at)
        topic = reading.topic[0] if reading.topic else None
        day = reading.date
        return Heard(
            kind=reading.kind.label if reading.kind else None,
            topic=topic.label if topic and topic.score >= SURE_ENOUGH else None,
            happened_on=day.day if day else None,
            date_sure=bool(day and day.exact),
            place=reading.place.evidence if reading.place else None,
            urgency=reading.urgency,
            abusive=reading.abusive is not None,
            greeting=reading.greeting,
            out_of_scope=reading.out_of_scope.label if reading.out_of_scope else None,
        )

    def offer(self, text: str, *, region: str | None, topic: str | None) -> Offer:
        match = self._matcher.match(text, region=region, topic=topic)
        return Offer(
            decision=match.decision.value,
            offices=tuple(self._office(c.agency_id, c.confidence, c.why) for c in match.candidates),
            missing=match.missing,
            named=bool(match.concept or match.candidates),
            region=match.place,
        )

    def search(self, text: str, *, region: str | None, limit: int) -> tuple[Office, ...]:
        found = self._matcher.search(text, region=region, limit=limit)
        return tuple(self._office(c.agency_id, c.confidence, c.why) for c in found)

    def day(self, text: str, *, at: datetime) -> date | None:
        reading: Any = self._reader.read(text, sent_at=at).date
        return reading.day if reading else None

    def office(self, agency_id: str) -> Office | None:
        return self._office(agency_id) if agency_id in self._agencies else None

    def summary(self, text: str) -> str:
        return summarise(text)

    def _office(self, agency_id: str, confidence: float = 0.0, why: str | None = None) -> Office:
        agency = self._agencies[agency_id]
        return Office(
            id=agency.id, name=agency.name, short=agency.short,
            region=agency.region, confidence=confidence, why=why,
        )  # fmt: skip
