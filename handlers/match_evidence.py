"""Why an office is on a case's card, in plain words: chosen, named, sounded like, or usual for such a matter."""

from __future__ import annotations

from collections.abc import Sequence

from classifiers.personal_data import mask
from complaints.model import Complaint
from conversations.ears import Offer, Office
from conversations.messages import Quoted, Words, words
from handlers.services import Services

#: What a confidence is called: from here on, the surest first.
DEGREES = ((0.9, "sure"), (0.6, "likely"), (0.0, "maybe"))
LOOKED_AT = 8
#: Longer than any office is called: then the whole story was read for a name.
CALLED = 60


def because(services: Services, case: Complaint, found: Sequence[Office], heard: str = "") -> tuple[Words, ...]:
    """One line an office, in the order of their buttons; `heard` is what the citizen answered to a question."""
    if not found:
        return ()
    region = services.home_region
    wanted = heard or case.wanted
    sounds = services.ears.search(wanted, region=region, limit=LOOKED_AT) if wanted else ()
    told = services.ears.offer(case.story, region=region, topic=case.topic)
    named = {office.id: office for office in (*told.offices, *sounds)}
    lines = []
    for office in found:
        reason, hint = _reason(case, office, wanted, sounds, told), named.get(office.id, office).why
        if hint:
            lines.append(words("staff.why.line_hint", name=Quoted(office.short), because=reason, hint=Words(hint)))
        else:
            lines.append(words("staff.why.line", name=Quoted(office.short), because=reason))
    return tuple(lines)


def _reason(case: Complaint, office: Office, wanted: str, sounds: Sequence[Office], told: Offer) -> Words:
    if office.id == case.agency_id:
        return words("staff.why.chosen")
    for one in sounds:
        if one.id == office.id:
            degree = Words(f"staff.why.{_degree(one)}")
            if len(wanted) > CALLED:
                return words("staff.why.sounds_story", degree=degree)
            return words("staff.why.sounds", text=Quoted(mask(wanted)), degree=degree)
    if any(one.id == office.id for one in told.offices):
        if told.usual:
            return words("staff.why.usual")
        return words("staff.why.story", text=Quoted(told.said)) if told.said else words("staff.why.place")
    return words("staff.why.offered")


def _degree(office: Office) -> str:
    return next(name for least, name in DEGREES if office.confidence >= least)
