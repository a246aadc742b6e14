"""A house in which time passes: from timer to timer, with the real clock loop, and what was said on the way."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import sqlalchemy as sa

from bot.clock import Clock
from complaints.model import Complaint, Entry
from handlers import cases
from storage.records import OutboxRow, Timer
from storage.tables import timers
from tests.handlers.builders import AGENCIES, House

DISDUKCAPIL, DUKCAPIL_GROUP, CITIZEN = "2171.disdukcapil", "-100100", "501"


@dataclass
class Lapse(House):
    """Every message keeps the moment it was sent at."""

    sent: list[tuple[datetime, OutboxRow]] = field(default_factory=list)

    async def begins(self, happened_on: date | None = None, **given: object) -> Complaint:
        """A case with its timers."""
        case = await self.file(**given)  # type: ignore[arg-type]
        async with self.database.begin(here=True) as uow:
            found = await uow.complaints.for_clock().by_id(case.id)
            assert found is not None
            await cases.set_timers(uow, found, self.services)
        return case

    async def rings(self) -> None:
        """Everything that is due now."""
        clock = Clock(self.database, self.services)
        while await clock.run_once():
            pass
        await self.deliver()

    async def until(self, end: datetime) -> None:
        """From one due timer to the next, until then."""
        while (due := await self._next()) is not None and due <= end:
            self.clock = max(self.clock, due)
            await self.rings()
        self.clock = max(self.clock, end)
        await self.rings()

    async def passes(self, **time: float) -> None:
        """So much later."""
        await self.until(self.clock + timedelta(**time))

    async def _next(self) -> datetime | None:
        async with self.database.read() as uow:
            due: datetime | None = (await uow.timers._tx.execute(sa.select(sa.func.min(timers.c.due_at)))).scalar()
        return due

    async def _send(self, row: OutboxRow) -> None:
        self.sent.append((self.clock, row))
        await super()._send(row)

    async def timers(self, case: Complaint) -> list[Timer]:
        async with self.database.read() as uow:
            return await uow.timers.of_case(case.id)

    async def history(self, case: Complaint) -> list[Entry]:
        async with self.database.read() as uow:
            return await uow.complaints.history_of(case.id)

    def heard(self, chat: str = CITIZEN) -> list[str]:
        """What was said there."""
        return [bubble.text for bubble in self.seen(chat)]


__all__ = ["AGENCIES", "CITIZEN", "DISDUKCAPIL", "DUKCAPIL_GROUP", "Lapse"]
