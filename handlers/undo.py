"""[Urungkan]: an answer waits ten seconds before it leaves; until then one press takes it back, step and all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from complaints.model import Complaint, Role
from complaints.undo import UNDO as UNDONE
from complaints.undo import standing_of, undone
from conversations.desk import DeskAction
from conversations.messages import Message
from conversations.previews import Preview, preview
from handlers import cases, desk_cards
from handlers.focal_point_case import FocalPoint, not_found, toast
from handlers.services import Ack
from storage.records import Lane, Outgoing

#: Long enough to see a wrong name, short enough that nobody waits for it.
WINDOW = timedelta(seconds=10)


async def hold(
    visit: FocalPoint, before: Complaint, after: Complaint, messages: Sequence[Message], event: str
) -> dict[str, Any]:
    """Put the citizen's messages where they can still be taken back; what the preview has to remember for that."""
    dedup = f"{event}:{after.id}:{after.version}"
    for place, message in enumerate(messages):
        await visit.uow.outbox.put(
            Outgoing(
                chat_key=after.chat_key, message=message, case=after.id, bubble="notice", lane=Lane.STATUS,
                dedup=_part(dedup, place), due_at=visit.at + WINDOW,
            )
        )  # fmt: skip
    return {"dedup": dedup, "version": after.version, "before": standing_of(before), "parts": len(messages)}


def _part(dedup: str, place: int) -> str:
    return f"{dedup}.{place}" if place else dedup


async def undo(visit: FocalPoint, kept: Preview, meant: DeskAction) -> Ack | None:
    """Take the step back if the citizen's message still waits and nothing else happened to the case."""
    case = await visit.case(kept.number)
    if case is None:
        return await not_found(visit, kept.number)
    if kept.end != "sent" or not kept.held:
        return await visit.tell("desk.undo.nothing")
    if case.version != kept.held["version"]:
        return await visit.tell("desk.undo.moved_on", number=case.number, alert=True)
    if not await visit.uow.recalls.take(case.chat_key, kept.held["dedup"]):
        return await visit.tell("desk.undo.too_late", number=case.number, alert=True)
    for place in range(1, int(kept.held.get("parts", 1))):  # the first has not left, so none of these has
        await visit.uow.recalls.take(case.chat_key, _part(kept.held["dedup"], place))
    by = visit.actor(Role.FOCAL_POINT, case.agency_id)
    after, entry = undone(case, kept.held["before"], by=by, at=visit.at)
    await visit.uow.complaints.save(after, entry)
    await cases.set_timers(visit.uow, after, visit.services)
    await visit.uow.audit.add(
        at=visit.at, actor=by, event=f"case.{UNDONE}", case=case.id, detail={"to": after.status}
    )
    if kept.files:
        await visit.uow.attachments.detach(kept.files)
        for file in kept.files:  # what arrived in these seconds waits beside the answer
            await visit.uow.recalls.take(case.chat_key, f"file:{file}")
    await visit.uow.recalls.take(visit.chat.key, settled(kept))
    again = replace(kept, raw=kept.held["raw"], end="", ended_by="", ended_at="", held={}, at=visit.at.isoformat())
    visit.remember("previews", again.token, again.to_json())
    await visit.rewrite(preview(again), kind="preview", number=again.number, token=again.token)
    await desk_cards.refresh(visit.uow, visit.services, after)
    return toast(visit, "desk.ack.undone")


def settled(kept: Preview) -> str:
    """Name of the edit that takes the button away when it is too late."""
    return f"settled:{kept.token}:{kept.held.get('version', 0)}"
