"""Offsets, long polls, 409, privacy, expiry and webhooks, at the level of the wire."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from simulator import Simulator
from simulator.client import SimClient

Json = dict[str, Any]
Api = Callable[..., Awaitable[Json]]


@pytest.fixture
async def api(street: Simulator, public: Json) -> AsyncIterator[Api]:
    """A raw call: GET with a query or POST with JSON; the whole envelope comes back."""
    async with aiohttp.ClientSession() as session:

        async def call(method: str, token: str = public["token"], **params: Any) -> Json:
            async with session.post(f"{street.url}/bot{token}/{method}", json=params) as answer:
                body: Json = await answer.json()
                assert answer.status == body.get("error_code", 200)
                return body

        yield call


class Hook:
    """The webhook of a bot: keeps what came and answers what the test wants."""

    def __init__(self) -> None:
        self.got: list[Json] = []
        self.secrets: set[str | None] = set()
        self.answers: list[web.Response] = []
        self.came = asyncio.Event()

    async def take(self, request: web.Request) -> web.Response:
        self.secrets.add(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        self.got.append(await request.json())
        self.came.set()
        return self.answers.pop(0) if self.answers else web.Response()

    async def until(self, count: int) -> None:
        async with asyncio.timeout(5):
            while len(self.got) < count:
                self.came.clear()
                await self.came.wait()


@pytest.fixture
async def hook(sim: SimClient) -> AsyncIterator[tuple[Hook, str]]:
    catcher, app = Hook(), web.Application()
    app.router.add_post("/hook", catcher.take)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    yield catcher, f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    await runner.cleanup()


async def test_only_an_offset_confirms_updates(api: Api, sim: SimClient, public: Json) -> None:
    siti = await sim.user("Siti", started=public)
    for text in ("satu", "dua", "tiga"):
        await siti.writes(text)
    first = (await api("getUpdates", limit=2))["result"]
    assert [u["message"]["text"] for u in first] == ["satu", "dua"]
    assert (await api("getUpdates", limit=2))["result"] == first
    rest = (await api("getUpdates", offset=first[-1]["update_id"] + 1))["result"]
    assert [u["message"]["text"] for u in rest] == ["tiga"]
    assert (await siti.chat())["read_upto"] == first[-1]["message"]["message_id"]
    await siti.writes("empat")
    assert [u["message"]["text"] for u in (await api("getUpdates", offset=-1))["result"]] == ["empat"]
    assert len((await api("getUpdates"))["result"]) == 1


async def test_a_long_poll_wakes_at_once(api: Api, sim: SimClient, public: Json) -> None:
    siti = await sim.user("Siti", started=public)
    poll = asyncio.create_task(api("getUpdates", timeout=20))
    await asyncio.sleep(0.1)
    await siti.writes("bangun")
    async with asyncio.timeout(1):
        assert (await poll)["result"][0]["message"]["text"] == "bangun"


async def test_a_second_poller_and_a_webhook_mean_409(api: Api) -> None:
    first = asyncio.create_task(api("getUpdates", timeout=20))
    await asyncio.sleep(0.1)
    second = asyncio.create_task(api("getUpdates", timeout=20))
    answer = await first
    assert answer["error_code"] == 409 and "other getUpdates" in answer["description"]
    assert (await api("setWebhook", url="http://127.0.0.1:9/x"))["ok"]
    assert (await second)["error_code"] == 409
    assert (await api("getUpdates"))["error_code"] == 409
    assert (await api("deleteWebhook"))["ok"]
    assert (await api("getUpdates"))["ok"]


async def test_allowed_updates_decide_what_is_queued(api: Api, sim: SimClient, public: Json) -> None:
    siti = await sim.user("Siti", started=public)
    await api("getUpdates", allowed_updates=["edited_message", "message_reaction"])
    note = await siti.writes("salah")
    await siti.edits(note, "betul")
    await siti.reacts(note, "👍")
    updates = (await api("getUpdates"))["result"]
    assert [list(u)[1] for u in updates] == ["edited_message", "message_reaction"]
    await api("getUpdates", offset=updates[-1]["update_id"] + 1, allowed_updates=[])
    await siti.reacts(note, "👎")
    await siti.writes("halo")
    assert [list(u)[1] for u in (await api("getUpdates"))["result"]] == ["message"]


async def test_privacy_hides_group_talk_and_bots_never_hear_bots(
    api: Api, sim: SimClient, public: Json, desk: Json
) -> None:
    officer = await sim.user("Budi")
    group = await sim.group("Grup", officer, public, desk)
    await api("getUpdates", offset=-1)
    sent = await api("sendMessage", chat_id=group["id"], text="kartu")
    for text in ("obrolan biasa", "/tugas", "halo @citizen_bot"):
        await officer.writes(text, in_=group)
    card = (await officer.sees(group))[-4]
    assert card.id == sent["result"]["message_id"]
    await officer.replies(card, "jawaban", in_=group)
    texts = [u.get("message", {}).get("text") for u in (await api("getUpdates"))["result"]]
    assert [t for t in texts if t] == ["/tugas", "halo @citizen_bot", "jawaban"]
    open_ears = [u.get("message", {}).get("text") for u in
                 (await api("getUpdates", desk["token"]))["result"]]  # fmt: skip
    assert "obrolan biasa" in open_ears and "kartu" not in open_ears


async def test_taps_vanish_after_150_seconds_and_messages_after_a_day(api: Api, sim: SimClient, public: Json) -> None:
    siti = await sim.user("Siti", started=public)
    keys = {"inline_keyboard": [[{"text": "Ya", "callback_data": "y"}]]}
    await api("sendMessage", chat_id=siti.id, text="?", reply_markup=keys)
    await siti.presses("Ya")
    await siti.writes("ya")
    await sim.passes(seconds=151)
    updates = (await api("getUpdates"))["result"]
    assert [list(u)[1] for u in updates] == ["message"]
    tap = await siti.presses("Ya")
    await sim.passes(seconds=151)
    late = await api("answerCallbackQuery", callback_query_id=tap["tap"])
    assert "query is too old" in late["description"]
    await sim.passes(days=1)
    assert (await api("getUpdates"))["result"] == []


async def test_a_webhook_gets_the_secret_and_keeps_the_order_of_a_chat(
    api: Api, sim: SimClient, public: Json, hook: tuple[Hook, str]
) -> None:
    catcher, url = hook
    siti = await sim.user("Siti", started=public)
    await siti.writes("sebelum")
    await api("setWebhook", url=url, secret_token="rahasia-1")
    catcher.answers = [web.Response(), web.Response(status=500)]
    await catcher.until(1)
    for text in ("satu", "dua", "tiga"):
        await siti.writes(text)
    await catcher.until(5)
    texts = [u["message"]["text"] for u in catcher.got]
    assert texts == ["sebelum", "satu", "satu", "dua", "tiga"] and catcher.secrets == {"rahasia-1"}
    info = (await api("getWebhookInfo"))["result"]
    assert info["url"] == url and "500" in info["last_error_message"]


async def test_a_webhook_that_asks_for_time_gets_it_and_the_clock_can_be_moved(
    api: Api, sim: SimClient, public: Json, hook: tuple[Hook, str]
) -> None:
    catcher, url = hook
    siti, rudi = await sim.user("Siti", started=public), await sim.user("Rudi", started=public)
    await api("setWebhook", url=url)
    catcher.answers = [web.Response(status=503, headers={"Retry-After": "600"})]
    await siti.writes("tunggu")
    await catcher.until(1)
    await rudi.writes("orang lain tidak menunggu")
    await catcher.until(2)
    await sim.passes(seconds=601)
    await catcher.until(3)
    assert [u["message"]["text"] for u in catcher.got][-1] == "tunggu"
    catcher.answers = [web.Response(status=503, headers={"Retry-After": "3600"})]
    await siti.writes("kedaluwarsa")
    await catcher.until(4)
    await sim.passes(days=2)
    await asyncio.sleep(0.1)
    assert (await sim.stats())["pending"] == {str(public["id"]): 0} and len(catcher.got) == 4


async def test_a_webhook_that_is_gone_for_23_hours_is_closed(
    api: Api, sim: SimClient, public: Json, hook: tuple[Hook, str]
) -> None:
    catcher, url = hook
    siti = await sim.user("Siti", started=public)
    await api("setWebhook", url=url)
    catcher.answers = [web.Response(status=410, headers={"Retry-After": "3600"}), web.Response(status=410)]
    await siti.writes("halo")
    await catcher.until(1)
    await sim.passes(hours=23)
    await catcher.until(2)
    await asyncio.sleep(0.1)
    assert (await api("getWebhookInfo"))["result"]["url"] == ""
    assert [u["message"]["text"] for u in (await api("getUpdates"))["result"]] == ["halo"]


async def test_a_webhook_may_answer_with_a_method(
    api: Api, sim: SimClient, public: Json, hook: tuple[Hook, str]
) -> None:
    catcher, url = hook
    siti = await sim.user("Siti", started=public)
    await api("setWebhook", url=url)
    wish = {"method": "sendMessage", "chat_id": siti.id, "text": "langsung"}
    catcher.answers = [web.json_response(wish)]
    await siti.writes("halo")
    assert (await siti.reads()).text == "langsung"


async def test_webhooks_may_only_point_to_this_machine(api: Api) -> None:
    refused = await api("setWebhook", url="https://example.org/hook")
    assert refused["error_code"] == 400 and "127.0.0.1 only" in refused["description"]
    assert (await api("setWebhook", url="http://127.0.0.1/", secret_token="a b"))["ok"] is False


async def test_every_way_to_send_parameters_is_understood(street: Simulator, sim: SimClient, public: Json) -> None:
    siti = await sim.user("Siti", started=public)
    base = f"{street.url}/bot{public['token']}"
    fields = {"chat_id": str(siti.id), "text": "halo"}
    form = aiohttp.FormData(fields)
    form.add_field("spare", b"x", filename="x.txt")
    async with aiohttp.ClientSession() as session:
        for made in (
            session.get(f"{base}/SENDMESSAGE", params=fields),
            session.post(f"{base}/sendmessage", data=fields),
            session.post(f"{base}/sendMessage", json=fields),
            session.post(f"{base}/sendMessage", data=form),
        ):
            async with made as answer:
                assert (await answer.json())["result"]["text"] == "halo"
        async with session.get(f"{base}/sendPigeon") as answer:
            assert answer.status == 404 and (await answer.json())["error_code"] == 404
        async with session.post(f"{base}/sendMessage", data="{", headers={
            "Content-Type": "application/json"}) as answer:  # fmt: skip
            assert answer.status == 400
    assert len(await siti.sees()) == 4
