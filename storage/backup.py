"""A copy of the whole memory while it runs, and the way back: database, key file, attachments, and their sums.

SQLite through VACUUM INTO (a consistent copy without stopping anybody), PostgreSQL through its own pg_dump and
pg_restore, into a database emptied before: tables of a newer version would be in the way of the next upgrade. Without
the key file a backup is worthless, so it travels along: keep the folder as safe as the keys.
"""

# ruff: noqa: ASYNC240 - a command of its own: no bot shares this loop

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import shutil
import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import URL

from storage import engines, migrate
from storage.errors import Occupied, StorageError
from storage.leases import LEADERS
from storage.occupied import occupy

MANIFEST = "manifest.json"
#: Every table of ours, known to this version or not: the database holds nothing else.
EMPTY = """DO $$ DECLARE one text; BEGIN
    FOR one IN SELECT tablename FROM pg_tables WHERE schemaname = current_schema() LOOP
        EXECUTE format('DROP TABLE %I CASCADE', one);
    END LOOP;
END $$"""


class BackupError(StorageError):
    """This copy cannot be made or taken back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Where the parts of the memory lie."""

    database: str  # SQLAlchemy URL
    keys: Path
    files: Path


async def back_up(places: Places, folder: Path) -> dict[str, str]:
    """Copy everything into the new `folder`; the sums of what was written, by name."""
    url = engines.address(places.database)
    engines.require_file(url)
    if not places.keys.exists():
        raise BackupError(f"Berkas kunci {places.keys} tidak ditemukan. Tanpa kunci salinannya tidak dapat dibaca.")
    if folder.exists() and any(folder.iterdir()):
        raise BackupError(f"Folder {folder} sudah berisi. Pilih folder baru.")
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    if url.get_backend_name() == "sqlite":
        await asyncio.to_thread(_sqlite_copy, Path(url.database or ""), folder / "database.sqlite")
    else:
        await _tool("pg_dump", url, "--format=custom", "--no-owner", f"--file={folder / 'database.dump'}")
    await asyncio.to_thread(_copy_files, places, folder)
    revision = await migrate.current(places.database)
    sums = await asyncio.to_thread(_sums, folder)
    manifest = {"revision": revision, "sums": sums}
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=1), "utf-8")
    return sums


async def restore(places: Places, folder: Path, *, force: bool = False) -> None:
    """Put a copy back. Refuses damaged copies, and an installation that holds data unless `force` is said."""
    manifest = _read_manifest(folder)
    found = await asyncio.to_thread(_sums, folder)
    if wrong := sorted(name for name, value in manifest["sums"].items() if found.get(name) != value):
        raise BackupError(f"Salinan rusak: {', '.join(wrong[:3])} tidak sama dengan saat dibuat.")
    url = engines.address(places.database)
    sqlite = url.get_backend_name() == "sqlite"
    source = folder / ("database.sqlite" if sqlite else "database.dump")
    if not source.exists():
        raise BackupError(f"Salinan ini bukan dari jenis basis data yang dipakai: {source.name} tidak ada.")
    leave = occupy(url)
    try:
        filled = await _filled(url)
        if not force and (places.keys.exists() or filled):
            where = places.keys.parent if sqlite or not filled else f"basis data {url.database}"
            raise BackupError(f"Sudah ada data di {where}. Tambahkan --force untuk menggantinya.")
        if sqlite:
            await asyncio.to_thread(_put_sqlite, source, Path(url.database or ""))
        else:
            await _put_postgres(url, source)
        await asyncio.to_thread(_put_files, places, folder)
    finally:
        leave()


async def _filled(url: URL) -> bool:
    """Are there tables? Refuses where somebody leads: what a process writes meanwhile would be in neither state."""
    if url.get_backend_name() == "sqlite":  # not opened: it may be the damaged one that is replaced
        return engines.exists(url)

    def look(connection: sa.Connection) -> tuple[bool, list[str]]:
        there = sa.inspect(connection).get_table_names()
        led = connection.execute(LEADERS["postgresql"]).scalars().all() if "leases" in there else ()
        return bool(there), [" proses ".join(str(owner).rsplit(".", 2)[:2]) for owner in led]

    filled, leaders = await migrate.inspected(_said(url), look)
    if leaders:
        raise Occupied(f"Masih ada proses narahubung yang berjalan ({', '.join(leaders)}). Hentikan semuanya dulu.")
    return filled


def _said(url: URL) -> str:
    return url.render_as_string(hide_password=False)


async def _put_postgres(url: URL, source: Path) -> None:
    await _tool("pg_restore", url, "--list", str(source))  # readable by this version, before anything is dropped
    await migrate.inspected(_said(url), lambda connection: connection.execute(sa.text(EMPTY)))
    await _tool("pg_restore", url, "--single-transaction", "--no-owner", f"--dbname={url.database}", str(source))


def _read_manifest(folder: Path) -> dict[str, dict[str, str]]:
    try:
        manifest: dict[str, dict[str, str]] = json.loads((folder / MANIFEST).read_text("utf-8"))
        manifest["sums"].items()
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        raise BackupError(f"{folder} bukan salinan narahubung: {MANIFEST} tidak terbaca.") from None
    return manifest


def _sqlite_copy(source: Path, target: Path) -> None:
    try:
        with closing(sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            connection.execute("VACUUM INTO ?", (str(target),))
    except sqlite3.Error as error:
        raise BackupError(f"Basis data tidak dapat disalin ke {target.parent}: {error}.") from error
    target.chmod(0o600)


def _put_sqlite(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    for ending in ("-wal", "-shm"):  # of the old file: they would be read into the new one
        target.with_name(target.name + ending).unlink(missing_ok=True)
    fresh = target.with_name(target.name + ".new")
    shutil.copy2(source, fresh)
    fresh.replace(target)


def _copy_files(places: Places, folder: Path) -> None:
    shutil.copy2(places.keys, folder / "keys.json")
    (folder / "keys.json").chmod(0o600)
    if places.files.exists():
        shutil.copytree(places.files, folder / "files", copy_function=_copy_file)


def _copy_file(source: str, target: str) -> None:
    with suppress(FileNotFoundError):  # deleted while we copied, or an unfinished one that has its name by now
        shutil.copy2(source, target)


def _put_files(places: Places, folder: Path) -> None:
    places.keys.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy2(folder / "keys.json", places.keys)
    places.keys.chmod(0o600)
    if (folder / "files").exists():
        shutil.copytree(folder / "files", places.files, dirs_exist_ok=True)


def _sums(folder: Path) -> dict[str, str]:
    found: dict[str, str] = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name != MANIFEST:
            with path.open("rb") as file:
                found[path.relative_to(folder).as_posix()] = hashlib.file_digest(file, "sha256").hexdigest()
    return found


async def _tool(name: str, url: URL, *arguments: str) -> None:
    """One of PostgreSQL's own programs; the password goes by environment, never by argument."""
    program = shutil.which(name)
    if program is None:
        raise BackupError(f"Program {name} tidak ada di mesin ini. Pasang klien PostgreSQL (paket postgresql-client).")
    query = dict(url.query)
    where = {
        "PGHOST": str(url.host or query.get("host") or ""),
        "PGPORT": str(url.port or query.get("port") or ""),
        "PGUSER": url.username or "",
        "PGPASSWORD": str(url.password or ""),
        "PGDATABASE": url.database or "",
        "PGSSLMODE": str(query.get("sslmode") or ""),
    }
    process = await asyncio.create_subprocess_exec(
        program, *arguments, env={**os.environ, **{k: v for k, v in where.items() if v}},
        stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    _, told = await process.communicate()
    if process.returncode != 0:
        said = told.decode(errors="replace").strip().splitlines()
        raise BackupError(f"{name} gagal: {said[-1] if said else process.returncode}")
