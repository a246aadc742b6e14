"""Which cases an asker may see: a standing condition and the values it names, so that statements are built once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, TypeAlias

import sqlalchemy as sa
from sqlalchemy import bindparam, select

from storage.tables import complaints, entries

#: Conditions and columns that stand for the life of the program: statements are kept by them.
Standing: TypeAlias = sa.ColumnElement[Any]


@dataclass(frozen=True, slots=True)
class Sight:
    """`rows` is a condition of this house's modules, never one made for a question; `who` are its values."""

    rows: Standing
    who: Mapping[str, Any] = field(default_factory=dict)

    def asking(self, **values: Any) -> dict[str, Any]:
        """Values of a statement together with whose eyes it looks through."""
        return {**self.who, **values}


EVERYTHING = Sight(sa.true())


@cache
def one(rows: Standing, column: Standing, locked: bool) -> sa.Select[Any]:
    """The case with "which" in that column."""
    statement = select(complaints).where(rows, column == bindparam("which"))
    return statement.with_for_update() if locked else statement


@cache
def many(rows: Standing, where: tuple[Standing, ...], order: tuple[Standing, ...]) -> sa.Select[Any]:
    """A page of cases: "limit" of them from "offset" on."""
    found = select(complaints).where(rows, *where).order_by(*order)
    return found.limit(bindparam("limit")).offset(bindparam("offset"))


@cache
def count(rows: Standing, *where: Standing) -> sa.Select[Any]:
    """How many."""
    return select(sa.func.count()).select_from(complaints).where(rows, *where)


@cache
def history(rows: Standing) -> sa.Select[Any]:
    """The entries of the case of that "number"."""
    case = select(complaints.c.id).where(rows, complaints.c.number == bindparam("number")).scalar_subquery()
    return select(entries).where(entries.c.case_id == case).order_by(entries.c.id)
