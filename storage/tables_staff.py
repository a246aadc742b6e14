"""The tables of staff: who may do what, the code that makes an owner, papers taken in for people without a chat."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Column

from storage.columns import KEY, Sealed, Utc
from storage.tables_processes import metadata

__all__ = ["metadata", "owner_codes", "papers", "staff_people"]

staff_people = sa.Table(
    "staff_people",
    metadata,
    Column("key", KEY, primary_key=True),  # keyed hash of the messenger account
    Column("standing", sa.String(16), nullable=False),
    Column("since", Utc, nullable=False),
    Column("chat_key", KEY),  # their own chat with the desk bot, whether or not they have opened it
    Column("words", Sealed, nullable=False),  # the name they go by
)

owner_codes = sa.Table(
    "owner_codes",
    metadata,
    Column("code_key", KEY, primary_key=True),  # keyed hash: the code itself is kept nowhere
    Column("created_at", Utc, nullable=False),
    Column("until", Utc, nullable=False),
)

#: A case that staff took in; the writer joins it with a code, once.
papers = sa.Table(
    "papers",
    metadata,
    Column("case_id", KEY, primary_key=True),
    Column("source", sa.String(16), nullable=False),
    Column("received_on", sa.Date, nullable=False),
    Column("code_key", KEY, nullable=False, unique=True),  # keyed hash
    Column("code_until", Utc, nullable=False),
    Column("claimed_at", Utc),
    Column("claimed_by", KEY),  # the writer's chat
    Column("words", Sealed, nullable=False),  # which box, how the writer is reached, who took it in
)
