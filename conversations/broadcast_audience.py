"""Whom a notice is for: people by their cases, or all who agreed; how that is written and read. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from complaints.lifecycle import OPEN, Status
from conversations.messages import Quoted, Words, words
from conversations.vocabulary import fold

#: What staff write for a state of cases.
STATES: Mapping[str, frozenset[Status]] = {
    "laporan terbuka": OPEN,
    "terbuka": OPEN,
    "open": OPEN,
    "baru": frozenset({Status.RECEIVED, Status.ASKED, Status.FORWARDED}),
    "diteruskan": frozenset({Status.FORWARDED}),
    "diproses": frozenset({Status.IN_PROGRESS}),
    "dijawab": frozenset({Status.ANSWERED}),
    "selesai": frozenset(Status) - OPEN,
    "tertutup": frozenset(Status) - OPEN,
    "semua status": frozenset(Status),
    "semua laporan": frozenset(Status),
}
EVERYONE = frozenset({"semua", "semua warga", "everyone", "all"})
_NAMED = re.compile(r"(topik|topic|wilayah|daerah|region|sejak|since|sampai|until)\s*:?\s+(.+)")
_MEANING = {
    "topik": "topic", "topic": "topic", "wilayah": "region", "daerah": "region", "region": "region",
    "sejak": "since", "since": "since", "sampai": "until", "until": "until",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """Cases that make their reporter a recipient; `everyone`: all who agreed, whatever they filed."""

    everyone: bool = False
    agencies: tuple[str, ...] = ()
    agency_name: str = ""
    region: str = ""
    region_name: str = ""
    topics: tuple[str, ...] = ()
    statuses: tuple[str, ...] = tuple(sorted(OPEN))
    since: str = ""  # ISO day
    until: str = ""  # ISO day, included

    @property
    def only_open(self) -> bool:
        """Nobody but people whose own case is open: even who wants no news is told of that."""
        return not self.everyone and frozenset(self.statuses) <= OPEN

    def to_json(self) -> dict[str, Any]:
        """As the draft and the broadcast keep it."""
        kept = asdict(self)
        return {name: list(value) if isinstance(value, tuple) else value for name, value in kept.items()}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Audience:
        """Back again."""
        known: dict[str, Any] = {n: tuple(value) if isinstance(value, list) else value for n, value in data.items()}
        return cls(**known)


@dataclass(frozen=True, slots=True)
class Piece:
    """One part of what staff wrote: everyone, status, topic, region, since, until, or an agency's name."""

    kind: str
    text: str
    statuses: frozenset[Status] = frozenset()


def pieces(text: str) -> list[Piece]:
    """What was written, part by part: "laporan terbuka, disdukcapil batam, topik KTP"."""
    return [_piece(part.strip()) for part in re.split(r"[,;\n]+", text) if part.strip()]


def _piece(part: str) -> Piece:
    said = fold(part)
    if said in EVERYONE:
        return Piece("everyone", part)
    if said in STATES:
        return Piece("status", part, STATES[said])
    if named := _NAMED.fullmatch(said):
        at = re.match(r"\s*\w+\s*:?\s+", part)
        return Piece(_MEANING[named[1]], part[at.end() :] if at else named[2])
    return Piece("agency", part)


def described(audience: Audience) -> tuple[Words | Quoted, ...]:
    """The audience in words, one line each part."""
    if audience.everyone:
        return (Words("broadcast.audience.everyone"),)
    head = "broadcast.audience.open" if audience.only_open else "broadcast.audience.cases"
    lines: list[Words | Quoted] = [Words(head)]
    if audience.agency_name:
        lines.append(words("broadcast.audience.agency", agency=Quoted(audience.agency_name)))
    if audience.region_name:
        lines.append(words("broadcast.audience.region", region=Quoted(audience.region_name)))
    lines += [words("broadcast.audience.topic", topic=Words(f"topic.{topic}")) for topic in audience.topics]
    if audience.since:
        lines.append(words("broadcast.audience.since", day=date.fromisoformat(audience.since)))
    if audience.until:
        lines.append(words("broadcast.audience.until", day=date.fromisoformat(audience.until)))
    return tuple(lines)
