"""/rekap and /ekspor in the staff group: what is wanted becomes an order; it is counted beside the live messages."""

from __future__ import annotations

from dataclasses import replace

from complaints.model import Role
from complaints.standing import Standing
from conversations import period, recap
from conversations.messages import Quoted
from conversations.staff import StaffAction
from handlers import bot_names, identity, roles
from handlers.broadcast_reading import region_named
from handlers.group_visit import Visit
from handlers.recap_count import Asks
from handlers.services import Ack
from storage.recap_orders import Order

#: Kind of the order that names patterns over the years instead of counting a period.
RECURRING = "recurring"
SHAPES = ("csv", "xlsx", "pdf")
#: What people call a shape, and the one they get who name none: it opens with a double click in every office.
CALLED = {"excel": "xlsx", "xls": "xlsx"}
USUAL = "xlsx"
#: Words that ask for names and stories too.
WHOLE = frozenset({"lengkap", "identitas", "full"})


async def show(visit: Visit, meant: StaffAction) -> Ack | None:
    """/rekap [period] [region]."""
    asks = await asked(visit, meant.text)
    if asks is None:
        await visit.post(recap.unread("rekap"), kind="done")
        return None
    await order(visit, "recap", asks, Role.STAFF)
    return None


async def recurring(visit: Visit, meant: StaffAction) -> Ack | None:
    """/berulang [year] [region]: what repeats in the three years that end there."""
    asks = await asked(visit, meant.text)
    if asks is None:
        await visit.post(recap.unread("berulang"), kind="done")
        return None
    await order(visit, RECURRING, asks, Role.STAFF)
    return None


async def export(visit: Visit, meant: StaffAction) -> Ack | None:
    """/ekspor csv|xlsx|pdf [period] [region] [lengkap]."""
    said = [CALLED.get(word.casefold(), word.casefold()) for word in meant.text.split()]
    shapes = [word for word in said if word in SHAPES]
    asks = await asked(visit, " ".join(word for word in said if word not in {*SHAPES, *WHOLE}))
    if asks is None or len(set(shapes)) > 1:
        await visit.post(recap.unread("ekspor"), kind="done")
        return None
    asks = replace(asks, shape=shapes[0] if shapes else USUAL)
    if WHOLE & set(said):
        return await _whole(visit, replace(asks, identities=True))
    await order(visit, "export", asks, Role.STAFF)
    return await visit.tell("recap.export.coming", shape=asks.shape.upper(), period=asks.period.told())


async def _whole(visit: Visit, asks: Asks) -> Ack | None:
    """With names and stories: for an owner, in private. One look at one name is staff's; all at once is more."""
    by = visit.actor(Role.STAFF)
    if await roles.standing_of(visit.uow, by.key) is not Standing.OWNER:
        await visit.uow.audit.add(at=visit.at, actor=by, event="export.refused", detail=asks.to_json())
        return await visit.tell("recap.export.no_identities")
    private = await identity.private_of(visit)
    if private is None:
        await visit.post(recap.open_private(await visit.uow.meta.get(bot_names.USERNAME) or ""), kind="done")
        return None
    await order(visit, "export", asks, Role.STAFF, to=private.key)
    shape, period = asks.shape.upper(), asks.period.told()
    return await visit.tell("recap.export.coming_whole", shape=shape, period=period, name=Quoted(by.name))


async def asked(visit: Visit, text: str) -> Asks | None:
    """The period and the region that are meant; None where one of them was not understood."""
    today = visit.at.astimezone(visit.services.zone).date()
    found = period.read(text, today=today)
    if found is None:
        return None
    if not found.place:
        return Asks(period=found.period)
    region = await region_named(visit.uow, found.place, home=visit.services.home_region or "")
    return Asks(period=found.period, region=region[0], place=region[1]) if region else None


async def order(visit: Visit, kind: str, asks: Asks, role: Role, *, to: str = "") -> None:
    """Put it on the list, for this group or another chat; the same message handled twice is one order."""
    await visit.uow.recap_orders.put(
        Order(
            id=visit.token(kind), chat_key=to or visit.chat.key, kind=kind,
            thread=None if to else visit.inbound.address.thread,
            asks=asks.to_json(), role=role, actor=visit.actor(role).key, asked_at=visit.at,
        )
    )  # fmt: skip
