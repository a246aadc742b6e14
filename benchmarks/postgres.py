"""The PostgreSQL of the benchmarks: durable, whoever runs it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def postgres() -> Iterator[Any]:
    """Makes empty databases: on the server that NARAHUBUNG_BENCH_PG names, else on one of our own with fsync on."""
    if dsn := os.environ.get("NARAHUBUNG_BENCH_PG"):
        from tests.postgres import Server

        yield Server(dsn)
        return
    from tests import postgres as own

    own.FAST = ()  # a benchmark may not lose what it says is stored
    with own.running() as server:
        yield server
