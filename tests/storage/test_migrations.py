"""One migration tree for both databases: up, as the code says, down, and refused when half-way."""

from __future__ import annotations

import asyncio
import os
import stat
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import op
from alembic.script import Script, ScriptDirectory

from bot.moment import now
from storage import engines, migrate, schema
from storage.database import Database
from storage.errors import SchemaMismatch, StorageError, Unavailable
from storage.keys import Keyring
from storage.migrate import metadata, upgrade
from tests import postgres as pg
from tests.conftest import started
from tests.storage.samples import a_chat, filed

VERSIONS = Path(migrate.__file__).parent / "migrations" / "versions"


async def tables(url: str) -> set[str]:
    engine = engines.migrator(engines.address(url))
    async with engine.begin() as connection:
        found = await connection.run_sync(lambda c: set(sa.inspect(c).get_table_names()))
    await engine.dispose()
    return found


async def test_up_check_down(empty_url: str) -> None:
    assert await migrate.current(empty_url) is None
    await migrate.upgrade(empty_url)
    await migrate.upgrade(empty_url)
    assert await migrate.current(empty_url) == schema.head()
    assert await migrate.check(empty_url) == []
    assert await tables(empty_url) == {*metadata.tables, "alembic_version"}
    await migrate.downgrade(empty_url, "base")
    assert await tables(empty_url) == {"alembic_version"}
    assert await migrate.current(empty_url) is None


async def test_an_old_database_with_data_comes_up_whole(empty_url: str, keyring: Keyring, at: datetime) -> None:
    """Down to the first tables and up again, step by step: what those tables hold is still there."""
    await migrate.upgrade(empty_url)
    async with started(empty_url, keyring, at) as database:
        case = await filed(database, (await a_chat(database)).key)
    script = ScriptDirectory.from_config(migrate.config())
    steps = [step.revision for step in script.walk_revisions()][::-1]
    await migrate.downgrade(empty_url, steps[0])
    for step in steps[1:]:
        await migrate.upgrade(empty_url, step)
        assert await migrate.current(empty_url) == step
    assert await migrate.check(empty_url) == []
    async with started(empty_url, keyring, at) as database, database.read() as uow:
        assert await uow.complaints.of_citizen(case.chat_key).get(case.number) == case
        chat = await uow.chats.get(case.chat_key)
        assert chat and chat.name == "Siti Aminah"


def test_the_revision_we_need_is_the_newest_of_the_tree() -> None:
    assert ScriptDirectory.from_config(migrate.config()).get_current_head() == schema.head()


async def test_check_names_a_difference(empty_url: str) -> None:
    await migrate.upgrade(empty_url)
    engine = engines.migrator(engines.address(empty_url))
    async with engine.begin() as connection:
        await connection.execute(sa.text("ALTER TABLE meta ADD COLUMN extra TEXT"))
        await connection.execute(sa.text("DROP INDEX ix_outbox_todo"))
    await engine.dispose()
    assert len(await migrate.check(empty_url)) == 2


async def test_two_upgrades_at_once_are_one(empty_url: str) -> None:
    await asyncio.gather(*(migrate.upgrade(empty_url) for _ in range(3)))
    assert await migrate.check(empty_url) == []


async def test_a_database_at_another_version_does_not_start(empty_url: str, keyring: Keyring) -> None:
    database = Database(empty_url, keyring, clock=now)
    with pytest.raises(SchemaMismatch, match="narahubung db upgrade"):
        await database.start()
    await database.close()


async def test_a_missing_file_is_not_made_by_looking(tmp_path: Path, keyring: Keyring) -> None:
    url = f"sqlite:///{tmp_path / 'none.db'}"
    database = Database(url, keyring, clock=now)
    with pytest.raises(SchemaMismatch, match="belum ada"):
        await database.start()
    assert await migrate.current(url) is None
    assert not (tmp_path / "none.db").exists()


async def test_the_file_is_private(tmp_path: Path) -> None:
    old = os.umask(0o022)
    try:
        await migrate.upgrade(f"sqlite:///{tmp_path / 'deep' / 'new.db'}")
    finally:
        os.umask(old)
    assert stat.S_IMODE((tmp_path / "deep" / "new.db").stat().st_mode) == 0o600


@pytest.fixture
def broken_step(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A migration that makes a table and then fails."""

    def upgrade() -> None:
        op.create_table("half", sa.Column("id", sa.Integer, primary_key=True))
        op.execute("SELECT * FROM nowhere")

    real = Script.__init__

    def patched(self: Script, module: object, *rest: object) -> None:
        module.upgrade = upgrade  # type: ignore[attr-defined]
        real(self, module, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(Script, "__init__", patched)
    yield


async def test_a_failing_step_leaves_nothing_behind(empty_url: str, broken_step: None) -> None:
    with pytest.raises((sa.exc.DBAPIError, Unavailable)):
        await migrate.upgrade(empty_url)
    assert await tables(empty_url) == set()


async def test_an_unknown_revision_is_one_sentence(empty_url: str) -> None:
    await migrate.upgrade(empty_url)
    with pytest.raises(SchemaMismatch, match="tidak dikenal"):
        await migrate.downgrade(empty_url, "9999")


@pytest.mark.parametrize("url", ["", "mysql://x/y", "sqlite://", "sqlite:///:memory:", "data.db"])
async def test_an_address_we_do_not_speak_is_one_sentence(url: str) -> None:
    with pytest.raises(StorageError, match="sqlite:///"):
        await migrate.upgrade(url)


def test_no_migration_carries_what_one_database_does_not_know() -> None:
    for path in VERSIONS.glob("*.py"):
        assert "text('now()')" not in path.read_text(), "SQLite learns of now() at the first INSERT"


def test_a_user_without_the_right_to_make_tables_is_one_sentence(postgres: pg.Server) -> None:
    guest = f"guest_{os.getpid()}"
    with postgres.database(empty=True) as url:
        postgres.execute(f"CREATE ROLE {guest} LOGIN")
        try:
            theirs = sa.make_url(url).set(username=guest).render_as_string(hide_password=False)
            with pytest.raises(StorageError, match="tidak berhak"):
                asyncio.run(upgrade(theirs))
        finally:
            postgres.execute(f"DROP ROLE {guest}")


async def test_while_versions_change_the_old_process_stays_ready_and_a_new_start_of_it_is_refused(
    empty_url: str, keyring: Keyring
) -> None:
    await upgrade(empty_url)
    old = Database(empty_url, keyring, clock=now)
    await old.start()
    await migrate.inspected(empty_url, lambda c: c.execute(sa.text("UPDATE alembic_version SET version_num = '9999'")))
    await old.check()
    with pytest.raises(SchemaMismatch, match="versi program yang baru"):
        await old.start()
    await migrate.inspected(empty_url, lambda c: c.execute(sa.text("UPDATE alembic_version SET version_num = '0001'")))
    with pytest.raises(SchemaMismatch, match="db upgrade"):
        await old.check()
    await old.close()
