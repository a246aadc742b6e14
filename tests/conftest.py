"""Fixtures of the whole suite: a started database on SQLite and on PostgreSQL, a keyring, one fixed moment."""

from __future__ import annotations

import asyncio
import gc
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
import structlog
from sqlalchemy import create_engine

import bot.channels.aiogram_models  # noqa: F401 - before any test's aiogram: seconds of every worker

# isort: split
from bot import app_memory
from simulator import Simulator, start
from simulator.client import SimClient
from storage import sqlite_engine
from storage.database import Database
from storage.keys import Keyring
from storage.migrate import upgrade
from storage.registry_file import seed_registry
from tests import postgres as pg


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="also run what takes long (make long, and CI)")
    parser.addoption("--torture", action="store_true", help="also run what takes an hour (make torture)")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for name, wanted in (("long", ("--long", "--torture")), ("torture", ("--torture",))):
        if not any(config.getoption(option) for option in wanted):
            skip = pytest.mark.skip(reason=f"takes long: make {name}")
            for item in items:
                if name in item.keywords:
                    item.add_marker(skip)


def pytest_collection_finish() -> None:
    """What is loaded by now stays; looking through it for garbage again and again costs a tenth of the run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


@pytest.fixture(scope="session", autouse=True)
def statements_compiled_once() -> Iterator[None]:
    """Every test opens databases of its own; what SQLAlchemy learned of our statements on one is true of the next."""
    known: dict[str, sa.Engine] = {}

    def taught(engine: sa.Engine) -> None:
        first = known.setdefault(engine.dialect.name, engine)
        if first.dialect.server_version_info is None:  # never connected: a test of addresses
            known[engine.dialect.name] = engine
        else:
            engine.dialect = first.dialect
            engine.update_execution_options(compiled_cache=first._compiled_cache)

    def of_file(*given: Any, **options: Any) -> sa.Engine:
        made = create_engine(*given, **options)
        taught(made)
        return made

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sqlite_engine.sa, "create_engine", of_file)
        yield


@pytest.fixture(scope="session", autouse=True)
def plain_tracebacks() -> None:
    """A logged error is a line or two: drawn with all its variables, as is the default, it costs seconds."""
    printer = structlog.get_config()["processors"][-1]
    assert isinstance(printer, structlog.dev.ConsoleRenderer)
    printer.exception_formatter = structlog.dev.plain_traceback


@pytest.fixture(autouse=True)
def logs_as_before() -> Iterator[None]:
    """A command run in this process sets the logs up for good; the next test would be deaf."""
    yield
    if structlog.is_configured():
        structlog.reset_defaults()


@pytest.fixture
async def street() -> AsyncIterator[Simulator]:
    """A fresh simulator."""
    simulator = await start()
    yield simulator
    await simulator.stop()


@pytest.fixture
async def sim(street: Simulator) -> AsyncIterator[SimClient]:
    """Its client."""
    async with SimClient(street.url) as client:
        yield client


@pytest.fixture
def at() -> datetime:
    """A Thursday morning in Batam."""
    return datetime(2026, 11, 19, 2, 30, tzinfo=UTC)


@pytest.fixture
def keyring(tmp_path: Path) -> Keyring:
    """A keyring with its file."""
    made = Keyring.open(tmp_path / "keys.json", create=True)
    made.save()
    return made


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    asyncio.run(upgrade(f"sqlite:///{path}"))
    return path


@pytest.fixture(scope="session")
def postgres() -> Iterator[pg.Server]:
    """The PostgreSQL server of this test process."""
    with pg.running() as server:
        yield server


@pytest.fixture
def sqlite_url(tmp_path: Path, sqlite_template: Path) -> str:
    """A fresh SQLite file with our tables."""
    return f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'narahubung.db')}"


@pytest.fixture
def postgresql_url(postgres: pg.Server) -> Iterator[str]:
    """A fresh PostgreSQL database with our tables."""
    with postgres.swept() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A fresh database with our tables, one after the other on both kinds."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database without any table, on both kinds."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    with request.getfixturevalue("postgres").database(empty=True) as url:
        yield url


@pytest.fixture
def own_folder(tmp_path: Path, sqlite_template: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installation of its own for a console command: tables, no key yet, and the offices written by hand.

    The nation's thirty thousand would take two seconds of each; tests/storage/test_agencies.py and the demo load them.
    """
    data = tmp_path / "data"
    data.mkdir()
    shutil.copy(sqlite_template, data / "narahubung.db")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NARAHUBUNG_DATA_DIR", str(data))
    monkeypatch.setattr(app_memory, "national_registry", seed_registry)
    return data


@asynccontextmanager
async def started(url: str, keyring: Keyring, at: datetime) -> AsyncIterator[Database]:
    """A Database whose clock stands still."""
    database = Database(url, keyring, clock=lambda: at)
    await database.start()
    try:
        yield database
    finally:
        await database.close()


@pytest.fixture
async def database(database_url: str, keyring: Keyring, at: datetime) -> AsyncIterator[Database]:
    """A started database, one after the other on both kinds."""
    async with started(database_url, keyring, at) as made:
        yield made


@pytest.fixture
async def sqlite_database(sqlite_url: str, keyring: Keyring, at: datetime) -> AsyncIterator[Database]:
    """A started SQLite database, for tests that do not care which."""
    async with started(sqlite_url, keyring, at) as made:
        yield made
