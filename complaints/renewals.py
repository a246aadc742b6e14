"""When an appointment has to be renewed and when a person is asked whether they are still there; pure.

Days are counted, not scheduled: a day on which nothing ran loses no reminder, it is due the day after.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from complaints.appointments import Appointment

#: Days before the end of a term on which its end is said (handbook systems §5 row 14).
REMIND = (60, 30, 7)
#: A silent contact is asked this long after it was last confirmed, and given so long to answer.
PROBE_EVERY, PROBE_WAIT = timedelta(days=90), timedelta(days=14)


class Due(StrEnum):
    """What a day asks for."""

    REMIND = "remind"
    EXPIRE = "expire"
    PROBE = "probe"
    SILENT = "silent"  # asked and not answered: staff should know


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """What was done about an appointment already; a renewal starts anew with none."""

    reminded: int | None = None  # the last of REMIND that was said, 0 once the term was over
    probed_on: date | None = None
    silent_on: date | None = None


def due(person: Appointment, marks: Marks, day: date) -> tuple[Due, ...]:
    """What is to be done about this person on that day."""
    if person.left_on is not None and person.left_on <= day:
        return ()
    if person.end is not None and day > person.end:
        return () if marks.reminded == 0 else (Due.EXPIRE,)
    if day < person.start:
        return ()
    found = []
    if step(person, marks, day) is not None:
        found.append(Due.REMIND)
    if person.on_leave(day) is None:
        found += _probe(person, marks, day)
    return tuple(found)


def step(person: Appointment, marks: Marks, day: date) -> int | None:
    """The reminder that is due: one a day at most, the nearest to the end."""
    if person.end is None:
        return None
    left = (person.end - day).days
    reached = [days for days in REMIND if left <= days and (marks.reminded is None or marks.reminded > days)]
    return min(reached, default=None)


def _probe(person: Appointment, marks: Marks, day: date) -> list[Due]:
    known = person.verified_on or person.start
    asked = marks.probed_on if marks.probed_on and marks.probed_on > known else None
    if asked is None:
        return [Due.PROBE] if day - known >= PROBE_EVERY else []
    if day - asked >= PROBE_EVERY:
        return [Due.PROBE]
    told = marks.silent_on is not None and marks.silent_on > asked
    return [Due.SILENT] if day - asked >= PROBE_WAIT and not told else []
