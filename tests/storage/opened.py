"""Everything a database holds as one readable text, sealed columns opened: what a search for a person goes through.

A table that seals something and is not named here makes the search fail: somebody has to decide what erasing
a person means for it (storage/erasure.py, storage/erasure_traces.py).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa

from storage.columns import Sealed
from storage.database import Database
from storage.migrate import metadata

#: table or table.column -> how the row is named where its value was sealed.
ROWS: dict[str, Callable[[Any], object]] = {
    "inbox": lambda row: row.event_key,
    "chats": lambda row: row.key,
    "complaints": lambda row: row.id,
    "entries": lambda row: row.uid,
    "attachments": lambda row: row.id,
    "outbox.body": lambda row: row.uid,
    "outbox.error": lambda row: row.id,
    "bubbles": lambda row: row.external_key,
    "desks": lambda row: f"{row.agency_id}:{row.chat_key}",
    "audit": lambda row: f"{row.chain}:{row.seq}",
    "matches": lambda row: row.uid,
    "links": lambda row: row.id,
    "ratings": lambda row: row.case_id,
    "dossiers": lambda row: row.case_id,
    "lapor_ids": lambda row: row.case_id,
    "papers": lambda row: row.case_id,
    "identities": lambda row: row.id,
    "deliveries": lambda row: row.external_key,
    "parked": lambda row: row.uid,
    "opt_ins": lambda row: row.uid,
    "past_cases": lambda row: row.id,  # a number of another register: nobody who wrote to us
}
#: Sealed words of officers about officers; no citizen is in them.
OFFICIALS = frozenset(
    {
        *("broadcasts", "focal_points", "focal_point_changes", "invites", "answer_templates", "staff_people"),
        *("agency_changes", "case_staff", "learned_words"),
    }
)


async def opened(database: Database) -> str:
    """All rows of all tables, readable."""
    text: list[str] = []
    async with database._reader.begin() as connection:
        for table in metadata.sorted_tables:
            for row in (await connection.execute(sa.select(table))).all():
                text += [_value(database, column, row) for column in table.columns]
    return "\n".join(text)


def _value(database: Database, column: sa.Column[Any], row: Any) -> str:
    value = getattr(row, column.name)
    if value is None or not isinstance(column.type, Sealed) or column.table.name in OFFICIALS:
        return f"{column}={value}"
    table = column.table.name
    name = ROWS.get(f"{table}.{column.name}", ROWS.get(table))
    assert name is not None, f"{column} is sealed: say in {__name__} how, and in storage/erasure.py what erasing does"
    return f"{column}={database._keys.unseal(f'{table}:{column.name}:{name(row)}', value).decode()}"


def sealed_tables() -> set[str]:
    """Tables with a sealed column."""
    return {t.name for t in metadata.sorted_tables if any(isinstance(c.type, Sealed) for c in t.columns)}
