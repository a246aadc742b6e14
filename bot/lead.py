"""Leading where only one process may: hold a lease, work while it is ours, leave at once when it is not.

A leader that cannot renew in time stops by its own clock before the lease ends for the others; what it wanted to
write after that is refused by the fence. Knows nothing of the work.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta

import structlog

from storage.database import Database
from storage.leases import Lease

log = structlog.get_logger(__name__)
#: Seconds to give a lease back; it ends by itself.
GIVING_BACK = 2.0
#: What is done while leading, until it ends by itself (at the end of the process) or is cancelled (the lease is
#: lost); no lease where nobody else can lead (one process on SQLite).
Work = Callable[[Lease | None], Awaitable[None]]


async def until(stop: asyncio.Event, work: Awaitable[object], *, patience: float = 0.0) -> None:
    """Run `work` until it ends or `stop`; what it raises is raised here.

    Work that ends by itself after `stop` has so many seconds of `patience` for that before it is cut off.
    """
    task, stopped = asyncio.ensure_future(work), asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait({task, stopped}, return_when=asyncio.FIRST_COMPLETED)
        if patience and not (await asyncio.wait({task}, timeout=patience))[0]:
            log.warning("drain.cut", seconds=patience)
    finally:
        for each in (task, stopped):
            each.cancel()
        results = await asyncio.gather(task, stopped, return_exceptions=True)
    if isinstance(results[0], Exception):
        raise results[0]


class Lead:
    """`owner` names this process; `ttl` is how long a dead leader is waited for. `alone` needs no lease."""

    def __init__(self, database: Database, owner: str, ttl: timedelta, *, alone: bool = False) -> None:
        self._database, self._owner, self._ttl, self._alone = database, owner, ttl, alone

    async def hold(self, name: str, work: Work, stop: asyncio.Event) -> None:
        """Until `stop`: stand by, lead, stand by again."""
        if self._alone:
            await work(None)
            return
        while not stop.is_set():
            if (lease := await self._take(name)) is None:
                await until(stop, asyncio.sleep(self._seconds / 4))
                continue
            log.info("lease.taken", lease=name, fence=lease.fence)
            try:
                await self._lead(lease, work)
            except Exception as error:
                log.exception("lease.work_failed", lease=name, kind=type(error).__name__)
                await until(stop, asyncio.sleep(1))
            finally:
                await self._release(lease)

    @property
    def _seconds(self) -> float:
        return self._ttl.total_seconds()

    async def _lead(self, lease: Lease, work: Work) -> None:
        lost = asyncio.create_task(self._keep(lease))
        working = asyncio.ensure_future(work(lease))
        try:
            await asyncio.wait({lost, working}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (lost, working):
                task.cancel()
            results = await asyncio.gather(lost, working, return_exceptions=True)
        for result in results:
            if isinstance(result, Exception):
                raise result

    async def _keep(self, lease: Lease) -> None:
        """Renew three times in its length; ends when it is lost, or may be."""
        sure = time.monotonic()
        while (left := sure + self._seconds - time.monotonic()) > 0:
            await asyncio.sleep(min(left, self._seconds / 3))
            asked = time.monotonic()
            try:
                async with asyncio.timeout(max(0.0, sure + self._seconds - asked)), self._database.begin() as uow:
                    held = await uow.leases.renew(lease, self._ttl)
            except Exception as error:
                log.warning("lease.not_renewed", lease=lease.name, kind=type(error).__name__)
                continue
            if not held:
                break
            sure = asked
        log.warning("lease.lost", lease=lease.name)

    async def _take(self, name: str) -> Lease | None:
        try:
            async with self._database.begin() as uow:
                return await uow.leases.take(name, self._owner, self._ttl)
        except Exception as error:
            log.warning("lease.not_asked", lease=name, kind=type(error).__name__)
            return None

    async def _release(self, lease: Lease) -> None:
        try:
            async with asyncio.timeout(GIVING_BACK), self._database.begin() as uow:
                await uow.leases.release(lease)
        except Exception as error:  # it ends by itself
            log.warning("lease.not_released", lease=lease.name, kind=type(error).__name__)
