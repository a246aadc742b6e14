"""Reminding once of an unfinished draft; a reminder whose draft is gone, filed or another one does nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from conversations import nudge
from conversations.draft import Draft, Talk
from conversations.steps import Scene
from handlers.services import Services
from handlers.talk import keep, talk_of
from storage.nudges import Nudge
from storage.records import Chat, Lane, Outgoing
from storage.unit_of_work import UnitOfWork


async def plan(uow: UnitOfWork, services: Services, chat: Chat, talk: Talk) -> None:
    """Plan the one reminder where `talk` has a draft worth it and `chat` as it was had none, or drop it.

    It is not moved with every word: when its time comes it goes on to where the last word wants it.
    """
    before, after = _waiting(talk_of(chat).draft), _waiting(talk.draft)
    if after is None and before is not None:
        await uow.nudges.drop(chat.key)
    elif after is not None and before != after:
        await uow.nudges.put(chat.key, after, nudge.due(services.now(), services.zone))


def _waiting(draft: Draft | None) -> str | None:
    """The id of a draft that is to be reminded of: it has a story, and nobody was reminded of it yet."""
    return draft.id if draft is not None and draft.story and draft.consented and not draft.nudged else None


async def on_due(due: Nudge, uow: UnitOfWork, services: Services) -> None:
    """One reminder whose time has come."""
    chat = await uow.chats.get(due.chat_key)
    talk = talk_of(chat) if chat else Talk()
    draft = talk.draft
    if chat is None or draft is None or draft.id != due.draft_id or draft.nudged:
        await uow.nudges.drop(due.chat_key)
        return
    later = _later(chat, talk, services) if chat.reachable else nudge.due(services.now(), services.zone)
    if later:
        await uow.nudges.put(chat.key, draft.id, later)
        return
    await uow.nudges.drop(chat.key)
    scene = Scene(ears=services.ears, at=services.now(), region=services.home_region)
    await keep(uow, chat, replace(talk, draft=replace(draft, nudged=True)))
    await uow.outbox.put(
        Outgoing(
            chat_key=chat.key, message=replace(nudge.reminder(draft, scene), template="lanjut_laporan"),
            lane=Lane.REMINDER, dedup=f"nudge:{draft.id}",
        )
    )  # fmt: skip


def _later(chat: Chat, talk: Talk, services: Services) -> datetime | None:
    """The citizen has spoken since of other things, or we were down over the hour and it is night now."""
    now = services.now()
    last = max(chat.seen_at, datetime.fromisoformat(talk.at)) if talk.at else chat.seen_at
    if (spoken := nudge.due(last, services.zone)) > now:
        return spoken
    return None if nudge.awake(now, services.zone) else nudge.next_morning(now, services.zone)
