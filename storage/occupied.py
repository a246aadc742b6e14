"""Who works on an SQLite file has it alone: a second process would take the first one's leases for a dead one's.

A lock of SQLite's own on a little file beside it: known on every system, and gone with its process, however that ends.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import sqlalchemy as sa

from storage.errors import Occupied, StorageError

ENDING = ".running"


def occupy(url: sa.URL) -> Callable[[], None]:
    """Ours until the function it gives is called; Occupied while another has it. A server needs none."""
    if url.get_backend_name() != "sqlite":
        return lambda: None
    path = Path(f"{url.database}{ENDING}")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600, exist_ok=True)
    connection = sqlite3.connect(path, timeout=0, isolation_level=None, check_same_thread=False)
    try:
        connection.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        connection.close()
        if error.sqlite_errorname != "SQLITE_BUSY":
            raise StorageError(f"{path} tidak dapat dikunci: {error}.") from error
        raise Occupied(f"{url.database} sedang dipakai proses narahubung lain. Hentikan proses itu dulu.") from error
    return connection.close
