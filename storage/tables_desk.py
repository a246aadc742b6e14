"""Tables of the agencies' groups: who helps with a case besides its holder, and answers kept for use again."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Column

from storage.columns import KEY, Sealed, Utc
from storage.tables_voices import metadata

__all__ = ["answer_templates", "case_partners", "metadata"]

case_partners = sa.Table(
    "case_partners",
    metadata,
    Column("case_id", KEY, primary_key=True),
    Column("agency_id", sa.String(128), primary_key=True, index=True),
    Column("added_at", Utc, nullable=False),
    Column("active", sa.Boolean, nullable=False),
)

answer_templates = sa.Table(
    "answer_templates",
    metadata,
    Column("agency_id", sa.String(128), primary_key=True),
    Column("name", sa.String(64), primary_key=True),
    Column("made_at", Utc, nullable=False),
    Column("words", Sealed, nullable=False),  # an officer may have put a name or a telephone number into it
)
