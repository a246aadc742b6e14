"""What is told to whoever restarts and wakes: alive, taking part, and how long people have been waiting."""

from __future__ import annotations

from datetime import datetime, timedelta

import aiohttp

from bot import health as health_module
from bot.health import Health
from storage.database import Database
from storage.keys import Keyring
from tests.storage.samples import a_chat, outgoing, update


async def ask(health: Health, path: str) -> tuple[int, str]:
    async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{health.port}{path}") as answer:
        return answer.status, await answer.text()


async def test_the_age_of_what_waits_is_told_first_and_dead_letters_are_seen(database: Database, at: datetime) -> None:
    chat = await a_chat(database)
    async with database.begin() as uow:
        await uow.inbox.add([update(chat.key, "1")], at=at - timedelta(seconds=90))
        await uow.inbox.add([update("0" * 32, "2")], at=at)
        (row,) = await uow.inbox.next(at=at)
        await uow.outbox.put([outgoing(chat.key), outgoing(chat.key)], at=at - timedelta(seconds=7))
        (out,) = await uow.outbox.claim(owner="s", at=at, limit=1)
        await uow.outbox.dead(out.id, "s", error="Rejected")
    health = Health(lambda: at)
    health.database, health.ready = database, True
    await health.open("127.0.0.1", 0)
    try:
        status, page = await ask(health, "/metrics")
        assert status == 200
        assert "narahubung_inbox_oldest_seconds 90.0" in page
        assert 'narahubung_outbox_oldest_seconds{lane="reply"} 7.0' in page
        assert 'narahubung_outbox_oldest_seconds{lane="broadcast"} 0.0' in page
        assert 'narahubung_dead_letters{box="outbox"} 1.0' in page
        assert page.index("inbox_oldest") < page.index("inbox_waiting")
        assert chat.key not in page and str(chat.address.chat) not in page
        async with database.begin() as uow:
            await uow.inbox.done([row.id])
        assert "narahubung_inbox_oldest_seconds 0.0" in (await ask(health, "/metrics"))[1]
    finally:
        await health.close()


async def test_ready_only_while_taking_part(sqlite_database: Database, at: datetime) -> None:
    health = Health(lambda: at)
    await health.open("127.0.0.1", 0)
    try:
        assert await ask(health, "/readyz") == (503, "starting\n")
        health.database, health.ready = sqlite_database, True
        assert await ask(health, "/readyz") == (200, "ready\n")
        health.draining = True
        assert await ask(health, "/readyz") == (503, "draining\n")
        assert (await ask(health, "/healthz"))[0] == 200, "who drains must not be restarted"
    finally:
        await health.close()


async def test_a_database_that_does_not_answer_is_told_and_no_old_figures(keyring: Keyring, at: datetime) -> None:
    health = Health(lambda: at)
    health.database = Database("postgresql+asyncpg://nobody@127.0.0.1:1/none", keyring, clock=lambda: at)
    health.ready = True
    await health.open("127.0.0.1", 0)
    try:
        assert await ask(health, "/readyz") == (503, "database: Unavailable\n")
        assert (await ask(health, "/metrics"))[0] == 503
        assert (await ask(health, "/healthz"))[0] == 200, "restarting us would not bring the database back"
    finally:
        await health.close()
        await health.database.close()


async def test_a_loop_that_hangs_is_named(at: datetime) -> None:
    health = Health(lambda: at)
    await health.open("127.0.0.1", 0)
    try:
        health.beat("sender")
        health.beat("clock")
        health._beats["sender"] -= health_module.STUCK + 1
        assert await ask(health, "/healthz") == (503, "stuck: sender\n")
        health.forget("sender")
        assert (await ask(health, "/healthz"))[0] == 200
    finally:
        await health.close()
