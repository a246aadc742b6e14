"""Minta arahan: an officer asks staff, staff answer under the card; the clocks go on, the question is kept."""

from __future__ import annotations

from complaints.model import ENDED, Entry, Role
from conversations.card import head
from conversations.colleagues import guidance_asked, guided
from conversations.desk import DeskAction
from conversations.messages import Quoted, say, words
from conversations.staff import StaffAction
from handlers import cases, desk_cards, notes, staff_cards
from handlers.focal_point_case import FocalPoint, not_found
from handlers.group_visit import Visit
from handlers.services import Ack
from storage.records import Lane, Outgoing


async def ask(visit: FocalPoint, meant: DeskAction) -> Ack | None:
    """The button asks what for; the words go to the staff group."""
    case = await visit.case(meant.number)
    if case is None:
        return await not_found(visit, meant.number)
    if case.status in ENDED:  # no clock runs on, and nothing is left to be guided
        return await visit.tell(f"desk.stale.{case.status}", number=case.number, alert=True)
    if not meant.text:
        return await notes.ask(visit, case, "guide_prompt")
    room = await staff_cards.room(visit.uow, visit.services)
    if room is None:
        return await visit.tell("desk.guidance.no_staff")
    entry = await notes.line(visit, case, "guidance", meant.text.strip())
    view = await cases.view(visit.uow, visit.services, case)
    today = visit.at.astimezone(view.zone).date()
    message = guidance_asked(case.number, view.agency or "", head(view, today), entry.note, by=entry.by.name)
    token = visit.token("guide")
    await visit.uow.outbox.put(
        Outgoing(
            chat_key=room, message=message, ref=f"guidance:{token}", case=case.id, bubble="guidance", lane=Lane.STAFF,
            dedup=f"guidance:{token}", data={"number": case.number, "token": case.agency_id or ""},
        )
    )  # fmt: skip
    await visit.post(
        say(words("desk.guidance.sent", number=case.number)), kind="done", number=case.number, case=case.id
    )
    return None


async def answer(visit: Visit, meant: StaffAction) -> Ack | None:
    """A reply in the staff group: put under the card of the agency that asked, if it still has the case."""
    case = await visit.uow.complaints.for_staff().get(meant.number)
    if case is None:
        return await visit.tell("staff.not_found")
    view = await cases.view(visit.uow, visit.services, case)
    agency = Quoted(view.agency or "")
    if case.agency_id != meant.token:
        return await visit.tell("staff.guidance.moved", number=case.number, agency=agency)
    groups = await desk_cards.groups_of(visit.uow, case)
    if not groups:
        return await visit.tell("staff.guidance.no_group", number=case.number, agency=agency)
    by = visit.actor(Role.STAFF)
    entry = Entry(
        at=visit.at, action="guided", by=by, before=case.status, after=case.status, agency_id=case.agency_id,
        note=meant.text,
    )  # fmt: skip
    await notes.keep(visit.uow, case, entry)
    for chat_key in groups:
        card = await visit.uow.bubbles.latest(chat_key, f"card:{case.number}")
        message = guided(case.number, meant.text, by=by.name)
        await desk_cards.under_card(visit.uow, case, message, chat_key, card, kind="guided", token=visit.token("ans"))
    await visit.post(
        say(words("staff.guidance.sent", number=case.number, agency=agency)), kind="guidance", number=case.number,
        token=case.agency_id or "", case=case.id,
    )  # fmt: skip
    return None
