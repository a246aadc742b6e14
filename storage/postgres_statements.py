"""SQLAlchemy's statements as asyncpg takes them: compiled once, values in the driver's form, rows in ours."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql.asyncpg import PGDialect_asyncpg
from sqlalchemy.engine import IteratorResult
from sqlalchemy.engine.result import SimpleResultMetaData

Convert = Callable[[Any], Any]

#: How asyncpg wants its statements; the house has one way of speaking to every server.
DIALECT = PGDialect_asyncpg()
#: Statements kept compiled: those of the house stand in its modules and are a third of that; one made on the way goes.
KEPT = 1000
#: PostgreSQL's numbers of its types, which SQLAlchemy asks for before it reads a number with a comma.
FLOAT8, NUMERIC = 701, 1700


class Answer(IteratorResult[Any]):
    """Rows, or how many were changed (-1 where the server does not say)."""

    rowcount: int = -1


class Said:
    """One statement in the driver's words. `columns` are the names of its rows: () has none, None is not known."""

    def __init__(self, statement: Any, keys: Sequence[str] | None) -> None:
        self._compiled: Any = statement.compile(dialect=DIALECT, column_keys=keys)
        self.sql: str = self._compiled.string
        self._binds = {name: self._compiled.binds[name] for name in self._compiled.positiontup or ()}
        self._in: dict[str, Convert | None] = {
            name: bind.type.dialect_impl(DIALECT).bind_processor(DIALECT) for name, bind in self._binds.items()
        }
        self._expands = any(bind.expanding for bind in self._binds.values())
        self.columns: tuple[str, ...] | None = None
        if not isinstance(statement, sa.TextClause):
            made = statement.exported_columns
            self.columns = tuple(made.keys())
            types = [column.type.dialect_impl(DIALECT) for column in made]
            self._out = [type.result_processor(DIALECT, _oid(type)) for type in types]
            self._plain = not any(self._out)
            self._rows = SimpleResultMetaData(self.columns)

    def arguments(self, values: Mapping[str, Any] | None) -> tuple[str, list[Any]]:
        """The SQL and what stands for its "$1", "$2"; raises InvalidRequestError where a value is not given."""
        values = values or {}
        if self._expands:
            return self._expanded(values)
        given = []
        for name, bind in self._binds.items():
            if bind.key in values:
                value = values[bind.key]
            elif bind.required:
                self._compiled.construct_params(values)  # says which one
            else:
                value = bind.effective_value
            convert = self._in[name]
            given.append(value if convert is None else convert(value))
        return self.sql, given

    def _expanded(self, values: Mapping[str, Any]) -> tuple[str, list[Any]]:
        """One "IN (...)" for so many values."""
        state = self._compiled.construct_expanded_state(values)
        whose = {each: name for name, several in state.parameter_expansion.items() for each in several}
        given = []
        for name in state.positiontup:
            convert = self._in[whose.get(name, name)]
            value = state.parameters[name]
            given.append(value if convert is None else convert(value))
        return state.statement, given

    def answer(self, records: Sequence[Any], status: str = "") -> Answer:
        """What the driver brought, as SQLAlchemy's rows."""
        if self.columns is None:
            return as_told(records)
        answer = Answer(self._rows, map(tuple if self._plain else self._read, records))
        count = status.rpartition(" ")[2]
        answer.rowcount = int(count) if count.isdigit() else -1
        return answer

    def _read(self, record: Sequence[Any]) -> tuple[Any, ...]:
        return tuple([value if out is None else out(value) for out, value in zip(self._out, record, strict=True)])


def as_told(records: Sequence[Any]) -> Answer:
    """Rows named and read as the driver does."""
    return Answer(SimpleResultMetaData(list(records[0].keys()) if records else []), map(tuple, records))


def _oid(type: Any) -> int | None:
    if isinstance(type, sa.Float):
        return FLOAT8
    return NUMERIC if isinstance(type, sa.Numeric) else None


def said(statement: Any, values: Any) -> Said:
    """Compiled for the names of those values: an INSERT without columns takes those it is given."""
    first = values[0] if isinstance(values, list) and values else values
    return _said(statement, tuple(first) if isinstance(first, Mapping) else ())


@lru_cache(maxsize=KEPT)
def _said(statement: Any, names: tuple[str, ...]) -> Said:
    return Said(statement, names or None)
