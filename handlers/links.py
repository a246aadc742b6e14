"""Somebody followed a link or scanned a poster: the use is counted and the draft knows its office."""

from __future__ import annotations

from conversations import presets
from conversations.draft import Draft
from conversations.messages import Words, words
from handlers.services import Services
from storage.unit_of_work import UnitOfWork


async def preset(payload: str, draft: Draft, uow: UnitOfWork, services: Services) -> tuple[Draft, Words | None]:
    """The draft for the office of that link, and what to say of it; a dead link still opens the bot."""
    if not payload.strip():
        return draft, None
    link = await uow.links.use(payload.strip(), services.now())
    office = services.ears.office(link.agency_id) if link else None
    if link is None or office is None:
        return draft, words("links.old")
    filled = presets.preset(draft, office, link.counter)
    return filled, presets.welcome(office, link.counter) if filled is not draft else None
