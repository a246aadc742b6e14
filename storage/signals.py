"""Bells between processes on PostgreSQL: LISTEN on a connection of its own, NOTIFY outside any transaction.

Only a hint that there is work. Rows are the truth and every loop looks by itself now and then, so a signal
lost with its connection costs a moment. NOTIFY inside the hot transactions would make their commits queue up.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import asyncpg
import sqlalchemy as sa
import structlog

from storage import engines

log = structlog.get_logger(__name__)
CHANNEL = "narahubung"
#: Signals of the same moment go as one.
TOGETHER = 0.002
AGAIN, PATIENCE = 2.0, 10.0


def speaks(url: str) -> bool:
    """Does that database carry signals?"""
    return engines.address(url).get_backend_name() == "postgresql"


class Signals:
    """`run` until cancelled; `send` never waits and never fails."""

    def __init__(self, url: str, heard: Callable[[str], None]) -> None:
        address: sa.URL = engines.address(url).set(drivername="postgresql")
        self._dsn = address.render_as_string(hide_password=False)
        self._heard = heard
        self._waiting: set[str] = set()
        self._there = asyncio.Event()
        self.again = AGAIN

    def send(self, name: str) -> None:
        """Tell the other processes."""
        self._waiting.add(name)
        self._there.set()

    async def run(self) -> None:
        """Listen and tell; a lost connection is opened again."""
        while True:
            try:
                await self._connected()
            except Exception as error:
                log.warning("signals.lost", kind=type(error).__name__)
            await asyncio.sleep(self.again)

    async def _connected(self) -> None:
        connection = await asyncpg.connect(self._dsn, timeout=PATIENCE, command_timeout=PATIENCE)
        try:
            own = connection.get_server_pid()

            def hear(_connection: Any, pid: int, _channel: str, names: Any) -> None:
                if pid != own:
                    for name in str(names).split(","):
                        self._heard(name)

            connection.add_termination_listener(lambda _: self._there.set())
            await connection.add_listener(CHANNEL, hear)
            while not connection.is_closed():
                with suppress(TimeoutError):
                    async with asyncio.timeout(PATIENCE):  # notices a connection that died in silence
                        await self._there.wait()
                await asyncio.sleep(TOGETHER)
                self._there.clear()
                names, self._waiting = self._waiting, set()
                if names:
                    await connection.execute("SELECT pg_notify($1, $2)", CHANNEL, ",".join(sorted(names)))
                else:
                    await connection.execute("SELECT 1")
        finally:
            connection.terminate()
