"""What citizens' choices teach the matcher, and the wide registry from an operator's own region files."""

from __future__ import annotations

import asyncio
import csv
from pathlib import Path

import click

from bot.app_memory import memory
from bot.config import load_settings
from classifiers.institution import Matcher
from classifiers.institution.learn import proposals, report
from storage.registry_districts import district_offices
from storage.registry_file import Registry
from storage.registry_wilayah import read_wilayah

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("proposals", help="Usulan alias baru dari pilihan warga dan koreksi petugas, untuk disetujui.")
def propose() -> None:
    """Print the report; nothing changes by itself."""

    async def read() -> tuple[Registry, list[tuple[str, str]]]:
        async with memory(load_settings()) as (database, _), database.read() as uow:
            regions, agencies = await uow.agencies.regions(), await uow.agencies.all()
            pairs = [(mention, chosen) for mention, chosen in await uow.matches.pairs() if chosen]
        return Registry(regions=regions, agencies={one.id: one for one in agencies}), pairs

    registry, pairs = asyncio.run(read())
    matcher = Matcher(registry.agencies.values(), registry.regions.values())
    click.echo(report(proposals(matcher, pairs)))


@click.command("clicks", help="Tulis pilihan warga ke FILE (CSV) untuk menghitung ulang keyakinan pencocokan.")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def clicks(file: Path) -> None:
    """mention;region;agency, one line a click, as the refit reads it."""

    async def read() -> list[tuple[str, str | None]]:
        async with memory(load_settings()) as (database, _), database.read() as uow:
            return await uow.matches.pairs()

    pairs = asyncio.run(read())
    with file.open("w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out, delimiter=";")
        rows.writerow(["mention", "region", "agency"])
        rows.writerows((mention.replace("\n", " "), "", chosen or "") for mention, chosen in pairs)
    click.echo(f"{len(pairs)} pilihan ditulis ke {file}. Berkas ini memuat kata-kata warga: simpan baik-baik.")


@click.command("import-wilayah", help="Tambah kantor kecamatan, desa, puskesmas, KUA, polsek dari CSV wilayah.")
@click.argument("districts", type=_FILE)
@click.argument("villages", type=_FILE, required=False)
@click.option("--dry-run", is_flag=True, help="Hitung saja, jangan simpan.")
def import_wilayah(districts: Path, villages: Path | None, dry_run: bool) -> None:
    """Columns code,parent_code,name; rows that are there already stay as they are."""

    async def bring() -> tuple[int, int]:
        async with memory(load_settings()) as (database, _):
            async with database.read() as uow:
                known, offices = await uow.agencies.regions(), await uow.agencies.all(active=False)
            regions = read_wilayah(districts, villages, known.values())
            made = list(district_offices([*known.values(), *regions], offices))
            if dry_run:
                return len(regions), len(made)
            wide = Registry(
                regions={one.code: one for one in regions}, agencies={one.id: one for one in made}
            )
            async with database.begin() as uow:
                return len(regions), await uow.agencies.load(wide)

    regions, added = asyncio.run(bring())
    verb = "akan ditambah" if dry_run else "ditambah"
    click.echo(f"{regions} wilayah dibaca, {added} kantor {verb}.")
