"""Bukan wewenang: the office that should take over is named, found, chosen; the case moves in one commit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from complaints.lifecycle import TRANSITIONS, Action
from complaints.model import Complaint, Role
from conversations import tracking
from conversations.desk import DeskAction
from conversations.ears import Office
from conversations.handover import chosen_message, offices_message, offices_options, split_reason
from conversations.messages import Option, Quoted, say, words
from conversations.tidy import tidy
from handlers import cases, desk_cards
from handlers.attachments import show_case_files
from handlers.focal_point_case import FocalPoint, already, not_found, toast
from handlers.group_visit import Visit, clock
from handlers.services import Ack

SHELF = "offices"
MOST = 5


async def begin(visit: FocalPoint, meant: DeskAction) -> Ack | None:
    """The button asks for a name; a name asks for a choice."""
    case = await visit.case(meant.number)
    if case is None:
        return await not_found(visit)
    if (case.status, Action.HAND_OVER) not in TRANSITIONS:
        return await already(visit, case, Action.HAND_OVER)
    if not meant.text:
        minute = int(visit.at.timestamp() // 60)
        await visit.post(
            say(words("desk.handover_prompt", number=case.number)), kind="handover_prompt",
            number=case.number, case=case.id,
            dedup=f"handover_prompt:{case.id}:{case.version}:{minute}",
        )  # fmt: skip
        return toast(visit, "desk.ack.prompted")
    name, reason = split_reason(meant.text)
    reason = tidy(reason)
    found = await search(visit, name, without=case.agency_id)
    if not found:
        await visit.post(
            say(words("desk.handover.none", name=Quoted(name[:100]))), kind="handover_prompt",
            number=case.number, case=case.id,
        )  # fmt: skip
        return None
    await _offer(visit, case, found, reason)
    return None


async def _offer(visit: FocalPoint, case: Complaint, found: Sequence[Office], reason: str) -> None:
    token = visit.token()
    kept = {"number": case.number, "offices": [office.id for office in found], "reason": reason, "end": ""}
    visit.remember(SHELF, token, kept)
    options = offices_options(token, found)
    await visit.post(
        offices_message(case.number, reason, options), kind="offices", number=case.number, token=token,
        case=case.id, dedup=f"offices:{token}",
    )  # fmt: skip


async def search(visit: Visit, name: str, *, without: str | None) -> tuple[Office, ...]:
    """Offices by that name, nearest to the present one first, never the one that passes the case on."""
    agency = await visit.uow.agencies.get(without) if without else None
    region = agency.region if agency and agency.region else visit.services.home_region
    found = visit.services.ears.search(name, region=region, limit=MOST + 1)
    return tuple(office for office in found if office.id != without)[:MOST]


def offered(visit: Visit, token: str) -> tuple[Option, ...]:
    """The answers of a list that is still open, for words and numbers in reply to it."""
    kept = visit.remembered(SHELF).get(token)
    if not kept or kept.get("end"):
        return ()
    found = [visit.services.ears.office(agency_id) for agency_id in kept["offices"]]
    return offices_options(token, [office for office in found if office is not None])


async def pick(visit: FocalPoint, meant: DeskAction) -> Ack | None:
    """The office is chosen: the case, the clocks, both groups and the citizen in one commit."""
    kept = visit.remembered(SHELF).get(meant.token)
    if not kept or not 0 <= meant.place < len(kept["offices"]):
        return await visit.tell("desk.old_button")
    case = await visit.case(kept["number"])
    if case is None:
        return await not_found(visit)
    if kept["end"] or (case.status, Action.HAND_OVER) not in TRANSITIONS:
        return await visit.tell("desk.old_button")
    target = await visit.uow.agencies.get(kept["offices"][meant.place])
    if target is None or target.id == case.agency_id:
        return await visit.tell("desk.old_button")
    before_view = await cases.view(visit.uow, visit.services, case)
    by = visit.actor(Role.FOCAL_POINT, case.agency_id)
    after = await cases.change(
        visit.uow, visit.services, case, Action.HAND_OVER, by=by, note=kept["reason"], target=target.id
    )
    visit.remember(SHELF, meant.token, {**kept, "end": "chosen"})
    at = clock(visit.at, now=visit.at, zone=before_view.zone)
    done = chosen_message(case.number, target.name, by=by.name, at=at)
    await visit.rewrite(done, kind="offices", number=case.number, token=meant.token, case=case.id)
    await desk_cards.moved_away(visit.uow, visit.services, case, after, by=by.name)
    await desk_cards.arrived(visit.uow, visit.services, after)
    await show_case_files(visit.uow, visit.services, after)
    view = await cases.view(visit.uow, visit.services, after)
    refused_by: dict[str, Any] = {"from": Quoted(before_view.agency or "")}
    message = tracking.notice(view, "handed_over", quote=kept["reason"], **refused_by)
    await cases.tell_citizen(visit.uow, after, message, event="handed_over")
    return toast(visit, "desk.ack.handed_over")


async def drop(visit: FocalPoint, meant: DeskAction) -> Ack | None:
    """[Batal]: the case stays."""
    kept = visit.remembered(SHELF).get(meant.token)
    if not kept or kept["end"]:
        return await visit.tell("desk.old_button")
    visit.remember(SHELF, meant.token, {**kept, "end": "cancelled"})
    dropped = say(words("desk.handover.dropped", number=kept["number"]))
    await visit.rewrite(dropped, kind="offices", number=kept["number"], token=meant.token)
    return toast(visit, "desk.ack.cancelled")
