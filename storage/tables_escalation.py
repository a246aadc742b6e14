"""Tables of the clocks: an agency's own limits and hours, and the citizens' dossiers for the Ombudsman."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Column

from storage.columns import JSON, KEY, Sealed, Utc
from storage.tables_whatsapp import metadata

__all__ = ["agency_rules", "dossiers", "metadata"]

agency_rules = sa.Table(
    "agency_rule_versions",
    metadata,
    Column("agency_id", sa.String(128), primary_key=True),
    Column("since", Utc, primary_key=True),  # a clock that began earlier keeps what held before
    Column("days", JSON, nullable=False),  # rule -> limit
    Column("hours", JSON),  # seven pairs "08:00", Monday first; a day off is null
    Column("zone", sa.String(64)),
    Column("edited_by", sa.String(64), nullable=False),
)

dossiers = sa.Table(
    "dossiers",
    metadata,
    Column("case_id", KEY, primary_key=True),
    Column("chat_key", KEY, nullable=False, index=True),
    Column("state", sa.String(16), nullable=False),
    Column("begun_at", Utc, nullable=False),
    Column("consent_version", sa.String(32)),
    Column("consented_at", Utc),
    Column("accepted_at", Utc),
    Column("withdrawn_at", Utc),
    Column("words", Sealed, nullable=False),  # who the citizen is (UU 37/2008 ps. 24), their wish, who accepted
)
