"""A copy of the whole memory while it runs, and the way back: database, key file, attachments, and their sums.

SQLite through VACUUM INTO (a consistent copy without stopping anybody), PostgreSQL through its own pg_dump and
pg_restore. Without the key file a backup is worthless, so it travels along: keep the folder as safe as the keys.
"""

# ruff: noqa: ASYNC240 - a command of its own: no bot shares this loop

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL, make_url

from storage.errors import StorageError
from storage.migrate import current

MANIFEST = "manifest.json"


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
    if folder.exists() and any(folder.iterdir()):
        raise BackupError(f"Folder {folder} sudah berisi. Pilih folder baru.")
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    url = make_url(places.database)
    if url.get_backend_name() == "sqlite":
        await asyncio.to_thread(_sqlite_copy, Path(url.database or ""), folder / "database.sqlite")
    else:
        await _tool("pg_dump", url, "--format=custom", "--no-owner", f"--file={folder / 'database.dump'}")
    await asyncio.to_thread(_copy_files, places, folder)
    revision = await current(places.database)
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
    url = make_url(places.database)
    sqlite = Path(url.database or "") if url.get_backend_name() == "sqlite" else None
    if not force and (places.keys.exists() or (sqlite is not None and sqlite.exists())):
        raise BackupError(f"Sudah ada data di {places.keys.parent}. Tambahkan --force untuk menggantinya.")
    source = folder / ("database.sqlite" if sqlite is not None else "database.dump")
    if not source.exists():
        raise BackupError(f"Salinan ini bukan dari jenis basis data yang dipakai: {source.name} tidak ada.")
    if sqlite is not None:
        await asyncio.to_thread(_put_sqlite, source, sqlite)
    else:
        await _tool("pg_restore", url, "--clean", "--if-exists", "--no-owner", f"--dbname={url.database}", str(source))
    await asyncio.to_thread(_put_files, places, folder)


def _read_manifest(folder: Path) -> dict[str, dict[str, str]]:
    try:
        manifest: dict[str, dict[str, str]] = json.loads((folder / MANIFEST).read_text("utf-8"))
    except (OSError, ValueError):
        raise BackupError(f"{folder} bukan salinan narahubung: {MANIFEST} tidak terbaca.") from None
    return manifest


def _sqlite_copy(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as connection:
        connection.execute("VACUUM INTO ?", (str(target),))
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
        shutil.copytree(places.files, folder / "files")


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
        raise BackupError(f"{name} gagal: {told.decode(errors='replace').strip().splitlines()[-1:]}")
