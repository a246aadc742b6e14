"""Both bots on webhooks, then polling, then webhooks with a new secret: nobody on the street notices."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from pydantic import SecretStr

import simulator
from bot import app_deeds
from bot.app import App
from simulator.client import SimClient
from tests.kill.house import hears
from tests.street import CITIZEN_TOKEN, DESK_TOKEN, batam, batam_ears, settings

OLD, NEW = SecretStr("the-secret-of-yesterday"), SecretStr("the-secret-of-today")


@asynccontextmanager
async def living(folder: Path, url: str, staff: str, **more: Any) -> AsyncIterator[App]:
    """The app with these settings, until the end of the block."""
    app_deeds.RegistryEars = lambda *_: batam_ears()  # type: ignore[assignment, misc]
    app = App(settings(folder, url, staff).model_copy(update=more), registry=batam)
    await app.open()
    stop = asyncio.Event()
    running = asyncio.create_task(app.run(stop))
    try:
        yield app
    finally:
        stop.set()
        await running
        await app.close()


def free_port() -> int:
    """A port nobody uses now."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


async def test_polling_and_webhooks_follow_each_other_without_a_lost_word(tmp_path: Path) -> None:
    server = await simulator.start(port=0, data_dir=None)
    async with SimClient(server.url) as sim:
        bot = await sim.bot("Pengaduan", token=CITIZEN_TOKEN, id=7000000001)
        desk = await sim.bot("Narahubung", token=DESK_TOKEN, id=7000000002, privacy=False)
        dewi = await sim.user("Dewi")
        staff = await sim.group("Ombudsman", dewi, desk, admins=(desk,))
        siti = await sim.user("Siti", started=bot)
        port, group = free_port(), str(staff["id"])
        hook = {"webhook_url": f"http://127.0.0.1:{port}", "webhook_port": port}

        await siti.writes("halo")  # before anybody listens
        async with living(tmp_path, server.url, group, **hook, webhook_secret=OLD) as app:
            consent = await hears(siti, "Setuju")
            await dewi.writes("/antrean", in_=staff)
            await dewi.reads(staff, timeout=10)
            for channel in app.channels.values():
                info = await channel.webhook_info()
                assert info["url"].endswith(f"/telegram/{channel.account}")
                assert info["allowed_updates"] == ["message", "edited_message", "callback_query", "my_chat_member"]
        await siti.presses("Setuju", on=consent)  # while nobody listens: it waits at Telegram

        async with living(tmp_path, server.url, group) as app:
            await siti.reads(timeout=10)
            for channel in app.channels.values():
                await _until_polled(channel)
            await dewi.writes("/antrean", in_=staff)
            await dewi.reads(staff, timeout=10)

        await siti.writes("ktp anak saya di disdukcapil batam sudah 3 bulan belum jadi")
        async with living(tmp_path, server.url, group, **hook, webhook_secret=NEW, webhook_old_secret=OLD) as app:
            await hears(siti, "Benar")
            async with app.database.read() as uow:
                assert not await uow.inbox.dead()
                rows = await uow.inbox.waiting()
            assert rows[0] == 0
    await server.stop()


async def _until_polled(channel: Any) -> None:
    async with asyncio.timeout(10):
        while (await channel.webhook_info()).get("url"):  # noqa: ASYNC110 - another program's state
            await asyncio.sleep(0.02)
