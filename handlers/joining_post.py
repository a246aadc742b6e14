"""A focal point speaks of their own post: away, back, still here, moved; only their own record can change."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from complaints.appointments import Leave
from complaints.renewals import Marks
from conversations import renewal
from conversations.joining import Doing, Meant
from conversations.messages import Message, Quoted, say, words
from handlers import answering
from handlers.joining_visit import JoiningVisit
from handlers.notices import tell_staff
from handlers.services import Ack
from handlers.succession import comes_back, leaves_office, takes_leave
from storage.people_records import FocalPoint


async def own(visit: JoiningVisit, held: list[FocalPoint], token: str = "") -> list[FocalPoint]:
    """Their appointments that are in office; of a button, that one."""
    found = [each for each in held if each.id.startswith(token)]
    return [each for each in found if each.appointment.in_office(await _today(visit, each))]


async def speak(visit: JoiningVisit, meant: Meant, mine: list[FocalPoint]) -> Ack | None:
    """One deed, for each post the person holds."""
    ack: Ack | None = None
    for person in mine:
        ack = await _DEEDS[meant.doing](visit, person, meant)
    return ack


async def _away(visit: JoiningVisit, person: FocalPoint, meant: Meant) -> Ack | None:
    assert meant.away is not None
    day = await _today(visit, person)
    if await _too_late(visit, person, day):
        return None
    leave = Leave(meant.away.first, meant.away.last)
    next_ = await takes_leave(visit.uow, visit.services, person, leave, by=visit.by(person.agency_id), day=day)
    name = await answering.named(visit.uow, person.agency_id)
    noted = words("join.leave.noted", first=leave.first, last=leave.last)
    if next_ is not None and next_.id != person.id:
        await visit.say(noted, words("join.leave.deputy", agency=name, deputy=Quoted(next_.name)))
    else:
        await visit.say(noted, words("join.leave.nobody", agency=name))
        if not leave.covers(day):
            told = words("join.staff.leave_nobody", agency=name, name=Quoted(person.name), first=leave.first)
            mark = f"leave_nobody:{person.id}:{leave.first.isoformat()}:{leave.last.isoformat()}"
            await tell_staff(visit.uow, visit.services, say(told), dedup=mark)
    return None


async def _too_late(visit: JoiningVisit, person: FocalPoint, day: date) -> bool:
    """Days after the end of the term are no leave; said instead of stored."""
    if person.appointment.last_day > day:
        return False
    await visit.say(words("join.leave.ends_today"))
    return True


async def _back(visit: JoiningVisit, person: FocalPoint, meant: Meant) -> Ack | None:
    day = await _today(visit, person)
    by = visit.by(person.agency_id)
    known = await comes_back(visit.uow, visit.services, person, by=by, day=day)
    name = await answering.named(visit.uow, person.agency_id)
    line = words("join.leave.back", agency=name) if known else words("join.leave.none")
    await visit.say(line)
    return None


async def _unclear(visit: JoiningVisit, person: FocalPoint, meant: Meant) -> Ack | None:
    await visit.say(words("join.leave.unclear"))
    return None


async def _still(visit: JoiningVisit, person: FocalPoint, meant: Meant) -> Ack | None:
    """[Masih bertugas]: verified today."""
    day = await _today(visit, person)
    changed = replace(
        person, appointment=replace(person.appointment, verified_on=day),
        marks=Marks(reminded=person.marks.reminded),
    )  # fmt: skip
    if person.appointment.verified_on != day:
        await visit.uow.focal_points.save(changed, visit.by(person.agency_id), visit.at, event="verified")
    name = await answering.named(visit.uow, person.agency_id)
    done = say(words("renewal.verified", agency=name, day=day))
    if meant.token:
        await _settle(visit, person, done)
    else:
        await visit.put(done)
    return Ack("renewal.ack.noted")


async def _moved(visit: JoiningVisit, person: FocalPoint, meant: Meant) -> Ack | None:
    """[Sudah pindah]: asked once more, because cases change hands."""
    name = await answering.short_name(visit.uow, person.agency_id)
    message = renewal.sure(person.appointment, name, await answering.open_cases(visit.uow, person.agency_id))
    await visit.put(message, kind="probe", token=person.id)
    return Ack("renewal.ack.sure")


async def _sure(visit: JoiningVisit, person: FocalPoint, meant: Meant) -> Ack | None:
    """[Ya, sudah pindah]."""
    day = await _today(visit, person)
    by = visit.by(person.agency_id)
    await leaves_office(visit.uow, visit.services, person, by=by, day=day, why="moved")
    name = await answering.named(visit.uow, person.agency_id)
    await _settle(visit, person, say(words("renewal.gone", agency=name, day=day)))
    return Ack("renewal.ack.noted")


async def _settle(visit: JoiningVisit, person: FocalPoint, message: Message) -> None:
    """The question becomes its answer."""
    await visit.rewrite(message, kind="probe", token=person.id)


async def _today(visit: JoiningVisit, person: FocalPoint) -> date:
    return await answering.today(visit.uow, visit.services, person.agency_id)


_DEEDS = {
    Doing.AWAY: _away,
    Doing.BACK: _back,
    Doing.UNCLEAR: _unclear,
    Doing.STILL: _still,
    Doing.STAY: _still,
    Doing.MOVED: _moved,
    Doing.SURE: _sure,
}
