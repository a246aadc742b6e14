"""Tables of agencies' profiles: their own channels, and how far each is with managing complaints."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Column

from storage.columns import Utc
from storage.tables_recap import metadata

__all__ = ["agency_channels", "agency_checklist", "metadata"]

agency_channels = sa.Table(
    "agency_channels",
    metadata,
    Column("agency_id", sa.String(128), primary_key=True),
    Column("kind", sa.String(16), primary_key=True),
    Column("address", sa.String(256), primary_key=True),
    Column("hours", sa.String(256), nullable=False),
    Column("broken_on", sa.Date()),
    Column("edited_by", sa.String(64), nullable=False),
    Column("edited_at", Utc, nullable=False),
)

agency_checklist = sa.Table(
    "agency_checklist",
    metadata,
    Column("agency_id", sa.String(128), primary_key=True),
    Column("item", sa.String(16), primary_key=True),
    Column("done_on", sa.Date(), nullable=False),
    Column("evidence", sa.Text(), nullable=False),
    Column("edited_by", sa.String(64), nullable=False),
    Column("edited_at", Utc, nullable=False),
)
