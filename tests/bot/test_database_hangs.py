"""A database that neither answers nor refuses: whoever waits is told, an end is not held up, its return noticed."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

import simulator
from bot import app as app_module
from bot import app_deeds
from bot.app import App, serve
from bot.group_commit import GroupCommit
from bot.moment import now
from simulator.client import SimClient
from storage import engines
from storage.database import Database
from storage.errors import Unavailable
from storage.keys import Keyring
from tests.kill.house import hears
from tests.street import CITIZEN_TOKEN, DESK_TOKEN, batam, batam_ears, settings


class Line:
    """A cable to the server that may be cut without either end being told."""

    def __init__(self, url: str) -> None:
        self._url, self._ends = sa.make_url(url), set[asyncio.StreamWriter]()
        self._open = asyncio.Event()
        self._open.set()

    def cut(self) -> None:
        self._open.clear()

    def mend(self) -> None:
        self._open.set()

    @asynccontextmanager
    async def laid(self) -> AsyncIterator[str]:
        """The address at this end."""
        server = await asyncio.start_server(self._came, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        try:
            yield self._url.set(host="127.0.0.1", port=port, query={}).render_as_string(hide_password=False)
        finally:
            self.mend()
            server.close()
            for end in self._ends:
                end.close()

    async def _came(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await self._open.wait()
        query, port = self._url.query, self._url.port or 5432
        if self._url.host:
            there = await asyncio.open_connection(self._url.host, port)
        else:
            there = await asyncio.open_unix_connection(f"{query['host']}/.s.PGSQL.{port}")
        self._ends |= {writer, there[1]}
        await asyncio.gather(self._carry(reader, there[1]), self._carry(there[0], writer), return_exceptions=True)

    async def _carry(self, source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        while data := await source.read(65536):
            await self._open.wait()
            target.write(data)
            await target.drain()
        target.close()


async def test_a_server_that_falls_silent_is_given_up_and_found_again(
    postgresql_url: str, keyring: Keyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "ANSWER", 0.2)
    monkeypatch.setattr(engines, "CONNECT", 0.2)
    line = Line(postgresql_url)
    async with line.laid() as url:
        database = Database(url, keyring, clock=now)
        await database.start()
        line.cut()
        with pytest.raises(Unavailable):
            async with database.begin() as uow:
                await uow.meta.set("a", "1")
        line.mend()
        async with database.begin() as uow:
            await uow.meta.set("a", "2")
        await database.close()


async def test_a_line_that_must_be_sealed_and_is_not_is_refused(postgresql_url: str, keyring: Keyring) -> None:
    async with Line(postgresql_url).laid() as url:
        database = Database(f"{url}?sslmode=require", keyring, clock=now)
        with pytest.raises(Unavailable):
            await database.start()
        await database.close()


async def test_a_process_that_hangs_in_a_turn_does_not_keep_its_chat(
    postgresql_url: str, keyring: Keyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "IDLE_IN_TURN", "200ms")
    hung, other = Database(postgresql_url, keyring, clock=now), Database(postgresql_url, keyring, clock=now)
    await hung.start()
    async with hung.begin() as uow:
        await uow.meta.set("a", "0")
    with pytest.raises(Unavailable):
        async with hung.begin() as uow:
            await uow.meta.set("a", "1")
            async with asyncio.timeout(10), other.begin() as second:
                await second.meta.set("a", "2")  # waits for the row, and is let in
            await uow.meta.set("b", "1")
    async with other.read() as uow:
        assert (await uow.meta.get("a"), await uow.meta.get("b")) == ("2", None)
    await hung.close()
    await other.close()


async def test_a_command_may_think_long_in_its_one_transaction(
    postgresql_url: str, keyring: Keyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "IDLE_IN_TURN", "10ms")
    monkeypatch.setattr(engines, "ANSWER", 0.01)
    database = Database(postgresql_url, keyring, clock=now, patient=True)
    await database.start()
    async with database.begin() as uow:
        await uow._tx.execute(sa.text("SELECT pg_sleep(0.05)"))
        await asyncio.sleep(0.1)
        await uow.meta.set("a", "1")
    await database.close()


async def test_whoever_waits_for_a_commit_is_told_when_it_takes_too_long() -> None:
    kept: list[str] = []
    slow = asyncio.Event()

    async def store(items: Any) -> None:
        await slow.wait()
        kept.extend(items)

    commit = GroupCommit(store, patience=0.01)
    with pytest.raises(TimeoutError):
        await commit.put(["a"])
    slow.set()
    await asyncio.sleep(0)
    await commit.put(["b"])
    assert kept == ["a", "b"], "the commit went on: the messenger repeats it, and it is known"


@pytest.mark.long
async def test_an_end_is_not_held_up_by_a_database_that_hangs(
    tmp_path: Path, postgresql_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app_module, "DRAIN", 1.0)
    monkeypatch.setattr(app_deeds, "RegistryEars", lambda *_: batam_ears())
    server = await simulator.start(port=0, data_dir=None)
    line = Line(postgresql_url)
    async with SimClient(server.url) as sim, line.laid() as url:
        bot = await sim.bot("Pengaduan", token=CITIZEN_TOKEN, id=7000000001)
        await sim.bot("Narahubung", token=DESK_TOKEN, id=7000000002, privacy=False)
        siti = await sim.user("Siti", started=bot)
        app = App(settings(tmp_path, server.url, "", url), registry=batam)
        await app.open()
        stop = asyncio.Event()
        running = asyncio.create_task(app.run(stop))
        await siti.writes("halo")
        await hears(siti, "Setuju")
        line.cut()
        await siti.writes("ktp anak saya belum jadi")
        await asyncio.sleep(0.5)
        stop.set()
        async with asyncio.timeout(20):  # far below a minute, after which nobody would have noticed
            await running
            await app.close()
    await server.stop()


async def test_an_end_asked_for_while_the_house_still_opens_is_heard() -> None:
    seen: list[str] = []

    class Opening:
        async def open(self) -> None:
            signal.raise_signal(signal.SIGTERM)
            await asyncio.sleep(3600)

        async def run(self, _stop: asyncio.Event) -> None:
            seen.append("run")

        async def close(self) -> None:
            seen.append("closed")

    house: Any = Opening()
    async with asyncio.timeout(10):
        await serve(house)
    assert seen == ["closed"]
