"""Looks at the clock for the cases: takes due timers and gives each to its deed, one commit per timer."""

from __future__ import annotations

from datetime import date, timedelta

import structlog

from bot.holidays import missing_year
from handlers import nudges, reminders
from handlers.renewal import run_daily
from handlers.services import Services
from handlers.timers import AGAIN, on_due
from storage.database import Database
from storage.records import Timer

#: Answers of a dossier that nobody agreed to are kept no longer (UU 27/2022 ps. 43).
UNFINISHED = timedelta(days=60)

log = structlog.get_logger(__name__)


class Clock:
    """Any number may run: a timer is locked while it is dealt with."""

    def __init__(self, database: Database, services: Services) -> None:
        self._database, self._services = database, services
        self._day: date | None = None

    async def run_once(self) -> bool:
        """Deal with one due timer; False when none is due."""
        await self._new_day()
        timer: Timer | None = None
        try:
            async with self._database.begin() as uow:
                for timer in await uow.timers.due(at=self._services.now(), limit=1):
                    await on_due(timer, uow, self._services)
        except Exception as error:
            if timer is None:
                raise
            # The earliest is looked at first: one that fails must not stand in front of all others.
            log.exception("clock.failed", timer=timer.id, kind=type(error).__name__)
            async with self._database.begin() as uow:
                await uow.timers.later(timer.id, self._services.now() + AGAIN)
        return timer is not None or await self._remind()

    async def _remind(self) -> bool:
        """Deal with one reminder of an unfinished draft; False when none is due."""
        async with self._database.begin() as uow:
            waiting = await uow.nudges.due(at=self._services.now(), limit=1)
            for one in waiting:
                await nudges.on_due(one, uow, self._services)
        return bool(waiting)

    async def _new_day(self) -> None:
        """Once a day and at start: stale answers go; is next year's list of days off there (from November on)?"""
        today = self._services.now().astimezone(self._services.zone).date()
        if today == self._day:
            return
        self._day = today
        async with self._database.begin() as uow:
            await uow.dossiers.drop_stale(self._services.now() - UNFINISHED)
            await uow.agencies.end_past(today)
            await run_daily(uow, self._services)  # terms, leaves, people not heard of
        year = missing_year(self._services.calendar, today)
        if year is None:
            return
        log.warning("calendar.next_year_missing", year=year)
        async with self._database.begin() as uow:
            # Once a week is loud enough to be heard and not yet passed over.
            await reminders.calendar_missing(uow, self._services, year, mark=f"calendar:{year}:{today:%G-%V}")
