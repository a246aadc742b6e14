"""Speaking to one chat and keeping its state: the few lines that every citizen deed needs."""

from __future__ import annotations

from dataclasses import replace

from conversations.draft import Talk
from conversations.intake import Turn
from conversations.messages import Inbound, Message
from conversations.steps import Scene
from handlers.services import Services
from storage.records import Chat, Lane, Outgoing
from storage.unit_of_work import UnitOfWork


async def say(
    uow: UnitOfWork, chat: Chat, *messages: Message, case: str | None = None, bubble: str | None = None
) -> None:
    """Answer in this chat, before anything that is not an answer."""
    for message in messages:
        await uow.outbox.put(
            Outgoing(chat_key=chat.key, message=message, case=case, bubble=bubble, lane=Lane.REPLY)
        )


async def keep(uow: UnitOfWork, chat: Chat, talk: Talk) -> Chat:
    """Store the state of the talk with the chat."""
    chat = replace(chat, state=talk.to_json())
    await uow.chats.save(chat)
    return chat


def talk_of(chat: Chat) -> Talk:
    """The talk as it stands."""
    return Talk.from_json(chat.state or {})


def carried(turn: Turn, talk: Talk) -> Turn:
    """A new intake knows of what lay beside it: drafts put aside, cases filed, words that may be edited."""
    kept = replace(turn.talk, shelf=talk.shelf, last=talk.last, said=talk.said, at=talk.at)
    return replace(turn, talk=kept)


def scene(services: Services, inbound: Inbound) -> Scene:
    """What an answer is heard with; the moment is when it was said, not when we got round to it."""
    return Scene(
        ears=services.ears,
        at=inbound.sent_at,
        region=services.home_region,
        emergency=services.emergency_numbers,
        message=inbound.message or "",
    )
