"""What staff do in their own group: the queue, the two taps that give a case to an agency, the help.

Being in the staff group is the authority; nothing here is reachable from any other chat.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from complaints.lifecycle import HELD_BY_STAFF, Action
from complaints.model import Complaint, Role
from conversations import staff, tracking
from conversations.answers import argument_of
from conversations.desk import Known, Misread
from conversations.handover import split_reason
from conversations.messages import Choice, Command, Inbound, Message, Quoted, Words, say, words
from conversations.registry_care import verb_of
from conversations.staff import StaffAction, Task, parse
from handlers import (
    broadcast,
    cases,
    dead_letters,
    desk_cards,
    dossier,
    guidance,
    joint_release,
    lapor,
    lessons,
    notes,
    queue,
    recap,
    registry_care,
    settlement,
    staff_cards,
    staff_talk,
    triage_steps,
)
from handlers.attachments import show_case_files
from handlers.focal_point_case import toast
from handlers.group_visit import Visit, clock
from handlers.services import Ack, Services
from storage.records import Bubble, Chat, Lane
from storage.unit_of_work import UnitOfWork

_Deed = Callable[[Visit, StaffAction], Awaitable[Ack | None]]
FOUND = 8
#: Commands about one case: without its number they say what is missing.
NUMBERED = frozenset({Task.NOTES, Task.CLASS, Task.PARTNERS})


async def on_staff(inbound: Inbound, chat: Chat, uow: UnitOfWork, services: Services) -> Ack | None:
    """Anything that happens in the staff group."""
    visit = Visit(inbound=inbound, chat=chat, uow=uow, services=services, lane=Lane.STAFF)
    if (said_in := await staff_talk.bubble_of(visit)) is not None:
        return await staff_talk.on_bubble(visit, said_in)
    if isinstance(inbound.content, Choice) and inbound.content.data.startswith("omb:accept:"):
        return await dossier.accept(visit, argument_of(inbound.content.data))
    meant = parse(inbound, await _bubble(visit))
    if meant is None:
        meant = broadcast.standing(visit)
    if meant is None:
        # A command that is none of ours is a slip, not a talk among colleagues.
        return await visit.tell("staff.unknown_command") if isinstance(inbound.content, Command) else None
    if isinstance(meant, Misread):
        return await visit.answer(Words(meant.msgid, meant.params))
    if meant.task in NUMBERED and not (meant.number or meant.text):
        return await visit.tell("staff.which_number")
    ack = await DEEDS[meant.task](visit, meant)
    await visit.leave()
    return ack


async def _bubble(visit: Visit) -> Known | None:
    """What was replied to, with the answers it offers now."""
    found = await _pressed_or_replied(visit)
    if found is None or isinstance(visit.inbound.content, Choice):
        return None
    data = found.data or {}
    number, token = str(data.get("number", "")), str(data.get("token", ""))
    if found.kind == "triage":
        chosen = visit.remembered("assign").get(number)
        if chosen is not None and chosen["bubble"] == found.external_id:
            options = staff.confirm_options(number, chosen["place"])
        else:
            known = [visit.services.ears.office(agency_id) for agency_id in data.get("offices", ())]
            options = staff.picks(number, [office for office in known if office is not None])
        return Known(kind="triage", number=number, options=options)
    if found.kind in ("broadcast", "broadcast_view"):
        return Known(kind="broadcast", token=token, options=broadcast.offered(visit, token))
    if found.kind == registry_care.KIND:
        return Known(kind="care", token=token, options=registry_care.offered(visit, token))
    if found.kind == triage_steps.KIND:
        return Known(kind="step", token=token, options=await triage_steps.offered(visit, token))
    if found.kind == triage_steps.MENU:
        return Known(kind="menu", number=number, options=await triage_steps.menu_of(visit, number))
    return Known(kind=found.kind or "", number=number, token=token)


async def _pressed_or_replied(visit: Visit) -> Bubble | None:
    return await visit.uow.bubbles.find(visit.chat.key, visit.bubble) if visit.bubble else None


async def _open_question(visit: Visit, number: str) -> tuple[Complaint | None, Ack | None]:
    """The case if staff still have to place it; else what has become of it."""
    case = await visit.uow.complaints.for_staff().get(number) if number else None
    if case is None:
        return None, await visit.tell("staff.not_found", alert=True)
    if case.status in HELD_BY_STAFF or not await _reachable(visit, case.agency_id):
        return case, None
    view = await cases.view(visit.uow, visit.services, case)
    return None, await visit.tell(
        f"staff.stale.{'ended' if case.closed_at else 'held'}",
        number=number,
        agency=Quoted(view.agency or ""),
        alert=True,
    )


async def _reachable(visit: Visit, agency_id: str | None) -> bool:
    desks = await visit.uow.desks.of_agency(agency_id) if agency_id else []
    return any(desk.active for desk in desks)


async def _pick(visit: Visit, meant: StaffAction) -> Ack | None:
    """First tap: the question whether it is really this one, in place."""
    case, ack = await _open_question(visit, meant.number)
    if case is None:
        return ack
    offices, agency_id = await _office(visit, meant)
    agency = await visit.uow.agencies.get(agency_id) if agency_id else None
    if agency is None:
        return await visit.tell("desk.old_button")
    visit.remember("assign", case.number, {"place": meant.place, "bubble": visit.bubble})
    reachable = await _reachable(visit, agency.id)
    message = staff.confirm(case.number, meant.place, agency.name, reachable=reachable)
    await staff_cards.edit(visit.uow, visit.services, case, message, offices)
    return toast(visit, "staff.ack.confirm")


async def _office(visit: Visit, meant: StaffAction) -> tuple[list[str], str | None]:
    """The list under that very bubble, and the office at that place of it."""
    found = await _pressed_or_replied(visit)
    offices: list[str] = list((found.data or {}).get("offices", ())) if found else []
    return offices, offices[meant.place] if 0 <= meant.place < len(offices) else None


async def _yes(visit: Visit, meant: StaffAction) -> Ack | None:
    """Second tap: the case goes to the agency, the citizen is told who has it now."""
    case, ack = await _open_question(visit, meant.number)
    if case is None:
        return ack
    offices, agency_id = await _office(visit, meant)
    agency = await visit.uow.agencies.get(agency_id) if agency_id else None
    if agency is None:
        return await visit.tell("desk.old_button")
    uow, services = visit.uow, visit.services
    by = visit.actor(Role.STAFF)
    after = await cases.change(uow, services, case, Action.ASSIGN, by=by, target=agency.id)
    if case.wanted:
        await uow.matches.add(mention=case.wanted, offered=offices, chosen=agency.id, at=visit.at)
    view = await cases.view(uow, services, after)
    await cases.tell_citizen(uow, after, tracking.notice(view, "assigned"), event="assigned")
    at = clock(visit.at, now=visit.at, zone=view.zone)
    done = staff.assigned(case.number, agency.name, by=by.name, at=at)
    await staff_cards.edit(uow, services, after, done, [])
    visit.remembered("assign").pop(case.number, None)
    await desk_cards.arrived(uow, services, after)
    await _told_before(visit, after)
    await show_case_files(uow, services, after)
    return toast(visit, "staff.ack.assigned")


async def _told_before(visit: Visit, case: Complaint) -> None:
    """What the citizen added while staff had the case, under the card that does not show it."""
    history = await visit.uow.complaints.history_of(case.id)
    told = "\n".join(entry.note for entry in history if entry.action == Action.SUPPLY and entry.note)
    if told:
        await desk_cards.citizen_said(visit.uow, visit.services, case, told, "supplied_before")


async def _back(visit: Visit, meant: StaffAction) -> Ack | None:
    """[Pilih lain]: the list as it was."""
    case, ack = await _open_question(visit, meant.number)
    if case is None:
        return ack
    visit.remembered("assign").pop(case.number, None)
    offices, _ = await _office(visit, meant)
    message = await staff_cards.card(visit.uow, visit.services, case, offices)
    await staff_cards.edit(visit.uow, visit.services, case, message, offices)
    return toast(visit, "staff.ack.back")


async def _name(visit: Visit, meant: StaffAction) -> Ack | None:
    """A reply with an office's name: the offices it can be, as a new question."""
    case, ack = await _open_question(visit, meant.number)
    if case is None:
        return ack
    name, _ = split_reason(meant.text)
    region = visit.services.home_region
    found = visit.services.ears.search(name, region=region, limit=staff_cards.MOST)
    visit.remembered("assign").pop(case.number, None)
    if not found:
        message = say(words("staff.triage.none", name=Quoted(name[:100])))
    else:
        # The question moves down to where the eyes are; above stays the story, without buttons.
        view = await cases.view(visit.uow, visit.services, case)
        above = staff.triage(view, await staff_cards.story_of(visit.uow, case), None)
        await staff_cards.edit(visit.uow, visit.services, case, above, [])
        text = words("staff.triage.found", number=case.number)
        message = Message(lines=(text,), options=staff.picks(case.number, found))
    await staff_cards.post(visit.uow, visit.services, case, message, [office.id for office in found])
    return None


async def _show(visit: Visit, meant: StaffAction) -> Ack | None:
    """A case from the queue or by its number, at the end of the talk."""
    case = await visit.uow.complaints.for_staff().get(meant.number) if meant.number else None
    if case is None:
        return await visit.tell("staff.not_found", alert=True)
    if case.status not in HELD_BY_STAFF:
        await staff_cards.shown(visit.uow, visit.services, case)
        return toast(visit, "desk.ack.shown")
    await staff_cards.ask_which(visit.uow, visit.services, case, anew=True)
    return toast(visit, "desk.ack.shown")


async def _find(visit: Visit, meant: StaffAction) -> Ack | None:
    """/instansi NAMA: the same search as the desk's Bukan wewenang; with a verb, care of the registry."""
    deed, rest = verb_of(meant.text)
    if deed:
        return await registry_care.begin(visit, deed, rest)
    region = visit.services.home_region
    found = visit.services.ears.search(meant.text, region=region, limit=FOUND) if meant.text else ()
    await visit.post(staff.found(found), kind="help", reply=False)
    return None


async def _help(visit: Visit, meant: StaffAction) -> Ack | None:
    """/bantuan."""
    await visit.post(staff.help_(), kind="help", reply=False)
    return None


DEEDS: dict[Task, _Deed] = {
    Task.PICK: _pick,
    Task.YES: _yes,
    Task.BACK: _back,
    Task.NAME: _name,
    Task.SHOW: _show,
    Task.QUEUE: queue.show,
    Task.QUEUE_PAGE: queue.turn,
    Task.CARE_TEXT: registry_care.said,
    Task.CARE_PICK: registry_care.pick,
    Task.CARE_SAVE: registry_care.save,
    Task.CARE_DROP: registry_care.drop,
    Task.CARE_UNDO: registry_care.undo,
    Task.LESSONS: lessons.show,
    Task.LESSON_YES: lessons.approve,
    Task.LESSON_NO: lessons.refuse,
    Task.LETTER_AGAIN: dead_letters.again,
    Task.LETTER_DROP: dead_letters.drop,
    Task.MORE: triage_steps.more,
    **dict.fromkeys((Task.ASK, Task.KIND, Task.TOPIC, Task.MERGE, Task.ARCHIVE, Task.PERSON), triage_steps.begin),
    Task.STEP_PICK: triage_steps.pick,
    Task.STEP_YES: triage_steps.yes,
    Task.STEP_NO: triage_steps.no,
    Task.STEP_TEXT: triage_steps.said,
    Task.FIND: _find,
    Task.HELP: _help,
    Task.GUIDE: guidance.answer,
    Task.NOTES: notes.for_staff,
    Task.CLASS: settlement.SETTLE.for_staff,
    Task.CLASSIFY: settlement.SETTLE.for_staff,
    Task.PARTNERS: joint_release.RELEASE.for_staff,
    Task.RELEASE: joint_release.RELEASE.for_staff,
    Task.RECAP: recap.show,
    Task.RECURRING: recap.recurring,
    Task.EXPORT: recap.export,
    Task.LAPOR: lapor.note,
    **broadcast.DEEDS,
}
