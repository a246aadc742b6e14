"""Captured payload -> Inbound: one table, and both libraries must read it to the same thing."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.channels.base import ParseError
from bot.channels.telegram_adapter import TelegramAdapter
from conversations.messages import (
    Address,
    Channel,
    ChatKind,
    Choice,
    Command,
    Contact,
    Content,
    Inbound,
    Location,
    Media,
    Membership,
    Migrated,
    Sender,
    Text,
    Unsupported,
)

PAYLOADS = Path(__file__).parent.parent / "payloads"
TOKEN = "7000000001:SIMULATOR-citizen"
SENT = datetime(2026, 11, 24, 6, 10, tzinfo=UTC)
RECEIVED = SENT + timedelta(hours=3)
SITI = Sender(id="6280001111", name="Siti Aminah", username="sitiaminah", language="id")
BUDI = Sender(id="6280002222", name="Budi", language="id")
PRIVATE, GROUP, SMALL = "6280001111", "-1002233445566", "-4011223344"


def photo(size: str, bytes_: int, caption: str = "") -> Media:
    return Media(
        kind="photo", ref=f"AgACAgUAAxkBAAIB{size}", unique=f"AQAD{size}", mime="image/jpeg",
        size=bytes_, caption=caption,
    )  # fmt: skip


def in_group(content: Content, **more: Any) -> dict[str, Any]:
    return {"content": content, "chat": GROUP, "kind": ChatKind.GROUP, "sender": BUDI, **more}


def press(data: str, query: str, bubble: str | None, **more: Any) -> dict[str, Any]:
    return {"content": Choice(data, query, bubble), "sent_at": RECEIVED, "message": None, **more}


def standing(state: str, **more: Any) -> dict[str, Any]:
    rights = {key: more.pop(key) for key in ("chat_title", "forum", "can_manage_topics") if key in more}
    return {"content": Membership(state=state, **rights), "message": None, **more}


IN_GROUP: dict[str, Any] = {"chat": GROUP, "kind": ChatKind.GROUP, "sender": BUDI}
Q = "482910000000000000"

#: payload -> what differs from Siti writing in private at SENT; None = knowingly ignored.
CASES: dict[str, dict[str, Any] | None] = {
    "text": {"content": Text("KTP anak saya belum jadi sejak Juni 😢\nSudah tiga kali ke kantor.")},
    "html_in_name": {
        "content": Text("halo"),
        "sender": Sender(
            id=SITI.id, name="<b>Siti</b> & \u202e", username="sitiaminah", language="id"
        ),
    },
    "start_payload": {"content": Command("start", "qr_batam-kota")},
    "command_args_lines": {"content": Command("lacak", "BT-7KQ2\nterima kasih")},
    "command_addressed": in_group(Command("status", "BT-7KQ2")),
    "command_for_another_bot": None,
    "slash_but_no_command": {"content": Text("/ atau bagaimana?")},
    "photo_caption": {"content": photo("large", 145021, "Jalan berlubang di Bengkong")},
    "album_photo": {"content": photo("small", 1253), "album": "13712345678901234"},
    "document": {
        "content": Media(
            kind="document", ref="BQACAgUAAxkBAAIBdoc", unique="AgADdoc", mime="application/pdf",
            size=482133, name="surat keterangan.pdf",
        )
    },
    "voice": {
        "content": Media(
            kind="voice", ref="AwACAgUAAxkBvoice", unique="AgADvoice", mime="audio/ogg", size=29111
        )
    },
    "video": {
        "content": Media(
            kind="video", ref="BAACAgUAAxkBvideo", unique="AgADvideo", mime="video/mp4", size=1900321,
            name="IMG_0021.MP4", caption="Antrean pagi ini",
        )
    },
    "video_note": {
        "content": Media(
            kind="video_note", ref="DQACAgUAAxkBnote", unique="AgADnote", mime="video/mp4", size=402113
        )
    },
    "audio": {
        "content": Media(
            kind="audio", ref="CQACAgUAAxkBaudio", unique="AgADaudio", mime="audio/mp4", size=733001,
            name="rekaman.m4a",
        )
    },
    "sticker": {
        "content": Media(
            kind="sticker", ref="CAACAgUAAxkBsticker", unique="AgADsticker", mime="video/webm", size=20110
        )
    },
    "animation": {
        "content": Media(
            kind="video", ref="CgACAgUAAxkBgif", unique="AgADgif", mime="video/mp4", size=88000,
            name="antre.mp4",
        )
    },
    "location": {"content": Location(latitude=1.130475, longitude=104.053001)},
    "live_location_moves": {
        "content": Location(latitude=1.131, longitude=104.054),
        "edited": True,
        "sent_at": SENT + timedelta(seconds=65),
    },
    "venue": {
        "content": Location(
            latitude=1.1301, longitude=104.0529, name="RSUD Embung Fatimah", address="Jl. R. Soeprapto"
        )
    },
    "contact_own": {
        "content": Contact(name="Siti Aminah", phone="+6281200001111", own=True),
        "reply_to": "300",
    },
    "contact_other": {"content": Contact(name="Pak RT", phone="081200003333")},
    "press": press("consent:yes", f"{Q}1", "480"),
    "press_in_topic": press("case:41:accept", f"{Q}2", "91", thread="77", **IN_GROUP),
    "press_inaccessible": press("consent:yes", f"{Q}3", "12"),
    "press_without_message": press("share", f"{Q}4", None),
    "press_game": {"content": Unsupported("callback_query"), "sent_at": RECEIVED, "message": None},
    "edited_text": {
        "content": Text("KTP anak saya belum jadi sejak Mei"),
        "edited": True,
        "sent_at": SENT + timedelta(seconds=30),
    },
    "reply_in_group": in_group(Text("Blanko sudah ada, silakan ambil."), reply_to="90"),
    "topic_reply": in_group(Text("Sudah kami cek."), thread="77", reply_to="91"),
    "topic_plain": in_group(Text("Siapa yang pegang?"), thread="77"),
    "thread_without_topic": in_group(Text("ya"), reply_to="90"),
    "forward_hidden_user": {"content": Text("Tolong diteruskan: air mati 3 hari"), "forwarded": True},
    "forward_channel_photo": {"content": photo("large", 145021), "forwarded": True},
    "anonymous_admin": in_group(Text("Terima"), sender=Sender(id=GROUP, name="Disdukcapil Batam")),
    "speaks_as_channel": in_group(
        Text("halo"), sender=Sender(id="-1007788", name="Info Batam", username="infobatam")
    ),
    "other_bot": None,
    "automatic_forward": None,
    "blocked": standing("blocked"),
    "unblocked": standing("member"),
    "added_to_group": standing(
        "member", chat_title="Meja Pengaduan", chat=SMALL, kind=ChatKind.GROUP, sender=BUDI
    ),
    "promoted_in_forum": standing(
        "administrator", chat_title="Disdukcapil Batam", forum=True, can_manage_topics=True, **IN_GROUP
    ),
    "kicked_from_group": standing("left", chat_title="Disdukcapil Batam", **IN_GROUP),
    "restricted_in_group": standing("member", chat_title="Disdukcapil Batam", **IN_GROUP),
    "migrates_to": in_group(Migrated(GROUP), chat=SMALL),
    "migrated_from": None,
    "new_members": None,
    "topic_created": None,
    "pinned": None,
    "poll": {"content": Unsupported("poll")},
    "dice": {"content": Unsupported("dice")},
    "kind_of_tomorrow": {"content": Unsupported("hologram")},
    "reaction": None,
}  # fmt: skip


def payload_of(name: str) -> dict[str, Any]:
    return dict(json.loads((PAYLOADS / f"{name}.json").read_text()))


def expected(payload: dict[str, Any], case: dict[str, Any]) -> Inbound:
    body = payload.get("message") or payload.get("edited_message") or {}
    return Inbound(
        event_id=str(payload["update_id"]),
        address=Address(
            channel=Channel.TELEGRAM,
            account="7000000001",
            chat=case.get("chat", PRIVATE),
            thread=case.get("thread"),
        ),
        chat_kind=case.get("kind", ChatKind.PRIVATE),
        sender=case.get("sender", SITI),
        sent_at=case.get("sent_at", SENT),
        content=case["content"],
        message=case.get("message", str(body.get("message_id"))),
        reply_to=case.get("reply_to"),
        album=case.get("album"),
        edited=case.get("edited", False),
        forwarded=case.get("forwarded", False),
    )


@pytest.fixture
def reader(adapter_class: Callable[..., TelegramAdapter]) -> TelegramAdapter:
    adapter = adapter_class(TOKEN)
    adapter._username = "narahubung_bot"
    return adapter


def test_every_payload_has_a_case() -> None:
    assert {path.stem for path in PAYLOADS.glob("*.json")} == set(CASES)


@pytest.mark.parametrize("name", sorted(CASES))
def test_payload_becomes_inbound(reader: TelegramAdapter, name: str) -> None:
    payload, case = payload_of(name), CASES[name]
    before = json.dumps(payload)
    assert reader.parse(payload, at=RECEIVED) == ([] if case is None else [expected(payload, case)])
    assert json.dumps(payload) == before, "the stored update must stay as it came"


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("text", PRIVATE),
        ("edited_text", PRIVATE),
        ("press", PRIVATE),
        ("press_in_topic", GROUP),
        ("press_without_message", PRIVATE),
        ("blocked", PRIVATE),
        ("migrates_to", SMALL),
        ("reaction", GROUP),
    ],
)
def test_the_chat_is_found_without_reading(reader: TelegramAdapter, name: str, hint: str) -> None:
    payload = payload_of(name)
    raw = reader.raw(payload)
    assert (raw.event_id, raw.chat_hint, raw.payload) == (str(payload["update_id"]), hint, payload)


STRANGE: list[dict[str, Any]] = [
    {"update_id": 1, "message": "not an object"},
    {"update_id": 1, "message": {}},
    {"update_id": 1, "message": {"message_id": 1, "date": 1, "text": "no chat"}},
    {"update_id": 1, "message": {"message_id": "x", "date": "y", "chat": {"id": 1, "type": "private"}}},
    {"update_id": 1, "message": {"message_id": 1, "date": 1, "chat": [], "from": 3, "text": {}}},
    {"update_id": 1, "callback_query": {"id": "1"}},
    {"update_id": 1, "my_chat_member": {"chat": {"id": 1, "type": "private"}, "date": 1}},
    {"message": {"message_id": 1}},
    {},
]  # fmt: skip


@pytest.mark.parametrize("payload", STRANGE, ids=range(len(STRANGE)))
def test_a_strange_shape_is_one_kind_of_error_and_is_stored_all_the_same(
    reader: TelegramAdapter, payload: dict[str, Any]
) -> None:
    assert reader.raw(payload).event_id
    with pytest.raises(ParseError):
        reader.parse(payload)


def test_updates_without_a_number_are_told_apart_by_their_content(reader: TelegramAdapter) -> None:
    one, same, other = (reader.raw({"message": {"text": text}}) for text in ("a", "a", "b"))
    assert one.event_id == same.event_id != other.event_id


def test_without_a_time_of_receipt_a_press_has_the_time_of_its_message(reader: TelegramAdapter) -> None:
    assert reader.parse(payload_of("press"))[0].sent_at == SENT - timedelta(hours=1)


def test_before_its_name_is_known_a_bot_takes_every_command(
    adapter_class: Callable[..., TelegramAdapter],
) -> None:
    [inbound] = adapter_class(TOKEN).parse(payload_of("command_for_another_bot"))
    assert inbound.content == Command("status", "")
