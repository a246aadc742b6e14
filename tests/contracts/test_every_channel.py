"""What every channel promises the sender and the dispatcher, on aiogram, python-telegram-bot and WhatsApp alike."""

from __future__ import annotations

import asyncio
import io
import logging
import time
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.channels.base import Channel, Raw, Unavailable
from bot.channels.telegram_citizen import TelegramCitizen
from bot.channels.telegram_desk import TelegramDesk
from bot.channels.whatsapp import WhatsApp
from bot.channels.whatsapp_signature import MetaHmac
from bot.channels.whatsapp_wire import Endpoint
from bot.webhook_whatsapp import WhatsAppWebhook
from conversations.messages import (
    Address,
    Button,
    Choice,
    Contact,
    File,
    Gone,
    Inbound,
    Location,
    Media,
    Rejected,
    Rendered,
    SendError,
    Text,
    Throttled,
    Unknown,
)
from simulator import Simulator
from simulator.client import SimClient
from simulator.whatsapp import client as wa

PATIENCE = 1.0
SECRET = "cerita-yang-rahasia"


@dataclass
class Side:
    """One channel with somebody on the other end of it."""

    channel: Channel
    to: Address
    siti: Any
    heard: Callable[[], Awaitable[list[Inbound]]]
    send: str  # the verb that faults strike
    file: str  # and the one that fetches a file
    token: str


async def telegram(kind: type[TelegramCitizen] | type[TelegramDesk], street: Simulator, sim: SimClient) -> Side:
    bot = await sim.bot("narahubung", privacy=False)
    channel = kind(bot["token"], street.url, patience=PATIENCE)
    siti = await sim.user("Siti Aminah", started=bot)
    offset = 0

    async def heard() -> list[Inbound]:
        nonlocal offset
        raws = await channel.fetch(offset, timeout=0)
        offset = max((int(raw.event_id) + 1 for raw in raws), default=offset)
        return [one for raw in raws for one in channel.parse(raw.payload)]

    to = Address(channel=channel.name, account=channel.account, chat=str(siti.id))
    return Side(channel, to, siti, heard, "sendMessage", "getFile", bot["token"].split(":")[1])


async def whatsapp(street: Simulator, sim: SimClient, server: list[TestServer]) -> Side:
    number = await wa.number(sim, "narahubung")
    endpoint = Endpoint(url=street.url, number=number["id"], auth_value=f"Bearer {number['token']}")
    channel = WhatsApp(endpoint, auth=MetaHmac(number["secret"]), verify_token="x", patience=PATIENCE)
    stored: list[Raw] = []

    async def store(raws: Any) -> None:
        stored.extend(raws)

    app = web.Application()
    app.router.add_routes(WhatsAppWebhook(channel, store, stored=lambda: None).routes())
    server.append(TestServer(app))
    await server[0].start_server()
    await wa.misbehaves(sim, number, webhook=str(server[0].make_url("/whatsapp")))
    siti = await wa.person(sim, "Siti Aminah", number)

    async def heard() -> list[Inbound]:
        for _ in range(40):
            found = [one for raw in stored for one in channel.parse(raw.payload) if raw.payload["kind"] == "message"]
            if found:
                stored.clear()
                return found
            await asyncio.sleep(0.02)
        return []

    await siti.writes("halo")  # opens the window
    await heard()
    to = Address(channel=channel.name, account=channel.account, chat=siti.about["user_id"])
    return Side(channel, to, siti, heard, "wa.messages", "wa.node", number["token"])


@pytest.fixture(params=["aiogram", "python-telegram-bot", "whatsapp"])
async def side(request: pytest.FixtureRequest, street: Simulator, sim: SimClient) -> AsyncIterator[Side]:
    server: list[TestServer] = []
    if request.param == "whatsapp":
        made = await whatsapp(street, sim, server)
    else:
        kind = TelegramCitizen if request.param == "aiogram" else TelegramDesk
        made = await telegram(kind, street, sim)
    await made.channel.start()
    yield made
    await made.channel.close()
    for one in server:
        await one.close()


HELLO = Rendered(body="Halo")


async def ending(side: Side, message: Rendered = HELLO) -> SendError:
    with pytest.raises(SendError) as caught:
        await side.channel.send(side.to, message)
    # The text of a library's own error may hold our words or the token.
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__ or caught.value.__context__ is None
    return caught.value


async def test_words_arrive_under_the_id_that_was_told(side: Side) -> None:
    (sent,) = await side.channel.send(side.to, HELLO)
    seen = await side.siti.reads()
    assert seen.text == "Halo" and sent in (str(seen.id), seen.raw.get("wamid"))


async def test_a_tap_brings_back_the_id_of_its_answer(side: Side) -> None:
    buttons = (Button(id="consent.ab12cd:yes", label="Setuju"), Button(id="consent.ab12cd:no", label="Tidak"))
    (sent,) = await side.channel.send(side.to, replace(HELLO, buttons=buttons))
    assert (await side.siti.reads()).buttons == ["Setuju", "Tidak"]
    await side.siti.presses("Setuju")
    (press,) = await side.heard()
    assert isinstance(press.content, Choice) and press.content.data == "consent.ab12cd:yes"
    assert press.content.bubble == sent


async def test_words_replies_places_and_cards_come_in(side: Side) -> None:
    (ours,) = await side.channel.send(side.to, HELLO)
    await side.siti.replies(await side.siti.reads(), "ini jawabannya")
    (reply,) = await side.heard()
    assert reply.content == Text("ini jawabannya") and reply.reply_to == ours and reply.sender.name
    await side.siti.shares_location(1.13, 104.05)
    (place,) = await side.heard()
    assert isinstance(place.content, Location) and round(place.content.latitude, 2) == 1.13
    await side.siti.shares_contact(name="Pak RT", phone="+62812000")
    (card,) = await side.heard()
    assert isinstance(card.content, Contact) and card.content.name == "Pak RT"


async def test_a_file_goes_there_and_back(side: Side, png: bytes) -> None:
    await side.siti.sends("photo", png, "a.png", caption="lihat")
    (photo,) = await side.heard()
    assert isinstance(photo.content, Media) and (photo.content.kind, photo.content.caption) == ("photo", "lihat")
    assert await side.channel.download(photo.content.ref, max_bytes=10_000)
    with pytest.raises(Rejected):
        await side.channel.download(photo.content.ref, max_bytes=10)
    file = File(kind="document", key="k", name="surat.pdf", mime="application/pdf")
    await side.channel.send(side.to, Rendered(body="suratnya", files=(file,), blobs=(b"%PDF-1.4",)))
    seen = await side.siti.reads()
    assert seen.media is not None and seen.text == "suratnya"


async def test_too_fast_says_for_how_long(side: Side, sim: SimClient) -> None:
    await sim.breaks("429", side.send, times=1, retry_after=7)
    error = await ending(side)
    assert isinstance(error, Throttled) and error.seconds == 7
    assert await side.channel.send(side.to, HELLO)


@pytest.mark.parametrize("code", [500, 503])
async def test_a_broken_server_may_be_asked_again(side: Side, sim: SimClient, code: int) -> None:
    await sim.breaks("error", side.send, code=code, description="Internal Server Error", times=1)
    assert isinstance(await ending(side), Unavailable)


@pytest.mark.parametrize("kind", ["timeout", "drop", "garbage"])
async def test_doubt_is_called_doubt(side: Side, sim: SimClient, kind: str) -> None:
    await sim.breaks(kind, side.send, times=1)
    began = time.monotonic()
    assert type(await ending(side)) is Unknown and time.monotonic() - began < 10


REFUSED = {
    "an empty text": Rendered(body=""),
    "a text too long": Rendered(body="a" * 4097),
    "a button id too long": Rendered(body="x", buttons=(Button(id="y" * 300, label="Ya"),)),
    "a button without label": Rendered(body="x", buttons=(Button(id="y", label=""),)),
    "a file without its bytes": Rendered(body="x", files=(File(kind="photo", key="k", name="a", mime="image/png"),)),
}


@pytest.mark.parametrize("name", sorted(REFUSED))
async def test_what_the_service_never_takes_is_rejected(side: Side, name: str) -> None:
    assert isinstance(await ending(side, REFUSED[name]), Rejected)


async def test_an_id_of_another_channel_is_rejected_here(side: Side) -> None:
    with pytest.raises(Rejected):
        await side.channel.send(replace(side.to, chat="62812xyz"), HELLO)


async def test_a_file_that_is_gone_is_called_gone_or_refused(side: Side) -> None:
    with pytest.raises((Gone, Rejected)):
        await side.channel.download("987654321 x", max_bytes=10)


async def test_an_acknowledgement_never_fails(side: Side, sim: SimClient) -> None:
    await sim.breaks("500", times=1)
    await side.channel.ack("1", "sudah")


async def test_neither_token_nor_words_are_written_down(
    side: Side, sim: SimClient, capsys: pytest.CaptureFixture[str]
) -> None:
    out = io.StringIO()
    handler, root = logging.StreamHandler(out), logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        await side.siti.writes(SECRET)
        await side.heard()
        await side.channel.send(side.to, Rendered(body=SECRET))
        for kind in ("429", "500", "garbage", "drop", "reset"):
            await sim.breaks(kind, side.send, times=1)
            with pytest.raises(SendError) as caught:
                await side.channel.send(side.to, Rendered(body=SECRET))
            out.write("".join(traceback.format_exception(caught.value)))
    finally:
        root.removeHandler(handler)
        root.setLevel(before)
    said = out.getvalue() + "".join(capsys.readouterr())
    assert side.token not in said and SECRET not in said
