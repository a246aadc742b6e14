"""`narahubung registry`: look offices up and check a file; what citizens taught is in registry_learn."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import click
from rapidfuzz import fuzz, process, utils

from bot.cli.registry_care import COMMANDS
from bot.cli.registry_learn import clicks, import_wilayah, propose
from bot.registry_source import present_registry
from complaints.agency import Agency
from complaints.errors import RegistryError
from storage.registry_file import Registry, read_agencies

#: Below this a fuzzy hit is noise more often than help.
FUZZY_CUTOFF = 65


@click.group(name="registry", help="Cari instansi dan periksa berkas registri.")
def command() -> None:
    """The registry of the installation, and files an operator hands over."""


command.add_command(propose)
command.add_command(clicks)
command.add_command(import_wilayah)
for _each in COMMANDS:
    command.add_command(_each)


@command.command(name="find", help="Cari instansi menurut nama, singkatan atau id.")
@click.argument("text", nargs=-1, required=True)
@click.option("--region", "code", default="", help="Hanya wilayah dengan awal kode ini, mis. 21.")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, 1000))
@click.option("--json", "as_json", is_flag=True, help="Satu objek JSON per baris.")
def find(text: tuple[str, ...], code: str, limit: int, as_json: bool) -> None:
    """List id, name and region; exit code 1 when nothing is found, so that scripts can tell."""
    registry = present_registry()
    found = search(registry, " ".join(text), code)[:limit]
    for agency in found:
        region = registry.regions[agency.region].name if agency.region else "Nasional"
        row = {"id": agency.id, "name": agency.name, "region": region}
        click.echo(json.dumps(row, ensure_ascii=False) if as_json else "\t".join(row.values()))
    if not found:
        raise click.ClickException("Instansi tidak ditemukan. Coba nama lengkap dan kotanya.")


@command.command(name="check", help="Periksa berkas CSV instansi sebelum dipakai.")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def check(file: Path) -> None:
    """Say how many rows are sound, or the line and the reason of the first that is not."""
    registry = present_registry()
    try:
        agencies = read_agencies(file, registry.regions.values(), known=registry.agencies.keys())
    except RegistryError as error:
        raise click.ClickException(str(error)) from error
    known = sum(agency.id in registry.agencies for agency in agencies)
    click.echo(f"{file.name}: {len(agencies)} instansi, semua baris benar; {known} id sudah ada.")


def search(registry: Registry, text: str, region: str = "") -> list[Agency]:
    """Offices that hold every word, the exact and the shortest first; else the nearest by spelling."""
    wanted = utils.default_process(text)
    pool = [a for a in registry.agencies.values() if a.region.startswith(region)]
    by_id = [agency for agency in pool if agency.id == text.strip()]
    if by_id or not wanted:
        return by_id
    return list(_by_words(pool, wanted)) or list(_by_spelling(pool, wanted))


def _by_words(pool: Iterable[Agency], wanted: str) -> Iterator[Agency]:
    words = wanted.split()
    hits: list[tuple[bool, bool, int, str, Agency]] = []
    for agency in pool:
        names = _names(agency)
        # A word may be begun only ("disduk"), but never sit inside another ("pn" in "kpnn").
        text = " " + " ".join(names)
        if all(f" {word}" in text for word in words):
            rank = (wanted not in names, not agency.verified, len(agency.name), agency.id)
            hits.append((*rank, agency))
    return (hit[-1] for hit in sorted(hits, key=lambda hit: hit[:-1]))


def _by_spelling(pool: list[Agency], wanted: str) -> Iterator[Agency]:
    shorts = [utils.default_process(agency.short) for agency in pool]
    near = process.extract(wanted, shorts, scorer=fuzz.ratio, limit=10, score_cutoff=FUZZY_CUTOFF)
    return (pool[index] for _, _, index in near)


def _names(agency: Agency) -> list[str]:
    former = (former.name for former in agency.former)
    return [utils.default_process(n) for n in (agency.name, agency.short, *agency.aliases, *former)]
