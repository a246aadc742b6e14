"""Tables around the citizen's own rights and ways in: links of counters, talks with staff, exports, erasures."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Column

from storage.columns import JSON, KEY, Sealed, Utc
from storage.tables_people import metadata

__all__ = ["erasures", "expiring_files", "exports", "links", "metadata", "staff_talks"]

links = sa.Table(
    "links",
    metadata,
    Column("id", KEY, primary_key=True),
    Column("token", KEY, nullable=False, unique=True),  # keyed hash: a copy of the database opens no link
    Column("agency_id", sa.String(128), nullable=False, index=True),
    Column("created_at", Utc, nullable=False),
    Column("revoked_at", Utc),
    Column("used_at", Utc),
    Column("uses", sa.Integer, nullable=False),
    Column("words", Sealed, nullable=False),  # the token, to print the same poster again; the counter's name
)

staff_talks = sa.Table(
    "staff_talks",
    metadata,
    # Stands where a case's id would in outbox and bubbles: what was said in it is found and erased by it.
    Column("id", KEY, primary_key=True),
    Column("chat_key", KEY, nullable=False, index=True),
    Column("opened_at", Utc, nullable=False),
    Column("last_at", Utc, nullable=False),
    Column("closed_at", Utc),
)

#: Who asked for a copy of their data and has not got it yet.
exports = sa.Table(
    "exports",
    metadata,
    Column("chat_key", KEY, primary_key=True),
    Column("asked_at", Utc, nullable=False),
)

#: Who asked to be erased, and how far it has come; the row goes when nothing of the person is left.
erasures = sa.Table(
    "erasures",
    metadata,
    Column("chat_key", KEY, primary_key=True),
    Column("ghost", KEY, nullable=False),  # random: the person's name in what stays for the totals
    Column("asked_at", Utc, nullable=False),
    Column("due_at", Utc, nullable=False, index=True),
    Column("stage", sa.String(16), nullable=False),
    Column("groups", JSON, nullable=False),  # chats that were shown a case, still to be cleaned
    Column("cursor", KEY, nullable=False),  # last update looked at in the first of them
    Column("cases", sa.Integer, nullable=False),
    Column("files", sa.Integer, nullable=False),
)

#: Bodies in the file store that go once the commit that says so is safe, or when their time is over.
expiring_files = sa.Table(
    "expiring_files",
    metadata,
    Column("file_key", sa.String(64), primary_key=True),
    Column("chat_key", KEY, index=True),
    Column("due_at", Utc, nullable=False, index=True),
)
