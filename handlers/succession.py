"""When the one who answers is no longer there: cases go to the deputy or to staff, and it is written down.

A case is held by its unit; what changes hands is who owes the next step. Nothing of it reaches a citizen.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from complaints import appointments
from complaints.appointments import Leave
from complaints.model import Actor
from conversations import renewal
from conversations.messages import Quoted, Words, say, words
from handlers import answering
from handlers.notices import tell_officer, tell_staff
from handlers.services import Services
from storage.people_records import FocalPoint
from storage.unit_of_work import UnitOfWork


async def leaves_office(
    uow: UnitOfWork, services: Services, leaver: FocalPoint, *, by: Actor, day: date, why: str
) -> FocalPoint | None:
    """From `day` on no longer in office: moved, out of the group, replaced. Who answers now."""
    post = leaver.appointment
    if post.left_on is not None and post.left_on <= day:
        return await answering.answering(uow, services, leaver.agency_id)
    answered = await _answered(uow, leaver, day)
    gone = replace(leaver, appointment=replace(post, left_on=max(day, post.start)))
    await uow.focal_points.save(gone, by, services.now(), event=why)
    return await hand_over(uow, services, gone, by=by, day=day, why=why, answered=answered)


async def hand_over(
    uow: UnitOfWork,
    services: Services,
    before: FocalPoint,
    *,
    by: Actor,
    day: date,
    why: str,
    answered: bool = True,
    until: date | None = None,
) -> FocalPoint | None:
    """Every open case of the unit to whoever answers now, one line of the log each; staff and deputy know."""
    uid = before.agency_id
    next_ = await answering.answering(uow, services, uid)
    name = await answering.short_name(uow, uid)
    reason, mark = Words(f"renewal.why.{why}"), f"{why}:{before.id}:{day.isoformat()}"
    if not answered:
        if why != "leave":
            await tell_staff(uow, services, renewal.left(before.appointment, name, reason), dedup=f"left:{mark}")
        return next_
    held = await uow.complaints.for_staff().open_of(uid)
    detail = {"from": before.id, "to": next_.id if next_ else "staff", "why": why}
    for case in held:
        await uow.audit.add(
            at=services.now(), actor=by, event="focal_point.handed_over", case=case.id, detail=detail
        )
    await uow.audit.add(
        at=services.now(), actor=by, event=f"focal_point.{why}", case=None,
        detail={**detail, "agency": uid, "open": len(held)},
    )  # fmt: skip
    if next_ is not None:
        message = renewal.took_over(before.appointment, name, len(held), until)
        await tell_officer(uow, services, next_, message, dedup=f"took_over:{mark}")
    told = renewal.handed(before.appointment, name, next_.appointment if next_ else None, len(held), reason)
    if next_ is None and until is not None:
        told = renewal.away(before.appointment, name, len(held), until)
    await tell_staff(uow, services, told, dedup=f"handed:{mark}")
    return next_


async def thank(
    uow: UnitOfWork, services: Services, gone: FocalPoint, end: date, next_: FocalPoint | None
) -> None:
    """A word to the one whose office ended: since when, and who answers now."""
    name = await answering.short_name(uow, gone.agency_id)
    message = renewal.over(gone.appointment, name, end, next_.appointment if next_ else None)
    await tell_officer(uow, services, gone, message, dedup=f"over:{end.isoformat()}")


async def takes_leave(
    uow: UnitOfWork, services: Services, person: FocalPoint, leave: Leave, *, by: Actor, day: date
) -> FocalPoint | None:
    """Away for those days; if that is now, the deputy answers from this moment. Who answers on its first day."""
    post = person.appointment
    # A new leave replaces those it touches: "cuti sampai 5" after "cuti sampai 3" is a correction.
    others = tuple(each for each in post.leaves if each.last < leave.first or each.first > leave.last)
    answered = await _answered(uow, person, day)
    changed = replace(person, appointment=replace(post, leaves=(*others, leave)))
    saved = await uow.focal_points.save(changed, by, services.now(), event="leave")
    if leave.covers(day):
        return await hand_over(
            uow, services, saved, by=by, day=leave.last, why="leave", answered=answered, until=leave.last
        )
    people = [each.appointment for each in await uow.focal_points.of_agency(person.agency_id)]
    found = appointments.answering(people, leave.first)
    return await uow.focal_points.get(found.id) if found else None


async def comes_back(uow: UnitOfWork, services: Services, person: FocalPoint, *, by: Actor, day: date) -> bool:
    """The leave of today ends, coming ones are called off, who stood in is told; False where there was none."""
    post = person.appointment
    kept = tuple(each for each in post.leaves if each.last < day)
    if kept == post.leaves:
        return False
    begun = [each for each in post.leaves if each.first < day <= each.last]
    cut = tuple(Leave(each.first, day - appointments.ONE_DAY) for each in begun)
    changed = replace(person, appointment=replace(post, leaves=(*kept, *cut)))
    stood_in = await answering.answering(uow, services, person.agency_id)
    await uow.focal_points.save(changed, by, services.now(), event="back")
    if post.on_leave(day) and await _answered(uow, person, day):
        agency = await answering.named(uow, post.agency_id)
        told = say(words("renewal.returned", name=Quoted(person.name), agency=agency))
        mark = f"returned:{person.id}:{services.now().isoformat()}"
        if stood_in is not None:
            await tell_officer(uow, services, stood_in, told, dedup=mark, at_once=True)
        await tell_staff(uow, services, told, dedup=mark)
    return True


async def _answered(uow: UnitOfWork, person: FocalPoint, day: date) -> bool:
    """Was it they who answered for the unit until now?"""
    people = [each.appointment for each in await uow.focal_points.of_agency(person.agency_id)]
    found = appointments.answering(people, day)
    return found is not None and found.id == person.id
