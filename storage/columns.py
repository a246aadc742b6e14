"""Column types both databases agree on; may not know any table or repository."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine.interfaces import Dialect
from sqlalchemy.types import TypeDecorator

from storage.keys import Ciphertext

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
#: SQLite gives automatic ids to INTEGER only.
BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(JSONB(), "postgresql")
KEY = sa.String(32)  # keyed hash or uuid, hex


class Utc(TypeDecorator[datetime]):
    """Aware datetime, stored as microseconds since 1970: the same order and arithmetic on both databases."""

    impl = sa.BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("Timezone aware datetime is required")
        return (value - EPOCH) // timedelta(microseconds=1)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        return None if value is None else EPOCH + timedelta(microseconds=value)


class Sealed(TypeDecorator[bytes]):
    """Personal data: takes only what the keyring sealed, so that a plain word cannot slip in."""

    impl = sa.LargeBinary
    cache_ok = True

    def process_bind_param(self, value: bytes | None, dialect: Dialect) -> bytes | None:
        if value is not None and not isinstance(value, Ciphertext):
            raise TypeError("an encrypted column takes sealed values only")
        return None if value is None else bytes(value)
