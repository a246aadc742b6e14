"""Counts cases for recap, desk and export alike: facts in, numbers out; knows no storage, no words, no picture.

A case belongs to the period in which it was filed and is counted as it stands at the moment of counting.
The same facts make the same numbers in whatever order they come.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from statistics import fmean, median
from zoneinfo import ZoneInfo

from complaints.lifecycle import OPEN, Resolution, Status

#: Printed on every recap and export; raise it when a definition below changes.
DEFINITIONS = "2026.1"
#: Below this a percentage says more about chance than about work (handbook systems §5 row 6).
FEW = 5
SECONDS_A_DAY = 86_400
#: Clocks that wait for the citizen: nobody in office is late by them.
CITIZENS_TURN = frozenset({"tutup_otomatis", "lengkapi"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One case as statistics see it: no name, no story. Moments are aware; `region` is the holder's Kemendagri code.

    `overdue`: rules of complaints.rules whose day passed while somebody in office owed the step, in any hands.
    """

    id: str
    number: str
    agency_id: str | None
    region: str = ""  # "" for a national office and while staff hold it
    topic: str | None = None
    kind: str = "pengaduan"
    channel: str = ""  # or a complaints.sources.Source; "" where the chat is gone
    status: Status
    resolution: Resolution | None = None
    filed_at: datetime
    forwarded_at: datetime | None = None
    first_response_at: datetime | None = None
    answered_at: datetime | None = None
    closed_at: datetime | None = None
    overdue: frozenset[str] = frozenset()
    lapor: str = ""  # tracking id at SP4N-LAPOR!, where staff noted one

    @property
    def outcome(self) -> str:
        """One of OUTCOMES: every case has exactly one, so the parts add up to what was received."""
        if self.status is Status.RESOLVED:
            return "claimed"
        if self.status in OPEN:
            return "open"
        return _ENDED.get(self.resolution, "archived") if self.resolution else "archived"

    @property
    def solved(self) -> bool:
        """Declared done and not refused; a reopened case is open again and leaves the numerator."""
        return self.outcome in SOLVED

    @property
    def wait(self) -> float | None:
        """Calendar days from receipt to the first human word of the agency that holds it; None while there is none."""
        if self.first_response_at is None:
            return None
        # Whole seconds, as they stand in an export: whoever recounts it comes to the same decimal.
        waited = self.first_response_at.replace(microsecond=0) - self.filed_at.replace(microsecond=0)
        return max(0.0, waited.total_seconds() / SECONDS_A_DAY)


_ENDED = {
    Resolution.CONFIRMED: "confirmed",
    Resolution.SILENT: "silent",
    Resolution.INCOMPLETE: "incomplete",
    Resolution.WITHDRAWN: "withdrawn",
    Resolution.ARCHIVED: "archived",
    Resolution.MERGED: "merged",
}
#: confirmed: the citizen said so; claimed: the agency says so; silent: closed because the citizen did not answer;
#: merged: told on under another number, where it is counted as whatever it becomes.
SOLVED = ("confirmed", "claimed", "silent")
OUTCOMES = (*SOLVED, "open", "withdrawn", "incomplete", "archived", "merged")


@dataclass(frozen=True, slots=True, kw_only=True)
class Waits:
    """First responses in calendar days, one decimal: mean, median, and the day by which 90 % were answered."""

    n: int
    mean: float
    median: float
    p90: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """Some cases, counted."""

    received: int = 0
    outcomes: Mapping[str, int] = field(default_factory=dict)  # every one of OUTCOMES, also at 0
    late: int = 0  # cases in which some day passed
    waits: Waits | None = None  # None where nobody was answered: silence is no number, least of all a good one

    @property
    def solved(self) -> int:
        """The numerator."""
        return sum(self.outcomes.get(name, 0) for name in SOLVED)

    @property
    def open(self) -> int:
        """Those in which somebody still owes a step."""
        return self.outcomes.get("open", 0)

    @property
    def answered(self) -> int:
        """Those with a first human word."""
        return self.waits.n if self.waits else 0

    @property
    def share(self) -> int | None:
        """Solved ÷ received in whole percent, halves up; None below FEW."""
        if self.received < FEW:
            return None
        return (200 * self.solved + self.received) // (2 * self.received)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The cases of one agency, topic, place or channel; `key` is its code, "" where there is none."""

    key: str
    numbers: Numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class Recap:
    """A period, counted. Groups come by how many they received, never by how few are open: no cases is no merit."""

    total: Numbers
    agencies: tuple[Group, ...]
    topics: tuple[Group, ...]
    places: tuple[Group, ...]
    channels: tuple[Group, ...]
    overdue: tuple[tuple[str, int], ...]  # rule -> cases it passed in, most first
    days: tuple[tuple[date, Numbers], ...]  # of receipt, where the service is; only days with a case
    parents: tuple[Group, ...] = ()  # of several units that received something: all below them and their own
    quiet: tuple[str, ...] = ()  # units that take part and received nothing: "belum ada aduan"


class Tally:
    """Takes cases one by one, so that a hundred thousand need not be held."""

    def __init__(self) -> None:
        self.received = self.late = 0
        self.outcomes: Counter[str] = Counter()
        self.waits: list[float] = []

    def add(self, outcome: str, wait: float | None, *, late: bool) -> None:
        """Count one case."""
        self.received += 1
        self.outcomes[outcome] += 1
        self.late += late
        if wait is not None:
            self.waits.append(wait)

    def numbers(self) -> Numbers:
        """What has been counted so far."""
        outcomes = {name: self.outcomes[name] for name in OUTCOMES}
        return Numbers(received=self.received, outcomes=outcomes, late=self.late, waits=waits(self.waits))


def waits(days: Iterable[float]) -> Waits | None:
    """Of these waits; p90 by nearest rank: the smallest wait that 90 % do not exceed."""
    found = sorted(days)
    if not found:
        return None
    rank = math.ceil(0.9 * len(found))
    return Waits(
        n=len(found), mean=round(fmean(found), 1), median=round(median(found), 1), p90=round(found[rank - 1], 1)
    )


_KEYS: dict[str, Callable[[Fact], str]] = {
    "agencies": lambda fact: fact.agency_id or "",
    "topics": lambda fact: fact.topic or "",
    "places": lambda fact: fact.region[:5],  # kabupaten/kota, or the province of a provincial office
    "channels": lambda fact: fact.channel,
}


class Count:
    """A recap in the making: `add` each fact once, then `recap`."""

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone
        self._total = Tally()
        self._groups: dict[str, dict[str, Tally]] = {name: defaultdict(Tally) for name in _KEYS}
        self._days: dict[date, Tally] = defaultdict(Tally)
        self._overdue: Counter[str] = Counter()

    def add(self, fact: Fact) -> None:
        """Count one case everywhere it belongs."""
        day = fact.filed_at.astimezone(self._zone).date()
        groups = [self._groups[name][key(fact)] for name, key in _KEYS.items()]
        outcome, wait, late = fact.outcome, fact.wait, bool(fact.overdue)
        for tally in (self._total, self._days[day], *groups):
            tally.add(outcome, wait, late=late)
        self._overdue.update(fact.overdue)

    def recap(self, units: Iterable[str] = ()) -> Recap:
        """The numbers; `units` are the agencies that take part, whether they received something or not."""
        return Recap(
            total=self._total.numbers(),
            agencies=self._ordered("agencies"),
            topics=self._ordered("topics"),
            places=self._ordered("places"),
            channels=self._ordered("channels"),
            overdue=tuple(sorted(self._overdue.items(), key=lambda each: (-each[1], each[0]))),
            days=tuple((day, self._days[day].numbers()) for day in sorted(self._days)),
            quiet=tuple(sorted(set(units) - self._groups["agencies"].keys())),
        )

    def _ordered(self, name: str) -> tuple[Group, ...]:
        groups = [Group(key=key, numbers=counter.numbers()) for key, counter in self._groups[name].items()]
        return tuple(sorted(groups, key=lambda group: (-group.numbers.received, group.key)))


def rolled_up(groups: Iterable[Group], above: Mapping[str, Collection[str]]) -> tuple[Group, ...]:
    """Units added up under every office above them (unit -> dinas -> pemda); waits are not added, a mean of means
    would be none. An office over one unit only would say the same twice and is left out.
    """
    parts: dict[str, list[Numbers]] = {}
    for group in groups:
        for key in {group.key, *above.get(group.key, ())} - {""}:
            parts.setdefault(key, []).append(group.numbers)
    sums = [Group(key=key, numbers=added(found)) for key, found in parts.items() if len(found) > 1]
    return tuple(sorted(sums, key=lambda group: (-group.numbers.received, group.key)))


def added(parts: Iterable[Numbers]) -> Numbers:
    """Several groups as one, without waits."""
    outcomes: Counter[str] = Counter()
    received = late = 0
    for part in parts:
        outcomes.update(part.outcomes)
        received, late = received + part.received, late + part.late
    return Numbers(received=received, late=late, outcomes={name: outcomes[name] for name in OUTCOMES})


def counted(facts: Iterable[Fact], zone: ZoneInfo, units: Iterable[str] = ()) -> Recap:
    """All at once."""
    count = Count(zone)
    for fact in facts:
        count.add(fact)
    return count.recap(units)


def overdue_now(deadlines: Iterable[tuple[str, datetime]], at: datetime) -> frozenset[str]:
    """Of the running clocks (rule, due) those of officials that have run out: late from that very second,
    whether or not the clock has written it down yet.
    """
    return frozenset(rule for rule, due in deadlines if due < at and rule not in CITIZENS_TURN)
