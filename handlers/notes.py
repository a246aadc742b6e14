"""Catatan internal: kept with the case for the agency's own group and for staff, never for the citizen."""

from __future__ import annotations

from dataclasses import replace

from complaints.lifecycle import Status
from complaints.model import ENDED, INTERNAL, Complaint, Entry, Role
from complaints.number import parse_number
from conversations.colleagues import kept_note, more_steps, notes_list
from conversations.desk import DeskAction
from conversations.messages import Message, Quoted, Words, say, words
from conversations.staff import StaffAction
from handlers import cases, desk_cards
from handlers.focal_point_case import FocalPoint, not_found, toast
from handlers.group_visit import Visit, clock
from handlers.identity import SEEN
from handlers.services import Ack
from storage.unit_of_work import UnitOfWork

#: Statuses in which the clock of its settlement runs, so that another class means another day.
CLASSED = frozenset({Status.FORWARDED, Status.IN_PROGRESS, Status.REOPENED})


async def line(visit: FocalPoint, case: Complaint, action: str, text: str, *, agency_id: str | None = None) -> Entry:
    """One internal line in the history of a case, audited; the case itself does not move."""
    entry = Entry(
        at=visit.at, action=action, by=visit.actor(Role.FOCAL_POINT, agency_id or case.agency_id),
        before=case.status, after=case.status, agency_id=case.agency_id, note=text,
    )  # fmt: skip
    await keep(visit.uow, case, entry)
    return entry


async def keep(uow: UnitOfWork, case: Complaint, entry: Entry) -> None:
    """Write an internal line and its audit row; the audit keeps that it was written, not what."""
    await uow.complaints.note(case.id, entry)
    await uow.audit.add(
        at=entry.at, actor=entry.by, event=f"case.{entry.action}", case=case.id, detail={"letters": len(entry.note)}
    )


async def note(visit: FocalPoint, meant: DeskAction) -> Ack | None:
    """The button asks for words; words are kept at once, a note needs no preview."""
    case = await visit.case(meant.number)
    if case is None:
        return await not_found(visit, meant.number)
    if not meant.text:
        return await ask(visit, case, "note_prompt")
    entry = await line(visit, case, "note", meant.text.strip())
    await desk_cards.redraw(visit.uow, visit.services, case)
    zone = (await cases.view(visit.uow, visit.services, case)).zone
    said = kept_note(case.number, entry.note, by=entry.by.name, at=clock(entry.at, now=visit.at, zone=zone))
    await visit.post(Message(lines=said), kind="note", number=case.number, case=case.id)
    return None


async def ask(visit: FocalPoint, case: Complaint, kind: str) -> Ack | None:
    """A bubble to reply to; a nervous second tap asks once."""
    minute = int(visit.at.timestamp() // 60)
    await visit.post(
        say(Words(f"desk.{kind}", {"number": case.number})), kind=kind, number=case.number, case=case.id,
        dedup=f"{kind}:{case.id}:{case.version}:{minute}",
    )  # fmt: skip
    return toast(visit, "desk.ack.prompted")


async def notes(visit: FocalPoint, meant: DeskAction) -> Ack | None:
    """[Lihat catatan]: those of this agency."""
    case = await visit.case(meant.number)
    if case is None:
        return await not_found(visit, meant.number)
    zone = (await cases.view(visit.uow, visit.services, case)).zone
    found = desk_cards.notes_of(await visit.history(case.number), case.agency_id)
    told = [(entry.note, entry.by.name, clock(entry.at, now=visit.at, zone=zone)) for entry in found]
    await visit.post(notes_list(case.number, told), kind="note", number=case.number, case=case.id)
    return toast(visit, "desk.ack.shown")


async def for_staff(visit: Visit, meant: StaffAction) -> Ack | None:
    """/catatan NOMOR in the staff group: what every agency noted, was told or asked."""
    number = parse_number(meant.text) or ""
    case = await visit.uow.complaints.for_staff().get(number) if number else None
    if case is None:
        return await visit.tell("staff.not_found")
    history = await visit.uow.complaints.history_of(case.id)
    found = [entry for entry in history if entry.action in INTERNAL - {SEEN}]
    told = [
        (entry.note, entry.by.name, clock(entry.at, now=visit.at, zone=visit.services.zone))
        for entry in found
        if entry.note
    ]
    looks = [
        words("identity.line", at=clock(each.at, now=visit.at, zone=visit.services.zone), by=Quoted(each.by.name),
              reason=Quoted(each.note))
        for each in history if each.action == SEEN
    ]
    message = notes_list(case.number, told)
    message = replace(message, lines=(*message.lines, *looks))
    await visit.post(message, kind="notes", number=case.number)
    return None


async def other(visit: FocalPoint, meant: DeskAction) -> Ack | None:
    """[Lainnya]: the steps that are rarely needed."""
    case = await visit.case(meant.number)
    if case is None:
        return await not_found(visit, meant.number)
    partners = await visit.uow.partners.of_case(case.id)
    noted = desk_cards.notes_of(await visit.history(case.number), case.agency_id)
    below = await visit.uow.agencies.under([case.agency_id]) if case.agency_id else []
    message = more_steps(
        case.number, partners=bool(partners), noted=bool(noted), units=bool(below), classed=case.status in CLASSED,
        ended=case.status in ENDED,
    )  # fmt: skip
    # A second tap opens nothing; what can be done now may have changed within the minute.
    shown = f"{case.version}:{len(message.options)}:{int(visit.at.timestamp() // 60)}"
    await visit.post(
        message, kind="steps", number=case.number, case=case.id, dedup=f"steps:{case.id}:{shown}"
    )
    return toast(visit, "desk.ack.shown")


async def partner_only(visit: FocalPoint, case: Complaint) -> Ack | None:
    """Who helps with a case does not speak to its citizen."""
    view = await cases.view(visit.uow, visit.services, case)
    what = words("desk.partner_only", number=case.number, agency=Quoted(view.agency or ""))
    return await visit.answer(what, number=case.number, alert=True)
