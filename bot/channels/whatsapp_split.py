"""A webhook body cut into single events, each whole in itself; reads ids and nothing else, and never fails.

Batches are the rule: entry × changes × (messages | statuses). Who reads only the first loses complaints.
Whatever has an unknown shape becomes one event of its own, so that nothing accepted is ever dropped.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from bot.channels.base import Raw

Json = dict[str, Any]


def events(raw: bytes, account: str) -> list[Raw]:
    """One Raw per message, status and piece of account news, oldest first as far as the body tells."""
    try:
        body = json.loads(raw)
    except ValueError:
        return [_unknown({"text": raw[:10_000].decode("utf-8", "replace")}, raw)]
    try:
        found = list(_walk(body, account))
    except (AttributeError, TypeError, ValueError):
        return [_unknown({"body": body}, raw)]
    if not found and not _is_page(body):
        return [_unknown({"body": body}, raw)]
    return sorted(found, key=_moment)  # sorted() is stable: equal seconds keep their order


def _is_page(body: Any) -> bool:
    """A body of the right shape that simply holds nothing for us."""
    return isinstance(body, dict) and isinstance(body.get("entry"), list)


def _walk(body: Any, account: str) -> Iterator[Raw]:
    for entry in _list(body, "entry"):
        for change in _list(entry, "changes"):
            found = change.get("value")
            value: Json = found if isinstance(found, dict) else {}
            if change.get("field", "messages") != "messages":
                yield _digested({"kind": "news", "field": change.get("field"), "body": value})
                continue
            number = str((value.get("metadata") or {}).get("phone_number_id", account))
            if number != account:
                continue  # another number of the same business account: somebody else's webhook
            yield from _items(value)


def _items(value: Json) -> Iterator[Raw]:
    contacts = [c for c in value.get("contacts") or () if isinstance(c, dict)]
    for message in _list(value, "messages"):
        contact = _contact_of(message, contacts)
        payload = {"kind": "message", "contact": contact, "body": message}
        event = message.get("id")
        yield Raw(str(event), hint_of(message, contact), payload) if event else _digested(payload)
    for status in _list(value, "statuses"):
        payload = {"kind": "status", "body": status}
        hint = str(status.get("recipient_user_id") or status.get("recipient_id") or "")
        event = f"{status.get('id')}:{status.get('status')}"
        yield Raw(event, hint, payload) if status.get("id") else _digested(payload)
    for update in _list(value, "user_id_update"):
        yield _digested({"kind": "user_id", "body": update}, hint=str(update.get("previous") or ""))
    for error in _list(value, "errors"):
        yield _digested({"kind": "news", "field": "errors", "body": error})


def hint_of(message: Json, contact: Json) -> str:
    """The id a person is kept under: their business-scoped id where there is one, else their number."""
    person = message.get("from_user_id") or contact.get("user_id") or message.get("from") or contact.get("wa_id")
    return str(person or "")


def _contact_of(message: Json, contacts: list[Json]) -> Json:
    """The profile that belongs to a message; one batch may hold many people's."""
    for contact in contacts:
        pairs = (("user_id", "from_user_id"), ("wa_id", "from"))
        if any(contact.get(mine) and contact.get(mine) == message.get(theirs) for mine, theirs in pairs):
            return contact
    named = message.get("from") or message.get("from_user_id")
    return contacts[0] if len(contacts) == 1 and not named else {}


def _list(body: Any, name: str) -> list[Json]:
    items = body.get(name) if isinstance(body, dict) else None
    return [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []


def _digested(payload: Json, *, hint: str = "") -> Raw:
    digest = hashlib.sha256(json.dumps(payload, sort_keys=True).encode()).hexdigest()
    return Raw(f"sha256:{digest[:32]}", hint, payload)


def _unknown(payload: Json, raw: bytes) -> Raw:
    return Raw(f"sha256:{hashlib.sha256(raw).hexdigest()[:32]}", "", {"kind": "unknown", **payload})


def _moment(raw: Raw) -> int:
    body = raw.payload.get("body")
    stamp = str(body.get("timestamp") or "") if isinstance(body, dict) else ""
    return int(stamp) if stamp.isdigit() else 0
