"""Where a world is kept between two starts: one SQLite file of rows, written in batches.

It knows rows (kind, key, body); what a body means is the business of whoever saves it.
"""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

# A batch every tenth of a second: a kill of the simulator itself costs at most that much.
FLUSH_EVERY = 0.1
Make = Callable[[], dict[str, Any]]
Row = tuple[str, str, str | None]


class Journal:
    """With no folder it forgets everything at the end, and costs nothing."""

    def __init__(self, data_dir: Path | None) -> None:
        self._dirty: dict[tuple[str, str], Make | None] = {}
        self._task: asyncio.Task[None] | None = None
        self._db: sqlite3.Connection | None = None
        if data_dir is not None:
            data_dir.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(data_dir / "world.db", check_same_thread=False)
            self._db.execute("PRAGMA journal_mode=WAL")
            self._db.execute("PRAGMA synchronous=NORMAL")
            self._db.execute(
                "CREATE TABLE IF NOT EXISTS row (kind TEXT, key TEXT, body TEXT NOT NULL,"
                " PRIMARY KEY (kind, key)) WITHOUT ROWID"
            )

    def save(self, kind: str, key: str | int, make: Make) -> None:
        """Remember to write this row; `make` runs at the next batch, so ten changes cost one."""
        if self._db is not None:
            self._dirty[kind, str(key)] = make

    def forget(self, kind: str, key: str | int) -> None:
        if self._db is not None:
            self._dirty[kind, str(key)] = None

    def rows(self, kind: str) -> Iterator[dict[str, Any]]:
        if self._db is not None:
            for (body,) in self._db.execute("SELECT body FROM row WHERE kind = ?", (kind,)):
                yield json.loads(body)

    def clear(self) -> None:
        self._dirty.clear()
        if self._db is not None:
            with self._db:
                self._db.execute("DELETE FROM row")

    def start(self) -> None:
        if self._db is not None:
            self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        if self._db is not None:
            self._write(self._batch())
            self._db.close()
            self._db = None

    async def _run(self) -> None:
        while True:
            await asyncio.sleep(FLUSH_EVERY)
            if self._dirty:
                # Shielded: a stop in the middle of a batch must not tear it in two.
                await asyncio.shield(asyncio.to_thread(self._write, self._batch()))

    def _batch(self) -> list[Row]:
        dirty, self._dirty = self._dirty, {}
        return [
            (kind, key, None if make is None else json.dumps(make(), ensure_ascii=False))
            for (kind, key), make in dirty.items()
        ]

    def _write(self, batch: list[Row]) -> None:
        if self._db is None:
            return
        with self._db:
            self._db.executemany("REPLACE INTO row VALUES (?, ?, ?)", [row for row in batch if row[2] is not None])
            self._db.executemany(
                "DELETE FROM row WHERE kind = ? AND key = ?",
                [row[:2] for row in batch if row[2] is None],
            )
