"""Chats are made once, remember consent and talk, and move with their group."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from conversations.messages import ChatKind
from storage.database import Database
from storage.errors import Stale
from storage.records import Chat
from tests.storage.samples import a_chat, address, outgoing


async def load(database: Database, key: str) -> Chat:
    async with database.read() as uow:
        chat = await uow.chats.get(key)
    assert chat
    return chat


async def test_a_chat_is_made_once(database: Database) -> None:
    chats = await asyncio.gather(*(a_chat(database) for _ in range(8)))
    assert {chat.key for chat in chats} == {chats[0].key}
    assert (await load(database, chats[0].key)) == chats[0]
    async with database.read() as uow:
        assert await uow.chats.get("0" * 32) is None


async def test_what_is_saved_comes_back(database: Database, at: datetime) -> None:
    chat = await a_chat(database)
    changed = replace(
        chat, language="en", notices=False, consent_version="2026-11", consent_at=at, state={"step": ["a", 1]},
        name="Siti", reachable=False, seen_at=at + timedelta(microseconds=1),
    )  # fmt: skip
    async with database.begin() as uow:
        saved = await uow.chats.save(changed)
    assert saved == replace(changed, version=chat.version + 1)
    assert await load(database, chat.key) == saved


async def test_the_second_of_two_saves_is_refused(database: Database) -> None:
    chat = await a_chat(database)
    async with database.begin() as uow:
        await uow.chats.save(replace(chat, state={"n": 1}))
    with pytest.raises(Stale):
        async with database.begin() as uow:
            await uow.chats.save(replace(chat, state={"n": 2}))
    assert (await load(database, chat.key)).state == {"n": 1}


async def test_a_turn_may_save_twice(database: Database) -> None:
    chat = await a_chat(database)
    async with database.begin() as uow:
        await uow.chats.save(replace(chat, state={"n": 1}))
        await uow.chats.save(replace(chat, state={"n": 2}))
    assert (await load(database, chat.key)).state == {"n": 2}


async def test_who_writes_again_is_reachable_again_and_may_have_a_new_name(database: Database, at: datetime) -> None:
    chat = await a_chat(database)
    async with database.begin() as uow:
        await uow.chats.mark_unreachable(chat.key, at)
    assert not (await load(database, chat.key)).reachable
    again = await a_chat(database, name="Siti A.")
    assert (again.reachable, again.name) == (True, "Siti A.")
    assert await load(database, chat.key) == again
    assert await a_chat(database, name="Siti A.") == again, "nothing new, nothing written"


async def test_an_empty_name_keeps_the_known_one(database: Database) -> None:
    await a_chat(database, name="Siti")
    assert (await a_chat(database, name="")).name == "Siti"


async def test_a_moved_group_takes_desks_and_unsent_messages_along(database: Database, at: datetime) -> None:
    old_address, new_address = address("-5", thread="3"), address("-1005")
    async with database.begin() as uow:
        desk = await uow.desks.bind("2171.dinkes", old_address, "Desk Dinkes", at)
        chat = await uow.chats.get(desk.chat_key)
        assert chat and chat.kind is ChatKind.GROUP
        await uow.chats.save(replace(chat, state={"shelf": {"x": 1}}))
        await uow.outbox.put([outgoing(desk.chat_key, "a"), outgoing(desk.chat_key, "b")])
        (leased,) = await uow.outbox.claim(owner="s", at=at)
    async with database.begin() as uow:
        moved = await uow.chats.moved(desk.chat_key, new_address)
        await uow.outbox.retry(leased.id, "s", at)
        assert moved and (moved.address, moved.state) == (new_address, {"shelf": {"x": 1}})
        assert await uow.chats.moved("0" * 32, new_address) is None
    async with database.begin() as uow:
        (there,) = await uow.desks.of_agency("2171.dinkes")
        assert (there.chat_key, there.address, there.title) == (
            moved.key, address("-1005", thread="3"), "Desk Dinkes",
        )  # fmt: skip
        assert await uow.desks.of_chat(desk.chat_key) == []
        (row,) = await uow.outbox.claim(owner="s", at=at)
        assert (row.id, row.address.chat) == (leased.id, "-1005")
        again = await uow.chats.moved(desk.chat_key, new_address)
        assert again and again.key == moved.key, "told twice, moved once"
        old = await uow.chats.get(desk.chat_key)
        assert old and not old.reachable
