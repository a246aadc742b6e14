"""Who is a focal point of which unit, from when to when, and who answers on a given day; pure, knows no chat.

A unit has at most one primary at a time. Deputies stand behind a person, each behind another if need be;
the chain is walked until somebody is there, and a chain that bites its own tail is refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from complaints.errors import ComplaintError

ONE_DAY = timedelta(days=1)
#: A contact confirmed longer ago than this counts as none (handbook systems §5 row 14).
VERIFIED_FOR = timedelta(days=365)


class Post(StrEnum):
    """What somebody was appointed as."""

    PRIMARY = "primary"  # answers for the unit
    DEPUTY = "deputy"  # answers while somebody else cannot
    COORDINATOR = "coordinator"  # disposes for all units below (Diskominfo); hears of what is late
    OBSERVER = "observer"  # reads only


class AppointmentError(ComplaintError):
    """This appointment contradicts itself or another one."""


class TwoPrimaries(AppointmentError):
    """The unit has a primary focal point in that term already."""

    def __init__(self, other: Appointment) -> None:
        super().__init__(f"{other.agency_id} sudah punya narahubung utama pada masa itu: {other.name}")
        self.other = other


class DeputyLoop(AppointmentError):
    """The deputies stand in for each other in a circle."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__("wakil saling menunjuk: " + " → ".join(names))
        self.names = tuple(names)


@dataclass(frozen=True, slots=True)
class Leave:
    """Days away, first and last included."""

    first: date
    last: date

    def covers(self, day: date) -> bool:
        """Away on that day."""
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment:
    """One person in one post of one unit. Personal data: `name`, `sk`, `leaves`."""

    id: str
    agency_id: str
    role: Post
    name: str
    sk: str = ""  # number of the decree (surat keputusan)
    start: date
    end: date | None = None  # the last day; None where the decree names none
    deputy_of: str | None = None  # id of the appointment it stands behind
    leaves: tuple[Leave, ...] = ()
    left_on: date | None = None  # from that day on no longer in office, whatever the term says
    verified_on: date | None = None  # the person or staff said that this is still right

    @property
    def last_day(self) -> date:
        """The last day in office."""
        end = self.end or date.max
        return min(end, self.left_on - ONE_DAY) if self.left_on else end

    def in_office(self, day: date) -> bool:
        """Within the term and not gone."""
        return self.start <= day <= self.last_day

    def on_leave(self, day: date) -> Leave | None:
        """The leave of that day."""
        return next((leave for leave in self.leaves if leave.covers(day)), None)

    def there(self, day: date) -> bool:
        """In office and not on leave."""
        return self.in_office(day) and self.on_leave(day) is None

    def verified(self, day: date) -> bool:
        """Confirmed within the last twelve months."""
        return self.verified_on is not None and day - self.verified_on <= VERIFIED_FOR


def check(candidate: Appointment, others: Iterable[Appointment]) -> None:
    """Raise AppointmentError unless `candidate` can stand beside the other appointments of its unit."""
    if candidate.end is not None and candidate.end < candidate.start:
        raise AppointmentError("masa tugas berakhir sebelum dimulai")
    rest = [other for other in others if other.id != candidate.id]
    if rival := overlapping(candidate, rest):
        raise TwoPrimaries(rival)
    if circle := loop([*rest, candidate], candidate):
        raise DeputyLoop([person.name for person in circle])


def overlapping(candidate: Appointment, others: Iterable[Appointment]) -> Appointment | None:
    """The other primary whose time in office touches the candidate's, if any."""
    if candidate.role is not Post.PRIMARY:
        return None
    for other in others:
        same = other.role is Post.PRIMARY and other.agency_id == candidate.agency_id and other.id != candidate.id
        begins, ends = max(candidate.start, other.start), min(candidate.last_day, other.last_day)
        if same and begins <= ends:
            return other
    return None


def loop(people: Iterable[Appointment], start: Appointment) -> tuple[Appointment, ...]:
    """The circle of deputies that `start` leads into, empty where the chain ends."""
    known = {person.id: person for person in people}
    walked: list[Appointment] = []
    person: Appointment | None = start
    while person is not None:
        if person in walked:
            return (*walked[walked.index(person) :], person)
        walked.append(person)
        person = known.get(person.deputy_of) if person.deputy_of else None
    return ()


def behind(person: Appointment, people: Sequence[Appointment]) -> Iterator[Appointment]:
    """Who stands behind `person`, nearest first: B before C where C stands behind B. Walks no circle twice."""
    seen, row = {person.id}, [person]
    while row:
        following = [each for each in people if each.deputy_of in {one.id for one in row} and each.id not in seen]
        row = sorted(following, key=lambda each: (each.start, each.id))
        seen |= {each.id for each in row}
        yield from row


def ladder(people: Sequence[Appointment], day: date) -> tuple[Appointment, ...]:
    """Who of a unit can be turned to on that day, in order: primary, deputies, coordinators."""
    primaries = sorted(
        (person for person in people if person.role is Post.PRIMARY and person.start <= day),
        key=lambda one: (not one.there(day), not one.in_office(day), -one.start.toordinal(), one.id),
    )
    chain = [each for primary in primaries for each in (primary, *behind(primary, people))]
    # A deputy whose principal was replaced is still appointed: better than nobody.
    loose = sorted((each for each in people if each.role is Post.DEPUTY), key=lambda each: (each.start, each.id))
    over = [each for each in people if each.role is Post.COORDINATOR]
    order = {each.id: each for each in (*chain, *loose, *over) if each.role is not Post.OBSERVER}
    return tuple(each for each in order.values() if each.there(day))


def answering(people: Sequence[Appointment], day: date) -> Appointment | None:
    """Who answers for the unit on that day: the primary, else the first deputy there; None: staff."""
    return next((each for each in ladder(people, day) if each.role is not Post.COORDINATOR), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How many units have a contact that somebody confirmed within twelve months."""

    units: tuple[str, ...]
    without: tuple[str, ...]

    @property
    def covered(self) -> int:
        """Units with such a contact."""
        return len(self.units) - len(self.without)

    @property
    def percent(self) -> int:
        """Rounded down: 99.6 % is not everybody."""
        return self.covered * 100 // len(self.units) if self.units else 0


def coverage(units: Iterable[str], people: Iterable[Appointment], day: date) -> Coverage:
    """The figure for those units; an observer is no contact."""
    reached = {
        person.agency_id
        for person in people
        if person.in_office(day) and person.verified(day) and person.role is not Post.OBSERVER
    }
    wanted = tuple(dict.fromkeys(units))
    return Coverage(units=wanted, without=tuple(unit for unit in wanted if unit not in reached))
