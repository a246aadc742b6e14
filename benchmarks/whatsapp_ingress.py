"""How fast WhatsApp's webhook is acknowledged, from the request to the answer after the commit. Run by `make bench`.

Target: at least 500 messages a second on 2 cores with p95 at most 50 ms, one message per request as Meta sends
them, signed, over HTTP on loopback, into SQLite on disk; the sender of the requests shares the two cores.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import multiprocessing
import statistics
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
from aiohttp import web

from bot.channels.whatsapp import WhatsApp
from bot.channels.whatsapp_signature import SIGNATURE, MetaHmac
from bot.channels.whatsapp_wire import Endpoint
from bot.ingress import Shelf
from bot.moment import now
from bot.webhook_whatsapp import WhatsAppWebhook
from simulator.whatsapp.webhook import raw_of, signature
from storage.database import Database
from storage.keys import Keyring
from storage.migrate import upgrade

NUMBER, SECRET = "106540352242001", "rahasia"
STORY = "ktp anak saya di disdukcapil batam sudah tiga bulan belum jadi, terakhir ke sana kemarin 😢"


def request(n: int) -> tuple[bytes, dict[str, str]]:
    """One signed webhook with one message, of one of a thousand people."""
    person = {"wa_id": f"62812{n % 1000:07}", "user_id": f"ID.9{n % 1000:011}", "profile": {"name": "Siti Aminah"}}
    message = {
        "id": f"wamid.HB{n:020}", "from": person["wa_id"], "from_user_id": person["user_id"],
        "timestamp": "1795500600", "type": "text", "text": {"body": STORY},
    }  # fmt: skip
    value = {"metadata": {"phone_number_id": NUMBER}, "contacts": [person], "messages": [message]}
    raw = raw_of({"object": "x", "entry": [{"id": "1", "changes": [{"field": "messages", "value": value}]}]})
    return raw, {SIGNATURE: signature(SECRET, raw), "Content-Type": "application/json"}


def load(url: str, rate: float, seconds: float, results: multiprocessing.Queue[list[float]]) -> None:
    """An open loop in a process of its own: requests leave on time, whether or not answers are back."""
    results.put(asyncio.run(_load(url, rate, seconds)))


async def _load(url: str, rate: float, seconds: float) -> list[float]:
    ready = [request(n) for n in range(int(rate * seconds))]
    took: list[float] = []

    async def post(session: aiohttp.ClientSession, raw: bytes, headers: dict[str, str], due: float) -> None:
        async with session.post(url, data=raw, headers=headers) as answer:
            await answer.read()
            assert answer.status == 200, answer.status
        took.append(time.perf_counter() - due)

    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=64)) as session:
        began = time.perf_counter()
        tasks = []
        for n, (raw, headers) in enumerate(ready):
            due = began + n / rate
            if (wait := due - time.perf_counter()) > 0:
                await asyncio.sleep(wait)
            tasks.append(asyncio.create_task(post(session, raw, headers, due)))
        await asyncio.gather(*tasks)
        took.append(time.perf_counter() - began)  # last: how long it all took
    return took


async def _serve(folder: Path, rate: float, seconds: float) -> tuple[list[float], int, float]:
    keyring = Keyring.open(folder / "keys.json", create=True)
    keyring.save()
    url = f"sqlite:///{folder / 'bench.db'}"
    await upgrade(url)
    database = Database(url, keyring, clock=now)
    await database.start()
    channel = WhatsApp(Endpoint(number=NUMBER, auth_value="x"), auth=MetaHmac(SECRET), verify_token="x")
    shelf = Shelf(channel.name, channel.account, database, keyring, now=lambda: datetime.now(UTC))
    runner = web.AppRunner(
        WhatsAppWebhook(channel, shelf.store, stored=lambda: None).application(), access_log=None
    )
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0, backlog=1024).start()
    results: multiprocessing.Queue[list[float]] = multiprocessing.Queue()
    address = f"http://127.0.0.1:{runner.addresses[0][1]}/whatsapp"
    sender = multiprocessing.Process(target=load, args=(address, rate, seconds, results))
    sender.start()
    before = time.process_time()
    took = await asyncio.to_thread(results.get)
    spent = time.process_time() - before
    sender.join()
    async with database.read() as uow:
        stored, _ = await uow.inbox.waiting()
    await runner.cleanup()
    await database.close()
    return took, stored, spent


def main() -> None:
    """One line per offered rate."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rates", type=float, nargs="*", default=[500, 700])
    parser.add_argument("--seconds", type=float, default=8.0)
    wish = parser.parse_args()
    for rate in wish.rates:
        with tempfile.TemporaryDirectory() as folder:
            took, stored, spent = asyncio.run(_serve(Path(folder), rate, wish.seconds))
        *each, whole = took
        cuts = statistics.quantiles(each, n=100)
        figures = {
            "offered/s": rate, "acknowledged/s": round(len(each) / whole), "stored": stored,
            "p50 ms": round(cuts[49] * 1000, 1), "p95 ms": round(cuts[94] * 1000, 1),
            "p99 ms": round(cuts[98] * 1000, 1), "our cpu ms/message": round(spent / len(each) * 1000, 2),
        }  # fmt: skip
        print(json.dumps(figures))


if __name__ == "__main__":
    main()
