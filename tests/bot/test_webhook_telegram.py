"""The door of Telegram's webhooks believes two secrets and answers 200 only for what is stored."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.ingress import Shelf
from bot.webhook_telegram import BODY_LIMIT, SECRET, TelegramWebhook
from conversations.messages import Channel
from storage.database import Database
from storage.errors import Unavailable
from storage.keys import Keyring

NEW, OLD = "new-secret-of-today", "old-secret-of-yesterday"
UPDATE = {"update_id": 7, "message": {"message_id": 1, "date": 0, "chat": {"id": 42, "type": "private"}, "text": "x"}}


@pytest.fixture
async def door(
    sqlite_database: Database, keyring: Keyring, at: datetime
) -> AsyncIterator[tuple[TestClient[Any, Any], Shelf]]:
    shelf = Shelf(Channel.TELEGRAM, "4711", sqlite_database, keyring, now=lambda: at)
    hook = TelegramWebhook([shelf], [NEW, OLD], stored=lambda: None)
    async with TestClient(TestServer(hook.application())) as client:
        yield client, shelf


async def post(client: TestClient[Any, Any], body: Any, secret: str = NEW, account: str = "4711") -> int:
    kind = {"data": body} if isinstance(body, bytes) else {"json": body}
    async with client.post(f"/telegram/{account}", headers={SECRET: secret}, **kind) as answer:
        return answer.status


async def test_both_secrets_are_believed_and_an_update_is_kept_once(
    door: tuple[TestClient[Any, Any], Shelf], sqlite_database: Database
) -> None:
    assert await post(door[0], UPDATE) == 200
    assert await post(door[0], UPDATE, OLD) == 200
    async with sqlite_database.begin() as uow:
        assert (await uow.inbox.waiting())[0] == 1


@pytest.mark.parametrize("secret", ["", "wrong", NEW[:-1], NEW + "x", "é" * 16])
async def test_nobody_else_is_believed(
    door: tuple[TestClient[Any, Any], Shelf], sqlite_database: Database, secret: str
) -> None:
    assert await post(door[0], UPDATE, secret) == 401
    async with sqlite_database.begin() as uow:
        assert (await uow.inbox.waiting())[0] == 0


async def test_a_secret_that_is_no_text_is_refused_like_any_other(door: tuple[TestClient[Any, Any], Shelf]) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", door[0].port)
    writer.write(b"POST /telegram/4711 HTTP/1.1\r\nHost: x\r\n" + SECRET.encode() + b": \xff\xfe\r\n")
    writer.write(b"Content-Length: 2\r\n\r\n{}")
    assert b" 401 " in await reader.readline()
    writer.close()


async def test_half_a_character_is_kept_and_holds_up_nobody(
    door: tuple[TestClient[Any, Any], Shelf], sqlite_database: Database
) -> None:
    chat = {"id": "\ud83d", "type": "private"}
    halved = {**UPDATE, "message": {**UPDATE["message"], "text": "\ud83d", "chat": chat}}  # type: ignore[dict-item]
    assert await post(door[0], halved) == 200
    async with sqlite_database.begin() as uow:
        (row,) = await uow.inbox.next(at=uow.inbox._tx.clock())
    assert row.payload == halved


async def test_a_bot_that_is_not_ours_has_no_path(door: tuple[TestClient[Any, Any], Shelf]) -> None:
    assert await post(door[0], UPDATE, account="4712") == 404


async def test_what_nobody_can_read_is_not_asked_for_again(door: tuple[TestClient[Any, Any], Shelf]) -> None:
    assert await post(door[0], b"{") == 200
    assert await post(door[0], b"[]") == 200
    assert await post(door[0], b"\xff" * 9) == 200
    assert await post(door[0], b" " * (BODY_LIMIT + 1)) == 413


async def test_a_database_that_does_not_answer_is_503_so_that_telegram_tries_again(
    keyring: Keyring, at: datetime
) -> None:
    database = Database("postgresql+asyncpg://nobody@127.0.0.1:1/none", keyring, clock=lambda: at)
    shelf = Shelf(Channel.TELEGRAM, "4711", database, keyring, now=lambda: at)
    with pytest.raises(Unavailable):
        await shelf.store([])
    async with TestClient(TestServer(TelegramWebhook([shelf], [NEW], stored=lambda: None).application())) as client:
        assert await post(client, UPDATE) == 503
    await database.close()
