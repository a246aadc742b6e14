"""The reading rooms as a conversation hears them: matcher and story reader behind conversations.ears.Ears."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from classifiers.institution import Matcher
from classifiers.institution.learn import proposals
from classifiers.institution.lexicon import extended
from classifiers.institution.model import Spot
from classifiers.institution.spot import Reading
from classifiers.reporter import read_reporter
from classifiers.similar import THRESHOLD, similarity
from classifiers.story import LONGEST, StoryReader, summarise
from classifiers.usual import UsualOffices
from classifiers.words import Words
from complaints.agency import Agency, Region
from conversations.ears import Heard, Lesson, Offer, Office

#: Below this a classifier's word is not used to skip a question.
SURE_ENOUGH = 0.5
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
#: Matters of a street: an office beside the trouble ("depan sd 006") is where, not whom.
STREET = frozenset({"JLN", "PJU", "SMP", "AIR", "LST", "TRT", "PHB", "RMH"})
#: Words that make an office a landmark.
BESIDE = frozenset("depan dekat deket samping sebelah belakang seberang sekitar arah simpang pinggir".split())


class RegistryEars:
    """Hears with one state of the registry; made anew when the registry changes."""

    def __init__(
        self, agencies: Iterable[Agency], regions: Iterable[Region], learned: Mapping[str, str] | None = None
    ) -> None:
        """`learned`: wordings of kinds of offices that staff approved, besides the lexicon that ships."""
        known = list(agencies)
        self._agencies: Mapping[str, Agency] = {agency.id: agency for agency in known}
        self._matcher = Matcher(known, list(regions), lexicon=extended(learned) if learned else None)
        self._reader = StoryReader()
        self._usual = UsualOffices(known)
        # Word lists are read at the first story; a citizen's turn should not wait for them.
        self.hear("jalan rusak parah, lampu mati", at=EPOCH)
        self.alike("jalan rusak", "lampu mati")

    def hear(self, text: str, *, at: datetime) -> Heard:
        reading = self._reader.read(text, sent_at=at)
        topic = reading.topic[0] if reading.topic else None
        day = reading.date
        speaker = read_reporter(Words(text[:LONGEST]))
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
            proxy=speaker.proxy,
            minor=speaker.minor,
            unnamed=speaker.unnamed,
        )

    def offer(self, text: str, *, region: str | None, topic: str | None) -> Offer:
        match = self._matcher.match(text, region=region, topic=topic)
        named = bool(match.concept or match.candidates)
        reading, gathered, _ = self._matcher.read(text, region)
        landmark = named and topic in STREET and all(_beside(text, reading, spot) for spot in gathered.namers)
        if (not named or landmark) and self._usual.knows(topic):
            return self._answering(topic, _place(reading.spots) or match.place or region)
        return Offer(
            decision=match.decision.value,
            offices=tuple(self._office(c.agency_id, c.confidence, c.why) for c in match.candidates),
            missing=match.missing,
            named=named,
            said=text[slice(*match.evidence)] if match.evidence else "",
            region=match.place,
        )

    def _answering(self, topic: str | None, region: str | None) -> Offer:
        """Nobody was named: who answers for such a matter there, or where it is."""
        found = tuple(self._office(one.agency_id, why=one.hint) for one in self._usual(topic, region))
        if not found:
            return Offer(decision="ask", missing="office" if region else "place", region=region)
        return Offer(
            decision="choose" if len(found) > 1 else "confirm", offices=found, region=region, usual=True
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

    def lessons(self, pairs: Sequence[tuple[str, str]]) -> tuple[Lesson, ...]:
        concepts = self._matcher.lexicon.concepts
        return tuple(
            Lesson(
                alias=one.alias, concept=one.concept, agency_id=one.agency_id, times=one.times,
                concept_name=concepts[one.concept].name if one.concept in concepts else one.concept or "",
                examples=one.examples,
            )
            for one in proposals(self._matcher, pairs, enough=1)
        )  # fmt: skip

    def alike(self, one: str, other: str) -> bool:
        return similarity(one, other) >= THRESHOLD

    def _office(self, agency_id: str, confidence: float = 0.0, why: str | None = None) -> Office:
        agency = self._agencies[agency_id]
        return Office(
            id=agency.id, name=agency.name, short=agency.short,
            region=agency.region, confidence=confidence, why=why,
        )  # fmt: skip


def _beside(text: str, reading: Reading, spot: Spot) -> bool:
    """Is the office that was recognised only a landmark of the place?"""
    before = text[: reading.tokens[spot.start].start].casefold().split()[-2:]
    return bool(BESIDE & set(before[-1:])) or (len(before) == 2 and before[0] in BESIDE)


def _place(spots: Sequence[Spot]) -> str | None:
    """The kabupaten or kota of a place in the story, where its name leaves no doubt."""
    for spot in sorted(spots, key=lambda one: one.residence):
        codes = {code[:5] for code in spot.codes if len(code) >= 5}
        if spot.kind == "place" and len(codes) == 1 and (spot.cued or not spot.ordinary):
            return codes.pop()
    return None
