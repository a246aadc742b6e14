"""Alembic's entry: runs the steps on the connection `storage.migrate` hands over, never on one of its own."""

from __future__ import annotations

from alembic import context

from storage.migrate import OPTIONS
from storage.tables import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, **OPTIONS)
context.run_migrations()
