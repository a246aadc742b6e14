"""Tables of what citizens say besides their cases: ratings, support for a case of another, one nudge a draft."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Column

from storage.columns import KEY, Sealed, Utc
from storage.tables_citizen import metadata

__all__ = ["draft_nudges", "metadata", "ratings", "supporters"]

#: A case without a row was not rated: silence is counted as silence, never as a number.
ratings = sa.Table(
    "ratings",
    metadata,
    Column("case_id", KEY, primary_key=True),
    Column("chat_key", KEY, nullable=False, index=True),
    Column("stars", sa.SmallInteger, nullable=False),
    Column("at", Utc, nullable=False),
    Column("words", Sealed, nullable=False),  # the optional word
)

#: Who said "the same with me" instead of filing; the key counts each person once.
supporters = sa.Table(
    "supporters",
    metadata,
    Column("case_id", KEY, primary_key=True),
    Column("chat_key", KEY, primary_key=True),
    Column("at", Utc, nullable=False),
    sa.Index("ix_supporters_of_chat", "chat_key"),
)

#: When an unfinished draft is reminded of; stale when the chat has another draft by then.
draft_nudges = sa.Table(
    "draft_nudges",
    metadata,
    Column("chat_key", KEY, primary_key=True),
    Column("draft_id", sa.String(64), nullable=False),
    Column("due_at", Utc, nullable=False, index=True),
)
