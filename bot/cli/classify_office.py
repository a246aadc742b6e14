"""Which office and which region a story names: the institution match over the national registry. Reads no stdin."""

from __future__ import annotations

import re

from classifiers.institution import Decision, Match, Matcher
from classifiers.label import Label
from classifiers.personal_data import find
from classifiers.story import Reading
from storage.registry_file import national_registry

#: A choice is only told as an answer where its first office is this sure.
SURE = 0.5
#: One that stands alone though the bot would still ask, this sure.
LONE = 0.85
#: "jalan depan sd 006", "masuk ke rek dana/bri": neither a landmark nor the bank of an account is an addressee.
_LANDMARK = re.compile(
    r"\b(?:depan|dpn|samping|sebelah|belakang|seberang|dekat|deket|dkt|arah|simpang|rek|rekening|norek)\s+"
    r"(?:\w+[\s/]+)?$",
    re.IGNORECASE,
)
#: Codes of kabupaten and kota have five characters.
_REGENCY = 5


class Locator:
    """Holds the matcher; building it is the slow part, so one per run."""

    def __init__(self) -> None:
        registry = national_registry()
        self._agencies = registry.agencies
        self._matcher = Matcher(registry.agencies.values(), registry.regions.values())

    def find(self, text: str, reading: Reading) -> tuple[Label | None, Label | None]:
        """(agency, region); None where the words do not say it."""
        if reading.greeting:
            return None, None
        for item in find(text):
            text = text[: item.start] + " " * (item.end - item.start) + text[item.end :]
        topic = reading.topic[0].label if reading.topic else None
        match = self._matcher.match(text, topic=topic)
        agency = self._agency(text, match, reading)
        return agency, self._region(text, match, agency)

    def _agency(self, text: str, match: Match, reading: Reading) -> Label | None:
        if not match.candidates or match.evidence is None:
            return None
        best, (start, end) = match.candidates[0], match.evidence
        score = best.confidence
        if match.decision is Decision.ASK:
            score = score if len(match.candidates) == 1 and score >= LONE else self._head(match, reading)
        if score < SURE or _LANDMARK.search(text[:start]):
            return None
        return Label(best.agency_id, score, text[start:end], start, end)

    def _head(self, match: Match, reading: Reading) -> float:
        """ "paket nyangkut di kantor pos": the institution is named, only its branch is not."""
        best = match.candidates[0]
        whole = match.missing == "place" and match.place in (None, best.region) and len(best.region) < _REGENCY
        # who writes to the Ombudsman names it without complaining about it
        complaint = reading.kind is not None and reading.kind.label == "pengaduan" and match.concept != "ombudsman"
        return SURE if whole and complaint else 0.0

    def _region(self, text: str, match: Match, agency: Label | None) -> Label | None:
        seen = self._matcher.spotter.read(text)
        named = [s for s in seen.spots if s.kind == "place" and len(s.codes) == 1 and not s.residence]
        named.sort(key=lambda spot: spot.codes[0][:_REGENCY] != match.place)
        if named:
            start, end = seen.tokens[named[0].start].start, seen.tokens[named[0].end - 1].end
            return Label(named[0].codes[0][:_REGENCY], 0.9, text[start:end], start, end)
        if match.place:
            return Label(match.place, 0.8, "")
        code = self._agencies[agency.label].region if agency else ""
        return Label(code[:_REGENCY], agency.score, agency.evidence) if agency and code else None
