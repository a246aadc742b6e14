"""Reminders at 60, 30 and 7 days, the end of a term, and the question whether somebody is still there."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from complaints.appointments import Appointment, Leave
from complaints.renewals import Due, Marks, due, step
from tests.complaints.appointees import person

END = date(2026, 12, 31)
RINA = person("rina", end=END, verified_on=date(2026, 10, 20))


def through(who: Appointment, first: date, days: int, *, every: int = 1) -> list[tuple[int, Due]]:
    """What is done day by day, as days before the end."""
    marks, found = Marks(), []
    for day in (first + timedelta(days=n) for n in range(0, days, every)):
        for each in due(who, marks, day):
            found.append(((END - day).days, each))
            if each is Due.REMIND:
                marks = replace(marks, reminded=step(who, marks, day))
            elif each is Due.EXPIRE:
                marks = replace(marks, reminded=0)
            elif each is Due.PROBE:
                marks = replace(marks, probed_on=day)
            else:
                marks = replace(marks, silent_on=day)
    return found


def test_reminders_are_said_on_their_days_and_the_end_once() -> None:
    calm = replace(RINA, verified_on=date(2026, 12, 1))
    said = through(calm, END - timedelta(days=100), 120)
    assert said == [(60, Due.REMIND), (30, Due.REMIND), (7, Due.REMIND), (-1, Due.EXPIRE)]


def test_days_on_which_nothing_ran_lose_no_reminder_and_pile_up_none() -> None:
    calm = replace(RINA, verified_on=date(2026, 12, 1))
    said = through(calm, END - timedelta(days=63), 80, every=5)
    assert said == [(58, Due.REMIND), (28, Due.REMIND), (3, Due.REMIND), (-2, Due.EXPIRE)]
    assert through(calm, END - timedelta(days=5), 2) == [(5, Due.REMIND)]


def test_no_term_no_reminder() -> None:
    endless = replace(RINA, end=None, verified_on=END)
    assert through(endless, END - timedelta(days=100), 200) == [(-90, Due.PROBE)]


def test_a_silent_contact_is_asked_every_ninety_days_and_staff_told_once_each() -> None:
    quiet = replace(RINA, end=None, verified_on=END - timedelta(days=90))
    said = through(quiet, END, 200)
    assert [left for left, what in said if what is Due.PROBE] == [0, -90, -180]
    assert [left for left, what in said if what is Due.SILENT] == [-14, -104, -194]


def test_an_answer_ends_the_question() -> None:
    asked = Marks(probed_on=END)
    answered = replace(RINA, end=None, verified_on=END + timedelta(days=3))
    assert due(answered, asked, END + timedelta(days=20)) == ()


def test_nobody_is_asked_while_away_before_the_term_or_after_it() -> None:
    quiet = replace(RINA, verified_on=None)
    day = END - timedelta(days=90)
    assert due(quiet, Marks(), day) == (Due.PROBE,)
    assert due(replace(quiet, leaves=(Leave(day, day),)), Marks(), day) == ()
    assert due(replace(quiet, left_on=day), Marks(), day) == ()
    assert due(replace(quiet, start=day + timedelta(days=1)), Marks(), day) == ()
