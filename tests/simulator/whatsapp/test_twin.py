"""The twin of the Cloud API keeps the rules that hurt: limits, the window, two hops, ids, the order of nothing."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from simulator import Simulator
from simulator.client import SimClient
from simulator.whatsapp import client as wa
from simulator.whatsapp.client import WaPerson

Json = dict[str, Any]


class Business:
    """Whoever holds the number: sends, and hears webhooks."""

    def __init__(self, url: str, number: Json) -> None:
        self.url, self.number = url, number
        self.heard: list[tuple[bytes, str]] = []
        self.answers: list[int] = []

    async def hook(self, request: web.Request) -> web.Response:
        self.heard.append((await request.read(), request.headers.get("X-Hub-Signature-256", "")))
        return web.Response(status=self.answers.pop(0) if self.answers else 200)

    async def sends(self, **body: Any) -> Json:
        made = {"messaging_product": "whatsapp", "type": "text", "text": {"body": "Halo"}, **body}
        return await self.asks("POST", f"{self.number['id']}/messages", made)

    async def asks(self, verb: str, path: str, body: Any = None) -> Json:
        headers = {"Authorization": f"Bearer {self.number['token']}"}
        async with aiohttp.ClientSession(headers=headers) as session, session.request(
            verb, f"{self.url}/v26.0/{path}", json=body
        ) as answer:
            return {"status": answer.status, **await answer.json()}

    def items(self, kind: str) -> list[Json]:
        found = []
        for raw, _ in self.heard:
            for entry in json.loads(raw)["entry"]:
                for change in entry["changes"]:
                    found += change["value"].get(kind, [])
        return found

    async def until(self, kind: str, count: int) -> list[Json]:
        for _ in range(100):
            if len(self.items(kind)) >= count:
                break
            await asyncio.sleep(0.02)
        return self.items(kind)


@pytest.fixture
async def business(street: Simulator, sim: SimClient) -> AsyncIterator[Business]:
    made = Business(street.url, await wa.number(sim, "Pengaduan"))
    app = web.Application()
    app.router.add_post("/hook", made.hook)
    async with TestServer(app) as server:
        await wa.misbehaves(sim, made.number, webhook=str(server.make_url("/hook")))
        yield made


@pytest.fixture
async def siti(sim: SimClient, business: Business) -> WaPerson:
    person = await wa.person(sim, "Siti 😢", business.number)
    await person.writes("halo")
    await business.until("messages", 1)
    return person


async def test_a_webhook_is_signed_over_its_bytes(business: Business, siti: WaPerson) -> None:
    raw, sign = business.heard[0]
    wanted = hmac.new(business.number["secret"].encode(), raw, hashlib.sha256).hexdigest()
    assert sign == f"sha256={wanted}" and raw.isascii() and b"\\ud83d" in raw


async def test_what_is_not_acknowledged_comes_again(business: Business, siti: WaPerson) -> None:
    business.answers = [503, 500]
    await siti.writes("lagi")
    assert [m["text"]["body"] for m in await business.until("messages", 4)] == ["halo", "lagi", "lagi", "lagi"]


async def test_statuses_follow_with_tag_and_price(business: Business, siti: WaPerson) -> None:
    sent = await business.sends(to=siti.about["wa_id"], biz_opaque_callback_data="17.0")
    states = await business.until("statuses", 2)
    assert [one["status"] for one in states] == ["sent", "delivered"]
    assert {one["biz_opaque_callback_data"] for one in states} == {"17.0"}
    assert states[0]["id"] == sent["messages"][0]["id"] and states[0]["pricing"]["category"] == "service"
    assert (await siti.reads()).text == "Halo"


async def test_a_scoped_id_in_the_field_of_numbers_is_dropped_with_200(business: Business, siti: WaPerson) -> None:
    lost = await business.sends(to=siti.about["user_id"])
    assert lost["status"] == 200 and await siti.hears_nothing(for_=0.2)
    assert (await business.sends(recipient=siti.about["user_id"]))["status"] == 200
    assert (await siti.reads()).text == "Halo"
    assert (await business.sends(to="6280000000"))["error"]["code"] == 131026


async def test_after_a_day_only_templates_arrive(sim: SimClient, business: Business, siti: WaPerson) -> None:
    template = {"name": "kabar", "language": "id", "body": "Ada kabar {{1}} untuk Anda.", "buttons": ["BUKA"]}
    await sim.call("POST", "whatsapp/templates", {"business": business.number["business"], "templates": [template]})
    await sim.passes(hours=25)
    await business.sends(to=siti.about["wa_id"])
    (failed,) = await business.until("statuses", 1)
    assert failed["status"] == "failed" and failed["errors"][0]["code"] == 131047
    for params, code in ((["a\nb"], 132012), ([], 132000), (["NH-1"], None)):
        body = {"name": "kabar", "language": {"code": "id"}}
        body["components"] = [{"type": "body", "parameters": [{"type": "text", "text": p} for p in params]}]
        answer = await business.sends(to=siti.about["wa_id"], type="template", template=body)
        assert answer.get("error", {}).get("code") == code
    assert (await siti.reads()).text == "Ada kabar NH-1 untuk Anda."
    missing = {"name": "lain", "language": {"code": "id"}}
    answer = await business.sends(to=siti.about["wa_id"], type="template", template=missing)
    assert answer["error"]["code"] == 132001


async def test_a_file_is_two_hops_and_both_die(sim: SimClient, business: Business, siti: WaPerson) -> None:
    await siti.sends("document", b"%PDF-1.4", "surat.pdf")
    paper = (await business.until("messages", 2))[1]["document"]
    about = await business.asks("GET", paper["id"])
    headers = {"Authorization": f"Bearer {business.number['token']}"}

    async def fetched() -> int:
        async with aiohttp.ClientSession(headers=headers) as session, session.get(about["url"]) as answer:
            return answer.status

    assert about["sha256"] == hashlib.sha256(b"%PDF-1.4").hexdigest() and await fetched() == 200
    await sim.passes(seconds=301)
    assert await fetched() == 404
    await sim.passes(days=7)
    gone = await business.asks("GET", paper["id"])
    assert (gone["status"], gone["error"]["code"], gone["error"]["error_subcode"]) == (400, 100, 33)


async def test_batches_copies_and_disorder(sim: SimClient, business: Business, siti: WaPerson) -> None:
    await wa.misbehaves(sim, business.number, batch=8, copies=2)
    await asyncio.gather(*(siti.writes(str(n)) for n in range(8)))
    found = await business.until("messages", 17)
    assert len(found) == 17 and len({one["id"] for one in found}) == 9
    body = json.loads(business.heard[-1][0])
    assert len(body["entry"]) == 2 and sum(len(entry["changes"]) for entry in body["entry"]) == 4


async def test_a_new_number_comes_without_a_profile(business: Business, siti: WaPerson) -> None:
    old = siti.about["wa_id"]
    await siti.changes_number("6281399999999")
    line = (await business.until("messages", 2))[1]
    assert line["type"] == "system" and line["from"] == old and line["system"]["wa_id"] == "6281399999999"
    assert b'"contacts"' not in business.heard[-1][0]


async def test_who_hides_the_number_is_known_by_the_scoped_id(sim: SimClient, business: Business) -> None:
    budi = await wa.person(sim, "Budi", business.number, phone_hidden=True, username="budi")
    await budi.writes("halo")
    (said,) = await business.until("messages", 1)
    assert "from" not in said and said["from_user_id"] == budi.about["user_id"]
    await business.sends(recipient=budi.about["user_id"])
    assert all("recipient_id" not in one for one in await business.until("statuses", 2))


async def test_an_offline_phone_gets_it_later_and_a_blocked_one_never(business: Business, siti: WaPerson) -> None:
    await siti.becomes(offline=True)
    await business.sends(to=siti.about["wa_id"])
    assert await siti.hears_nothing(for_=0.2)
    await siti.becomes(offline=False)
    assert (await siti.reads()).text == "Halo"
    await siti.becomes(blocked=True)
    await business.sends(to=siti.about["wa_id"])
    assert await siti.hears_nothing(for_=0.2)
