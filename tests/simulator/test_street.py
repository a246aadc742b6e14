"""Faults, flood limits, the clock, persistence, safety and the rest of the control API."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiogram import Bot
from aiogram.exceptions import (
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)

from simulator import Simulator, start
from simulator.client import SimClient
from simulator.client_seen import SimError

Json = dict[str, Any]


async def test_faults_strike_as_often_as_planned(gram: Bot, sim: SimClient, public: Json) -> None:
    siti = await sim.user("Siti", started=public)
    await sim.breaks("429", "sendMessage", times=1, retry_after=7)
    with pytest.raises(TelegramRetryAfter) as wait:
        await gram.send_message(siti.id, "a")
    assert wait.value.retry_after == 7
    await sim.breaks("500", every=2)
    await gram.send_message(siti.id, "b")
    with pytest.raises(TelegramServerError):
        await gram.send_message(siti.id, "c")
    await sim.heals()
    await sim.breaks("timeout", "sendMessage", times=1, seconds=30)
    with pytest.raises(TelegramNetworkError):
        await gram.send_message(siti.id, "d", request_timeout=1)
    await asyncio.sleep(0.1)
    assert [(r["code"], r["fault"]) for r in await sim.ledger()][-1] == (0, "timeout")
    await sim.breaks("reset", times=1)
    with pytest.raises(TelegramNetworkError):
        await gram.send_message(siti.id, "e")
    await sim.breaks("error", times=1, code=403, description="Forbidden: uji")
    with pytest.raises(Exception, match="uji"):
        await gram.send_message(siti.id, "f")
    await sim.breaks("slow", times=1, seconds=0.2)
    began = time.monotonic()
    await gram.send_message(siti.id, "g")
    assert time.monotonic() - began >= 0.2
    assert [seen.text for seen in await siti.sees()] == ["b", "g"]


async def test_drop_after_accept_is_the_duplicate_trap_and_the_ledger_shows_it(
    gram: Bot, sim: SimClient, public: Json
) -> None:
    siti = await sim.user("Siti", started=public)
    await sim.breaks("drop", "sendMessage", times=1)
    with pytest.raises(TelegramNetworkError):
        await gram.send_message(siti.id, "sekali saja")
    await gram.send_message(siti.id, "sekali saja")
    assert len(await siti.sees()) == 2
    rows = await sim.ledger()
    assert [(row["code"], row["fault"], row["text"]) for row in rows] == [
        (200, "drop", "sekali saja"), (200, None, "sekali saja"),
    ]  # fmt: skip
    assert await sim.ledger(after=rows[0]["number"]) == rows[1:]
    stats = await sim.stats()
    assert stats["calls"]["sendmessage"] == 2 and stats["faults"] == {"drop": 1}


async def test_a_fault_with_a_typing_error_is_refused_by_name(sim: SimClient) -> None:
    with pytest.raises(SimError, match="not known: \\['tmes'\\]"):
        await sim.breaks("500", tmes=1)
    with pytest.raises(SimError, match="a fault needs a kind"):
        await sim.breaks("thunder")


async def test_the_modelled_limits_slow_a_chat_a_group_and_a_bot(gram: Bot, sim: SimClient, public: Json) -> None:
    siti = await sim.user("Siti", started=public)
    group = await sim.group("Grup", siti, public)
    model = await sim.limits(bot_per_second=10, bot_slack=0, group_per_minute=4)
    assert "not Telegram itself" in model["model"]
    for n in range(3):
        await gram.send_message(siti.id, str(n))
    with pytest.raises(TelegramRetryAfter):
        await gram.send_message(siti.id, "terlalu cepat")
    for n in range(4):
        await gram.send_message(group["id"], str(n))
    with pytest.raises(TelegramRetryAfter) as full:
        await gram.send_message(group["id"], "penuh")
    assert 50 <= full.value.retry_after <= 60
    crowd = await sim.crowd(8, started=public)
    with pytest.raises(TelegramRetryAfter) as bot:
        for who in crowd:
            await gram.send_message(who, "siaran")
    assert bot.value.retry_after == 1 and (await sim.stats())["throttled"] == 3


async def test_yesterdays_world_is_found_again(tmp_path: Path, png: bytes) -> None:
    first = await start(data_dir=tmp_path)
    async with SimClient(first.url) as sim:
        bot = await sim.bot("citizen")
        siti = await sim.user("Siti", started=bot)
        group = await sim.group("Meja", siti, bot, kind="forum", admins=(bot,))
        await siti.writes("belum diambil", bot)
        photo = await siti.sends("photo", png, "a.png", caption="bukti")
        waiting = (await sim.call("GET", "updates", bot=bot["id"]))["waiting"]
        await sim.set_clock("2026-11-20T08:00:00+07:00", freeze=True)
        await sim.layout({"title": "Siti", "kind": "phone", "chat_id": bot["id"], "user_id": siti.id})
    await first.stop()
    second = await start(data_dir=tmp_path)
    async with SimClient(second.url) as sim:
        assert (await sim.bot("citizen"))["token"] == bot["token"]
        seen = await sim.call("GET", "messages", **{"as": siti.id, "in": bot["id"]})
        assert [m["text"] for m in seen] == ["belum diambil", "bukti"]
        updates = (await sim.call("GET", "updates", bot=bot["id"]))["waiting"]
        assert updates == waiting
        assert (await sim.call("GET", "clock"))["frozen"] and (await sim.now()) == 1795136400
        assert (await sim.call("GET", "layout"))["panels"][0]["title"] == "Siti"
        async with aiohttp.ClientSession() as web:
            url = second.url + seen[1]["media"]["url"]
            async with web.get(url) as answer:
                assert await answer.read() == png
        again = await sim.call("POST", "act/send", {"as": siti.id, "in": bot["id"], "text": "lagi"})
        assert again["id"] > photo.id and again["rev"] > photo.rev
        newest = (await sim.call("GET", "updates", bot=bot["id"]))["waiting"][-1]
        assert newest["update_id"] > waiting[-1]["update_id"]
        chat = await sim.call("GET", "chat", **{"as": siti.id, "in": group["id"]})
        assert chat["kind"] == "forum" and len(chat["members"]) == 2
    await second.stop()


async def test_an_update_can_come_twice_and_can_be_nonsense(gram: Bot, sim: SimClient, public: Json) -> None:
    siti = await sim.user("Siti", started=public)
    await siti.writes("halo")
    number = (await gram.get_updates())[0].update_id
    await gram.get_updates(offset=number + 1)
    assert await sim.replay(public) == number
    assert (await gram.get_updates())[0].update_id == number
    await gram.get_updates(offset=number + 1)
    bad = await sim.raw_update(public, {"message_id": "not a number"})
    with pytest.raises(Exception, match="validation"):
        await gram.get_updates()
    assert bad == number + 1


async def test_old_buttons_and_double_taps_reach_the_bot(gram: Bot, sim: SimClient, public: Json) -> None:
    siti = await sim.user("Siti", started=public)
    keys = {"inline_keyboard": [[{"text": "Ya", "callback_data": "y"}]]}
    await sim.call("GET", "stats")
    async with aiohttp.ClientSession() as web:
        url = f"{sim.url}/bot{public['token']}/sendMessage"
        await web.post(url, json={"chat_id": siti.id, "text": "?", "reply_markup": keys})
    question = await siti.reads()
    await asyncio.gather(siti.presses("Ya"), siti.presses("Ya"))
    await gram.edit_message_text("Sudah", chat_id=siti.id, message_id=question.id)
    assert (await siti.reads()).edited
    with pytest.raises(SimError, match="there is no button"):
        await siti.presses("Ya")
    await siti.presses(data="y", on=question, stale=True)
    await gram.delete_message(siti.id, question.id)
    await siti.presses(data="y", on=question, stale=True)
    queries = [u.callback_query for u in await gram.get_updates()]
    assert [q.data for q in queries if q] == ["y"] * 4
    assert queries[-1] and queries[-1].message and queries[-1].message.date == 0


async def test_people_cannot_do_what_the_messenger_would_not_let_them(sim: SimClient, public: Json) -> None:
    siti, budi = await sim.user("Siti", started=public), await sim.user("Budi")
    group = await sim.group("Grup", budi)
    with pytest.raises(SimError, match="is not in group"):
        await siti.writes("halo", in_=group)
    with pytest.raises(SimError, match="empty text"):
        await siti.writes("   ", in_=public)
    with pytest.raises(SimError, match="must be a PNG"):
        await siti.sends("photo", b"not a picture", in_=public)
    await siti.blocks(public)
    with pytest.raises(SimError, match="unblock first"):
        await siti.writes("halo", in_=public)
    long = await budi.writes("x" * 5000, in_=group)
    assert len(long.text) == 904 and len(await budi.sees(group)) == 3
    await sim.add(group, siti)
    with pytest.raises(SimError, match="only one's own"):
        await siti.edits(long, "x", in_=group)


async def test_the_page_hears_everything_live(street: Simulator, gram: Bot, sim: SimClient, public: Json) -> None:
    siti = await sim.user("Siti", started=public)
    async with aiohttp.ClientSession() as web, web.get(f"{street.url}/sim/events") as stream:
        await stream.content.readline()
        await gram.send_chat_action(siti.id, "typing")
        sent = await gram.send_message(siti.id, "halo")
        await gram.delete_message(siti.id, sent.message_id)
        kinds: list[str] = []
        async with asyncio.timeout(3):
            while len(kinds) < 3:
                line = await stream.content.readline()
                if line.startswith(b"data: "):
                    kinds.append(json.loads(line[6:])["type"])
    assert kinds == ["typing", "message", "deleted"]


async def test_it_opens_only_on_this_machine_and_only_for_this_machine(street: Simulator) -> None:
    with pytest.raises(ValueError, match="binds loopback only"):
        await start(host="0.0.0.0")
    real = "7000000001:" + "A" * 35
    async with aiohttp.ClientSession() as web:
        async with web.get(f"{street.url}/bot{real}/getMe") as answer:
            body = await answer.text()
            assert answer.status == 401 and "looks like a real token" in body and real not in body
        async with web.get(f"{street.url}/", headers={"Host": "evil.example"}) as answer:
            assert answer.status == 403
        async with web.post(f"{street.url}/sim/reset", headers={"Origin": "https://evil.example"}) as answer:
            assert answer.status == 403
        async with web.get(f"{street.url}/") as answer:
            page = await answer.text()
            assert "SIMULATOR" in page and "http://" not in page and "https://" not in page
    with pytest.raises(ValueError, match="a simulator token looks like"):
        street.world.add_bot("x", token=real)


async def test_reset_and_export_know_the_whole_world(sim: SimClient, public: Json) -> None:
    siti = await sim.user("Siti", started=public)
    await siti.writes("rahasia kecil", in_=public)
    world = await sim.export()
    assert world["users"][0]["first_name"] == "Siti"
    assert public["token"] not in json.dumps(world)
    await sim.reset()
    world = await sim.export()
    assert (world["users"], world["bots"], world["chats"]) == ([], [], [])


async def test_it_runs_as_a_process_of_its_own(tmp_path: Path) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "simulator", "--port", "0", "--data-dir", str(tmp_path),
        stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout is not None
    line = (await process.stdout.readline()).decode()
    assert line.startswith("SIMULATOR http://127.0.0.1:")
    async with SimClient(line.split()[1]) as sim:
        assert (await sim.bot("citizen"))["token"].endswith(":SIMULATOR-citizen")
    process.terminate()
    assert await process.wait() == 0


async def test_a_thousand_sends_a_second_are_cheap(sim: SimClient, street: Simulator, public: Json) -> None:
    """The handler's own work, without sockets: the benchmark needs more than 1,000 a second."""
    from simulator.telegram.params import Params

    crowd = await sim.crowd(500, started=public)
    bot = street.world.bots[public["id"]]
    began = time.process_time()
    for who in crowd * 4:
        await street.api.perform(bot, "sendmessage", Params({"chat_id": who, "text": "halo"}))
    assert 2000 / (time.process_time() - began) > 2000
