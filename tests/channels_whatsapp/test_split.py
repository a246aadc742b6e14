"""Webhook bodies cut into events: every item of a batch, whatever is around it, and nothing that is not ours."""

from __future__ import annotations

import json
from itertools import count
from typing import Any

from bot.channels.whatsapp_signature import SIGNATURE, MetaHmac, SharedHeader, challenge
from bot.channels.whatsapp_split import events
from simulator.whatsapp.webhook import raw_of, signature

NUMBER = "106540352242001"
Json = dict[str, Any]


def change(*messages: Json, statuses: tuple[Json, ...] = (), number: str = NUMBER) -> Json:
    value: dict[str, Any] = {"metadata": {"phone_number_id": number}, "messages": list(messages)}
    if statuses:
        value["statuses"] = list(statuses)
    return {"field": "messages", "value": value}


def body(*entries: list[dict[str, Any]]) -> bytes:
    page = {"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": one} for one in entries]}
    return json.dumps(page).encode()


def message(number: int, who: str = "6281", at: int = 1) -> dict[str, Any]:
    text = {"body": str(number)}
    return {"id": f"wamid.{number}", "from": who, "timestamp": str(at), "type": "text", "text": text}


def test_two_entries_two_changes_three_messages_are_twelve() -> None:
    number = count(1)
    batch = [[change(*(message(next(number)) for _ in range(3))) for _ in range(2)] for _ in range(2)]
    assert [raw.event_id for raw in events(body(*batch), NUMBER)] == [f"wamid.{n}" for n in range(1, 13)]


def test_the_oldest_comes_first_and_equal_seconds_keep_their_order() -> None:
    batch = body([change(message(1, at=9), message(2, at=5), message(3, at=5))])
    assert [raw.event_id for raw in events(batch, NUMBER)] == ["wamid.2", "wamid.3", "wamid.1"]


def test_a_status_is_an_event_for_each_of_its_states() -> None:
    states = tuple({"id": "wamid.9", "status": s, "recipient_id": "6281"} for s in ("sent", "delivered"))
    found = events(body([change(statuses=states)]), NUMBER)
    assert [raw.event_id for raw in found] == ["wamid.9:sent", "wamid.9:delivered"]
    assert {raw.chat_hint for raw in found} == {"6281"}


def test_a_person_is_named_by_the_scoped_id_where_there_is_one() -> None:
    both = {**message(1), "from_user_id": "ID.77"}
    hidden = {**message(2), "from": None, "from_user_id": "ID.78"}
    assert [raw.chat_hint for raw in events(body([change(both, hidden)]), NUMBER)] == ["ID.77", "ID.78"]


def test_each_message_of_a_batch_keeps_its_own_profile() -> None:
    value = change(message(1, "6281"), message(2, "6282"))
    value["value"]["contacts"] = [{"wa_id": "6282", "profile": {"name": "Budi"}}, {"wa_id": "6281"}]
    found = events(body([value]), NUMBER)
    assert [raw.payload["contact"].get("wa_id") for raw in found] == ["6281", "6282"]


def test_another_number_of_the_same_account_is_left_to_its_own_webhook() -> None:
    assert events(body([change(message(1), number="999")]), NUMBER) == []


def test_account_news_and_errors_are_events_too() -> None:
    news = {"field": "message_template_status_update", "value": {"event": "PAUSED"}}
    errors = {"field": "messages", "value": {"errors": [{"code": 131000}]}}
    assert [raw.payload["kind"] for raw in events(body([news, errors]), NUMBER)] == ["news", "news"]


def test_whatever_is_accepted_is_kept_whole() -> None:
    crooked = b'{"entry":[{"changes":[{"field":"messages","value":{"metadata":3}}]}]}'
    odd = [b"not json", b'{"object":"x"}', b"[1]", crooked]
    for raw in odd:
        (event,) = events(raw, NUMBER)
        assert event.payload["kind"] == "unknown" and event.event_id == events(raw, NUMBER)[0].event_id
    assert events(b'{"entry":[]}', NUMBER) == []


def test_the_signature_is_over_the_bytes_as_they_came() -> None:
    raw = raw_of({"text": "KTP 😢 مرحبا /"})
    assert b"\\ud83d" in raw and b"\\/" in raw
    auth, sign = MetaHmac("rahasia"), signature("rahasia", raw)
    assert auth.accepts({SIGNATURE: sign}, raw)
    again = json.dumps(json.loads(raw), ensure_ascii=False).encode()
    assert not auth.accepts({SIGNATURE: sign}, again), "re-serialised"
    for wrong in ("", "sha256=", "sha1=" + sign[7:], "sha256=é"):
        assert not auth.accepts({SIGNATURE: wrong}, raw)
    assert not auth.accepts({}, raw)
    assert not MetaHmac("").accepts({SIGNATURE: signature("", raw)}, raw), "no secret: nobody is believed"


def test_a_provider_may_share_a_header_instead() -> None:
    auth = SharedHeader("X-Rahasia", "abc")
    assert auth.accepts({"X-Rahasia": "abc"}, b"")
    assert not auth.accepts({"X-Rahasia": "abd"}, b"") and not auth.accepts({}, b"")
    assert not SharedHeader("X-Rahasia", "").accepts({"X-Rahasia": ""}, b"")


def test_the_challenge_is_echoed_to_whom_knows_the_token_only() -> None:
    asked = {"hub.mode": "subscribe", "hub.verify_token": "abc", "hub.challenge": "42"}
    assert challenge(asked, "abc") == "42"
    for token in ("abd", ""):
        assert challenge(asked, token) is None
    assert challenge({**asked, "hub.mode": "unsubscribe"}, "abc") is None
    assert challenge({**asked, "hub.verify_token": ""}, "") is None
