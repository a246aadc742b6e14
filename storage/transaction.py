"""What all repositories share in one unit of work: the connection, the keyring, the clock; knows no table."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeAlias

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from storage.keys import Ciphertext, Keyring
from storage.sqlite_engine import Session

if TYPE_CHECKING:
    from storage.postgres_engine import Session as PostgresSession

#: A statement both databases read, or one for each of them by dialect name.
Statement: TypeAlias = sa.Executable | Mapping[str, sa.Executable]


def insert_new(table: sa.Table, *key: str, returning: Sequence[sa.Column[Any]] = ()) -> dict[str, Any]:
    """INSERT that leaves an existing row of that key (of any key, where none is named) as it is."""
    made: dict[str, Any] = {
        "sqlite": sqlite.insert(table).on_conflict_do_nothing(index_elements=key or None),
        "postgresql": postgresql.insert(table).on_conflict_do_nothing(index_elements=key or None),
    }
    return {name: s.returning(*returning) if returning else s for name, s in made.items()}


def upsert(table: sa.Table, *key: str) -> dict[str, Any]:
    """INSERT that overwrites everything but the key of an existing row."""
    made: dict[str, Any] = {}
    for name, insert in (("sqlite", sqlite.insert(table)), ("postgresql", postgresql.insert(table))):
        others = {c.name: insert.excluded[c.name] for c in table.c if c.name not in key}
        made[name] = insert.on_conflict_do_update(index_elements=key, set_=others)
    return made


@dataclass(frozen=True, slots=True)
class Lookup:
    """A standing SELECT by one column: of one "id", or of many "ids", each row naming its own as `looked_up`."""

    one: sa.Select[Any]
    many: sa.Select[Any]


def lookup(column: sa.Column[Any], *where: sa.ColumnElement[bool], order: Sequence[Any] = ()) -> Lookup:
    """Rows of the column's table."""
    rows = sa.select(column.table).where(*where).order_by(*order)
    many = rows.add_columns(column.label("looked_up")).where(column.in_(sa.bindparam("ids", expanding=True)))
    return Lookup(rows.where(column == sa.bindparam("id")), many)


@dataclass(slots=True)
class Transaction:
    """One open transaction."""

    connection: PostgresSession | Session
    keys: Keyring
    clock: Callable[[], datetime]
    #: name of the dialect: sqlite or postgresql
    dialect: str
    writing: bool
    #: versions read or written here, by chat key or complaint id; what a save is checked against
    versions: dict[str, int] = field(default_factory=dict)
    #: keys whose row this transaction has written: nobody else can have changed them meanwhile
    written: set[str] = field(default_factory=set)
    #: what `look_up` found
    looked: dict[tuple[int, str], Sequence[sa.Row[Any]]] = field(default_factory=dict)

    async def execute(self, statement: Statement, values: Any = None) -> sa.CursorResult[Any]:
        """Run a statement, once or for each of a sequence of values."""
        if isinstance(statement, Mapping):
            statement = statement[self.dialect]
        return await self.connection.execute(statement, values)

    async def execute_wide(self, statement: sa.Executable, values: Any = None) -> sa.CursorResult[Any]:
        """One that reads or counts many rows: not on the event loop, even where others of this transaction are."""
        return await self.connection.execute_aside(statement, values)

    async def look_up(self, statement: sa.Select[Any], of: str) -> Sequence[sa.Row[Any]]:
        """Rows of a standing SELECT by "id": a turn asks five times for one office. Who writes such rows clears it."""
        key = (id(statement), of)
        if key not in self.looked:
            self.looked[key] = (await self.execute(statement, {"id": of})).all()
        return self.looked[key]

    async def look_ahead(self, which: Lookup, of: Collection[str]) -> None:
        """What `look_up` will be asked of several, in one go."""
        found: dict[str, list[sa.Row[Any]]] = {each: [] for each in of}
        for row in await self.execute(which.many, {"ids": list(found)}):
            found[row.looked_up].append(row)
        self.looked.update(((id(which.one), each), rows) for each, rows in found.items())

    def seal(self, column: sa.Column[Any], row: object, value: Any) -> Ciphertext:
        """A JSON value sealed for that column of that row."""
        # Half a character (a lone surrogate) is kept as it came: one such update must not hold up those beside it.
        plain = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(errors="surrogatepass")
        return self.keys.seal(f"{column.table.name}:{column.name}:{row}", plain)

    def unseal(self, column: sa.Column[Any], row: object, sealed: bytes) -> Any:
        """What `seal` sealed there."""
        return json.loads(self.keys.unseal(f"{column.table.name}:{column.name}:{row}", sealed))


class Repository:
    """Base of the repositories."""

    __slots__ = ("_tx",)

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx
