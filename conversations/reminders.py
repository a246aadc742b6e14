"""What is said when a date is near or has passed: one list a group and half a day, one honest word to the citizen.

Pure. No blame, no promise: who holds it, until when, what comes next. Wording under ``remind.`` and ``overdue.``.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from complaints.escalation import Standing
from complaints.model import Complaint
from conversations.card import head
from conversations.messages import Message, Option, Quoted, Words, words
from conversations.tracking import CaseView, button, holder

#: A list longer than this is not read; /tugas has the rest.
MOST = 10


def digest(views: Sequence[CaseView], today: date, *, name: str = "") -> Message:
    """For an agency's group: what is near or late there, addressed to the one who answers today."""
    n = len(views)
    title = words("remind.title_to", n=n, name=Quoted(name)) if name else words("remind.title", n=n)
    return _listed(title, [head(view, today) for view in views], words("remind.how"))


def above(views: Sequence[CaseView], today: date, *, private: bool = False) -> Message:
    """For the desk above, or a coordinator in private: which unit, which case, since when; no story, no name."""
    lines = [_line_of_unit(view, today) for view in views]
    how = words("remind.how_above_private") if private else words("remind.how_above")
    return _listed(words("remind.title_above", n=len(views)), lines, how)


def for_staff(views: Sequence[CaseView], today: date) -> Message:
    """For the staff group: the same, with how loud each case has become."""
    lines = [
        words("remind.line_staff", case=_line_of_unit(view, today), level=level(view.case.escalation))
        for view in views
    ]
    return _listed(words("remind.title_staff", n=len(views)), lines, words("remind.how_staff"))


def _listed(title: Words, lines: Sequence[Words], last: Words) -> Message:
    more = (words("remind.more", n=len(lines) - MOST),) if len(lines) > MOST else ()
    return Message(lines=(title, *lines[:MOST], *more, last))


def _line_of_unit(view: CaseView, today: date) -> Words:
    return words(
        "remind.line",
        agency=Quoted(view.agency) if view.agency else Words("case.holder.short_staff"),
        case=head(view, today),
    )


def level(escalation: int) -> Words:
    """How loud a case has become, as a word behind its number."""
    return Words(f"remind.level.{escalation}")


def calendar_missing(year: int) -> Message:
    """To staff, from November on: next year's list of days off is not there."""
    return Message(lines=(words("remind.calendar_missing", year=str(year)),))


# --- to the citizen -------------------------------------------------------------------------------


def told(view: CaseView, rule: str, due: date, standing: Standing, *, above: bool) -> Message:
    """Scene 5: a date passed; what was done about it today, and what can be done."""
    case = view.case
    agency = Quoted(view.agency or "")
    if rule == "verifikasi" or view.agency is None:
        first = words("overdue.verifikasi", number=case.number, due=due)
    elif rule == "respon_awal":
        said = "overdue.answer_above" if above else "overdue.answer"
        first = Words(said, {"number": case.number, "due": due, "agency": agency})
    else:
        first = words("overdue.settlement", number=case.number, due=due, agency=agency)
    return Message(
        lines=(first, upcoming(standing)),
        options=choices(case, offer=standing.eligible),
        template="status_overdue",
    )


def upcoming(standing: Standing) -> Words:
    """Berikutnya: the day on which the way to the Ombudsman opens, where that is known."""
    if standing.eligible:
        return words("overdue.next_now")
    if standing.bars or standing.opens_on is None:
        return words("overdue.next_remind")
    if standing.silent_on == standing.opens_on:
        return words("overdue.next_silent", day=standing.opens_on)
    return words("overdue.next_sixty", day=standing.opens_on)


def choices(case: Complaint, *, offer: bool) -> tuple[Option, ...]:
    """[Tunggu] [Siapkan untuk Ombudsman] [Bicara dengan petugas]."""
    prepare = Option(
        id=f"omb:begin:{case.number}", label=Words("ombudsman.choice.begin"),
        short=Words("ombudsman.choice.begin_short"),
    )  # fmt: skip
    return (
        Option(id=f"omb:wait:{case.number}", label=Words("ombudsman.choice.wait")),
        *((prepare,) if offer else ()),
        Option(
            id="menu:person", label=Words("ombudsman.choice.person"), short=Words("ombudsman.choice.person_short"),
            row=True,
        ),
    )  # fmt: skip


def closing_soon(view: CaseView, due: date) -> Message:
    """Some working days before silence closes the case."""
    number = view.case.number
    return Message(
        lines=(words("remind.closing_soon", number=number, due=due),),
        options=(button(number, "done", style="primary"), button(number, "notyet"), button(number, "reply", row=True)),
        template="status_closing_soon",
    )


def still_asked(view: CaseView, due: date) -> Message:
    """The agency waits for the citizen; said three times in the thirty days (UU 25/2009 ps. 44)."""
    number = view.case.number
    agency = Quoted(view.agency) if view.agency and view.case.holder else Words("case.holder.short_staff")
    return Message(
        lines=(words("remind.still_asked", number=number, agency=agency, due=due),),
        options=(button(number, "reply", style="primary"),),
        template="status_still_asked",
    )


def waiting(view: CaseView, standing: Standing) -> Message:
    """[Tunggu]: nothing is lost by waiting; the day that has passed is not promised again."""
    return Message(lines=(words("overdue.waiting", number=view.case.number), holder(view), upcoming(standing)))
