"""Rows of the outbox as values."""

from __future__ import annotations

from typing import Any

from conversations.messages import Address, Channel
from storage import codec
from storage.columns import EPOCH
from storage.records import Lane, OutboxRow
from storage.tables import chats, outbox
from storage.transaction import Transaction


def body_of(tx: Transaction, row: Any) -> dict[str, Any]:
    """The sealed part: message, thread, data."""
    body: dict[str, Any] = tx.unseal(outbox.c.body, row.uid, row.body)
    return body


def outbox_row(tx: Transaction, row: Any) -> OutboxRow:
    """An outbox row joined with its chat."""
    body = body_of(tx, row)
    channel, _, account = row.account.partition(":")
    chat = tx.unseal(chats.c.person, row.chat_key, row.person)["chat"]
    return OutboxRow(
        id=row.id,
        chat_key=row.chat_key,
        address=Address(channel=Channel(channel), account=account, chat=chat, thread=body["thread"]),
        language=row.language,
        attempts=row.attempts,
        message=None if body["message"] is None else codec.unpack(body["message"]),
        action=row.action,
        ref=row.ref,
        case=row.case_id,
        bubble=row.bubble,
        lane=Lane(row.lane),
        dedup=row.dedup,
        due_at=None if row.due_at == EPOCH else row.due_at,
        on_ambiguous=row.on_ambiguous,
        thread=body["thread"],
        data=body["data"],
        owner=row.owner,
        error=tx.unseal(outbox.c.error, row.id, row.error) if row.error else None,
    )
