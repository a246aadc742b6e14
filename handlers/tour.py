"""/latihan: three minutes with a made-up case; nothing of it is a complaint, nobody is told anything."""

from __future__ import annotations

from typing import Any

from conversations import tour as scene
from conversations.desk import DeskAction
from conversations.messages import Choice, Message
from conversations.tidy import tidy
from handlers.focal_point_case import FocalPoint
from handlers.services import Ack
from storage.records import Lane, Outgoing
from storage.unit_of_work import UnitOfWork

SHELF = "tour"


async def offer(uow: UnitOfWork, chat_key: str) -> None:
    """By itself, once a group: when its focal point has joined and the group is bound."""
    name = f"tour_offered:{chat_key}"
    if await uow.meta.get(name) is None:
        await uow.meta.set(name, "1")
        await uow.outbox.put(
            Outgoing(chat_key=chat_key, message=scene.offer(), bubble="help", lane=Lane.REPLY, dedup=name)
        )


async def tour(visit: FocalPoint, meant: DeskAction) -> Ack | None:
    """Start, or the next step: a press goes where its button says, words are the practice answer."""
    if isinstance(visit.inbound.content, Choice):
        step, _, token = meant.number.partition(".")
        return await _press(visit, step, token)
    if meant.token:
        return await _answered(visit, meant)
    await _start(visit)
    return None


async def _start(visit: FocalPoint) -> None:
    token = visit.token("tour")
    visit.remember(SHELF, token, {"step": "card"})
    message = scene.practice_card(token, by="")
    await visit.post(message, kind="tour", token=token, reply=False, dedup=f"tour:{token}")


async def _press(visit: FocalPoint, step: str, token: str) -> Ack | None:
    if step == "start":
        await _start(visit)
        return Ack("desk.ack.shown")
    kept = visit.remembered(SHELF).get(token)
    if kept is None or step not in scene.AFTER or kept["step"] not in scene.AFTER[step]:
        return Ack("desk.tour.old")
    name = visit.inbound.sender.name
    if step == "accept":
        await _show(visit, token, {**kept, "step": "accepted"}, scene.practice_card(token, by=name))
    elif step == "send":
        await _show(visit, token, {**kept, "step": "sent"}, scene.sent(token, kept["text"]))
    else:
        await _show(visit, token, {**kept, "step": "over"}, scene.over())
    return Ack("desk.ack.practice")


async def _answered(visit: FocalPoint, meant: DeskAction) -> Ack | None:
    """A reply to the practice card: shown as it would be before it goes."""
    kept = visit.remembered(SHELF).get(meant.token)
    if kept is None or kept["step"] not in ("accepted", "preview"):
        return await visit.tell("desk.tour.accept_first" if kept and kept["step"] == "card" else "desk.tour.old")
    text = tidy(meant.text)[:1000]
    visit.remember(SHELF, meant.token, {**kept, "step": "preview", "text": text})
    await visit.post(scene.preview(meant.token, text), kind="tour", token=meant.token)
    return None


async def _show(visit: FocalPoint, token: str, kept: dict[str, Any], message: Message) -> None:
    visit.remember(SHELF, token, kept)
    await visit.rewrite(message, kind="tour", token=token)
