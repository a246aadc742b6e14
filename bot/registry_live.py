"""Ears that follow the registry: a new index is built beside the old one and swapped in, nobody waits."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import date, datetime

import structlog

from bot.ears import RegistryEars
from conversations.ears import Heard, Lesson, Offer, Office
from storage.database import Database

log = structlog.get_logger(__name__)


class LiveEars:
    """The present ears; `renew` replaces them when the registry has a newer revision."""

    def __init__(self, ears: RegistryEars, revision: int) -> None:
        self.present, self.revision = ears, revision

    async def renew(self, database: Database) -> bool:
        """Build anew if staff changed the registry; True when they did."""
        async with database.read() as uow:
            revision = await uow.agencies.revision()
            if revision == self.revision:
                return False
            agencies, regions = await uow.agencies.all(), await uow.agencies.regions()
            learned = await uow.learned.concepts()
        self.present = await asyncio.to_thread(RegistryEars, agencies, regions.values(), learned)
        self.revision = revision
        log.info("registry.renewed", revision=revision)
        return True

    def hear(self, text: str, *, at: datetime) -> Heard:
        return self.present.hear(text, at=at)

    def offer(self, text: str, *, region: str | None, topic: str | None) -> Offer:
        return self.present.offer(text, region=region, topic=topic)

    def search(self, text: str, *, region: str | None, limit: int) -> tuple[Office, ...]:
        return self.present.search(text, region=region, limit=limit)

    def day(self, text: str, *, at: datetime) -> date | None:
        return self.present.day(text, at=at)

    def office(self, agency_id: str) -> Office | None:
        return self.present.office(agency_id)

    def lessons(self, pairs: Sequence[tuple[str, str]]) -> Sequence[Lesson]:
        return self.present.lessons(pairs)

    def summary(self, text: str) -> str:
        return self.present.summary(text)

    def __getattr__(self, name: str) -> Callable[..., object]:
        # What ears learn later is heard through the present ones too.
        found: Callable[..., object] = getattr(self.present, name)
        return found
