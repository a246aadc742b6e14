"""Reminders: one list a group and half a day, climbing from the unit's group to its deputy, the desk above and staff.

A list is made from due dates, not from the timer that rang: what rings later the same half day edits it in
place where it says something new, and makes no sound.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from complaints.agency import Agency
from complaints.appointments import Post
from complaints.model import Complaint
from complaints.rhythm import Rhythm
from complaints.running import OFFICIALS_TURN
from conversations import reminders
from conversations.messages import Message, Quoted, words
from conversations.tracking import CaseView
from handlers import answering, cases, desk_cards, notices, staff_cards
from handlers.clocks import CITIZENS
from handlers.services import Services
from storage.records import Lane, Outgoing
from storage.unit_of_work import UnitOfWork

#: Working days before a due date from which a case is on the list.
NEAR = 2
MOST = 100
#: Cards that are told anew what day it is ("besok", "lewat 2 hari"); the list names the rest.
REDRAWN = 20


async def remind(
    uow: UnitOfWork,
    services: Services,
    case: Complaint,
    rhythm: Rhythm,
    *,
    deputies: bool = False,
    once: bool = False,
) -> bool:
    """The groups of its holder, and on the second call for a date their deputies; False where nobody was told.

    `once`: a hundred late cases ring every morning, and the first of them makes the list for all.
    """
    keys = await _groups(uow, case.holder)
    now = services.now()
    for chat_key in keys:
        if once and await _has_list(uow, chat_key, rhythm, now):
            continue
        held = [desk.agency_id for desk in await uow.desks.of_chat(chat_key)]
        found = await _pressing(uow, services, held, rhythm, ringing=case.id)
        name = await _name(uow, services, case.holder) if held == [case.holder] else ""
        await _post(uow, chat_key, reminders.digest(found, rhythm.day(now), name=name), found, rhythm, now)
        for view in found[:REDRAWN]:
            await desk_cards.new_day(uow, services, view.case)
    if deputies and case.holder:
        await _deputies(uow, services, case, case.holder, rhythm)
    return bool(keys)


async def climb(uow: UnitOfWork, services: Services, case: Complaint, rhythm: Rhythm) -> bool:
    """The coordinators of the unit and the nearest desk above; False where nobody could be told.

    A coordinator without a group is told in private; one who has neither is named to staff.
    """
    agency = await uow.agencies.get(case.holder) if case.holder else None
    own = set(await _groups(uow, case.holder))
    told = agency is not None and await _told_in_private(uow, services, agency, [agency.id], rhythm, above=False)
    seen: set[str] = set()
    while agency is not None and agency.parent and agency.parent not in seen:
        seen.add(agency.parent)
        agency = await uow.agencies.get(agency.parent)
        if agency is None:
            break
        units = [each.id for each in await uow.agencies.under([agency.id])]
        keys = [key for key in await _groups(uow, agency.id) if key not in own]
        if keys:
            await _list_above(uow, services, keys, units, rhythm)
            return True
        if await _told_in_private(uow, services, agency, units, rhythm):
            return True
    return told


async def _told_in_private(
    uow: UnitOfWork, services: Services, agency: Agency, units: Sequence[str], rhythm: Rhythm, *, above: bool = True
) -> bool:
    """The first there who talks with the desk bot; staff hear whom above nobody could reach.

    Of the unit itself only its coordinators: the others have read it in the group.
    """
    row = await answering.ladder(uow, services, agency.id)
    row = [each for each in row if above or each.appointment.role is Post.COORDINATOR]
    for person in row:
        chat = await uow.chats.get(person.chat_key) if person.chat_key else None
        if chat is not None and chat.reachable:
            await _list_above(uow, services, [chat.key], units, rhythm, private=above)
            return True
    if row and above:
        name, day = Quoted(row[0].name), rhythm.day(services.now()).isoformat()
        message = Message(lines=(words("remind.unreachable", name=name, agency=Quoted(agency.short)),))
        await notices.tell_staff(uow, services, message, dedup=f"unreachable:{row[0].id}:{day}")
    return False


async def _list_above(
    uow: UnitOfWork,
    services: Services,
    keys: Sequence[str],
    units: Sequence[str],
    rhythm: Rhythm,
    *,
    private: bool = False,
) -> None:
    now = services.now()
    found = [view for view in await _pressing(uow, services, units, rhythm) if _late(view.case, now)]
    message = reminders.above(found, rhythm.day(now), private=private)
    for chat_key in keys:
        await _post(uow, chat_key, message, found, rhythm, now)


async def tell_staff(uow: UnitOfWork, services: Services, rhythm: Rhythm, *, once: bool = False) -> None:
    """What is late anywhere, in the staff group, the same minute."""
    room = await staff_cards.room(uow, services)
    now = services.now()
    if room is None or (once and await _has_list(uow, room, rhythm, now)):
        return
    late = await uow.complaints.for_staff().late(now, MOST)
    found = [await cases.view(uow, services, each) for each in late if _late(each, now)]
    if found:
        await _post(uow, room, reminders.for_staff(found, rhythm.day(now)), found, rhythm, now)


async def calendar_missing(uow: UnitOfWork, services: Services, year: int, *, mark: str) -> None:
    """Next year's days off are not decreed here: staff hear of it once for that `mark`."""
    room = await staff_cards.room(uow, services)
    if room is not None:
        message = reminders.calendar_missing(year)
        await uow.outbox.put(Outgoing(chat_key=room, message=message, lane=Lane.STAFF, dedup=mark))


async def _pressing(
    uow: UnitOfWork, services: Services, agencies: Sequence[str], rhythm: Rhythm, *, ringing: str = ""
) -> list[CaseView]:
    """Near or late or ringing just now, in the hands of officials, the earliest first."""
    until = rhythm.soon(services.now(), NEAR)
    found = await uow.complaints.visible_to(agencies).open(MOST)
    near = [
        case
        for case in found
        if case.status in OFFICIALS_TURN
        and (
            case.id == ringing
            or any(d.due.astimezone(rhythm.zone).date() <= until for d in case.deadlines if d.rule not in CITIZENS)
        )
    ]
    return [await cases.view(uow, services, case) for case in near]


def _late(case: Complaint, now: datetime) -> bool:
    overdue = any(d.due < now for d in case.deadlines if d.rule not in CITIZENS)
    return overdue and case.status in OFFICIALS_TURN


async def _groups(uow: UnitOfWork, agency_id: str | None) -> list[str]:
    desks = await uow.desks.of_agency(agency_id) if agency_id else []
    return list(dict.fromkeys(desk.chat_key for desk in desks if desk.active))


async def _name(uow: UnitOfWork, services: Services, agency_id: str | None) -> str:
    """Who answers for the unit today, if somebody was appointed."""
    person = await answering.answering(uow, services, agency_id) if agency_id else None
    return person.name if person else ""


async def _deputies(
    uow: UnitOfWork, services: Services, case: Complaint, agency_id: str, rhythm: Rhythm
) -> None:
    """Whoever stands behind the one who answers, where they have a private chat with the desk bot."""
    row = await answering.ladder(uow, services, agency_id)
    now = services.now()
    for person in [each for each in row[1:] if each.appointment.role is Post.DEPUTY]:
        chat = await uow.chats.get(person.chat_key) if person.chat_key else None
        if chat is not None and chat.reachable:
            found = await _pressing(uow, services, [agency_id], rhythm, ringing=case.id)
            message = reminders.digest(found, rhythm.day(now), name=person.name)
            await _post(uow, chat.key, message, found, rhythm, now)


async def _post(
    uow: UnitOfWork, chat_key: str, message: Message, found: Sequence[CaseView], rhythm: Rhythm, now: datetime
) -> None:
    """The first of this half day makes a sound; a later one with something new to say edits it."""
    if not found:
        return
    ref = _half_day(rhythm, now)
    await uow.meta.set(f"reminded:{chat_key}", ref)
    said = "|".join(f"{view.case.number}{view.case.status}{view.case.escalation}" for view in found)
    standing = await uow.bubbles.latest(chat_key, ref)
    mark = sha256(said.encode()).hexdigest()[:12]
    await uow.outbox.put(
        Outgoing(
            chat_key=chat_key, message=message, ref=ref, bubble="reminder", lane=Lane.REMINDER,
            action="edit" if standing else "send",
            dedup=f"{ref}:{mark}" if standing else f"remind:{chat_key}:{ref.removeprefix('remind:')}",
            data={"number": "", "token": ""},
        )
    )  # fmt: skip


def _half_day(rhythm: Rhythm, now: datetime) -> str:
    local = now.astimezone(rhythm.zone)
    return f"remind:{local.date().isoformat()}:{'am' if local.hour < 12 else 'pm'}"


async def _has_list(uow: UnitOfWork, chat_key: str, rhythm: Rhythm, now: datetime) -> bool:
    return await uow.meta.get(f"reminded:{chat_key}") == _half_day(rhythm, now)
