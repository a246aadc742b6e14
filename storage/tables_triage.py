"""Tables of what staff decide: cases that follow another, changes of the registry, words learnt from corrections."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Column

from storage.columns import BIG, JSON, KEY, Sealed, Utc
from storage.tables_staff import metadata

__all__ = ["agency_changes", "case_staff", "learned_words", "merged_cases", "metadata"]

#: A duplicate and the case it follows; the duplicate keeps its number, its person and its history.
merged_cases = sa.Table(
    "merged_cases",
    metadata,
    Column("case_id", KEY, primary_key=True),
    Column("main_id", KEY, nullable=False, index=True),
    Column("at", Utc, nullable=False),
)

#: Which person of staff has a case in hand.
case_staff = sa.Table(
    "case_staff",
    metadata,
    Column("case_id", KEY, primary_key=True),
    Column("person", KEY, nullable=False, index=True),  # keyed hash of the account
    Column("at", Utc, nullable=False),
    Column("words", Sealed, nullable=False),  # the name they go by
)

#: One row an office and deed; what was done together has one batch and is undone together.
agency_changes = sa.Table(
    "agency_changes",
    metadata,
    Column("id", BIG, primary_key=True, autoincrement=True),
    Column("batch", sa.String(32), nullable=False, index=True),
    Column("deed", sa.String(32), nullable=False),
    Column("agency_id", sa.String(128), nullable=False, index=True),
    Column("before", JSON),  # none: it was added
    Column("after", JSON, nullable=False),
    Column("at", Utc, nullable=False),
    Column("by", sa.String(64), nullable=False),
    Column("undoes", sa.String(32)),  # the batch that this one took back
    Column("words", Sealed, nullable=False),  # the name of who did it
)

#: A proposal is decided once. Who refuses a wording keeps only its mark: it may be somebody's own words.
learned_words = sa.Table(
    "learned_words",
    metadata,
    Column("mark", KEY, primary_key=True),
    Column("alias", sa.String(128)),
    Column("concept", sa.String(64)),  # approved for every office of that kind; else it stands with its office
    Column("approved", sa.Boolean, nullable=False),
    Column("at", Utc, nullable=False),
    Column("by", sa.String(64), nullable=False),
    Column("words", Sealed, nullable=False),  # the name of who decided
)
