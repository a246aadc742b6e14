"""What several turns ask first is read for all at once, and never hides what one of them has written since."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from conversations.messages import ChatKind
from storage.database import Database
from tests.storage.samples import a_chat, address


async def test_a_chat_read_ahead_is_the_one_that_was_saved_since(database: Database, at: datetime) -> None:
    siti, budi = await a_chat(database, "1"), await a_chat(database, "2")
    async with database.begin() as uow:
        await uow.expect([siti.key, budi.key, "f" * 32], [address("1"), address("2")])
        assert await uow.chats.get(siti.key) == siti
        await uow.chats.save(replace(siti, language="en"))
        assert (await uow.chats.get(siti.key)) != siti
        await uow.chats.mark_unreachable(budi.key)
        found = await uow.chats.get(budi.key)
        assert found is not None and not found.reachable


async def test_a_chat_that_was_new_when_read_ahead_is_made(database: Database, at: datetime) -> None:
    async with database.begin() as uow:
        key = uow._tx.keys.chat_key(address("3"))
        await uow.expect([key], [address("3")])
        made = await uow.chats.ensure(address("3"), ChatKind.PRIVATE, "Ani", at=at)
        assert await uow.chats.get(key) == made


async def test_ids_and_talks_read_ahead_are_those_that_were_made_since(database: Database, at: datetime) -> None:
    chat = await a_chat(database, "4")
    async with database.begin() as uow:
        await uow.expect([chat.key], [address("4")])
        assert await uow.identities.find(address("4")) is None
        assert await uow.staff_talks.of_chat(chat.key, at) is None
        await uow.identities.bind(address("4"), chat.key, at)
        talk = await uow.staff_talks.open(chat.key, at)
        await uow.expect([chat.key], [address("4")])
        found = await uow.identities.find(address("4"))
        assert found is not None and found.chat_key == chat.key
        assert await uow.staff_talks.of_chat(chat.key, at) == talk
        await uow.staff_talks.close(talk, at)
        assert await uow.staff_talks.of_chat(chat.key, at) is None
