"""Care of the registry as staff see it: which deed, which office, what it asks, what it will change. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from complaints.registry_care import Change
from conversations.ears import Office
from conversations.messages import Message, Option, Quoted, Words, words

#: What is said after /instansi -> the deed.
VERBS = {
    "ubah": "rename", "tambah": "add", "alias": "alias", "sebutan": "alias", "gabung": "merge",
    "gabungkan": "merge", "pindah": "move", "pindahkan": "move", "tutup": "retire", "riwayat": "history",
}  # fmt: skip
#: Deeds that need a second office; the others need words.
TWO = frozenset({"merge", "move"})
#: Offices and differences that are read in a preview.
SHOWN = 8
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Care:
    """One deed under way."""

    token: str
    deed: str
    agency: str = ""
    other: str = ""
    text: str = ""
    choices: tuple[str, ...] = ()  # offices on the buttons
    end: str = ""  # saved, dropped, undone
    by: str = ""

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Care:
        """As the group remembers it."""
        known = {name: kept[name] for name in cls.__slots__ if name in kept}
        return cls(**{**known, "choices": tuple(kept.get("choices", ()))})

    def to_json(self) -> dict[str, Any]:
        """For the group's memory."""
        return {**asdict(self), "choices": list(self.choices)}

    @property
    def wants(self) -> str:
        """What is still missing: agency, other, text; nothing where it can be shown."""
        if not self.agency:
            return "agency"
        if self.deed in TWO:
            return "" if self.other else "other"
        return "" if self.text else "text"

    def chose(self, agency_id: str) -> Care:
        """The office that was asked for."""
        if self.agency:
            return replace(self, other=agency_id, choices=())
        return replace(self, agency=agency_id, choices=())


def verb_of(said: str) -> tuple[str, str]:
    """(deed, the rest) of what follows /instansi; "" where it is only a name to look up."""
    first, _, rest = said.strip().partition(" ")
    first, _, below = first.partition("\n")
    return VERBS.get(first.casefold(), ""), f"{below} {rest}".strip() if below else rest.strip()


def question(care: Care, name: str = "") -> Message:
    """What has to be said next, in reply."""
    if care.wants == "agency":
        return Message(lines=(words(f"care.which.{care.deed}"),), options=(_drop(care),))
    return Message(lines=(words(f"care.ask.{care.deed}", name=Quoted(name)),), options=(_drop(care),))


def choices(care: Care, found: Sequence[Office]) -> Message:
    """Which of these is meant?"""
    return Message(lines=(words("care.choose"),), options=choice_options(care, found))


def choice_options(care: Care, found: Sequence[Office]) -> tuple[Option, ...]:
    """One button an office."""
    picks = tuple(
        Option(id=f"care:pick:{care.token}.{place}", label=Quoted(one.name), short=Quoted(one.short), row=True)
        for place, one in enumerate(found)
    )
    return (*picks, _drop(care))


def preview(care: Care, changes: Sequence[Change], *, open_cases: int) -> Message:
    """Before and after, and what happens to open cases."""
    lines: list[Words] = [words("care.preview", n=len(changes))]
    for change in changes[:SHOWN]:
        if change.before is None:
            lines.append(words("care.new", name=Quoted(change.after.name), id=change.after.id))
            continue
        lines.append(words("care.office", name=Quoted(change.before.name), id=change.after.id))
        lines += [line for name, old, new in change.fields() for line in _differs(name, old, new)]
    if len(changes) > SHOWN:
        lines.append(words("care.more", n=len(changes) - SHOWN))
    if open_cases and care.deed in ("merge", "retire"):
        lines.append(words("care.open_cases", n=open_cases))
    return Message(lines=tuple(lines), options=preview_options(care))


def _differs(name: str, old: object, new: object) -> list[Words]:
    """Before and after; of a list only what comes and what goes."""
    field = Words(f"care.field.{name}")
    if not (isinstance(old, tuple) and isinstance(new, tuple)):
        return [words("care.change", field=field, old=_said(old), new=_said(new))]
    come, gone = tuple(one for one in new if one not in old), tuple(one for one in old if one not in new)
    pairs = (("care.more_of", come), ("care.less_of", gone))
    return [words(msgid, field=field, what=_said(what)) for msgid, what in pairs if what]


def preview_options(care: Care) -> tuple[Option, ...]:
    """[Simpan] [Batal]."""
    return (Option(id=f"care:save:{care.token}", label=Words("care.save"), style="primary"), _drop(care))


def saved(care: Care, name: str, *, by: str, at: str) -> Message:
    """What it becomes, with the way back."""
    undo = Option(id=f"care:undo:{care.token}", label=Words("care.undo"))
    return Message(lines=(words("care.saved", name=Quoted(name), by=Quoted(by), at=at),), options=(undo,))


def history(found: Sequence[tuple[str, str, str, str, int]]) -> Message:
    """(deed, when, by whom, the first office, how many), the newest first."""
    if not found:
        return Message(lines=(words("care.history_none"),))
    lines = [
        words("care.history_line", deed=Words(f"care.deed.{deed}"), at=at, by=Quoted(by), name=Quoted(name), n=n)
        for deed, at, by, name, n in found
    ]
    return Message(lines=(words("care.history"), *lines))


def day_of(said: str, today: date) -> date | None:
    """31/12/2026, 2026-12-31, hari ini."""
    text = said.strip().casefold()
    if text in ("hari ini", "sekarang"):
        return today
    try:
        if found := _DAY.fullmatch(text):
            return date(int(found[3]), int(found[2]), int(found[1]))
        return date.fromisoformat(text)
    except ValueError:
        return None


def _drop(care: Care) -> Option:
    return Option(id=f"care:drop:{care.token}", label=Words("triage.no"), row=True)


def _said(value: object) -> Words | Quoted:
    if isinstance(value, bool):
        return Words("care.yes" if value else "care.no")
    if isinstance(value, tuple):
        text = ", ".join(str(getattr(one, "name", one)) for one in value)
        return Quoted(text) if text else Words("care.empty")
    if isinstance(value, date):
        return Quoted(f"{value:%d/%m/%Y}")
    return Quoted(str(value)) if value else Words("care.empty")
