"""The tables of a channel with a window, statuses and changing ids; every id of a person sits in `Sealed` columns."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Column

from storage.columns import BIG, KEY, Sealed, Utc
from storage.tables_desk import metadata

__all__ = ["deliveries", "identities", "join_codes", "metadata", "opt_ins", "parked"]

#: Under which ids a chat is reached, now and before. A row that ended is history: the number may be
#: somebody else's by now, and must not lead to this chat any more.
identities = sa.Table(
    "identities",
    metadata,
    Column("id", KEY, primary_key=True),
    Column("key", KEY, nullable=False),  # keyed hash of channel, account and the person's id there
    Column("chat_key", KEY, nullable=False, index=True),
    Column("channel", sa.String(32), nullable=False),
    Column("account", sa.String(64), nullable=False),
    Column("since", Utc, nullable=False),
    Column("until", Utc),
    Column("heard_at", Utc),  # of the newest message said under it: the window runs from there
    Column("words", Sealed, nullable=False),  # the id
    sa.Index(
        "ix_identities_now", "key", unique=True,
        sqlite_where=sa.text("until IS NULL"), postgresql_where=sa.text("until IS NULL"),
    ),
)  # fmt: skip

#: What became of each message we sent where the channel tells.
deliveries = sa.Table(
    "deliveries",
    metadata,
    Column("external_key", KEY, primary_key=True),  # keyed: a WhatsApp message id contains the phone number
    Column("chat_key", KEY, nullable=False),
    Column("outbox_id", BIG, index=True),
    Column("part", sa.SmallInteger, nullable=False),
    Column("case_id", KEY, index=True),
    Column("state", sa.SmallInteger, nullable=False),
    Column("at", Utc, nullable=False, index=True),
    Column("code", sa.Integer),
    Column("billable", sa.Boolean),
    Column("category", sa.String(32)),
    Column("template", sa.String(64)),
    Column("words", Sealed, nullable=False),  # the external id
    sa.Index("ix_deliveries_of_chat", "chat_key", "at"),
)

#: Answers that wait for the window to open; what went out instead was a template.
parked = sa.Table(
    "parked",
    metadata,
    Column("id", BIG, primary_key=True, autoincrement=True),
    Column("uid", KEY, nullable=False),
    Column("chat_key", KEY, nullable=False, index=True),
    Column("case_id", KEY),
    Column("bubble", sa.String(32)),
    Column("template", sa.String(64)),
    Column("created_at", Utc, nullable=False),
    Column("body", Sealed, nullable=False),  # message and data
)

#: Who said yes or no to being written to, when, to which wording, by which message. Append-only.
opt_ins = sa.Table(
    "opt_ins",
    metadata,
    Column("id", BIG, primary_key=True, autoincrement=True),
    Column("uid", KEY, nullable=False),
    Column("chat_key", KEY, nullable=False, index=True),
    Column("at", Utc, nullable=False),
    Column("choice", sa.String(8), nullable=False),  # in, out
    Column("wording", sa.String(32), nullable=False),
    Column("words", Sealed, nullable=False),  # the message that proves it
)

#: A code said in one chat to join another with it; both agree before anything is joined.
join_codes = sa.Table(
    "join_codes",
    metadata,
    Column("code_key", KEY, primary_key=True),
    Column("chat_key", KEY, nullable=False, index=True),
    Column("other_key", KEY),  # the chat that gave the code back
    Column("agreed", sa.SmallInteger, nullable=False),  # 0 nobody, 1 the chat that typed the code
    Column("until", Utc, nullable=False),
)
