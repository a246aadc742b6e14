"""What a citizen is told of a case: each message says who holds it, by when, and what comes next.

Pure: takes a CaseView, gives a Message of msgids. Wording lives in locales, under ``case.`` and ``notice.``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from zoneinfo import ZoneInfo

from complaints.lifecycle import Status
from complaints.model import Complaint
from complaints.running import SETTLEMENT
from conversations.messages import Message, Option, Param, Quoted, Words, words

#: The clock that a status message names; None where nobody owes a dated step.
CLOCK_OF: dict[Status, str | None] = {
    Status.RECEIVED: "verifikasi",
    Status.ASKED: "lengkapi",
    Status.FORWARDED: "respon_awal",
    Status.IN_PROGRESS: "respon_awal",
    Status.NEEDS_INFO: "lengkapi",
    Status.ANSWERED: "tutup_otomatis",
    Status.RESOLVED: "tutup_otomatis",
    Status.REOPENED: "respon_awal",
    Status.CLOSED: None,
    Status.ARCHIVED: None,
}


CLASSES = ("penyelesaian_60", "penyelesaian_14", "penyelesaian_5")


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """The case that a merged one follows: its public side only."""

    number: str
    status: Status
    agency: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseView:
    """A case as it is spoken of: the value itself, the holder's names and the zone that dates are said in."""

    case: Complaint
    agency: str | None  # short name of the agency concerned
    agency_name: str | None
    zone: ZoneInfo
    today: date | None = None  # in that zone; None where nobody asks what has passed
    follows: Followed | None = None  # where staff merged it with another case

    @property
    def due(self) -> date | None:
        """Day of the clock that matters in this status, in the agency's zone."""
        if self.settling:
            return next((day for code in CLASSES if (day := self.day(code))), None)
        rule = CLOCK_OF[self.case.status]
        return self.day(rule) if rule else None

    @property
    def late(self) -> bool:
        """The day that was named has passed."""
        return self.today is not None and self.due is not None and self.due < self.today

    @property
    def classed(self) -> date | None:
        """Day of the settlement where somebody put the case into another class than the usual one."""
        usual = SETTLEMENT[self.case.kind]
        codes = (d.rule for d in self.case.deadlines if d.rule in CLASSES and d.rule != usual)
        return next((self.day(code) for code in codes), None)

    @property
    def settling(self) -> bool:
        """Answered since it came into these hands: from here on the day of the settlement counts."""
        return self.case.status is Status.IN_PROGRESS and self.case.deadline("respon_awal") is None

    def day(self, rule: str) -> date | None:
        """Due day of one running clock."""
        deadline = self.case.deadline(rule)
        return deadline.due.astimezone(self.zone).date() if deadline else None


def button(number: str, meaning: str, *, row: bool = False, style: str | None = None) -> Option:
    """A button about one case: id "case:<meaning>:<number>", label msgid "case.button.<meaning>"."""
    return Option(id=f"case:{meaning}:{number}", label=Words(f"case.button.{meaning}"), row=row, style=style)


def holder(view: CaseView) -> Words:
    """Siapa pegang."""
    status = view.case.status
    if status in (Status.CLOSED, Status.ARCHIVED):
        return words("case.holder.nobody")
    if status is Status.ASKED:
        return words("case.holder.citizen_staff")
    if status is Status.RECEIVED or view.agency is None:
        return words("case.holder.staff")
    if status is Status.NEEDS_INFO:
        return words("case.holder.citizen", agency=Quoted(view.agency))
    return words("case.holder.agency", agency=Quoted(view.agency))


def due(view: CaseView) -> Words | None:
    """Kapan; None where no clock runs."""
    day = view.due
    if day is None:
        return None
    which = "settlement" if view.settling else str(view.case.status)
    return words(f"case.due_passed.{which}", due=day) if view.late else words(f"case.due.{which}", due=day)


def upcoming(view: CaseView) -> Words:
    """Berikutnya apa."""
    return words(f"case.next.{view.case.status}")


def three_lines(view: CaseView, *, ahead: Words | None = None) -> tuple[Words, ...]:
    """Siapa pegang, kapan, berikutnya apa; `ahead` says the last where more is known of what comes."""
    if view.follows is not None:
        return followed(view.follows)
    when = due(view)
    later = words("case.due.settlement", due=view.classed) if view.classed and not view.settling else None
    return (holder(view), *(line for line in (when, later) if line), ahead or upcoming(view))


def followed(main: Followed) -> tuple[Words, ...]:
    """The same three things of a case that was merged: under which number it goes on, and how that one stands."""
    agency: Words | Quoted = Quoted(main.agency) if main.agency else Words("case.holder.short_staff")
    status = Words(f"status.{main.status}")
    return (
        words("case.merged", main=main.number),
        words("case.merged_stands", main=main.number, status=status, agency=agency),
        words("case.merged_next"),
    )


def receipt(view: CaseView) -> Message:
    """Tanda terima (UU 25/2009 ps. 43)."""
    case = view.case
    return Message(
        lines=(words("receipt.number", number=case.number), *three_lines(view)),
        options=(
            Option(id=f"case:copy:{case.number}", label=Words("case.button.copy"), copy=case.number),
            button(case.number, "add"),
        ),
    )


def status(view: CaseView, *, ahead: Words | None = None, more: tuple[Option, ...] = ()) -> Message:
    """The answer to "status" about one case; `ahead` and `more` where its date has passed."""
    case = view.case
    stands = Words("status.merged") if view.follows else Words(f"status.{case.status}")
    return Message(
        lines=(
            words("case.status", number=case.number, status=stands),
            *three_lines(view, ahead=ahead),
        ),
        options=(*_answers(case, always=("add",)), *more),
    )


def notices(view: CaseView, event: str, quotes: Sequence[str]) -> list[Message]:
    """Long words in several messages, in order; the three lines and the answers stand under the last."""
    n = len(quotes)
    whole = notice(view, event, quote=quotes[-1])
    if n < 2:
        return [whole]
    heads = [(whole.lines[0], words("notice.part", n=place, most=n)) for place in range(1, n + 1)]
    first = [
        Message(lines=(*head, words("notice.quote", text=Quoted(quote))))
        for head, quote in zip(heads[:-1], quotes[:-1], strict=True)
    ]
    # Outside a window one template says that something waits, and the first message brings it.
    first[0] = replace(first[0], template=whole.template)
    return [*first, replace(whole, lines=(*heads[-1], *whole.lines[1:]), template=None)]


def notice(view: CaseView, event: str, *, quote: str = "", **params: Param) -> Message:
    """A step of the case pushed to the citizen: msgid "notice.<event>", the officer's words, three lines."""
    case = view.case
    agency = Quoted(view.agency or "")
    said = (words("notice.quote", text=Quoted(quote)),) if quote else ()
    return Message(
        lines=(
            words(f"notice.{event}", number=case.number, agency=agency, **params),
            *said,
            *three_lines(view),
        ),
        options=_answers(case),
        template=f"status_{event}",
    )


def listing(views: tuple[CaseView, ...]) -> Message:
    """Several cases, one line and one button each."""
    lines: list[Words | Quoted] = [words("case.list.title", n=len(views))]
    for view in views:
        line = words(
            "case.list.line",
            number=view.case.number,
            agency=Quoted(view.agency) if view.agency else Words("case.holder.short_staff"),
            status=Words(f"status.{view.case.status}"),
        )
        lines.append(line)
    options = tuple(
        Option(id=f"case:status:{v.case.number}", label=Quoted(v.case.number), row=True) for v in views
    )
    return Message(lines=tuple(lines), options=options)


def verdicts(number: str) -> tuple[Option, ...]:
    """Is it solved?"""
    return (button(number, "done", style="primary"), button(number, "notyet"))


def _answers(case: Complaint, always: tuple[str, ...] = ()) -> tuple[Option, ...]:
    number = case.number
    if case.status in (Status.ANSWERED, Status.RESOLVED):
        return (*verdicts(number), button(number, "reply", row=True))
    if case.status in (Status.ASKED, Status.NEEDS_INFO):
        return (button(number, "reply", style="primary"),)
    if case.status is Status.CLOSED:
        return (button(number, "notyet"),)
    return tuple(button(number, meaning) for meaning in always)
