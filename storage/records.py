"""The values that pass between memory and the deeds; they know neither tables nor encryption."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum
from typing import Any

from conversations.messages import Address, Channel, ChatKind, Message


class Lane(IntEnum):
    """Who is served first: an answer never waits behind a broadcast."""

    REPLY = 0
    STATUS = 1
    STAFF = 2
    REMINDER = 3
    BROADCAST = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Chat:
    """One conversation partner: a person's private chat or a group. `address` carries no thread."""

    key: str
    address: Address
    kind: ChatKind
    name: str
    language: str = "id"
    reachable: bool = True
    notices: bool = True
    consent_version: str | None = None
    consent_at: datetime | None = None
    state: dict[str, Any] = field(default_factory=dict)
    version: int = 1
    seen_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxRow:
    """One raw update that waits for its turn, or died of it."""

    id: int
    channel: Channel
    account: str
    event_id: str
    chat_key: str
    payload: dict[str, Any]
    received_at: datetime
    tries: int
    error: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """Something to be said, edited or done in a chat, as a handler decides it.

    The row of `chat_key` must exist (`chats.ensure`). `ref` names the bubble for later edits
    ("card:<complaint id>"); `dedup` makes a second put in the same chat a silent no-op.
    """

    chat_key: str
    message: Message | None = None
    action: str = "send"  # send, edit, topic_title, topic_close
    ref: str | None = None
    case: str | None = None  # complaint id
    bubble: str | None = None  # card, question, answer, preview, notice, receipt
    lane: Lane = Lane.REPLY
    dedup: str | None = None
    due_at: datetime | None = None  # None: at once
    on_ambiguous: str = "resend"  # after a crash between sending and settling: resend or drop
    thread: str | None = None
    data: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxRow:
    """An Outgoing on its way, with where it goes and who holds the lease."""

    id: int
    chat_key: str
    address: Address  # its thread is the Outgoing's thread
    language: str
    attempts: int  # including the present one
    message: Message | None
    action: str
    ref: str | None
    case: str | None
    bubble: str | None
    lane: Lane
    dedup: str | None
    due_at: datetime | None
    on_ambiguous: str
    thread: str | None
    data: dict[str, Any] | None
    owner: str | None
    error: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bubble:
    """A message we sent and may have to find again: by its id when replied to, by `ref` to edit it.

    `part` orders the bubbles of one long message.
    """

    chat_key: str
    external_id: str
    ref: str | None = None
    case: str | None = None
    kind: str | None = None
    sent_at: datetime
    part: int = 0
    thread: str | None = None
    data: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Timer:
    """Something the clock has to look at; stale when the case has a newer version."""

    id: int
    case: str
    rule: str
    kind: str  # due, warn, remind, expire
    version: int
    due_at: datetime
    data: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """The group in which an agency's focal points work."""

    agency_id: str
    chat_key: str
    address: Address
    title: str
    active: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file a citizen or an officer gave: first a promise of the channel, then bytes in the file store."""

    id: str  # uuid hex
    chat_key: str
    case: str | None = None
    kind: str
    ref: str
    account: str
    mime: str | None = None
    size: int | None = None
    name: str | None = None
    sha256: str | None = None
    key: str | None = None  # name in the file store
    state: str = "todo"  # todo, stored, refused, failed
    tries: int = 0
    caption: str = ""
    received_at: datetime
    album: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """One line of the audit log; `actor_name` and `detail` are stored encrypted."""

    at: datetime
    role: str
    actor: str
    actor_name: str
    event: str
    case: str | None
    detail: dict[str, Any]
    seq: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Depth:
    """How much waits in a lane and since when (seconds)."""

    count: int
    oldest: float
