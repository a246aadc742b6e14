"""Tables of recap and export: what staff asked to be counted and has not been sent, and tracking ids of LAPOR."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Column

from storage.columns import JSON, KEY, Sealed, Utc
from storage.tables_triage import metadata

__all__ = ["lapor_ids", "metadata", "recap_orders"]

#: A recap or an export to be made beside the live messages; the row goes with the commit that sends it.
recap_orders = sa.Table(
    "recap_orders",
    metadata,
    Column("id", KEY, primary_key=True),
    Column("chat_key", KEY, nullable=False),  # the group that gets it
    Column("thread", sa.String(64)),
    Column("kind", sa.String(16), nullable=False),  # recap, desk, export
    Column("asks", JSON, nullable=False),  # period, place, shape; codes only, nobody's words
    Column("role", sa.String(32), nullable=False),
    Column("actor", sa.String(64), nullable=False),
    Column("asked_at", Utc, nullable=False, index=True),
    Column("tries", sa.SmallInteger, nullable=False),
)

#: Which report at SP4N-LAPOR! is the same case; leads to a person there, so it is sealed and erased with the words.
lapor_ids = sa.Table(
    "lapor_ids",
    metadata,
    Column("case_id", KEY, primary_key=True),
    Column("noted_at", Utc, nullable=False),
    Column("words", Sealed, nullable=False),
)
