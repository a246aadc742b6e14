"""Words about terms and people: an end comes near, is it still you, who takes over, who is covered. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from complaints.appointments import Appointment, Coverage
from conversations.invitation import role
from conversations.messages import Message, Option, Param, Quoted, Words, say, words

#: Units named in one message; the command line lists them all.
LISTED = 15


def remind(held: Appointment, agency: str, end: date) -> Message:
    """60, 30 and 7 days before."""
    return say(words("renewal.remind", role=role(held.role), agency=Quoted(agency), end=end))


def probe(held: Appointment, agency: str) -> Message:
    """Every ninety days."""
    return Message(
        lines=(words("renewal.probe", name=Quoted(held.name), role=role(held.role), agency=Quoted(agency)),),
        options=probe_options(_token(held)),
    )


def probe_options(token: str) -> tuple[Option, ...]:
    """[Masih bertugas] [Sudah pindah]."""
    return (
        Option(id=f"post:still:{token}", label=Words("renewal.button.still"), style="primary"),
        Option(id=f"post:moved:{token}", label=Words("renewal.button.moved")),
    )


def sure(held: Appointment, agency: str, n: int) -> Message:
    """A slip of the finger must not end an office."""
    token = _token(held)
    return Message(
        lines=(words("renewal.sure", agency=Quoted(agency), n=n),),
        options=(
            Option(id=f"post:sure:{token}", label=Words("renewal.button.sure"), style="danger"),
            Option(id=f"post:stay:{token}", label=Words("renewal.button.stay")),
        ),
    )


def over(held: Appointment, agency: str, end: date, next_: Appointment | None) -> Message:
    """To the one whose office ended."""
    line = words("renewal.over", role=role(held.role), agency=Quoted(agency), end=end)
    who = words("renewal.over_next", next=Quoted(next_.name)) if next_ else Words("renewal.over_staff")
    return say(line, who)


def took_over(before: Appointment, agency: str, n: int, until: date | None) -> Message:
    """To the deputy."""
    given: dict[str, Param] = {"name": Quoted(before.name), "agency": Quoted(agency)}
    first = words("renewal.took_over", **given) if until is None else words("renewal.stands_in", **given, until=until)
    return say(first, words("renewal.open_cases", n=n))


def handed(before: Appointment, agency: str, next_: Appointment | None, n: int, why: Words) -> Message:
    """To staff: who is gone and who has the cases now."""
    given: dict[str, Param] = {"agency": Quoted(agency), "name": Quoted(before.name), "why": why}
    if next_ is None:
        return say(words("renewal.staff.nobody", **given, n=n))
    return say(words("renewal.staff.handed", **given, next=Quoted(next_.name), n=n))


def away(before: Appointment, agency: str, n: int, until: date) -> Message:
    """To staff: the one who answers is on leave, and nobody stands behind them."""
    return say(words("renewal.staff.away", agency=Quoted(agency), name=Quoted(before.name), until=until, n=n))


def left(before: Appointment, agency: str, why: Words) -> Message:
    """To staff: somebody went who did not answer for the unit."""
    return say(words("renewal.staff.left", agency=Quoted(agency), name=Quoted(before.name), why=why))


def ending(rows: Sequence[tuple[Appointment, str]]) -> Message:
    """To staff, once a day: whose term ends soon."""
    lines = [
        words("renewal.staff.ending_line", name=Quoted(held.name), agency=Quoted(agency), end=held.end)
        for held, agency in rows
        if held.end is not None
    ]
    return say(Words("renewal.staff.ending"), *lines, Words("renewal.staff.ending_next"))


def covered(found: Coverage, names: Sequence[str]) -> Message:
    """/cakupan: the figure, what it counts, the units without a contact."""
    lines = [words("renewal.coverage.figure", covered=found.covered, total=len(found.units), percent=found.percent)]
    if names:
        lines.append(Words("renewal.coverage.without"))
        lines += [words("renewal.coverage.line", agency=Quoted(name)) for name in names[:LISTED]]
    if len(names) > LISTED:
        lines.append(words("renewal.coverage.more", n=len(names) - LISTED))
    return say(*lines)


def _token(held: Appointment) -> str:
    """Short enough for a button; whose it is decides the chat it is pressed in."""
    return held.id[:12]
