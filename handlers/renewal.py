"""Once a day: terms that end, terms that ended, leaves that begin, people who have not been heard of for long.

Runs at any hour and as often as you like; what it has to say to officers waits for office hours.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from complaints import appointments, renewals
from complaints.model import Actor, Complaint, Role
from complaints.renewals import Due, Marks
from conversations import renewal
from conversations.messages import Quoted, say, words
from handlers import answering
from handlers.notices import tell_officer, tell_staff
from handlers.services import Services
from handlers.succession import hand_over, thank
from storage.people_records import FocalPoint
from storage.unit_of_work import UnitOfWork

CLOCK = Actor(role=Role.CLOCK, key="clock")


async def run_daily(uow: UnitOfWork, services: Services) -> None:
    """Everything a new day asks for; the second call of a day does nothing."""
    day = await answering.today(uow, services)
    before = await uow.meta.get("focal_points_day")
    if before == day.isoformat() or not await uow.focal_points.begin_day(day):
        return
    ending: list[tuple[appointments.Appointment, str]] = []
    for person in await uow.focal_points.all():
        for what in renewals.due(person.appointment, person.marks, day):
            person = await _do(uow, services, person, what, day, ending)
        await _leave_begins(uow, services, person, day, date.fromisoformat(before) if before else day)
    if ending:
        await tell_staff(uow, services, renewal.ending(ending), dedup=f"ending:{day.isoformat()}")


async def _do(
    uow: UnitOfWork,
    services: Services,
    person: FocalPoint,
    what: Due,
    day: date,
    ending: list[tuple[appointments.Appointment, str]],
) -> FocalPoint:
    """One thing that is due, and the mark that it was done."""
    post, name = person.appointment, await answering.short_name(uow, person.agency_id)
    if what is Due.EXPIRE:
        await _expired(uow, services, person, day)
        return await _marked(uow, services, person, replace(person.marks, reminded=0))
    if what is Due.REMIND and post.end is not None:
        reached = renewals.step(post, person.marks, day)
        message = renewal.remind(post, name, post.end)
        await tell_officer(uow, services, person, message, dedup=f"remind:{reached}:{post.end.isoformat()}")
        ending.append((post, name))
        return await _marked(uow, services, person, replace(person.marks, reminded=reached))
    if what is Due.PROBE:
        message = renewal.probe(post, name)
        await tell_officer(uow, services, person, message, dedup=f"probe:{day.isoformat()}", kind="probe")
        return await _marked(uow, services, person, replace(person.marks, probed_on=day))
    told = words("renewal.staff.silent", name=Quoted(person.name), agency=Quoted(name))
    await tell_staff(uow, services, say(told), dedup=f"silent:{person.id}:{day.isoformat()}")
    return await _marked(uow, services, person, replace(person.marks, silent_on=day))


async def _marked(uow: UnitOfWork, services: Services, person: FocalPoint, marks: Marks) -> FocalPoint:
    return await uow.focal_points.save(replace(person, marks=marks), CLOCK, services.now(), event="reminded")


async def _expired(uow: UnitOfWork, services: Services, person: FocalPoint, day: date) -> None:
    """The term is over: whoever answers now has all open cases, and both know."""
    end = person.appointment.end
    assert end is not None
    people = [each.appointment for each in await uow.focal_points.of_agency(person.agency_id)]
    last = appointments.answering(people, end)
    answered = last is not None and last.id == person.id
    next_ = await hand_over(
        uow, services, person, by=CLOCK, day=end, why="expired", answered=answered
    )
    await thank(uow, services, person, end, next_)


async def _leave_begins(
    uow: UnitOfWork, services: Services, person: FocalPoint, day: date, before: date
) -> None:
    """A leave told beforehand begins: the deputy answers from today."""
    leave = person.appointment.on_leave(day)
    if leave is None or leave.first <= before or not person.appointment.in_office(day):
        return
    people = [each.appointment for each in await uow.focal_points.of_agency(person.agency_id)]
    last = appointments.answering(people, leave.first - appointments.ONE_DAY)
    if last is not None and last.id == person.id:
        await hand_over(uow, services, person, by=CLOCK, day=leave.last, why="leave", until=leave.last)


async def nobody_there(uow: UnitOfWork, services: Services, case: Complaint) -> None:
    """A case reached a unit whose focal points are all away or gone: staff know, once a day and unit."""
    if not case.agency_id or not await uow.focal_points.of_agency(case.agency_id):
        return
    if await answering.answering(uow, services, case.agency_id) is None:
        day = await answering.today(uow, services, case.agency_id)
        name = await answering.named(uow, case.agency_id)
        told = words("renewal.staff.unanswered", agency=name, number=case.number)
        await tell_staff(uow, services, say(told), dedup=f"unanswered:{case.agency_id}:{day.isoformat()}")
