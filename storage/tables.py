"""Every table, once; the migrations are checked against this, the repositories speak it.

Hot tables carry the chat or case key in every key, so that they can be distributed or partitioned by it
(handbook §7.3). Names of people, addresses, words and raw updates sit in `Sealed` columns only.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy import Column

from storage.columns import BIG, JSON, KEY, Sealed, Utc

metadata = sa.MetaData(
    # Unnamed constraints cannot be altered in SQLite's batch mode (handbook §2).
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _where(condition: str) -> dict[str, Any]:
    """A partial index on both databases; queries must say the condition literally to use it."""
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}


def _id() -> Column[int]:
    """Automatic, in order. Where it shares the key with a chat or case, SQLite has it as the key alone."""
    return Column("id", BIG, primary_key=True, autoincrement=True)


def _uid() -> Column[str]:
    """Random name of a row: part of the associated data of what is sealed in it."""
    return Column("uid", KEY, nullable=False)


# --- what came in ---------------------------------------------------------------------------------

#: inbox.state
WAITING, HANDLED, DIED = 0, 1, 2

#: Whoever locks the row of a chat has the word in it. A row of its own, because an update may arrive
#: before anything else is known of its chat.
chat_locks = sa.Table("chat_locks", metadata, Column("chat_key", KEY, primary_key=True))

inbox = sa.Table(
    "inbox",
    metadata,
    _id(),
    Column("chat_key", KEY, primary_key=True),
    Column("channel", sa.String(32), nullable=False),
    Column("account", sa.String(64), nullable=False),
    Column("event_key", KEY, nullable=False),  # keyed: a WhatsApp event id contains the phone number
    Column("payload", Sealed, nullable=False),
    Column("received_at", Utc, nullable=False),
    Column("due_at", Utc, nullable=False),
    Column("state", sa.SmallInteger, nullable=False),
    Column("tries", sa.Integer, nullable=False),
    Column("error", Sealed),
    sa.UniqueConstraint("chat_key", "event_key"),
    sa.Index("ix_inbox_waiting", "id", **_where("state = 0")),
    sa.Index("ix_inbox_waiting_of_chat", "chat_key", "id", **_where("state = 0")),
    sa.Index("ix_inbox_dead", "id", **_where("state = 2")),
)

chats = sa.Table(
    "chats",
    metadata,
    Column("key", KEY, primary_key=True),
    Column("channel", sa.String(32), nullable=False),
    Column("account", sa.String(64), nullable=False),
    Column("kind", sa.String(32), nullable=False),
    Column("language", sa.String(16), nullable=False),
    Column("reachable", sa.Boolean, nullable=False),
    Column("notices", sa.Boolean, nullable=False),
    Column("consent_version", sa.String(32)),
    Column("consent_at", Utc),
    Column("version", sa.Integer, nullable=False),
    Column("seen_at", Utc, nullable=False),
    Column("person", Sealed, nullable=False),  # chat id and name
    Column("state", Sealed, nullable=False),
    sa.Index("ix_chats_seen", "seen_at"),  # who has been silent for long
)

# --- the case -------------------------------------------------------------------------------------

complaints = sa.Table(
    "complaints",
    metadata,
    Column("id", KEY, primary_key=True),
    Column("number", sa.String(32), nullable=False, unique=True),
    Column("version", sa.Integer, nullable=False),
    Column("status", sa.String(32), nullable=False),
    Column("resolution", sa.String(32)),
    Column("escalation", sa.SmallInteger, nullable=False),
    Column("kind", sa.String(32), nullable=False),
    Column("topic", sa.String(64)),
    Column("chat_key", KEY, nullable=False),
    Column("language", sa.String(16), nullable=False),
    Column("happened_on", sa.Date),
    Column("agency_id", sa.String(128)),
    Column("anonymous", sa.Boolean, nullable=False),
    Column("confidential", sa.Boolean, nullable=False),
    Column("draft_id", sa.String(64), nullable=False, unique=True),
    Column("filed_at", Utc, nullable=False),
    Column("forwarded_at", Utc),
    Column("first_response_at", Utc),
    Column("answered_at", Utc),
    Column("closed_at", Utc),
    Column("deadlines", JSON, nullable=False),
    Column("due_at", Utc),  # the earliest of them
    Column("attachments", JSON, nullable=False),
    Column("is_open", sa.Boolean, nullable=False),
    Column("reporter", Sealed, nullable=False),  # written once: a door that hides it cannot erase it
    Column("story", Sealed, nullable=False),  # story, place, pin, the institution as named
    sa.Index("ix_complaints_of_chat", "chat_key", "filed_at"),
    sa.Index("ix_complaints_of_agency", "agency_id", "is_open", "due_at"),
    sa.Index("ix_complaints_of_matter", "agency_id", "topic", "filed_at", "resolution"),  # told on every card
    sa.Index("ix_complaints_filed", "filed_at"),
    sa.Index("ix_complaints_open", "due_at", sqlite_where=sa.text("is_open = 1"), postgresql_where=sa.text("is_open")),
    sa.Index("ix_complaints_unassigned", "filed_at", **_where("status = 'received'")),
)

entries = sa.Table(
    "entries",
    metadata,
    _id(),
    Column("case_id", KEY, primary_key=True),
    _uid(),
    Column("at", Utc, nullable=False),
    Column("action", sa.String(32), nullable=False),
    Column("role", sa.String(32), nullable=False),
    Column("actor", sa.String(64), nullable=False),
    Column("actor_agency", sa.String(128)),
    Column("before", sa.String(32)),
    Column("after", sa.String(32), nullable=False),
    Column("agency_id", sa.String(128)),
    Column("words", Sealed, nullable=False),  # the actor's name and the note
    sa.Index("ix_entries_of_case", "case_id", "id"),
)

timers = sa.Table(
    "timers",
    metadata,
    _id(),
    Column("case_id", KEY, primary_key=True),
    Column("rule", sa.String(32), nullable=False),
    Column("kind", sa.String(32), nullable=False),
    Column("version", sa.Integer, nullable=False),
    Column("due_at", Utc, nullable=False, index=True),
    Column("data", JSON, nullable=False),
    sa.Index("ix_timers_of_case", "case_id"),
)

attachments = sa.Table(
    "attachments",
    metadata,
    Column("id", KEY, primary_key=True),
    Column("chat_key", KEY, nullable=False),
    Column("case_id", KEY, index=True),
    Column("kind", sa.String(32), nullable=False),
    Column("account", sa.String(64), nullable=False),
    Column("mime", sa.Text),
    Column("size", BIG),
    Column("sha256", sa.String(64)),
    Column("file_key", sa.String(64)),
    Column("state", sa.String(32), nullable=False),
    Column("tries", sa.SmallInteger, nullable=False),
    Column("due_at", Utc, nullable=False),
    Column("received_at", Utc, nullable=False),
    Column("album", sa.String(128)),
    Column("words", Sealed, nullable=False),  # the channel's ref, file name, caption
    sa.Index("ix_attachments_of_chat", "chat_key", "received_at"),
    sa.Index("ix_attachments_todo", "due_at", **_where("state = 'todo'")),
    sa.Index("ix_attachments_file", "file_key"),  # equal bodies are stored once: who else has this one?
)

# --- what goes out --------------------------------------------------------------------------------

#: outbox.state; an unfinished row is below SETTLED
TODO, LEASED, SETTLED, DEAD = 0, 1, 2, 3

outbox = sa.Table(
    "outbox",
    metadata,
    _id(),
    Column("chat_key", KEY, primary_key=True),
    _uid(),
    Column("account", sa.String(96), nullable=False),  # "telegram:4711": whose token sends it
    Column("lane", sa.SmallInteger, nullable=False),
    Column("action", sa.String(32), nullable=False),
    Column("ref", sa.String(255)),
    Column("case_id", KEY),
    Column("bubble", sa.String(32)),
    Column("dedup", sa.String(255)),
    Column("on_ambiguous", sa.String(32), nullable=False),
    Column("body", Sealed, nullable=False),  # message, thread, data
    Column("created_at", Utc, nullable=False),
    Column("begins_at", Utc, nullable=False),  # as asked; before that it blocks nobody behind it
    Column("due_at", Utc, nullable=False),  # moves with each retry
    Column("state", sa.SmallInteger, nullable=False),
    Column("owner", sa.String(64)),
    Column("lease_until", Utc),
    Column("attempts", sa.Integer, nullable=False),
    Column("error", Sealed),
    sa.UniqueConstraint("chat_key", "dedup"),
    sa.Index("ix_outbox_todo", "account", "lane", "due_at", "id", **_where("state = 0")),
    sa.Index("ix_outbox_of_chat", "chat_key", "lane", "id", "state", **_where("state < 2")),
    sa.Index("ix_outbox_leased", "lease_until", **_where("state = 1")),
    sa.Index("ix_outbox_dead", "id", **_where("state = 3")),
    sa.Index("ix_outbox_of_case", "case_id", **_where("case_id IS NOT NULL")),  # for erasing; no broadcast is in it
)

bubbles = sa.Table(
    "bubbles",
    metadata,
    Column("chat_key", KEY, primary_key=True),
    Column("external_key", KEY, primary_key=True),
    Column("ref", sa.String(255)),
    Column("case_id", KEY),
    Column("kind", sa.String(32)),
    Column("sent_at", Utc, nullable=False),
    Column("part", sa.SmallInteger, nullable=False),
    Column("words", Sealed, nullable=False),  # external id, thread, data
    sa.Index("ix_bubbles_of_ref", "chat_key", "ref", "sent_at"),
    sa.Index("ix_bubbles_of_case", "case_id", **_where("case_id IS NOT NULL")),
)

# --- who there is ---------------------------------------------------------------------------------

regions = sa.Table(
    "regions",
    metadata,
    Column("code", sa.String(13), primary_key=True),
    Column("name", sa.String(128), nullable=False),
    Column("aliases", JSON, nullable=False),
    Column("zone", sa.String(32), nullable=False),
)

agencies = sa.Table(
    "agencies",
    metadata,
    Column("id", sa.String(128), primary_key=True),
    Column("name", sa.String(256), nullable=False),
    Column("short", sa.String(128), nullable=False),
    Column("kind", sa.String(32), nullable=False),
    Column("region", sa.String(13), nullable=False),
    Column("parent", sa.String(128), index=True),
    Column("concept", sa.String(64)),
    Column("proper", sa.String(128)),
    Column("aliases", JSON, nullable=False),
    Column("former", JSON, nullable=False),
    Column("verified", sa.Boolean, nullable=False),
    Column("active", sa.Boolean, nullable=False),
    Column("edited_by", sa.String(64)),  # NULL: as it shipped
    Column("ends_on", sa.Date),  # its last day, where staff know it
)

desks = sa.Table(
    "desks",
    metadata,
    Column("agency_id", sa.String(128), primary_key=True),
    Column("chat_key", KEY, primary_key=True),
    Column("active", sa.Boolean, nullable=False),
    Column("reachable", sa.Boolean, nullable=False),
    Column("bound_at", Utc, nullable=False),
    Column("words", Sealed, nullable=False),  # address and title
    sa.Index("ix_desks_of_chat", "chat_key"),
)

# --- what is remembered ---------------------------------------------------------------------------

audit = sa.Table(
    "audit",
    metadata,
    # Chained per case: one chain for all would make every worker wait for every other.
    Column("chain", sa.String(64), primary_key=True),
    Column("seq", sa.Integer, primary_key=True, autoincrement=False),
    Column("at", Utc, nullable=False),
    Column("role", sa.String(32), nullable=False),
    Column("actor", sa.String(64), nullable=False),
    Column("event", sa.String(64), nullable=False),
    Column("case_id", KEY),
    Column("words", Sealed, nullable=False),
    Column("hash", sa.String(64), nullable=False),
    sa.Index("ix_audit_at", "at"),
)

matches = sa.Table(
    "matches",
    metadata,
    _id(),
    _uid(),
    Column("at", Utc, nullable=False, index=True),
    Column("offered", JSON, nullable=False),
    Column("chosen", sa.String(128)),
    Column("mention", Sealed, nullable=False),
)

meta = sa.Table(
    "meta",
    metadata,
    Column("name", sa.String(128), primary_key=True),
    Column("value", sa.Text, nullable=False),
)
