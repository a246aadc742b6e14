"""Stored webhook event -> Inbound: every type of message, every shape of an id, nothing taken for what it is not."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.channels.base import ParseError
from bot.channels.whatsapp import WhatsApp
from bot.channels.whatsapp_signature import MetaHmac
from bot.channels.whatsapp_wire import Endpoint
from conversations.messages import (
    AccountNews,
    Choice,
    Command,
    Contact,
    DeliveryStatus,
    IdentityChange,
    Inbound,
    Location,
    Media,
    Retraction,
    Text,
    Unsupported,
)

PAYLOADS = Path(__file__).parent.parent / "payloads" / "whatsapp"
SENT = datetime(2026, 11, 24, 6, 10, tzinfo=UTC)
RECEIVED = SENT + timedelta(days=2)
SHA = "n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg="
OLD, NEW, WA, NEW_WA = "ID.900000001111", "ID.900000002222", "6281200001111", "6281200002222"


def media(kind: str, ref: str, mime: str, **more: Any) -> Media:
    return Media(kind=kind, ref=f"{ref} {SHA}", unique=SHA, mime=mime, **more)


#: payload -> content, and what differs from Siti writing under both of her ids; None = knowingly ignored.
CASES: dict[str, dict[str, Any] | None] = {
    "text": {"content": Text("KTP anak saya belum jadi 😢\nSudah tiga kali ke kantor.")},
    "command": {"content": Command("status", "NH-7K3Q-9DXM")},
    "reply_forwarded": {"content": Text("ini"), "reply_to": "wamid.OURS", "forwarded": True},
    "button_reply": {"content": Choice("consent.ab12cd:yes", bubble="wamid.OURS")},
    "list_reply": {"content": Choice("review.ab12cd:send", bubble="wamid.OURS")},
    "template_button": {"content": Choice("whatsapp:open", bubble="wamid.OURS")},
    "form": {"content": Unsupported("nfm_reply")},
    "image": {"content": media("photo", "901", "image/jpeg", caption="Jalan berlubang")},
    "video": {"content": media("video", "902", "video/mp4")},
    "voice": {"content": media("voice", "903", "audio/ogg")},
    "audio": {"content": media("audio", "904", "audio/mpeg")},
    "document": {"content": media("document", "905", "application/pdf", name="surat.pdf")},
    "sticker": {"content": media("sticker", "906", "image/webp")},
    "location": {
        "content": Location(latitude=1.130475, longitude=104.053001, name="RSUD", address="Jl. R. Soeprapto")
    },
    "contacts": {"content": Contact(name="Pak RT", phone="+62 812-0000-3333")},
    "edit": {"content": Text("sejak Mei"), "edited": True, "message": "wamid.FIRST"},
    "revoke": {"content": Retraction("wamid.FIRST"), "receipt": None},
    "reaction": None,
    "order": {"content": Unsupported("order")},
    "unsupported": {"content": Unsupported("unsupported")},
    "malformed": {"content": Unsupported("image")},
    "group": None,
    "hidden_number": {"content": Text("halo"), "aliases": ()},
    "number_only": {"content": Text("halo"), "aliases": (), "chat": WA},
    "changed_number": {
        "content": IdentityChange(old=OLD, new=NEW, cause="number"), "aliases": (NEW_WA,), "receipt": None
    },
    "changed_number_old_shape": {
        "content": IdentityChange(old=WA, new=NEW_WA, cause="number"), "aliases": (), "chat": WA, "receipt": None
    },
    "other_system_line": None,
    "user_id_update": {
        "content": IdentityChange(old=OLD, new=NEW, cause="user_id"), "aliases": (), "message": None,
        "receipt": None, "sent_at": RECEIVED,
    },
    "status_delivered": {
        "content": DeliveryStatus(
            external_id="wamid.OURS", state="delivered", tag="17.0", billable=True, category="service"
        ),
        "aliases": (), "message": None, "receipt": None,
    },
    "status_failed": {
        "content": DeliveryStatus(external_id="wamid.OURS", state="failed", code=131047, verdict="template"),
        "aliases": (), "message": None, "receipt": None, "chat": WA,
    },
    "status_of_tomorrow": None,
    "template_paused": {
        "content": AccountNews(
            kind="message_template_status_update",
            detail={"event": "PAUSED", "message_template_name": "butuh_info"},
        ),
        "aliases": (), "message": None, "receipt": None, "chat": "", "sent_at": RECEIVED,
    },
    "superseded": None,
}  # fmt: skip


@pytest.fixture
def channel() -> WhatsApp:
    endpoint = Endpoint(number="106540352242001", auth_value="Bearer x")
    return WhatsApp(endpoint, auth=MetaHmac("s"), verify_token="v")


def payload_of(name: str) -> dict[str, Any]:
    return dict(json.loads((PAYLOADS / f"{name}.json").read_text()))


def test_every_payload_has_a_case() -> None:
    assert {path.stem for path in PAYLOADS.glob("*.json")} == set(CASES)


@pytest.mark.parametrize("name", sorted(CASES))
def test_payload_becomes_inbound(channel: WhatsApp, name: str) -> None:
    payload, case = payload_of(name), CASES[name]
    before = json.dumps(payload)
    found = channel.parse(payload, at=RECEIVED)
    assert json.dumps(payload) == before, "the stored event must stay as it came"
    if case is None:
        assert found == []
        return
    (inbound,) = found
    wamid = (payload.get("body") or {}).get("id")
    wanted = {"aliases": (WA,), "reply_to": None, "forwarded": False, "edited": False, "sent_at": SENT,
              "message": wamid, "receipt": wamid, **case}  # fmt: skip
    chat = wanted.pop("chat", OLD)
    assert {name: getattr(inbound, name) for name in wanted} == wanted and inbound.address.chat == chat


def test_a_name_comes_from_the_profile_and_a_username_too(channel: WhatsApp) -> None:
    (text,), (hidden,) = (channel.parse(payload_of(name)) for name in ("text", "hidden_number"))
    assert (text.sender.name, text.sender.id, hidden.sender.username) == ("Siti Aminah", OLD, "siti.r")


@pytest.mark.parametrize("payload", [{}, {"kind": "unknown", "text": "x"}, {"kind": "message", "body": {"id": "1"}}])
def test_what_nobody_can_place_is_an_error_without_words(channel: WhatsApp, payload: dict[str, Any]) -> None:
    with pytest.raises(ParseError):
        channel.parse(payload)


def test_an_unreadable_event_does_not_quote_itself(channel: WhatsApp) -> None:
    body = {"id": "1", "from": "62812", "timestamp": {"KTP saya": 1}, "context": "KTP saya", "type": "text"}
    with pytest.raises(ParseError) as caught:
        channel.parse({"kind": "message", "body": body})
    assert "KTP" not in repr(caught.value) and isinstance(Inbound, type)
