"""`narahubung match`: mentions on standard input, offices on standard output, by the present registry."""

from __future__ import annotations

import gc
import json
import sys

import click

from bot.registry_source import present_reading
from classifiers.institution import Match, Matcher
from classifiers.institution.lexicon import extended
from complaints.errors import ComplaintError


@click.command(help="Cocokkan sebutan instansi, satu per baris, dengan daftar instansi.")
@click.option("--json", "as_json", is_flag=True, help="Satu objek JSON per baris.")
@click.option("--region", metavar="KODE", help="Wilayah warga menurut kode Kemendagri, misalnya 21.71.")
@click.option("--topic", metavar="KODE", help="Kode topik, misalnya KRJ.")
@click.option("--explain", is_flag=True, help="Tampilkan bagian yang dikenali dan bobotnya.")
def command(as_json: bool, region: str | None, topic: str | None, explain: bool) -> None:
    """Read mentions, print what they mean."""
    gc.disable()  # half of the start would go into looking for garbage in a registry that stays
    registry, learned = present_reading()
    if region is not None and region not in registry.regions:
        raise ComplaintError(f"Kode wilayah '{region}' tidak dikenal; contoh: 21.71 untuk Kota Batam.")
    lexicon = extended(learned) if learned else None
    matcher = Matcher(registry.agencies.values(), registry.regions.values(), lexicon=lexicon)
    for line in sys.stdin:
        mention = line.rstrip("\r\n")
        if explain:
            told = matcher.explain(mention, region=region, topic=topic)
            click.echo(json.dumps(told, ensure_ascii=False, indent=None if as_json else 2))
            continue
        match = matcher.match(mention, region=region, topic=topic)
        click.echo(json.dumps(_shape(match), ensure_ascii=False) if as_json else _table(match))


def _shape(match: Match) -> dict[str, object]:
    return {
        "mention": match.mention,
        "decision": match.decision.value,
        "missing": match.missing,
        "candidates": [
            {
                "id": one.agency_id,
                "name": one.name,
                "region": one.region,
                "confidence": round(one.confidence, 4),
                **({"why": one.why} if one.why else {}),
            }
            for one in match.candidates
        ],
    }


def _table(match: Match) -> str:
    head = f"{match.mention!r}: {match.decision.value}"
    if match.missing:
        head += f" ({match.missing})"
    rows = [
        f"  {one.confidence:5.1%}  {one.region or '-':8}  {one.name}  [{one.agency_id}]" for one in match.candidates
    ]
    return "\n".join([head, *rows])
