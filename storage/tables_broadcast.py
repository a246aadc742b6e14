"""The tables of notices to many, of what became of each for every person, and of the pace of a token."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Column

from storage.columns import JSON, KEY, Sealed, Utc
from storage.tables_escalation import metadata

__all__ = ["broadcast_recipients", "broadcasts", "buckets", "metadata"]

broadcasts = sa.Table(
    "broadcasts",
    metadata,
    Column("id", KEY, primary_key=True),
    Column("chat_key", KEY, nullable=False),  # the staff group that watches it
    Column("state", sa.String(16), nullable=False),
    Column("audience", JSON, nullable=False),
    Column("total", sa.Integer, nullable=False),  # as counted when it began
    Column("cursor", KEY, nullable=False),  # everybody up to this chat key is on the list
    Column("created_at", Utc, nullable=False),
    Column("begins_at", Utc, nullable=False),
    Column("started_at", Utc),
    Column("ended_at", Utc),
    Column("shown_at", Utc),  # when the progress message was last rewritten
    Column("reported_at", Utc),
    Column("words", Sealed, nullable=False),  # the notice in each language, its picture, who sends it
    sa.Index(
        "ix_broadcasts_live", "begins_at",
        sqlite_where=sa.text("reported_at IS NULL"), postgresql_where=sa.text("reported_at IS NULL"),
    ),
)  # fmt: skip

#: One line for each person and notice, written with the outbox row: a second one cannot exist.
broadcast_recipients = sa.Table(
    "broadcast_recipients",
    metadata,
    Column("chat_key", KEY, primary_key=True),
    Column("broadcast_id", KEY, primary_key=True),
    Column("state", sa.SmallInteger, nullable=False),
    Column("at", Utc, nullable=False),
    sa.Index("ix_broadcast_recipients_state", "broadcast_id", "state"),
)

#: One row for each token; whoever claims takes from it in the same transaction (handbook §1.5).
buckets = sa.Table(
    "buckets",
    metadata,
    Column("name", sa.String(96), primary_key=True),
    Column("tokens", sa.Float, nullable=False),
    Column("bulk", sa.Float, nullable=False),  # what a notice to many may take while others wait
    Column("recent", JSON, nullable=False),  # what went in the last second: [microseconds, how many]
    Column("refilled_at", Utc, nullable=False),
    Column("others_at", Utc, nullable=False),  # when something better than a notice to many last went out
    Column("quiet_until", Utc, nullable=False),
)
