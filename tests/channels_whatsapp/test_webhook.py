"""The door: believed or not, stored before it is answered, each event once, and never busy with anything else."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.channels.base import Raw
from bot.channels.whatsapp import WhatsApp
from bot.channels.whatsapp_signature import SIGNATURE, MetaHmac
from bot.channels.whatsapp_wire import Endpoint
from bot.group_commit import GroupCommit
from bot.ingress import Shelf
from bot.webhook_whatsapp import BODY_LIMIT, WhatsAppWebhook
from simulator.whatsapp.webhook import signature
from storage.database import Database
from storage.keys import Keyring
from tests.channels_whatsapp.test_split import NUMBER, body, change, message

SECRET = "rahasia"


@pytest.fixture
def channel() -> WhatsApp:
    endpoint = Endpoint(number=NUMBER, auth_value="Bearer x")
    return WhatsApp(endpoint, auth=MetaHmac(SECRET), verify_token="kata")


@pytest.fixture
async def door(
    channel: WhatsApp, sqlite_database: Database, keyring: Keyring, at: datetime
) -> AsyncIterator[TestClient[Any, Any]]:
    shelf = Shelf(channel.name, channel.account, sqlite_database, keyring, now=lambda: at)
    webhook = WhatsAppWebhook(channel, shelf.store, stored=lambda: None)
    async with TestClient(TestServer(webhook.application())) as client:
        yield client


async def post(door: TestClient[Any, Any], raw: bytes, sign: str | None = None) -> int:
    headers = {SIGNATURE: signature(SECRET, raw) if sign is None else sign}
    async with door.post("/whatsapp", data=raw, headers=headers) as answer:
        return answer.status


async def waiting(database: Database) -> int:
    async with database.read() as uow:
        return (await uow.inbox.waiting())[0]


async def test_a_batch_is_as_many_rows(door: TestClient[Any, Any], sqlite_database: Database) -> None:
    entry = [change(*(message(n + c) for n in (1, 2, 3))) for c in (0, 10)]
    other = [change(*(message(n + c) for n in (1, 2, 3))) for c in (20, 30)]
    assert await post(door, body(entry, other)) == 200
    assert await waiting(sqlite_database) == 12


async def test_the_same_twice_at_once_and_with_another_name_is_one(
    door: TestClient[Any, Any], sqlite_database: Database
) -> None:
    page = body([change(message(1))])
    renamed = json.loads(page)
    renamed["entry"][0]["changes"][0]["value"]["contacts"] = [{"wa_id": "6281", "profile": {"name": "Baru"}}]
    codes = await asyncio.gather(*(post(door, raw) for raw in (page, page, json.dumps(renamed).encode()) * 3))
    assert set(codes) == {200} and await waiting(sqlite_database) == 1


async def test_whom_we_do_not_believe_stores_nothing(door: TestClient[Any, Any], sqlite_database: Database) -> None:
    page = body([change(message(1))])
    for sign in ("", "sha256=0", signature("lain", page)):
        assert await post(door, page, sign) == 401
    assert await waiting(sqlite_database) == 0


async def test_more_than_four_megabytes_is_nobodys_complaint(door: TestClient[Any, Any]) -> None:
    assert await post(door, b"x" * (BODY_LIMIT + 1)) == 413


async def test_the_question_whether_it_is_ours(door: TestClient[Any, Any]) -> None:
    asked = {"hub.mode": "subscribe", "hub.verify_token": "kata", "hub.challenge": "<b>42"}
    async with door.get("/whatsapp", params=asked) as answer:
        assert answer.status == 200 and answer.content_type == "text/plain" and await answer.text() == "<b>42"
    async with door.get("/whatsapp", params={**asked, "hub.verify_token": "lain"}) as answer:
        assert answer.status == 403


async def test_signed_junk_is_kept_and_acknowledged(door: TestClient[Any, Any], sqlite_database: Database) -> None:
    for raw in (b'{"object":"x"}', b"junk"):
        assert await post(door, raw) == 200
    assert await waiting(sqlite_database) == 2
    assert await post(door, b'{"object":"x","entry":[]}') == 200 and await waiting(sqlite_database) == 2


async def test_no_commit_no_acknowledgement(channel: WhatsApp) -> None:
    working = False
    kept: list[Raw] = []

    async def store(raws: Sequence[Raw]) -> None:
        if not working:
            raise OSError("the database is down")
        kept.extend(raws)

    webhook = WhatsAppWebhook(channel, store, stored=lambda: None)
    async with TestClient(TestServer(webhook.application())) as door:
        page = body([change(message(1))])
        assert await post(door, page) == 503
        working = True
        assert await post(door, page) == 200 and len(kept) == 1


async def test_many_requests_share_a_commit_and_its_failure() -> None:
    groups: list[int] = []
    broken = asyncio.Event()

    async def store(items: Sequence[int]) -> None:
        groups.append(len(items))
        await asyncio.sleep(0.01)
        if broken.is_set():
            raise OSError

    commit = GroupCommit[int](store)
    await asyncio.gather(*(commit.put([n]) for n in range(50)))
    assert sum(groups) == 50 and len(groups) <= 3
    broken.set()
    ends = await asyncio.gather(*(commit.put([n]) for n in range(5)), return_exceptions=True)
    assert all(isinstance(end, OSError) for end in ends)
    broken.clear()
    gone = asyncio.create_task(commit.put([1]))
    await asyncio.sleep(0)
    gone.cancel()
    await commit.put([2])  # who hung up did not take the others' commit along
