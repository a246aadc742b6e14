"""A dead letter in the hands of staff: tried once more, or put away; the words in it are never shown."""

from __future__ import annotations

from complaints.model import Role
from conversations.messages import say, words
from conversations.staff import StaffAction
from handlers import queue
from handlers.focal_point_case import toast
from handlers.group_visit import Visit
from handlers.services import Ack

KIND = "letter"  # of the alarm; a page of the queue is a bubble of its own


async def again(visit: Visit, meant: StaffAction) -> Ack | None:
    """Back into its queue, as often as staff want, while it is dead."""
    return await _settle(visit, meant, "again")


async def drop(visit: Visit, meant: StaffAction) -> Ack | None:
    """Nobody needs it any more."""
    return await _settle(visit, meant, "drop")


async def _settle(visit: Visit, meant: StaffAction, deed: str) -> Ack | None:
    letters = {"in": visit.uow.inbox, "out": visit.uow.outbox}.get(meant.token)
    if letters is None or meant.place < 0:
        return await visit.tell("desk.old_button")
    done = await (letters.revive(meant.place) if deed == "again" else letters.bury(meant.place))
    by = visit.actor(Role.STAFF)
    if done:
        detail = {"way": meant.token, "id": meant.place}
        await visit.uow.audit.add(at=visit.at, actor=by, event=f"letter.{deed}", detail=detail)
    pressed = await visit.uow.bubbles.find(visit.chat.key, visit.bubble) if visit.bubble else None
    if pressed is not None and pressed.kind == KIND:
        name = f"{meant.token}.{meant.place}"
        what = say(words(f"queue.letter_{deed}" if done else "queue.letter_gone", id=meant.place))
        await visit.rewrite(what, kind=KIND, token=name)
    else:
        await queue.redraw(visit, "letters", 0)
    return toast(visit, f"queue.ack.{deed}" if done else "queue.ack.gone")
