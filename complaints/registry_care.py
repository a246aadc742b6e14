"""How the registry may change: each deed gives the offices as they are afterwards, and nothing is ever deleted.

Pure. Ids stand in cases and audit rows for ever; an office that is gone is retired, and its names lead on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta

from complaints.agency import KINDS, Agency, FormerName
from complaints.errors import RegistryChangeError

#: A button shows about so many letters of the short name.
SHORT_MAX, NAME_MAX, ALIASES_MAX = 40, 200, 60
_SLUG = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Change:
    """One office before and after; `before` is None where it is new."""

    before: Agency | None
    after: Agency

    def fields(self) -> list[tuple[str, object, object]]:
        """(name, before, after) of every field that differs."""
        names = [field.name for field in fields(Agency)]
        if self.before is None:
            return [(name, None, getattr(self.after, name)) for name in names if getattr(self.after, name)]
        pairs = [(name, getattr(self.before, name), getattr(self.after, name)) for name in names]
        return [(name, old, new) for name, old, new in pairs if old != new]


class Care:
    """The deeds over one state of the registry: every office by id, retired ones included."""

    def __init__(self, agencies: Mapping[str, Agency]) -> None:
        self._all = agencies

    def rename(self, id: str, name: str, *, short: str = "", today: date) -> list[Change]:
        """Another official name from today on; people may go on saying the old one."""
        agency = self._active(id)
        name = _text(name, NAME_MAX)
        short = _text(short, SHORT_MAX) if short else _short(name, agency)
        if (name, short) == (agency.name, agency.short):
            raise _no("same")
        former = list(agency.former)
        if _fold(name) != _fold(agency.name) and _fold(agency.name) not in {_fold(one.name) for one in former}:
            former.append(FormerName(name=agency.name, valid_to=today - timedelta(days=1)))
        return [Change(agency, replace(agency, name=name, short=short, former=tuple(former), verified=True))]

    def add(self, parent: str, name: str, *, short: str = "", kind: str = "", id: str = "") -> list[Change]:
        """A new office below another one, in its region; the id is made of the short name."""
        above = self._active(parent)
        name = _text(name, NAME_MAX)
        short = _text(short or name[:SHORT_MAX], SHORT_MAX)
        kind = kind or ("opd" if above.kind == "pemda" else above.kind)
        if kind not in KINDS:
            raise _no("kind", kind=kind)
        digits = above.region.replace(".", "") or "0"
        new_id = id or f"{digits}.{_SLUG.sub('-', short.casefold()).strip('-')}"
        if not re.fullmatch(rf"{digits}(\.[a-z0-9]+(-[a-z0-9]+)*){{1,2}}", new_id):
            raise _no("id", id=new_id, digits=digits)
        if new_id in self._all:
            raise _no("taken", id=new_id, name=self._all[new_id].name)
        for other in self._all.values():
            if other.active and other.region == above.region and _fold(other.name) == _fold(name):
                raise _no("taken", id=other.id, name=other.name)
        made = Agency(
            id=new_id, name=name, short=short, kind=kind, region=above.region, parent=above.id, verified=True
        )
        return [Change(None, made)]

    def alias(self, id: str, add: Sequence[str] = (), *, remove: Sequence[str] = ()) -> list[Change]:
        """Other names that people say, more or fewer of them; a name leads to one office only."""
        agency = self._active(id)
        gone = {_fold(one) for one in remove}
        if unknown := gone - {_fold(one) for one in agency.aliases}:
            raise _no("no_alias", alias=sorted(unknown)[0], name=agency.short)
        kept = [one for one in agency.aliases if _fold(one) not in gone]
        for text in add:
            new = _text(text, NAME_MAX)
            if _fold(new) in {_fold(one) for one in (agency.name, agency.short, *kept)}:
                continue
            owner = self._owner(new, but=id)
            if owner is not None:
                raise _no("owned", alias=new, name=owner.name, id=owner.id)
            kept.append(new.casefold())
        if len(kept) > ALIASES_MAX:
            raise _no("many", most=ALIASES_MAX)
        if tuple(kept) == agency.aliases:
            raise _no("same")
        return [Change(agency, replace(agency, aliases=tuple(kept)))]

    def merge(self, id: str, into: str, *, today: date) -> list[Change]:
        """One office taken over by another: its names lead there, what was below it is below the other."""
        gone, stays = self._active(id), self._active(into)
        if gone.id == stays.id:
            raise _no("itself")
        if self._is_above(gone.id, stays.id):
            raise _no("circle", name=stays.name, above=gone.name)
        known = {_fold(one) for one in (stays.name, stays.short, *stays.aliases, *(f.name for f in stays.former))}
        aliases = [one for one in gone.aliases if _fold(one) not in known]
        yesterday = today - timedelta(days=1)
        names = [FormerName(name=one, valid_to=yesterday) for one in dict.fromkeys((gone.name, gone.short))]
        former = [one for one in (*names, *gone.former) if _fold(one.name) not in known]
        after = replace(stays, aliases=(*stays.aliases, *aliases), former=(*stays.former, *former))
        retired = replace(gone, active=False, ends_on=today, aliases=(), former=())
        below = [
            Change(child, replace(child, parent=stays.id)) for child in self._all.values() if child.parent == gone.id
        ]
        return [Change(stays, after), Change(gone, retired), *below]

    def move(self, id: str, parent: str) -> list[Change]:
        """Below another office; the region stays, because it is part of the id."""
        agency, above = self._active(id), self._active(parent)
        if agency.id == above.id or self._is_above(agency.id, above.id):
            raise _no("circle", name=above.name, above=agency.name)
        if agency.parent == above.id:
            raise _no("same")
        return [Change(agency, replace(agency, parent=above.id))]

    def retire(self, id: str, last_day: date, *, today: date) -> list[Change]:
        """It serves until that day and is offered to nobody afterwards."""
        agency = self._active(id)
        children = [one for one in self._all.values() if one.parent == id and one.active]
        if children:
            raise _no("children", name=agency.name, n=len(children), child=children[0].name)
        if agency.ends_on == last_day:
            raise _no("same")
        return [Change(agency, replace(agency, ends_on=last_day, active=last_day >= today))]

    def bring(self, rows: Iterable[Agency]) -> list[Change]:
        """Rows of a file: new ones are added, known ones become as the file says; others stay as they are."""
        found = []
        for row in rows:
            before = self._all.get(row.id)
            after = row if before is None else replace(row, ends_on=before.ends_on, active=_serves(before))
            if before != after:
                found.append(Change(before, after))
        return found

    def _active(self, id: str) -> Agency:
        agency = self._all.get(id)
        if agency is None:
            raise _no("unknown", id=id)
        if not agency.active:
            raise _no("retired", name=agency.name)
        return agency

    def _owner(self, name: str, *, but: str) -> Agency | None:
        """Who is called that already, in so many letters."""
        folded = _fold(name)
        for agency in self._all.values():
            names = (agency.name, agency.short, *agency.aliases)
            if agency.active and agency.id != but and folded in {_fold(one) for one in names}:
                return agency
        return None

    def _is_above(self, upper: str, lower: str) -> bool:
        seen: set[str] = set()
        at = self._all[lower].parent
        while at and at not in seen:
            if at == upper:
                return True
            seen.add(at)
            at = self._all[at].parent if at in self._all else None
        return False


def undone(changes: Sequence[Change]) -> list[Change]:
    """The same offices as they were; one that was added is retired, because its id may stand somewhere."""
    return [
        Change(one.after, one.before if one.before is not None else replace(one.after, active=False))
        for one in reversed(changes)
    ]


def _serves(agency: Agency) -> bool:
    """Retired ones stay so; one whose adding was taken back comes again."""
    return agency.active or agency.ends_on is None


def _no(reason: str, **params: str | int) -> RegistryChangeError:
    return RegistryChangeError(f"care.refused.{reason}", params)


def _fold(text: str) -> str:
    return " ".join(text.casefold().split())


def _text(text: str, most: int) -> str:
    said = " ".join(text.split())
    if not 2 <= len(said) <= most or not any(char.isalpha() for char in said):
        raise _no("length", n=len(said), most=most)
    if "|" in said:
        raise _no("bar")
    if not said[0].isalnum() and said[0] not in "\"'(":  # "=..." would be a formula in every table
        raise _no("sign", sign=said[0])
    return said


def _short(name: str, agency: Agency) -> str:
    """The short name goes on where the new name is too long to be one."""
    return name if len(name) <= SHORT_MAX and agency.short == agency.name else agency.short
