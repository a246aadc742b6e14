"""The database goes away under traffic, clocks jump, the messenger repeats and shuffles: nobody loses a word."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from aiohttp.test_utils import TestClient, TestServer
from pydantic import SecretStr

import simulator
from bot.ingress import Shelf
from bot.webhook_telegram import SECRET, TelegramWebhook
from conversations.messages import Channel
from simulator.client import SimClient
from storage.database import Database
from storage.keys import Keyring
from tests import postgres as pg
from tests.bot.test_webhook_street import free_port, living
from tests.kill.house import hears
from tests.street import CITIZEN_TOKEN, DESK_TOKEN, street

HOOK = SecretStr("the-secret-of-these-tests")


@pytest.fixture
def own_url(postgres: pg.Server) -> Iterator[str]:
    """A database that may be switched off."""
    with postgres.database() as url:
        yield url


async def switched(url: str, *, on: bool) -> None:
    """The database takes connections again, or throws everybody out and takes none."""
    name = url.rpartition("?")[0].rpartition("/")[2] or url.rpartition("/")[2]
    connection = await asyncpg.connect(url.replace("+asyncpg", "").replace(f"/{name}", "/postgres"))
    try:
        await connection.execute(f"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS {on}")
        if not on:
            await connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1", name)
    finally:
        await connection.close()


@pytest.mark.long
@pytest.mark.parametrize("way", ["webhook", "polling"])
async def test_a_database_that_stops_under_traffic_costs_time_and_no_word(
    tmp_path: Path, own_url: str, way: str
) -> None:
    server = await simulator.start(port=0, data_dir=None)
    port = free_port()
    hook: dict[str, Any] = {"webhook_url": f"http://127.0.0.1:{port}", "webhook_port": port, "webhook_secret": HOOK}
    async with SimClient(server.url) as sim:
        bot = await sim.bot("Pengaduan", token=CITIZEN_TOKEN, id=7000000001)
        await sim.bot("Narahubung", token=DESK_TOKEN, id=7000000002, privacy=False)
        siti = await sim.user("Siti", started=bot)
        more = hook if way == "webhook" else {}
        async with living(tmp_path, server.url, "", database_url=own_url, lease_seconds=1.0, **more) as app:
            await siti.writes("halo")
            await siti.presses("Setuju", on=await hears(siti, "Setuju"))
            await siti.reads(timeout=10)
            await switched(own_url, on=False)
            await siti.writes("ktp anak saya di disdukcapil batam sudah 3 bulan belum jadi, kemarin ke sana")
            if way == "webhook":
                await refused(app.channels["7000000001"])
            else:
                await asyncio.sleep(0.3)  # fetched, not stored, and so not confirmed
            waiting = await sim.call("GET", "updates", bot=bot["id"])
            assert waiting["waiting"], "what is not stored is not confirmed"
            await switched(own_url, on=True)
            await hears(siti, "Benar")
            async with app.database.read() as uow:
                assert not await uow.inbox.dead() and not await uow.outbox.dead_letters()
    await server.stop()


async def refused(channel: Any) -> None:
    """Until the messenger was told 503."""
    async with asyncio.timeout(30):
        while "503" not in (await channel.webhook_info()).get("last_error_message", ""):  # noqa: ASYNC110
            await asyncio.sleep(0.02)


@pytest.mark.long
async def test_a_clock_that_jumps_either_way_silences_nobody(tmp_path: Path) -> None:
    async with street(tmp_path) as here:
        siti = await here.citizen()
        await siti.writes("halo")
        await siti.presses("Setuju", on=await hears(siti, "Setuju"))
        await siti.reads(timeout=10)
        for jump in ("2026-11-20T04:00:00+07:00", "2026-11-22T10:00:00+07:00", "2026-11-20T10:00:00+07:00"):
            await here.sim.set_clock(jump)
            await siti.reads_all()
            await siti.writes("status")
            await siti.reads(timeout=10)


async def test_repeated_and_shuffled_updates_are_each_kept_once_in_the_order_of_their_chat(
    sqlite_database: Database, keyring: Keyring, at: datetime
) -> None:
    """As after a burst of failed deliveries: chats in any order, one in ten twice, many at once."""
    chance = random.Random(7)
    shelf = Shelf(Channel.TELEGRAM, "4711", sqlite_database, keyring, now=lambda: at)
    hook = TelegramWebhook([shelf], [HOOK.get_secret_value()], stored=lambda: None)
    lanes = [[_update(chat * 100 + number, chat) for number in range(10)] for chat in range(1, 21)]
    for lane in lanes:
        for update in chance.sample(lane, 1):
            lane.insert(lane.index(update) + 1, update)
    chance.shuffle(lanes)

    async def deliver(lane: list[dict[str, Any]]) -> None:  # a messenger waits for 200 before the chat's next
        for update in lane:
            async with client.post("/telegram/4711", json=update, headers=headers) as answer:
                assert answer.status == 200

    headers = {SECRET: HOOK.get_secret_value()}
    async with TestClient(TestServer(hook.application())) as client:
        await asyncio.gather(*map(deliver, lanes))
    heard: dict[int, list[int]] = {}
    while True:
        async with sqlite_database.begin() as uow:
            rows = await uow.inbox.next(at=at, limit=3)
            for row in rows:
                heard.setdefault(row.payload["message"]["chat"]["id"], []).append(int(row.event_id))
            await uow.inbox.done([row.id for row in rows])
        if not rows:
            break
    assert Counter(map(len, heard.values())) == {10: 20}
    assert all(ids == sorted(ids) for ids in heard.values())


def _update(number: int, chat: int) -> dict[str, Any]:
    message = {"message_id": number, "date": 0, "chat": {"id": chat, "type": "private"}, "text": "x"}
    return {"update_id": number, "message": message}
