"""Danger told where no intake listens for it: the numbers go out first, then what was said goes its way."""

from __future__ import annotations

from conversations.messages import Inbound, say
from handlers import citizen_cases
from handlers.services import Services
from handlers.talk import say as say_to
from handlers.talk import scene
from storage.records import Chat
from storage.unit_of_work import UnitOfWork


def told(inbound: Inbound, services: Services) -> bool:
    """Danger to life or body now, in words or under a picture."""
    return scene(services, inbound).danger_in(citizen_cases.said_by(inbound))


async def numbers_first(inbound: Inbound, chat: Chat, uow: UnitOfWork, services: Services) -> None:
    """Whom to call, before any other answer."""
    if told(inbound, services):
        await say_to(uow, chat, say(scene(services, inbound).numbers))
