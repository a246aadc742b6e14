"""From what staff wrote to an audience: states, topics, regions, days, and the agency that is meant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from classifiers.topic import OTHER, read_topics
from classifiers.words import Words as Reading
from conversations.broadcast_audience import Audience, Piece, pieces
from conversations.ears import Office
from conversations.vocabulary import fold
from handlers.group_visit import Visit
from storage.unit_of_work import UnitOfWork

MOST = 8
#: The first agency is taken without asking when it is that sure and that far ahead of the second.
SURE, AHEAD = 0.85, 0.15
#: What stands before the name of a region in the registry.
_KINDS = ("kota ", "kabupaten ", "provinsi ", "kecamatan ")


@dataclass(frozen=True, slots=True)
class Understood:
    """The audience as far as it was read; `offices`: which of these?; `unread`: the part nobody understood."""

    audience: Audience
    offices: tuple[Office, ...] = ()
    unread: str = ""


async def read(visit: Visit, text: str) -> Understood:
    """"laporan terbuka, disdukcapil batam, topik KTP"; what is not said is not filtered."""
    audience, offices = Audience(), tuple[Office, ...]()
    for piece in pieces(text):
        if piece.kind == "agency":
            found = visit.services.ears.search(piece.text, region=visit.services.home_region, limit=MOST)
            if not found:
                return Understood(audience, unread=piece.text)
            if _decided(found):
                audience = with_office(audience, found[0].id, found[0].name)
            else:
                offices = tuple(found)
            continue
        changed = await _with(visit, audience, piece)
        if changed is None:
            return Understood(audience, unread=piece.text)
        audience = changed
    return Understood(audience, offices)


def with_office(audience: Audience, agency_id: str, name: str) -> Audience:
    """Only the cases of that agency."""
    return replace(audience, agencies=(agency_id,), agency_name=name)


def _decided(found: Sequence[Office]) -> bool:
    first, *others = found
    return not others or (first.confidence >= SURE and first.confidence - others[0].confidence >= AHEAD)


async def _with(visit: Visit, audience: Audience, piece: Piece) -> Audience | None:
    match piece.kind:
        case "everyone":
            return replace(audience, everyone=True)
        case "status":
            return replace(audience, statuses=tuple(sorted(piece.statuses)))
        case "topic":
            topic = _topic(piece.text)
            return replace(audience, topics=(*audience.topics, topic)) if topic else None
        case "region":
            found = await region_named(visit.uow, piece.text, home=visit.services.home_region or "")
            return replace(audience, region=found[0], region_name=found[1]) if found else None
        case "since" | "until":
            day = visit.services.ears.day(piece.text, at=visit.at)
            if day is None:
                return None
            until = piece.kind == "until"
            return replace(audience, until=day.isoformat()) if until else replace(audience, since=day.isoformat())
    return None


def _topic(said: str) -> str | None:
    """The topic of a few words: "KTP", "jalan rusak"; the code itself is understood too."""
    found = next(iter(read_topics(Reading(said))), None)
    if found is None or (found.label == OTHER and fold(said) != OTHER.lower()):
        return None
    return found.label


async def region_named(uow: UnitOfWork, said: str, *, home: str) -> tuple[str, str] | None:
    """Code and name of a region, the larger one where two are called the same."""
    wanted = fold(said)
    hits = [
        (len(code), code, region.name)
        for code, region in (await uow.agencies.regions()).items()
        if wanted in {_bare(name) for name in (region.name, *region.aliases)} | {fold(region.name)}
    ]
    best = min(hits, key=lambda hit: (hit[1] != home, hit[0], hit[1]), default=None)
    return (best[1], best[2]) if best else None


def _bare(name: str) -> str:
    folded = fold(name)
    return next((folded.removeprefix(kind) for kind in _KINDS if folded.startswith(kind)), folded)
