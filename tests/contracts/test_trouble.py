"""How sending can end, against the simulator's faults: every ending is one of the SendError tree."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from bot.channels.base import Conflict, Revoked, Unavailable
from bot.channels.telegram_adapter import TelegramAdapter
from conversations.messages import (
    Address,
    Blocked,
    Button,
    Gone,
    Moved,
    Rejected,
    Rendered,
    SendError,
    Throttled,
    Unknown,
)
from simulator import Simulator
from simulator.client import SimClient
from simulator.client_people import Person

HELLO = Rendered(body="Halo")


async def ending(channel: TelegramAdapter, to: Address, message: Rendered = HELLO) -> SendError:
    with pytest.raises(SendError) as caught:
        await channel.send(to, message)
    assert caught.value.__cause__ is None and caught.value.__suppress_context__
    return caught.value


async def test_too_fast_says_for_how_long(channel: TelegramAdapter, sim: SimClient, to: Address) -> None:
    await sim.breaks("429", "sendMessage", times=1, retry_after=7)
    error = await ending(channel, to)
    assert isinstance(error, Throttled) and not isinstance(error, Unavailable) and error.seconds == 7
    assert await channel.send(to, HELLO)


@pytest.mark.parametrize("code", [500, 503])
async def test_a_broken_server_did_nothing_and_may_be_asked_again(
    channel: TelegramAdapter, sim: SimClient, to: Address, code: int
) -> None:
    await sim.breaks("error", "sendMessage", code=code, description="Internal Server Error", times=1)
    assert isinstance(await ending(channel, to), Unavailable)


#: Nobody can tell whether the message went out: no answer, an answer lost, a gateway's page.
DOUBT: dict[str, dict[str, Any]] = {
    "timeout": {"kind": "timeout"},
    "drop": {"kind": "drop"},
    "garbage": {"kind": "garbage"},
    "gateway": {"kind": "error", "code": 504, "description": "Gateway Timeout"},
}


@pytest.mark.parametrize("name", sorted(DOUBT))
async def test_doubt_is_called_doubt(channel: TelegramAdapter, sim: SimClient, to: Address, name: str) -> None:
    plan = dict(DOUBT[name])
    await sim.breaks(plan.pop("kind"), "sendMessage", times=1, **plan)
    began = time.monotonic()
    error = await ending(channel, to)
    assert type(error) is Unknown and time.monotonic() - began < 10


async def test_nobody_at_home_is_certainly_not_sent(
    adapter_class: Callable[..., TelegramAdapter], bot: dict[str, Any], to: Address
) -> None:
    adapter = adapter_class(bot["token"], "http://127.0.0.1:9", patience=1)
    await adapter.start()
    assert isinstance(await ending(adapter, to), Unavailable)
    with pytest.raises((Throttled, Unknown)):
        await adapter.fetch(None, timeout=0)
    await adapter.close()


async def test_a_blocked_bot_and_a_stranger_are_not_reachable(
    channel: TelegramAdapter, sim: SimClient, siti: Person, to: Address
) -> None:
    await siti.blocks()
    assert isinstance(await ending(channel, to), Blocked)
    await siti.unblocks()
    await channel.send(to, HELLO)
    stranger = await sim.user("Orang Baru")
    assert isinstance(await ending(channel, replace(to, chat=str(stranger.id))), Blocked)
    assert isinstance(await ending(channel, replace(to, chat="4242")), Blocked)


async def test_a_group_that_put_us_out_or_moved(
    channel: TelegramAdapter, sim: SimClient, bot: dict[str, Any], to: Address
) -> None:
    officer = await sim.user("Pak Budi")
    group = await sim.group("Meja", officer, bot, kind="group")
    address = replace(to, chat=str(group["id"]))
    moved = await sim.upgrade(group)
    error = await ending(channel, address)
    assert isinstance(error, Moved) and error.new_chat == str(moved["id"])
    await channel.send(replace(to, chat=error.new_chat), HELLO)
    await sim.remove(moved, bot)
    assert isinstance(await ending(channel, replace(to, chat=error.new_chat)), Blocked)


REFUSED = {
    "an empty text": Rendered(body=""),
    "a text too long": Rendered(body="a" * 4097),
    "broken markup": Rendered(body="<b>terbuka", html=True),
    "a button id too long": Rendered(body="x", buttons=(Button(id="y" * 65, label="Ya"),)),
    "a button without label": Rendered(body="x", buttons=(Button(id="y", label=""),)),
}


@pytest.mark.parametrize("name", sorted(REFUSED))
async def test_what_the_service_never_takes_is_rejected(channel: TelegramAdapter, to: Address, name: str) -> None:
    error = await ending(channel, to, REFUSED[name])
    assert isinstance(error, Rejected) and not isinstance(error, Revoked)


async def test_an_id_of_another_channel_is_rejected_here(channel: TelegramAdapter, to: Address) -> None:
    with pytest.raises(Rejected):
        await channel.send(replace(to, chat="62812xyz"), HELLO)


async def test_two_fetchers_are_told_apart(channel: TelegramAdapter, sim: SimClient, bot: dict[str, Any]) -> None:
    await channel.set_webhook("http://127.0.0.1:9/hook", "rahasia")
    assert (await channel.webhook_info())["url"] == "http://127.0.0.1:9/hook"
    with pytest.raises(Conflict):
        await channel.fetch(None, timeout=0)
    await channel.delete_webhook()
    assert await channel.fetch(None, timeout=0) == []


async def test_a_token_nobody_knows_is_revoked(
    adapter_class: Callable[..., TelegramAdapter], street: Simulator, to: Address
) -> None:
    adapter = adapter_class("7999999999:SIMULATOR-nobody", street.url, patience=1)
    await adapter.start()
    assert isinstance(await ending(adapter, to), Revoked)
    for call in (adapter.fetch(None, timeout=0), adapter.who_am_i()):
        with pytest.raises(Rejected):
            await call
    await adapter.close()


async def test_fetching_survives_a_bad_line(channel: TelegramAdapter, sim: SimClient, siti: Person) -> None:
    await siti.writes("halo")
    for kind, expected in {"429": Throttled, "500": Throttled, "drop": Unknown, "garbage": Unknown}.items():
        await sim.breaks(kind, "getUpdates", times=1)
        with pytest.raises(expected):
            await channel.fetch(None, timeout=0)
    assert len(await channel.fetch(None, timeout=0)) == 1


async def test_topics_open_are_renamed_and_close_twice(
    channel: TelegramAdapter, sim: SimClient, bot: dict[str, Any], to: Address
) -> None:
    officer = await sim.user("Pak Budi")
    group = await sim.group("Disdukcapil", officer, bot, kind="forum", admins=(bot,))
    chat = str(group["id"])
    thread = await channel.open_topic(chat, "BT-7KQ2 " + "x" * 200)
    in_topic = replace(to, chat=chat, thread=thread)
    await channel.send(in_topic, HELLO)
    assert str((await officer.reads(group)).topic) == thread
    for _ in range(2):
        await channel.retitle_topic(chat, thread, "BT-7KQ2 selesai")
    for _ in range(2):
        await channel.close_topic(chat, thread)
    assert isinstance(await ending(channel, replace(in_topic, thread="9999")), Gone)


async def test_topics_need_a_forum_and_rights(channel: TelegramAdapter, sim: SimClient, bot: dict[str, Any]) -> None:
    officer = await sim.user("Pak Budi")
    for kind in ("supergroup", "forum"):
        group = await sim.group("Meja", officer, bot, kind=kind)
        with pytest.raises(Rejected):
            await channel.open_topic(str(group["id"]), "BT-7KQ2")


async def test_leaving_twice_is_no_trouble(channel: TelegramAdapter, sim: SimClient, bot: dict[str, Any]) -> None:
    group = await sim.group("Meja", await sim.user("Pak Budi"), bot)
    for _ in range(2):
        await channel.leave(str(group["id"]))
