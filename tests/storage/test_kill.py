"""kill -9 at any moment: every update is handled once and in order, every answer goes out, repeats are few."""

from __future__ import annotations

import multiprocessing
import secrets
import time
from collections import Counter
from datetime import datetime
from pathlib import Path

import pytest

from storage.database import Database
from storage.keys import Keyring
from tests.storage.kill_worker import work
from tests.storage.samples import address, update

CHATS = 8
#: A server that has imported everything and forks: a worker starts in milliseconds and can be killed often.
SPAWN = multiprocessing.get_context("forkserver")
SPAWN.set_forkserver_preload(["tests.storage.kill_worker", "asyncpg"])


async def arrive(database: Database, keyring: Keyring, at: datetime, turns: int) -> None:
    """`turns` updates of each chat, one in ten delivered twice."""
    for n in range(turns):
        rows = []
        for chat in map(str, range(1, CHATS + 1)):
            row = update(keyring.chat_key(address(chat)), f"{chat}-{n}")
            rows.append((*row[:4], {"chat": chat, "n": n}))
        rows += rows[: CHATS // 10 + 1]
        async with database.begin() as uow:
            assert await uow.inbox.add(rows, at=at) == CHATS


def run_and_kill(url: str, keyring: Keyring, said: Path, *, kills: int, together: int) -> None:
    """Keep `together` workers going, kill one of them again and again, then let the last ones finish."""

    def start() -> multiprocessing.process.BaseProcess:
        process = SPAWN.Process(target=work, args=(url, str(keyring.path), str(said)))
        process.start()
        return process

    running = [start() for _ in range(together)]
    for n in range(kills):
        time.sleep(0.05 + secrets.randbelow(150) / 1000)
        running[n % together].kill()
        running[n % together].join()
        running[n % together] = start()
    for process in running:
        process.join(600)  # a worker that hangs must fail here, a slow machine must not
        assert process.exitcode == 0


def heard(said: Path) -> list[str]:
    return [line.split()[0] for line in said.read_text().splitlines()]


async def judge(database: Database, keyring: Keyring, said: Path, *, turns: int, kills: int) -> None:
    everything = {f"{chat}-{n}" for chat in range(1, CHATS + 1) for n in range(turns)}
    async with database.read() as uow:
        assert await uow.inbox.waiting() == (0, 0.0)
        assert await uow.inbox.dead() == []
        assert await uow.outbox.depth() == {}
        for chat in range(1, CHATS + 1):
            found = await uow.chats.get(keyring.chat_key(address(str(chat))))
            assert found and found.state["seen"] == list(range(turns)), "handled once, in order"
            door = uow.complaints.of_citizen(found.key)
            assert {case.number for case in await door.all(limit=9999)} == {
                name for name in everything if name.startswith(f"{chat}-")
            }
    lines = heard(said)
    assert set(lines) == everything, "every answer went out"
    repeats = sum(Counter(lines).values()) - len(everything)
    assert repeats <= kills, "at most the one message between its sending and its settling"
    for chat in range(1, CHATS + 1):
        first = [name for name in dict.fromkeys(lines) if name.startswith(f"{chat}-")]
        assert first == [f"{chat}-{n}" for n in range(turns)], "answers keep their order"


async def torn(
    database: Database, url: str, keyring: Keyring, at: datetime, said: Path, *, kills: int, together: int
) -> None:
    turns = max(20, kills)
    await arrive(database, keyring, at, turns)
    run_and_kill(url, keyring, said, kills=kills, together=together)
    await judge(database, keyring, said, turns=turns, kills=kills)


@pytest.mark.long
async def test_killed_ten_times(
    database: Database, database_url: str, keyring: Keyring, at: datetime, tmp_path: Path
) -> None:
    together = 1 if "sqlite" in database_url else 2
    await torn(database, database_url, keyring, at, tmp_path / "said", kills=10, together=together)


@pytest.mark.torture
@pytest.mark.timeout(1800)
async def test_killed_three_hundred_times(
    database: Database, database_url: str, keyring: Keyring, at: datetime, tmp_path: Path
) -> None:
    together = 1 if "sqlite" in database_url else 3
    await torn(database, database_url, keyring, at, tmp_path / "said", kills=300, together=together)
