"""Papers being taken in for others, as JSON in the staff group's memory; and what a transcription says. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from complaints.sources import Source

#: More in one go nobody checks.
MOST = 20
#: A paper older than this is history, not a complaint on its way.
OLDEST_DAYS = 366
_FIELD = re.compile(
    r"^\s*(nama|telepon|telp|tlp|hp|no hp|wa|whatsapp|kontak|tampil|tampilkan nama)\s*[:=]\s*(.+?)\s*$", re.IGNORECASE
)
_NAME, _SHOWN = frozenset({"nama"}), frozenset({"tampil", "tampilkan nama"})
_YES = frozenset({"ya", "y", "iya", "boleh", "tampil"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One paper as transcribed. `agency`: chosen by staff for this one."""

    text: str
    name: str = ""
    contact: str = ""
    shown: bool = False  # the writer lets the agency see the name
    files: tuple[str, ...] = ()
    agency: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """A box emptied, or one paper brought in. `step`: source, box, agency, day, paper, review, filed, cancelled."""

    token: str
    by: str  # keyed hash of who began it
    step: str
    source: str = ""
    label: str = ""
    agency: str = ""  # the box's own
    offices: tuple[str, ...] = ()  # on offer for the box
    day: str = ""  # ISO
    papers: tuple[Paper, ...] = ()
    files: tuple[str, ...] = ()  # photos whose transcription is to come
    album: str = ""
    ended_by: str = ""
    ended_at: str = ""

    @property
    def open(self) -> bool:
        """Can it still be changed?"""
        return self.step not in ("filed", "cancelled")

    @property
    def received_on(self) -> date:
        """The day from which clocks count."""
        return date.fromisoformat(self.day)

    @property
    def single(self) -> bool:
        """One paper only: somebody at the counter, a letter, a call."""
        return self.source != Source.BOX

    def to(self, step: str, **changes: Any) -> Batch:
        """At another step."""
        return replace(self, step=step, **changes)

    def with_paper(self, paper: Paper) -> Batch:
        """One paper more, with the photos that waited for it."""
        return replace(self, papers=(*self.papers, replace(paper, files=(*self.files, *paper.files))), files=())

    def without(self, place: int) -> Batch:
        """Without the paper at that place."""
        return replace(self, papers=tuple(each for n, each in enumerate(self.papers) if n != place))

    def meant_for(self, place: int, agency: str) -> Batch:
        """That paper for another office."""
        papers = [replace(each, agency=agency) if n == place else each for n, each in enumerate(self.papers)]
        return replace(self, papers=tuple(papers))

    def to_json(self) -> dict[str, Any]:
        """Plain values."""
        return asdict(self)

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Batch:
        """As it was kept."""
        values = {name: kept[name] for name in cls.__dataclass_fields__ if name in kept}
        papers = [Paper(**{**each, "files": tuple(each["files"])}) for each in values.get("papers", ())]
        values |= {"papers": tuple(papers)}
        values |= {name: tuple(values.get(name, ())) for name in ("offices", "files")}
        return cls(**values)


def transcribed(body: str) -> Paper:
    """The words of a paper; lines "Nama: …", "Telepon: …" and "Tampil: ya" are about its writer."""
    told: list[str] = []
    found: dict[str, Any] = {}
    for line in body.splitlines():
        hit = _FIELD.match(line)
        if hit is None:
            told.append(line)
        elif (field := hit[1].casefold()) in _NAME:
            found["name"] = hit[2][:200]
        elif field in _SHOWN:
            found["shown"] = hit[2].casefold() in _YES
        else:
            found["contact"] = hit[2][:200]
    return Paper(text="\n".join(told).strip(), **found)


@dataclass(frozen=True, slots=True)
class Change:
    """ "hapus 2", "2 dinas sosial": which paper, and for whom; no office: out with it."""

    place: int
    office: str = ""


_DROP = re.compile(r"^\s*(?:hapus|buang)\s+(?:kertas\s+)?(\d{1,2})\s*$", re.I)
_OFFICE = re.compile(r"^\s*(?:kertas\s+)?(\d{1,2})[\s.:)-]+(?:ke\s+)?(.{2,200})$", re.I | re.S)


def changed(body: str) -> Change | None:
    """What is to be different in the preview."""
    if hit := _DROP.match(body):
        return Change(int(hit[1]) - 1)
    if hit := _OFFICE.match(body):
        return Change(int(hit[1]) - 1, hit[2].strip())
    return None
