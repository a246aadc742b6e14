"""Who answers for a unit: terms, leaves, deputies behind deputies, and nobody twice in one post."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.appointments import (
    Appointment,
    AppointmentError,
    DeputyLoop,
    Leave,
    Post,
    TwoPrimaries,
    answering,
    behind,
    check,
    coverage,
    ladder,
)
from tests.complaints.appointees import CAPIL, person

DAY = date(2026, 11, 20)
AWAY = Leave(date(2026, 11, 18), date(2026, 12, 3))
RINA = person("rina")
JOKO = person("joko", "deputy", deputy_of="rina")
SARI = person("sari", "deputy", deputy_of="joko")
DEWA = person("dewa", "coordinator")
PRAM = person("pram", "observer")


def away(who: Appointment) -> Appointment:
    return replace(who, leaves=(AWAY,))


def names(people: tuple[Appointment, ...]) -> list[str]:
    return [each.id for each in people]


def test_the_primary_answers_while_there() -> None:
    assert answering([JOKO, RINA, SARI], DAY) == RINA


@pytest.mark.parametrize(
    ("people", "answers"),
    [
        ([away(RINA), JOKO, SARI], "joko"),
        ([away(RINA), away(JOKO), SARI], "sari"),
        ([replace(RINA, end=date(2026, 11, 19)), JOKO], "joko"),
        ([replace(RINA, left_on=DAY), JOKO], "joko"),
        ([replace(RINA, left_on=DAY), replace(JOKO, left_on=DAY), SARI], "sari"),
        ([away(RINA), DEWA, PRAM], None),
        ([], None),
    ],
)
def test_a_deputy_stands_in_and_behind_them_the_next(people: list[Appointment], answers: str | None) -> None:
    found = answering(people, DAY)
    assert (found.id if found else None) == answers


def test_first_and_last_day_count() -> None:
    assert RINA.in_office(date(2026, 1, 1)) and RINA.in_office(date(2026, 12, 31))
    assert not RINA.in_office(date(2027, 1, 1)) and not RINA.in_office(date(2025, 12, 31))
    assert AWAY.covers(AWAY.first) and AWAY.covers(AWAY.last) and not AWAY.covers(AWAY.last + timedelta(days=1))


def test_a_deputy_of_the_one_before_still_answers() -> None:
    new = away(person("tono", start=date(2026, 11, 1), end=None))
    old = replace(RINA, end=date(2026, 10, 31))
    found = answering([old, new, JOKO], DAY)
    assert found and found.id == "joko"


def test_the_ladder_ends_with_the_coordinator_and_leaves_observers_out() -> None:
    assert names(ladder([PRAM, DEWA, SARI, JOKO, RINA], DAY)) == ["rina", "joko", "sari", "dewa"]


def test_a_chain_of_three_is_walked_in_order() -> None:
    assert names(tuple(behind(RINA, [SARI, RINA, JOKO]))) == ["joko", "sari"]


def test_deputies_in_a_circle_are_refused_and_named() -> None:
    circle = [replace(RINA, deputy_of="sari"), JOKO]
    with pytest.raises(DeputyLoop, match="Sari → Joko → Rina → Sari") as caught:
        check(SARI, circle)
    assert caught.value.names[0] == caught.value.names[-1]
    with pytest.raises(DeputyLoop):
        check(replace(RINA, deputy_of="rina"), [])


def test_a_circle_that_is_there_already_ends_the_walk() -> None:
    circle = [away(replace(RINA, deputy_of="sari")), away(JOKO), away(SARI)]
    assert answering(circle, DAY) is None


def test_two_primaries_at_once_are_refused() -> None:
    with pytest.raises(TwoPrimaries, match="Rina"):
        check(person("tono", start=date(2026, 12, 31), end=None), [RINA])
    check(person("tono", start=date(2027, 1, 1), end=None), [RINA])
    check(person("tono", start=date(2026, 12, 1)), [replace(RINA, left_on=date(2026, 12, 1))])
    check(person("tono", agency_id="2171.dlh"), [RINA])
    check(person("tono", "deputy"), [RINA])


def test_a_term_does_not_end_before_it_begins() -> None:
    with pytest.raises(AppointmentError, match="berakhir"):
        check(replace(RINA, end=date(2025, 12, 31)), [])


def test_coverage_counts_contacts_confirmed_within_twelve_months() -> None:
    people = [
        replace(RINA, verified_on=date(2025, 11, 20)),
        person("a", agency_id="2171.dlh", verified_on=date(2025, 11, 19)),
        person("b", "observer", agency_id="2171.dinsos", verified_on=DAY),
        person("c", "deputy", agency_id="2171.rsud", verified_on=DAY),
        person("d", agency_id="2171.dinkes", verified_on=DAY, left_on=DAY),
    ]
    units = [CAPIL, "2171.dlh", "2171.dinsos", "2171.rsud", "2171.dinkes", CAPIL]
    found = coverage(units, people, DAY)
    assert found.without == ("2171.dlh", "2171.dinsos", "2171.dinkes")
    assert (found.covered, found.percent) == (2, 40)
    assert coverage([], people, DAY).percent == 0


people = st.lists(
    st.builds(
        person,
        st.sampled_from("abcdef"),
        st.sampled_from([post.value for post in Post]),
        deputy_of=st.none() | st.sampled_from("abcdef"),
        left_on=st.none() | st.just(DAY),
        leaves=st.sampled_from([(), (AWAY,)]),
    ),
    max_size=6,
    unique_by=lambda each: each.id,
)


@given(people)
def test_whoever_answers_is_there_and_the_walk_always_ends(people: list[Appointment]) -> None:
    row = ladder(people, DAY)
    assert len({each.id for each in row}) == len(row)
    assert all(each.there(DAY) and each.role is not Post.OBSERVER for each in row)
    primaries = [each for each in people if each.role is Post.PRIMARY and each.there(DAY)]
    if primaries:
        assert answering(people, DAY) in primaries
