"""A list of offices to choose one from: searched, offered, remembered, chosen once. Knows not what for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from complaints.agency import Agency
from complaints.model import Complaint
from conversations.desk import DeskAction
from conversations.ears import Office
from conversations.handover import offices_message, offices_options
from conversations.messages import Message, Option, Quoted, Words, say, words
from handlers.focal_point_case import FocalPoint, not_found, toast
from handlers.group_visit import Visit
from handlers.services import Ack

SHELF = "offices"
MOST = 5


async def search(visit: Visit, name: str, *, without: str | None) -> tuple[Office, ...]:
    """Offices by that name, nearest to the present one first, never the one that asks."""
    agency = await visit.uow.agencies.get(without) if without else None
    region = agency.region if agency and agency.region else visit.services.home_region
    found = visit.services.ears.search(name, region=region, limit=MOST + 1)
    return tuple(office for office in found if office.id != without)[:MOST]


async def nothing(visit: FocalPoint, case: Complaint, name: str) -> Words:
    """Why there is nothing to choose: nobody is called so, or it is the one that asks."""
    known = visit.services.ears.search(name, region=visit.services.home_region, limit=1)
    own = known and known[0].id == case.agency_id
    return words("desk.handover.own") if own else words("desk.handover.none", name=Quoted(name[:100]))


async def offer(
    visit: FocalPoint, case: Complaint, found: Sequence[Office], *, purpose: str = "handover", reason: str = ""
) -> None:
    """Put them on buttons; `purpose` decides who takes the choice."""
    token = visit.token(purpose)
    kept = {
        "number": case.number, "offices": [office.id for office in found], "reason": reason, "end": "",
        "purpose": purpose,
    }  # fmt: skip
    visit.remember(SHELF, token, kept)
    message = offices_message(case.number, reason, offices_options(token, found), purpose=purpose)
    await visit.post(
        message, kind="offices", number=case.number, token=token, case=case.id, dedup=f"offices:{token}"
    )


def offered(visit: Visit, token: str) -> tuple[Option, ...]:
    """The answers of a list that is still open, for words and numbers in reply to it."""
    kept = visit.remembered(SHELF).get(token)
    if not kept or kept.get("end"):
        return ()
    return offices_options(token, offices(visit, kept["offices"]))


def offices(visit: Visit, ids: Sequence[str]) -> list[Office]:
    """Offices by id, as the ears know them."""
    known = [visit.services.ears.office(agency_id) for agency_id in ids]
    return [office for office in known if office is not None]


def purpose_of(visit: Visit, token: str) -> str:
    """What that list was made for."""
    return str((visit.remembered(SHELF).get(token) or {}).get("purpose", "handover"))


async def chosen(visit: FocalPoint, meant: DeskAction) -> tuple[Complaint, Agency, dict[str, Any]] | Ack | None:
    """Case, office and what was remembered, where the choice still stands; else what the officer is told."""
    kept = visit.remembered(SHELF).get(meant.token)
    if not kept or not 0 <= meant.place < len(kept["offices"]):
        return await visit.tell("desk.old_button")
    case = await visit.case(kept["number"])
    if case is None:
        return await not_found(visit, kept["number"])
    target = await visit.uow.agencies.get(kept["offices"][meant.place])
    if kept["end"] or target is None or target.id == case.agency_id:
        return await visit.tell("desk.old_button")
    return case, target, kept


async def done(visit: FocalPoint, meant: DeskAction, kept: dict[str, Any], message: Message, case: Complaint) -> None:
    """The list becomes what was done; it can be chosen from once."""
    visit.remember(SHELF, meant.token, {**kept, "end": "chosen"})
    await visit.rewrite(message, kind="offices", number=case.number, token=meant.token, case=case.id)


async def drop(visit: FocalPoint, meant: DeskAction) -> Ack | None:
    """[Batal]: nothing happens."""
    kept = visit.remembered(SHELF).get(meant.token)
    if not kept or kept["end"]:
        return await visit.tell("desk.old_button")
    visit.remember(SHELF, meant.token, {**kept, "end": "cancelled"})
    dropped = say(words("desk.handover.dropped", number=kept["number"]))
    await visit.rewrite(dropped, kind="offices", number=kept["number"], token=meant.token)
    return toast(visit, "desk.ack.cancelled")
