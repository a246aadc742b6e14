"""What is parked can be listed by number and cause, sent on its way again once, and is then parked no more."""

from __future__ import annotations

import asyncio

import pytest
from click.testing import CliRunner

from bot.__main__ import main
from bot.app_memory import memory
from bot.config import load_settings
from bot.moment import now
from conversations.messages import Address, Channel, ChatKind, Quoted, say
from storage.records import Outgoing

pytestmark = pytest.mark.usefixtures("own_folder")
SITI = Address(channel=Channel.TELEGRAM, account="4711", chat="77")


async def parked() -> None:
    """One update that could not be handled, one message that could not be sent."""
    async with memory(load_settings()) as (database, _), database.begin() as uow:
        chat = await uow.chats.ensure(SITI, ChatKind.PRIVATE, "Siti", at=now())
        await uow.inbox.add([(Channel.TELEGRAM, "4711", "1", chat.key, {"text": "rahasia"})], at=now())
        (row,) = await uow.inbox.next(at=now())
        assert await uow.inbox.failed(row.id, error="KeyError", at=now(), max_tries=1)
        await uow.outbox.put(Outgoing(chat_key=chat.key, message=say(Quoted("rahasia"))))
        (letter,) = await uow.outbox.claim(owner="s", at=now())
        await uow.outbox.dead(letter.id, "s", error="Rejected")


async def waiting() -> tuple[int, int]:
    async with memory(load_settings(), make=False) as (database, _), database.read() as uow:
        depth = await uow.outbox.depth(at=now())
        return (await uow.inbox.waiting(at=now()))[0], sum(each.count for each in depth.values())


def test_parked_messages_are_listed_by_number_and_sent_on_their_way_once() -> None:
    asyncio.run(parked())

    def run(*words: str) -> tuple[int, str]:
        said = CliRunner().invoke(main, ["dead", *words])
        return said.exit_code, said.output

    code, listed = run("list")
    rows = [line.split("\t") for line in listed.splitlines()]
    assert code == 0 and [(row[0], row[2]) for row in rows] == [("masuk", "KeyError"), ("keluar", "Rejected")]
    assert "rahasia" not in listed
    for way, number, *_ in rows:
        assert run("replay", way, number)[0] == 0
        code, said = run("replay", way, number)
        assert code == 1 and "Tidak ada pesan" in said
    assert run("list") == (0, "")
    assert asyncio.run(waiting()) == (1, 1)
