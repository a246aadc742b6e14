"""Notices in the making, as the staff group remembers them: found, kept, counted, asked about, ended."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from conversations import broadcast as talk
from conversations.broadcast import Draft
from conversations.messages import WHATSAPP, Channel, Message, Quoted
from conversations.window import MARGIN
from handlers.group_visit import Visit, clock
from handlers.services import Ack, Services
from storage.unit_of_work import UnitOfWork

SHELF = "broadcast"


def find(visit: Visit, token: str) -> Draft | None:
    """The notice of that token; one begun by an older version of ours is as good as gone."""
    data = visit.remembered(SHELF).get(token)
    return Draft.from_json(data) if data and "audience" in data else None


def keep(visit: Visit, draft: Draft) -> None:
    """Remember it as the newest."""
    # Taken off first: the shelf is read from the newest question back.
    visit.remembered(SHELF).pop(draft.token, None)
    visit.remember(SHELF, draft.token, replace(draft, touched=visit.at.isoformat()).to_json())


async def counted(draft: Draft, uow: UnitOfWork, services: Services) -> Draft:
    """Whom it would reach now, and who of them can only be written to after they write."""
    counts = await uow.broadcasts.count(draft.audience, services.zone)
    heard_after = services.now() - timedelta(hours=WHATSAPP.window_hours or 0) + MARGIN
    later = 0
    if counts.get(Channel.WHATSAPP):
        later = await uow.broadcasts.silent(draft.audience, services.zone, heard_after)
    return replace(draft, counts=counts, later=later)


def review(draft: Draft, services: Services) -> Message:
    """The question under the preview."""
    rules = services.broadcast
    return talk.review(
        draft, seconds=rules.seconds(draft.counts), above=rules.approval_above, price=rules.whatsapp_price,
        paid=rules.paid,
    )  # fmt: skip


async def ask(visit: Visit, draft: Draft, message: Message) -> None:
    """The next question."""
    keep(visit, draft)
    await visit.post(message, kind="broadcast", token=draft.token)


async def end(visit: Visit, draft: Draft) -> None:
    """Sent or given up: the question says by whom and when."""
    draft = replace(draft, ended_by=visit.inbound.sender.name, ended_at=visit.at.isoformat())
    keep(visit, draft)
    at = clock(visit.at, now=visit.at, zone=visit.services.zone)
    await visit.rewrite(talk.done(draft, at=at), kind="broadcast", token=draft.token)


async def over(visit: Visit, draft: Draft | None) -> Ack | None:
    """Sent or given up already, by whom and when; or too old to know."""
    if draft is None or draft.open:
        return await visit.tell("desk.old_button")
    at = clock(datetime.fromisoformat(draft.ended_at), now=visit.at, zone=visit.services.zone)
    if draft.waits:
        return await visit.tell("broadcast.was.scheduled", by=Quoted(draft.ended_by), at=at)
    return await visit.tell(f"broadcast.was.{draft.step}", by=Quoted(draft.ended_by), at=at)
