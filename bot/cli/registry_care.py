"""`narahubung registry add|rename|...`: the same deeds as from the chat, for an operator; nothing is deleted."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TypeVar

import click

from bot.app_memory import memory
from bot.config import load_settings
from bot.i18n import Catalogues
from bot.moment import now
from complaints.agency import Agency, Region
from complaints.errors import RegistryChangeError, RegistryError
from complaints.model import Actor, Role
from complaints.registry_care import Care, Change
from storage.registry_file import read_agencies, write_agencies

OPERATOR = Actor(role=Role.STAFF, key="operator", name="operator")
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
#: Lines of a table that anybody reads.
SHOWN = 60
DRY = click.option("--dry-run", is_flag=True, help="Tampilkan saja, jangan simpan.")
_Deed = Callable[[Care], list[Change]]
_T = TypeVar("_T")


@click.command("add", help="Tambah kantor di bawah INDUK.")
@click.argument("parent", metavar="INDUK")
@click.argument("name", metavar="NAMA")
@click.option("--short", default="", help="Nama pendek untuk tombol.")
@click.option("--kind", default="", help="Jenis; tanpa ini seperti kantor di atasnya.")
@click.option("--id", "new_id", default="", help="Id; tanpa ini dibuat dari nama pendek.")
@DRY
def add(parent: str, name: str, short: str, kind: str, new_id: str, dry_run: bool) -> None:
    """A new office in the region of the one above it."""
    _do("add", lambda care: care.add(parent, name, short=short, kind=kind, id=new_id), dry=dry_run)


@click.command("rename", help="Ganti nama; nama lama tetap dikenali.")
@click.argument("id_", metavar="ID")
@click.argument("name", metavar="NAMA")
@click.option("--short", default="", help="Nama pendek untuk tombol.")
@DRY
def rename(id_: str, name: str, short: str, dry_run: bool) -> None:
    """The old name stays as a former one."""
    _do("rename", lambda care: care.rename(id_, name, short=short, today=now().date()), dry=dry_run)


@click.command("alias", help="Tambah sebutan lain, atau hapus dengan --remove.")
@click.argument("id_", metavar="ID")
@click.argument("names", metavar="SEBUTAN", nargs=-1)
@click.option("--remove", multiple=True, metavar="SEBUTAN", help="Sebutan yang dihapus; boleh berulang.")
@DRY
def alias(id_: str, names: tuple[str, ...], remove: tuple[str, ...], dry_run: bool) -> None:
    """A name leads to one office only."""
    _do("alias", lambda care: care.alias(id_, names, remove=remove), dry=dry_run)


@click.command("merge", help="Gabungkan ID ke dalam TUJUAN; sebutannya ikut pindah.")
@click.argument("id_", metavar="ID")
@click.argument("into", metavar="TUJUAN")
@DRY
def merge(id_: str, into: str, dry_run: bool) -> None:
    """Open cases stay with the group that has them."""
    _do("merge", lambda care: care.merge(id_, into, today=now().date()), dry=dry_run)


@click.command("move", help="Pindahkan ID ke bawah INDUK lain.")
@click.argument("id_", metavar="ID")
@click.argument("parent", metavar="INDUK")
@DRY
def move(id_: str, parent: str, dry_run: bool) -> None:
    """The region stays: it is part of the id."""
    _do("move", lambda care: care.move(id_, parent), dry=dry_run)


@click.command("retire", help="Nonaktifkan ID sesudah hari terakhirnya.")
@click.argument("id_", metavar="ID")
@click.option("--on", "last", metavar="TTTT-BB-HH", type=click.DateTime(["%Y-%m-%d"]), help="Hari terakhir.")
@DRY
def retire(id_: str, last: date | None, dry_run: bool) -> None:
    """Without a date it serves today for the last time."""
    today = now().date()
    day = last.date() if last is not None and hasattr(last, "date") else today
    _do("retire", lambda care: care.retire(id_, day, today=today), dry=dry_run)


@click.command("import", help="Baca CSV instansi: baris baru ditambah, baris yang sudah ada diperbarui.")
@click.argument("file", type=_FILE)
@DRY
def import_(file: Path, dry_run: bool) -> None:
    """All rows or none; what the file does not name stays as it is."""

    def bring(care: Care, regions: Sequence[Region], known: Sequence[Agency]) -> list[Change]:
        rows = read_agencies(file, regions, known={one.id for one in known})
        return care.bring(rows)

    _do("import", bring=bring, dry=dry_run)


@click.command("export", help="Tulis semua instansi ke FILE (CSV) yang dapat disunting dan dibaca lagi.")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--region", default="", help="Hanya wilayah dengan awal kode ini, mis. 21.")
def export(file: Path, region: str) -> None:
    """Offices in service."""

    async def read() -> list[Agency]:
        async with memory(load_settings()) as (database, _), database.read() as uow:
            return [one for one in await uow.agencies.all() if one.region.startswith(region)]

    found = asyncio.run(read())
    write_agencies(file, found)
    click.echo(f"{len(found)} instansi ditulis ke {file}.")


@click.command("history", help="Perubahan terakhir, yang terbaru dahulu.")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, 1000))
def history(limit: int) -> None:
    """batch, when, deed, who, the first office and how many more."""

    async def read() -> None:
        async with memory(load_settings()) as (database, _), database.read() as uow:
            for one in await uow.registry_history.newest(limit):
                more = f" dan {one.n - 1} lainnya" if one.n > 1 else ""
                click.echo(f"{one.batch}\t{one.at:%Y-%m-%d %H:%M}\t{one.deed}\t{one.by}\t{one.name}{more}")

    asyncio.run(read())


@click.command("undo", help="Kembalikan satu perubahan; tanpa BATCH yang terakhir.")
@click.argument("batch", required=False)
@DRY
def undo(batch: str | None, dry_run: bool) -> None:
    """As a whole or not at all."""

    async def back() -> list[Change]:
        async with memory(load_settings()) as (database, _), database.begin() as uow:
            name = batch or await uow.registry_history.last()
            if dry_run:
                return await uow.registry_history.of_batch(name)
            return await uow.registry_history.undo(name, by=OPERATOR, at=now())

    changes = _refused(lambda: asyncio.run(back()))
    click.echo(f"{len(changes)} instansi {'akan ' if dry_run else ''}dikembalikan.")


def _do(
    deed: str,
    what: _Deed | None = None,
    *,
    bring: Callable[[Care, Sequence[Region], Sequence[Agency]], list[Change]] | None = None,
    dry: bool,
) -> None:
    """Read, work out, show, and save in one commit."""

    async def run() -> tuple[list[Change], str]:
        async with memory(load_settings()) as (database, _), database.begin() as uow:
            known = await uow.agencies.all(active=False)
            care = Care({one.id: one for one in known})
            if bring is not None:
                changes = bring(care, list((await uow.agencies.regions()).values()), known)
            else:
                changes = what(care) if what is not None else []
            if dry or not changes:
                return changes, ""
            return changes, await uow.registry_history.save(changes, deed=deed, by=OPERATOR, at=now())

    changes, batch = _refused(lambda: asyncio.run(run()))
    for line in table(changes):
        click.echo(line)
    added = sum(one.before is None for one in changes)
    verb = "akan " if dry else ""
    click.echo(f"{added} instansi {verb}ditambah, {len(changes) - added} {verb}diubah.")
    if batch:
        click.echo(f"Disimpan sebagai {batch}; kembalikan dengan: narahubung registry undo {batch}")


def table(changes: Sequence[Change]) -> list[str]:
    """id, field, before, after; one line a difference."""
    lines = [
        "\t".join((change.after.id, name, _said(old), _said(new)))
        for change in changes
        for name, old, new in (change.fields() if change.before else [("baru", "", change.after.name)])
    ]
    more = [f"... dan {len(lines) - SHOWN} perbedaan lagi"] if len(lines) > SHOWN else []
    return [*lines[:SHOWN], *more]


def _said(value: object) -> str:
    if isinstance(value, tuple):
        return "|".join(getattr(one, "name", str(one)) for one in value) or "-"
    return "-" if value in (None, "") else str(value)


def _refused(work: Callable[[], _T]) -> _T:
    """One clear sentence instead of a traceback; nothing was changed."""
    try:
        return work()
    except RegistryError as error:
        raise click.ClickException(f"{error} Tidak ada yang diubah.") from error
    except RegistryChangeError as error:
        raise click.ClickException(Catalogues.load().text(error.msgid, "id", error.params)) from error


COMMANDS = (add, rename, alias, merge, move, retire, import_, export, history, undo)
