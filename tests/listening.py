"""Every statement an engine of ours says meanwhile, with its values, as the driver takes them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import sqlalchemy as sa

from storage.postgres_statements import Said
from storage.sqlite_engine import SqliteEngine


@contextmanager
def listening(engine: Any, hear: Callable[[str, Any], None]) -> Iterator[None]:
    """`hear` is told each of them before it is said."""
    if isinstance(engine, SqliteEngine):

        def listen(_c: Any, _cursor: Any, statement: str, parameters: Any, _x: Any, _many: bool) -> None:
            hear(statement, parameters)

        sa.event.listen(engine.sync_engine, "before_cursor_execute", listen)
        try:
            yield
        finally:
            sa.event.remove(engine.sync_engine, "before_cursor_execute", listen)
        return
    of = Said.arguments

    def arguments(self: Said, values: Any) -> tuple[str, list[Any]]:
        said = of(self, values)
        hear(*said)
        return said

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Said, "arguments", arguments)
        yield
