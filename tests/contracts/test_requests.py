"""Neutral message -> exact request: one table, and both libraries must put the same thing on the wire."""

from __future__ import annotations

import contextlib
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.channels.telegram_adapter import TelegramAdapter
from conversations.messages import Address, Button, Channel, File, Gone, Rendered
from simulator.telegram.params import Params, read_params

TOKEN = "7000000001:SIMULATOR-citizen"
TO = Address(channel=Channel.TELEGRAM, account="7000000001", chat="6280001111")
TOPIC = Address(channel=Channel.TELEGRAM, account="7000000001", chat="-1002233445566", thread="77")
CHAT = {"id": 6280001111, "type": "private", "first_name": "Siti"}
# A reply to a message of a kind no library knows yet: the answer must still count as sent.
STRANGER = {"message_id": 1, "date": 1, "chat": {"id": 1, "type": "hive"}, "forward_origin": {"type": "?"}}
SENT = {"message_id": 41, "date": 1795500600, "chat": CHAT, "text": "…", "reply_to_message": STRANGER}
FILE = {"file_id": "BQAC", "file_unique_id": "AgAD", "file_size": 9, "file_path": "documents/gone.pdf"}
ANSWERS: dict[str, Any] = {
    "sendMediaGroup": [SENT, SENT],
    "getUpdates": [{"no": "number"}, {"update_id": 7, "message": {"new": "shape"}}],
    "getFile": FILE,
}
TRUE = ("answerCallbackQuery", "setWebhook", "setMyCommands", "setMyDescription", "setMyShortDescription")

QUIET = {"is_disabled": True}
YES = Button(id="consent:yes", label="Setuju", style="primary")
COPY = Button(id="copy", label="Salin", copy="BT-7KQ2", row=True)
LINK = Button(id="link", label="Buka", url="https://example.go.id/")
YES_KEY = {"text": "Setuju", "callback_data": "consent:yes", "style": "primary"}
ALLOWED = ["message", "edited_message", "callback_query", "my_chat_member"]


def files(*kinds: str) -> dict[str, Any]:
    named = tuple(File(kind=kind, key="k", name=f"{kind}.bin", mime="x/y") for kind in kinds)
    return {"files": named, "blobs": tuple(kind.encode() for kind in kinds)}


Act = Callable[[TelegramAdapter], Awaitable[Any]]


def send(message: Rendered, to: Address = TO) -> Act:
    return lambda channel: channel.send(to, message)


CASES: dict[str, tuple[Act, list[tuple[str, dict[str, Any]]]]] = {
    "words in HTML": (
        send(Rendered(body="<b>Halo</b>", html=True)),
        [("sendMessage", {"chat_id": 6280001111, "text": "<b>Halo</b>", "parse_mode": "HTML",
                          "link_preview_options": QUIET})],
    ),
    "plain words into a topic, as a reply": (
        send(Rendered(body="1 < 2", reply_to="90"), TOPIC),
        [("sendMessage", {"chat_id": -1002233445566, "message_thread_id": 77, "text": "1 < 2",
                          "link_preview_options": QUIET,
                          "reply_parameters": {"message_id": 90, "allow_sending_without_reply": True}})],
    ),
    "buttons that answer, copy and open": (
        send(Rendered(body="Setuju?", buttons=(YES, COPY, LINK))),
        [("sendMessage", {"chat_id": 6280001111, "text": "Setuju?", "link_preview_options": QUIET,
                          "reply_markup": {"inline_keyboard": [
                              [YES_KEY],
                              [{"text": "Salin", "copy_text": {"text": "BT-7KQ2"}},
                               {"text": "Buka", "url": "https://example.go.id/"}]]}})],
    ),
    "a location key": (
        send(Rendered(body="Di mana?", ask_location="Kirim lokasi")),
        [("sendMessage", {"chat_id": 6280001111, "text": "Di mana?", "link_preview_options": QUIET,
                          "reply_markup": {"keyboard": [[{"text": "Kirim lokasi", "request_location": True}]],
                                           "resize_keyboard": True, "one_time_keyboard": True}})],
    ),
    "a photo with words and a button": (
        send(Rendered(body="<b>Bukti</b>", html=True, buttons=(YES,), **files("photo"))),
        [("sendPhoto", {"chat_id": 6280001111, "photo": "photo.bin=photo", "caption": "<b>Bukti</b>",
                        "parse_mode": "HTML", "reply_markup": {"inline_keyboard": [[YES_KEY]]}})],
    ),
    "an album, a voice, then the words": (
        send(Rendered(body="Bukti", **files("photo", "video", "voice")), TOPIC),
        [("sendMediaGroup", {"chat_id": -1002233445566, "message_thread_id": 77, "media": [
            {"type": "photo", "media": "photo.bin=photo"}, {"type": "video", "media": "video.bin=video"}]}),
         ("sendVoice", {"chat_id": -1002233445566, "message_thread_id": 77, "voice": "voice.bin=voice"}),
         ("sendMessage", {"chat_id": -1002233445566, "message_thread_id": 77, "text": "Bukti",
                          "link_preview_options": QUIET})],
    ),
    "an edit takes old buttons away": (
        lambda channel: channel.edit(TO, "41", Rendered(body="<b>Selesai</b>", html=True)),
        [("editMessageText", {"chat_id": 6280001111, "message_id": 41, "text": "<b>Selesai</b>",
                              "parse_mode": "HTML", "link_preview_options": QUIET})],
    ),
    "an answer to a press": (
        lambda channel: channel.ack("77", "x" * 300, alert=True),
        [("answerCallbackQuery", {"callback_query_id": 77, "text": "x" * 200, "show_alert": True})],
    ),
    "a quiet answer": (
        lambda channel: channel.ack("77"),
        [("answerCallbackQuery", {"callback_query_id": 77})],
    ),
    "fetching": (
        lambda channel: channel.fetch(9, timeout=0, limit=50),
        [("getUpdates", {"offset": 9, "limit": 50, "timeout": 0, "allowed_updates": ALLOWED})],
    ),
    "a webhook": (
        lambda channel: channel.set_webhook("https://lapor.example.go.id/tg", "s3cret"),
        [("setWebhook", {"url": "https://lapor.example.go.id/tg", "secret_token": "s3cret",
                         "allowed_updates": ALLOWED})],
    ),
}  # fmt: skip


def decoded(params: Params) -> dict[str, Any]:
    """What was sent, the same for a form, JSON and multipart; uploads by name and content."""

    def value(given: Any) -> Any:
        if isinstance(given, str) and (upload := params.follow(given)):
            return f"{upload.name}={upload.data.decode()}"
        if isinstance(given, str):
            with contextlib.suppress(ValueError):
                given = json.loads(given)
        if isinstance(given, list):
            return [value(item) if isinstance(item, dict) else item for item in given]
        if isinstance(given, dict) and "media" in given:
            return {**given, "media": value(given["media"])}
        return given

    loose = {name: f"{upload.name}={upload.data.decode()}" for name, upload in params.uploads.items()}
    known = {name: value(given) for name, given in params.values.items()}
    mentioned = json.dumps(known)
    return known | {name: text for name, text in loose.items() if text not in mentioned}


@pytest.fixture
async def wire(
    adapter_class: Callable[..., TelegramAdapter],
) -> AsyncIterator[tuple[TelegramAdapter, list[tuple[str, dict[str, Any]]]]]:
    """An adapter, and what arrives at the other end of its wire."""
    seen: list[tuple[str, dict[str, Any]]] = []

    async def answer(request: web.Request) -> web.Response:
        method = request.match_info["method"]
        seen.append((method, decoded(await read_params(request))))
        result = True if method in TRUE else ANSWERS.get(method, SENT)
        return web.json_response({"ok": True, "result": result})

    app = web.Application()
    app.router.add_post(f"/bot{TOKEN}/{{method}}", answer)
    async with TestServer(app) as server:
        adapter = adapter_class(TOKEN, str(server.make_url("/")), patience=2)
        await adapter.start()
        yield adapter, seen
        await adapter.close()


@pytest.mark.parametrize("name", sorted(CASES))
async def test_message_becomes_request(wire: Any, name: str) -> None:
    (channel, seen), (act, expected) = wire, CASES[name]
    result = await act(channel)
    assert seen == expected
    if expected[0][0] == "sendMessage":
        assert result == ("41",)


async def test_an_update_without_a_number_is_left_out(wire: Any) -> None:
    channel, _ = wire
    [raw] = await channel.fetch(None, timeout=0)
    assert (raw.event_id, raw.chat_hint) == ("7", "")


async def test_a_link_that_has_died_means_the_file_is_gone(wire: Any) -> None:
    channel, _ = wire
    with pytest.raises(Gone):
        await channel.download("BQAC", max_bytes=10)


async def test_an_introduction_speaks_to_each_language(wire: Any, channel_scope: str) -> None:
    channel, seen = wire
    await channel.introduce({"": [("status", "Lihat")], "en": [("status", "See")]}, {"": "Lapor"}, {"en": "Report"})
    scope = {"type": channel_scope}
    see, look = {"command": "status", "description": "See"}, {"command": "status", "description": "Lihat"}
    assert seen == [
        ("setMyCommands", {"commands": [look], "scope": scope}),
        ("setMyCommands", {"commands": [see], "scope": scope, "language_code": "en"}),
        ("setMyDescription", {"description": "Lapor"}),
        ("setMyShortDescription", {"short_description": "Report", "language_code": "en"}),
    ]


@pytest.fixture
def channel_scope(adapter_class: Callable[..., TelegramAdapter]) -> str:
    """Citizens talk in private, focal points in groups."""
    return "all_private_chats" if adapter_class.__name__ == "TelegramCitizen" else "all_group_chats"
