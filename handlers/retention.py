"""What happens when nobody does anything: erasures go on, and what has been kept long enough is deleted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from conversations.draft import Talk
from conversations.messages import ChatKind
from handlers import erasing
from handlers.services import Services
from handlers.talk import keep, talk_of
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Periods:
    """How long each kind is kept once it is done with (UU 27/2022 ps. 43: no longer than needed)."""

    updates: timedelta = timedelta(days=30)  # raw, for a replay after a fault
    messages: timedelta = timedelta(days=90)  # sent, for questions about what was said
    drafts: timedelta = timedelta(days=60)  # promised to survive thirty days of silence


#: Chats looked at a call; each with a draft costs a write.
CHATS = 50


async def run_once(uow: UnitOfWork, services: Services, periods: Periods | None = None) -> bool:
    """One bounded piece of work in this transaction; True where there may be more."""
    kept, at = periods or Periods(), services.now()
    return (
        await erasing.step(uow, services)
        or await uow.retention.updates(at - kept.updates)
        or await uow.retention.messages(at - kept.messages)
        or await uow.retention.unclaimed(at - kept.messages)
        or await _drafts(uow, services, kept)
    )


async def _drafts(uow: UnitOfWork, services: Services, kept: Periods) -> bool:
    """Drafts of people who have been silent too long, and the files sent for them."""
    at = services.now()
    silent = await uow.retention.silent(at - kept.drafts, CHATS)
    for chat in silent:
        talk = talk_of(chat)
        bare = Talk(last=talk.last)
        if chat.kind is ChatKind.PRIVATE and talk != bare:
            await uow.erasure.drop_loose_files(chat.key, at)
            await uow.nudges.drop(chat.key)
            await keep(uow, chat, bare)
    return bool(silent)
