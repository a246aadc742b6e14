"""Whose case it is among staff: taken, given to a named colleague, released; told, shown and written down."""

from __future__ import annotations

from complaints.model import ENDED, Complaint, Role
from complaints.standing import ACTS
from conversations import triage
from conversations.messages import Quoted, Words, say, words
from conversations.triage import ME, NOBODY, Step
from handlers.group_visit import Visit
from storage.case_staff import Hand
from storage.records import Lane, Outgoing
from storage.unit_of_work import UnitOfWork

#: Buttons under one question.
MOST = 10


async def people(visit: Visit, case: Complaint) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Keys and names of those it can be given to: oneself, colleagues who may act, nobody where somebody has it."""
    me, hand = visit.actor(Role.STAFF).key, await of(visit.uow, case)
    others = [each for each in await visit.uow.staff_people.all() if each.standing in ACTS and each.key != me]
    named = [(each.key, each.name) for each in others if hand is None or each.key != hand.person][:MOST]
    mine = [] if hand is not None and hand.person == me else [(ME, "")]
    found = [*mine, *named, *([(NOBODY, "")] if hand is not None else [])]
    return tuple(key for key, _ in found), tuple(name for _, name in found)


async def of(uow: UnitOfWork, case: Complaint) -> Hand | None:
    """Who has it."""
    return (await uow.case_staff.of([case.id])).get(case.id)


async def cases_of(visit: Visit, person: str) -> list[Complaint]:
    """What somebody has in hand and is not ended, the longest first."""
    door = visit.uow.complaints.for_staff()
    found = [await door.by_id(id) for id in await visit.uow.case_staff.cases_of(person)]
    return [case for case in found if case is not None and case.status not in ENDED]


async def line(uow: UnitOfWork, case: Complaint) -> tuple[Words, ...]:
    """As a card says it."""
    hand = await of(uow, case)
    return (triage.in_hand(hand.name),) if hand else ()


async def pass_on(visit: Visit, case: Complaint, step: Step) -> Words | str:
    """The step is done: it is somebody's, or nobody's."""
    by, before = visit.actor(Role.STAFF), await of(visit.uow, case)
    if step.chosen == NOBODY:
        if before is None:
            return "triage.person.free"
        await visit.uow.case_staff.release(case.id)
        await _written(visit, case, before, "")
        await _told(visit, before.person, words("triage.person.released", number=case.number, by=Quoted(by.name)))
        return words("triage.done.released", number=case.number, name=Quoted(before.name), by=Quoted(by.name))
    key, name = by.key, by.name
    if step.chosen != ME:
        person = await visit.uow.staff_people.get(step.chosen)
        if person is None or person.standing not in ACTS:
            return "desk.old_button"
        key, name = person.key, person.name
    if before is None or before.person != key:
        await visit.uow.case_staff.give(Hand(case=case.id, person=key, name=name, at=visit.at))
        await _written(visit, case, before, key)
        await _told(visit, key, words("triage.person.yours", number=case.number, by=Quoted(by.name)))
        if before is not None:
            gone = words("triage.person.moved", number=case.number, name=Quoted(name), by=Quoted(by.name))
            await _told(visit, before.person, gone)
    return words("triage.done.person", number=case.number, name=Quoted(name), by=Quoted(by.name))


async def _written(visit: Visit, case: Complaint, before: Hand | None, now: str) -> None:
    detail = {"person": now, "was": before.person if before else ""}
    event = "hand.given" if now else "hand.released"
    await visit.uow.audit.add(at=visit.at, actor=visit.actor(Role.STAFF), event=event, case=case.id, detail=detail)


async def _told(visit: Visit, person: str, what: Words) -> None:
    """In their own chat with the desk bot, where they have opened it; the group reads it in any case."""
    known = await visit.uow.staff_people.get(person)
    if known is None or not known.chat_key or person == visit.actor(Role.STAFF).key:
        return
    chat = await visit.uow.chats.get(known.chat_key)
    if chat is not None and chat.reachable:
        await visit.uow.outbox.put(Outgoing(chat_key=chat.key, message=say(what), lane=Lane.STAFF))
