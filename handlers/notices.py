"""Getting a word to a focal point or to staff: the private chat if there is one, else the unit's groups.

What does not answer anybody waits for office hours (handbook systems §7 row 19).
"""

from __future__ import annotations

from complaints import sla
from conversations.messages import Message
from handlers import cases, staff_cards
from handlers.services import Services
from storage.people_records import FocalPoint
from storage.records import Lane, Outgoing
from storage.unit_of_work import UnitOfWork


async def tell_officer(
    uow: UnitOfWork,
    services: Services,
    focal_point: FocalPoint,
    message: Message,
    *,
    dedup: str,
    kind: str = "notice",
    at_once: bool = False,
) -> bool:
    """Put it into every chat where the person reads; False where there is none."""
    agency = await uow.agencies.get(focal_point.agency_id)
    zone = await cases.zone_of(uow, services, agency)
    due = None if at_once else sla.next_working_moment(
        services.now(), zone=zone, calendar=services.calendar, hours=services.hours
    )  # fmt: skip
    keys = await _chats(uow, focal_point)
    for key in keys:
        await uow.outbox.put(
            Outgoing(
                chat_key=key, message=message, ref=f"{kind}:{focal_point.id}", bubble=kind, lane=Lane.REMINDER,
                dedup=f"{dedup}:{focal_point.id}", due_at=due, data={"number": "", "token": focal_point.id[:12]},
            )
        )  # fmt: skip
    return bool(keys)


async def _chats(uow: UnitOfWork, focal_point: FocalPoint) -> list[str]:
    chat = await uow.chats.get(focal_point.chat_key) if focal_point.chat_key else None
    if chat is not None and chat.reachable:
        return [chat.key]
    desks = await uow.desks.of_agency(focal_point.agency_id)
    return list(dict.fromkeys(desk.chat_key for desk in desks if desk.active))


async def tell_staff(uow: UnitOfWork, services: Services, message: Message, *, dedup: str) -> None:
    """One message in the staff group, once for that `dedup`."""
    room = await staff_cards.room(uow, services)
    if room is not None:
        await uow.outbox.put(
            Outgoing(chat_key=room, message=message, bubble="notice", lane=Lane.STAFF, dedup=dedup)
        )
