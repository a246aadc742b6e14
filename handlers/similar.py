"""Before the review: is the same matter reported already? Shown without its reporter; supporting it is enough."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from datetime import timedelta

from classifiers.words import Words as Tokens
from complaints.lifecycle import OPEN
from complaints.model import Actor, Complaint, Role
from conversations import intake
from conversations.card import nameless
from conversations.draft import FIELD_TOPICS, Draft
from conversations.messages import Inbound, Message, say, words
from handlers import desk_cards
from handlers.services import Services
from handlers.talk import scene
from storage.records import Chat
from storage.unit_of_work import UnitOfWork

#: Matters that many people have at once. A KTP of one's own is nobody else's (see ADR of the intake).
SHARED = FIELD_TOPICS | {"BBM", "TEL", "MBG"}
FILED_WITHIN, CLOSED_WITHIN = timedelta(days=30), timedelta(days=14)
NEAR_METRES = 500
#: Words of a place that stand in most places.
_ANYWHERE = frozenset(
    "jalan jl jln depan dekat samping belakang sebelah seberang sekitar simpang pinggir gang perumahan perum blok "
    "kavling rumah warung masjid mesjid gereja sekolah sd smp sma pasar kantor kota kabupaten kecamatan kelurahan "
    "kampung rt rw no nomor raya batam tanjungpinang bintan karimun kepri lokasi daerah arah".split()
)
#: A person named in somebody else's story stays out of the line about it.
_TITLED = re.compile(
    r"\b((?:[Bb]u|[Pp]ak|[Ii]bu|[Bb]apak|[Ss]dr|[Ss]audara|[Ss]audari|[Bb]ang|[Kk]ak|[Nn]ama|[Aa]tas nama|[Aa]n)\.?)"
    r"\s+(?!saya\b|rt\b|rw\b|lurah\b|camat\b|guru\b)[^\W\d_]+"
)


async def look(
    turn: intake.Turn, inbound: Inbound, chat: Chat, uow: UnitOfWork, services: Services
) -> intake.Turn:
    """The turn, with the similar complaint shown before the review where there is one."""
    draft = turn.talk.draft
    if draft is None or turn.outcome or turn.talk.step != "review" or draft.compared:
        return turn
    case = await _found(uow, services, chat, draft)
    talk = replace(turn.talk, draft=replace(draft, compared=True))
    if case is None or talk.draft is None:
        return replace(turn, talk=talk)
    shown = replace(
        talk.draft, similar=case.id, similar_line=redacted(services.ears.summary(case.story), case.reporter),
        similar_day=case.filed_at.astimezone(services.zone).date(),
    )  # fmt: skip
    return intake.again(replace(talk, draft=shown), scene(services, inbound))


async def support(uow: UnitOfWork, services: Services, chat: Chat, draft: Draft) -> Message:
    """Count this person once and let them follow it."""
    case = await uow.complaints.for_clock().by_id(draft.similar or "")
    if case is None:
        return say("alike.gone")
    if await uow.supporters.add(case.id, chat.key, services.now()):
        citizen = Actor(role=Role.CITIZEN, key=chat.key)
        await uow.audit.add(at=services.now(), actor=citizen, event="case.supported", case=case.id, detail={})
        await desk_cards.refresh(uow, services, case)
    return say(words("alike.supported", n=await uow.supporters.count(case.id)), "alike.follows")


async def _found(uow: UnitOfWork, services: Services, chat: Chat, draft: Draft) -> Complaint | None:
    if draft.agency is None or draft.topic not in SHARED:
        return None
    now = services.now()
    others = await uow.supporters.comparable(
        draft.agency, draft.topic, chat_key=chat.key, since=now - FILED_WITHIN
    )
    for case in others:
        fresh = case.status in OPEN or (case.closed_at is not None and now - case.closed_at <= CLOSED_WITHIN)
        if fresh and near(draft, case) and services.ears.alike(draft.story, case.story):
            return case
    return None


def near(draft: Draft, case: Complaint) -> bool:
    """Half a kilometre between pins, a shared word between places; else the agency's region has to do."""
    if None not in (draft.latitude, draft.longitude, case.latitude, case.longitude):
        return metres(draft, case) <= NEAR_METRES
    here, there = _place_words(draft.place), _place_words(case.place)
    return bool(here & there) if here and there else True


def metres(draft: Draft, case: Complaint) -> float:
    """Between two pins, on a flat patch of the earth."""
    assert draft.latitude is not None and draft.longitude is not None
    assert case.latitude is not None and case.longitude is not None
    north = math.radians(draft.latitude - case.latitude)
    east = math.radians(draft.longitude - case.longitude) * math.cos(math.radians(case.latitude))
    return math.hypot(north, east) * 6_371_000


def _place_words(place: str) -> set[str]:
    return {token.word for token in Tokens(place).tokens if token.word.isalpha()} - _ANYWHERE


def redacted(line: str, reporter: str) -> str:
    """Somebody else's story in one line, without names."""
    return _TITLED.sub(r"\1 …", nameless(line, reporter))
