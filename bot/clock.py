"""Looks at the clock: takes due timers of cases and reminders of drafts, each to its deed, one commit each."""

from __future__ import annotations

import structlog

from handlers import nudges
from handlers.services import Services
from handlers.timers import on_due
from storage.database import Database

log = structlog.get_logger(__name__)


class Clock:
    """Any number may run: a timer is locked while it is dealt with."""

    def __init__(self, database: Database, services: Services) -> None:
        self._database, self._services = database, services

    async def run_once(self) -> bool:
        """Deal with one due timer or reminder; False when none is due."""
        async with self._database.begin() as uow:
            timers = await uow.timers.due(at=self._services.now(), limit=1)
            for timer in timers:
                await on_due(timer, uow, self._services)
                await uow.timers.done(timer.id)
            if timers:
                return True
            waiting = await uow.nudges.due(at=self._services.now(), limit=1)
            for one in waiting:
                await nudges.on_due(one, uow, self._services)
        return bool(waiting)
