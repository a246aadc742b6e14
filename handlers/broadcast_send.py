"""A notice leaves: now, at a time in working hours, or once a second person agreed; then pause, resume, stop.

The row of the notice has the draft's token as its key: a second tap, of whomever, finds it there already.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from complaints.model import Role
from conversations import broadcast as talk
from conversations.broadcast import Draft
from conversations.staff import StaffAction, Task
from handlers import broadcast_picture
from handlers.broadcast_drafts import ask, end, find, keep, over
from handlers.broadcast_run import show
from handlers.focal_point_case import toast
from handlers.group_visit import Visit
from handlers.services import Ack, Services
from storage.broadcasts import Broadcast
from storage.columns import EPOCH

OFFERED = 3
#: "24/11 09.00", "24/11/2026 9:00", "09.00"
_TIME = re.compile(r"(?:(\d{1,2})[/-](\d{1,2})(?:[/-](\d{4}))?\s+)?(?:jam |pukul )?(\d{1,2})[.:](\d{2})")


async def send(visit: Visit, meant: StaffAction) -> Ack | None:
    """[Kirim sekarang]."""
    draft = find(visit, meant.token)
    if draft is None or draft.step != "review":
        return await over(visit, draft)
    return await _leave(visit, replace(draft, when=""))


async def schedule(visit: Visit, meant: StaffAction) -> Ack | None:
    """[Jadwalkan]: the next times in working hours."""
    draft = find(visit, meant.token)
    if draft is None or draft.step != "review":
        return await over(visit, draft)
    times = tuple(at.isoformat() for at in slots(visit.at, visit.services))
    draft = draft.to("when", times=times, by=visit.actor(Role.STAFF).key)
    await ask(visit, draft, talk.ask_when(draft))
    return toast(visit, "desk.ack.prompted")


async def when(visit: Visit, meant: StaffAction) -> Ack | None:
    """A time, tapped or written."""
    draft = find(visit, meant.token)
    if draft is None or draft.step != "when":
        return await over(visit, draft)
    at = datetime.fromisoformat(draft.times[meant.place]) if 0 <= meant.place < len(draft.times) else None
    at = at or read_time(meant.text, visit.at, visit.services.zone)
    if at is None or at <= visit.at:
        return await visit.tell("broadcast.when.unread")
    if not in_working_hours(at, visit.services):
        return await visit.tell("broadcast.when.closed")
    return await _leave(visit, replace(draft, when=at.isoformat()))


async def approve(visit: Visit, meant: StaffAction) -> Ack | None:
    """[Setujui], by somebody else than who asked."""
    draft = find(visit, meant.token)
    if draft is None or draft.step != "approval":
        return await over(visit, draft)
    if draft.asked_by == visit.actor(Role.STAFF).key:
        return await visit.tell("broadcast.not_you", alert=True)
    return await _begin(visit, draft)


async def _leave(visit: Visit, draft: Draft) -> Ack | None:
    """Counted once more: between preview and tap people come and go."""
    counts = await visit.uow.broadcasts.count(draft.audience, visit.services.zone)
    draft = replace(draft, counts=counts)
    if not draft.count:
        keep(visit, draft)
        return await visit.tell("broadcast.nobody", alert=True)
    if draft.count <= visit.services.broadcast.approval_above:
        return await _begin(visit, draft)
    actor = visit.actor(Role.STAFF)
    draft = draft.to("approval", asked_by=actor.key, name=actor.name)
    await ask(visit, draft, talk.ask_approval(draft))
    return toast(visit, "broadcast.ack.asked")


async def _begin(visit: Visit, draft: Draft) -> Ack | None:
    picture = await broadcast_picture.file_of(visit.uow, draft.picture)
    begins = datetime.fromisoformat(draft.when) if draft.when else visit.at
    begins = max(begins, visit.at)  # approved only after its time: then now
    later = begins > visit.at
    made = Broadcast(
        id=draft.token, chat_key=visit.chat.key, state="scheduled" if later else "running",
        audience=draft.audience, total=draft.count, created_at=visit.at, begins_at=begins,
        started_at=None if later else visit.at,
        words={
            "text": draft.text, "english": draft.english, "by": visit.inbound.sender.name,
            "counts": dict(draft.counts),
            "picture": {"key": picture.key, "name": picture.name, "mime": picture.mime} if picture else None,
        },
    )  # fmt: skip
    if await visit.uow.broadcasts.add(made):
        actor = visit.actor(Role.STAFF)
        detail = {"audience": draft.audience.to_json(), "count": draft.count, "token": draft.token, "when": draft.when}
        await visit.uow.audit.add(at=visit.at, actor=actor, event="broadcast.sent", case=None, detail=detail)
        await show(made, visit.uow, visit.services, anew=True)
    await end(visit, draft.to("sent"))
    return toast(visit, "broadcast.ack.sent")


def slots(at: datetime, services: Services) -> list[datetime]:
    """Full hours in which an office works: one later today, then the next opening hours."""
    local = at.astimezone(services.zone)
    found = []
    later = (local + timedelta(hours=1)).replace(minute=0, second=0, microsecond=0)
    if later > local and in_working_hours(later, services):
        found.append(later)
    day = local.date()
    while len(found) < OFFERED:
        day = services.calendar.next_working_day(day, services.hours)
        span = services.hours.on(day)
        assert span is not None, "a working day has hours"
        found.append(datetime.combine(day, span[0], services.zone))
    return found


def in_working_hours(at: datetime, services: Services) -> bool:
    """A working day, and the office is open."""
    local = at.astimezone(services.zone)
    span = services.hours.on(local.date())
    working = services.calendar.is_working(local.date(), services.hours)
    return working and span is not None and span[0] <= local.time() < span[1]


def read_time(said: str, at: datetime, zone: ZoneInfo) -> datetime | None:
    """A written time; without a day the next one at that hour."""
    found = _TIME.fullmatch(" ".join(said.casefold().split()))
    if found is None:
        return None
    day, month, year, hour, minute = (int(part) if part else None for part in found.groups())
    local = at.astimezone(zone)
    try:
        clock = time(hour or 0, minute or 0)
        date = local.date() if day is None else local.date().replace(year or local.year, month or 1, day)
    except ValueError:
        return None
    chosen = datetime.combine(date, clock, zone)
    if chosen <= at and day is None:
        chosen += timedelta(days=1)
    return chosen


async def pause(visit: Visit, meant: StaffAction) -> Ack | None:
    """[Jeda]: nothing more is claimed; what a sender holds already still goes."""
    notice = await visit.uow.broadcasts.get(meant.token)
    if notice is None or notice.state != "running":
        return await _not_now(visit, notice)
    await visit.uow.broadcasts.hold(notice)
    return await _moved(visit, replace(notice, state="paused"), "broadcast.ack.paused")


async def resume(visit: Visit, meant: StaffAction) -> Ack | None:
    """[Lanjutkan]."""
    notice = await visit.uow.broadcasts.get(meant.token)
    if notice is None or notice.state != "paused":
        return await _not_now(visit, notice)
    await visit.uow.broadcasts.hold(notice, EPOCH)
    return await _moved(visit, replace(notice, state="running"), "broadcast.ack.resumed")


async def stop(visit: Visit, meant: StaffAction) -> Ack | None:
    """[Hentikan]: whoever has not got it will not get it."""
    notice = await visit.uow.broadcasts.get(meant.token)
    if notice is None or notice.state not in ("scheduled", "running", "paused"):
        return await _not_now(visit, notice)
    await visit.uow.broadcasts.hold(notice, EPOCH)
    await visit.uow.broadcasts.stop(notice, visit.at)
    ended = replace(notice, state="cancelled", ended_at=visit.at, begins_at=min(notice.begins_at, visit.at))
    return await _moved(visit, ended, "broadcast.ack.stopped")


async def _moved(visit: Visit, notice: Broadcast, msgid: str) -> Ack | None:
    await visit.uow.broadcasts.save(notice)
    detail = {"token": notice.id, "state": notice.state}
    event = f"broadcast.{notice.state}"
    await visit.uow.audit.add(at=visit.at, actor=visit.actor(Role.STAFF), event=event, case=None, detail=detail)
    await show(notice, visit.uow, visit.services)
    return toast(visit, msgid)


async def _not_now(visit: Visit, notice: Broadcast | None) -> Ack | None:
    return await visit.tell("desk.old_button" if notice is None else "broadcast.not_now", alert=True)


SENDING: dict[Task, Callable[[Visit, StaffAction], Awaitable[Ack | None]]] = {
    Task.BC_SEND: send,
    Task.BC_SCHEDULE: schedule,
    Task.BC_WHEN: when,
    Task.BC_APPROVE: approve,
    Task.BC_PAUSE: pause,
    Task.BC_RESUME: resume,
    Task.BC_STOP: stop,
}
