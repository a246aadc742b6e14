"""The table of past cases: what was reported elsewhere before, as codes; nobody's name, nobody's words."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Column

from storage.columns import KEY, Sealed
from storage.tables_profile import metadata

__all__ = ["metadata", "past_cases"]

past_cases = sa.Table(
    "past_cases",
    metadata,
    Column("id", KEY, primary_key=True),  # keyed hash of the number it has over there
    Column("source", sa.String(64), nullable=False),  # as the operator called the file
    Column("agency_id", sa.String(128), nullable=False),
    Column("topic", sa.String(64), nullable=False),
    Column("place", sa.String(16), nullable=False),  # code of a region, "" where it is not known
    Column("filed_on", sa.Date, nullable=False),
    Column("words", Sealed, nullable=False),  # the number itself: over there it leads to a person
    sa.Index("ix_past_cases_of_matter", "agency_id", "topic", "filed_on"),
    sa.Index("ix_past_cases_source", "source"),
)
