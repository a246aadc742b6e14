"""What the channel tells besides what people say: fates of messages, changed ids, news of our own account."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from complaints.model import Actor, Role
from conversations.messages import (
    AccountNews,
    ChatKind,
    Content,
    DeliveryStatus,
    IdentityChange,
    Inbound,
    Quoted,
    Words,
    say,
    words,
)
from handlers import reach
from handlers.services import Services
from storage.broadcasts import Result
from storage.deliveries import Delivery
from storage.records import Lane, Outgoing
from storage.unit_of_work import UnitOfWork

#: Seconds until a message that failed on its way is tried again, by how often it was.
AGAIN = timedelta(seconds=60)
#: Refusals that are about the account: these words exist in locales.
REASONS = ("token", "restricted", "number", "template_refused")


def is_tiding(content: Content) -> bool:
    """Nothing a person said: no chat is made for it, nobody is answered."""
    return isinstance(content, DeliveryStatus | IdentityChange | AccountNews)


async def on_tiding(inbound: Inbound, uow: UnitOfWork, services: Services) -> None:
    """One of the three."""
    match inbound.content:
        case DeliveryStatus() as status:
            await _status(status, inbound, uow, services)
        case IdentityChange() as change:
            await _identity(change, inbound, uow, services)
        case AccountNews(kind=kind, detail=detail):
            said = ", ".join(f"{name}: {value}" for name, value in sorted(detail.items()))
            await _staff(
                uow, services, words("staff.whatsapp.news", kind=Quoted(kind), detail=Quoted(said or "-")),
                dedup=f"{inbound.event_id}:{inbound.sent_at:%Y%m%d%H}",
            )  # fmt: skip


# --- what became of a message ------------------------------------------------------------------------------


async def _status(status: DeliveryStatus, inbound: Inbound, uow: UnitOfWork, services: Services) -> None:
    before = await uow.deliveries.get(status.external_id)
    outbox_id, part = tag_of(status.tag)
    chat_key = before.chat_key if before else await _chat_key(inbound, uow, services)
    case = before.case if before else None
    if case is None and outbox_id is not None:
        case = await uow.originals.case_of(outbox_id, chat_key)
    after = await uow.deliveries.note(
        Delivery(
            external_id=status.external_id, chat_key=chat_key, state=status.state, at=inbound.sent_at,
            outbox_id=outbox_id, part=part, case=case, code=status.code,
            billable=status.billable, category=status.category,
        )
    )  # fmt: skip
    newly = before is None or before.state != after.state
    if outbox_id is not None and before is None and after.state != "failed":
        await uow.broadcasts.told(outbox_id, chat_key, Result.SENT)  # of a copy whose sender died
    if after.state == "failed" and newly:
        await _failed(status, after, uow, services)


async def _chat_key(inbound: Inbound, uow: UnitOfWork, services: Services) -> str:
    known = await uow.identities.find(inbound.address)
    return known.chat_key if known else services.chat_key(inbound.address)


async def _failed(status: DeliveryStatus, sent: Delivery, uow: UnitOfWork, services: Services) -> None:
    """Accepted and then failed: the same table decides as for a refusal at once."""
    at = services.now()
    if status.verdict == "template":
        for identity in await uow.identities.of_chat(sent.chat_key):
            if identity.until is None:
                await uow.identities.heard(identity, None)  # they say the window is shut: so it is
    if status.verdict in ("retry", "template") and sent.outbox_id is not None:
        due = at + (AGAIN if status.verdict == "retry" else timedelta())
        if await uow.originals.again(sent.outbox_id, sent.chat_key, due_at=due):
            return
    if status.verdict == "unreachable":
        await uow.chats.mark_unreachable(sent.chat_key, at)
    elif status.verdict == "alert":
        await alert(uow, services, "other", code=status.code or 0)
    if sent.outbox_id is not None:
        await uow.broadcasts.told(sent.outbox_id, sent.chat_key, Result.FAILED)
    await undelivered(sent, uow, services)


async def undelivered(sent: Delivery, uow: UnitOfWork, services: Services) -> None:
    """News of a case that never arrived: staff know that nobody has read it."""
    case = await uow.complaints.for_clock().by_id(sent.case) if sent.case else None
    if case is not None:
        text = words("staff.whatsapp.undelivered", number=case.number, code=str(sent.code or "-"))
        await _staff(uow, services, text, dedup=f"undelivered:{sent.outbox_id}:{case.id}")


def tag_of(tag: str | None) -> tuple[int | None, int]:
    """Outbox id and part of what we gave a message along: "<outbox id>.<part>"."""
    number, _, part = (tag or "").partition(".")
    if not number.isdigit():
        return None, 0
    return int(number), int(part) if part.isdigit() else 0


# --- ids, and the account ----------------------------------------------------------------------------------


async def _identity(change: IdentityChange, inbound: Inbound, uow: UnitOfWork, services: Services) -> None:
    old = inbound.address
    new = replace(old, chat=change.new)
    chat = await reach.moved(old, new, inbound.aliases, uow, services)
    if chat is not None:
        await uow.audit.add(
            at=services.now(), actor=Actor(role=Role.CITIZEN, key=chat.key, name=chat.name),
            event="identity.changed", case=None, detail={"cause": change.cause},
        )  # fmt: skip


async def alert(uow: UnitOfWork, services: Services, reason: str, *, code: int = 0) -> None:
    """The channel refuses us as a whole: said to staff once an hour, while messages wait."""
    known = reason if reason in REASONS else "other"
    why = words("staff.whatsapp.reason.other", code=str(code))
    if known != "other":
        why = Words(f"staff.whatsapp.reason.{known}")
    hour = services.now().strftime("%Y%m%d%H")
    await _staff(uow, services, words("staff.whatsapp.alert", reason=why), dedup=f"alert:{known}:{code}:{hour}")


async def _staff(uow: UnitOfWork, services: Services, text: Words, *, dedup: str) -> None:
    if services.staff is None:
        return
    room = await uow.chats.ensure(
        address=services.staff, kind=ChatKind.GROUP, name="", language="id", at=services.now()
    )
    await uow.outbox.put(Outgoing(chat_key=room.key, message=say(text), lane=Lane.STAFF, dedup=dedup))
