"""The table of leases: which process leads where only one may; knows neither processes nor what they do."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Column

from storage.columns import Utc
from storage.tables_broadcast import metadata

__all__ = ["leases", "metadata"]

#: One row for each thing that only one process may do at a time.
leases = sa.Table(
    "leases",
    metadata,
    Column("name", sa.String(96), primary_key=True),
    Column("owner", sa.String(64), nullable=False),
    Column("fence", sa.BigInteger, nullable=False),  # rises with every change of hands
    Column("until", Utc, nullable=False),  # by the clock of the database, not of a process
)
