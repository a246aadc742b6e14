"""What repeats: patterns over three years, their trend and share, the same in whatever order cells come."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.recurrence import Cell, Pattern, recurring, span

NOVEMBER = span(date(2026, 11, 22))


def cells(*years: tuple[int, int, int], topic: str = "ADM", agency: str = "capil", place: str = "21.71") -> list[Cell]:
    """(year, cases, of these so far) of one matter."""
    return [
        Cell(agency_id=agency, topic=topic, place=place, year=year, n=n, so_far=so_far) for year, n, so_far in years
    ]


def only(found: list[Cell]) -> Pattern:
    patterns = recurring(found, NOVEMBER).patterns
    assert len(patterns) == 1
    return patterns[0]


def test_three_years_end_with_the_day_asked_for() -> None:
    assert NOVEMBER.years == (2024, 2025, 2026)
    assert NOVEMBER.cut(2024) == date(2024, 11, 22)
    assert span(date(2024, 2, 29)).cut(2023) == date(2023, 2, 28), "a year without that day ends it a day earlier"
    assert span(date(2024, 2, 29)).cut(2024) == date(2024, 2, 29)


@pytest.mark.parametrize(
    ("years", "recurs"),
    [
        ([(2024, 1, 1), (2025, 1, 1), (2026, 1, 1)], True),
        ([(2025, 2, 2), (2026, 1, 1)], True),
        ([(2025, 1, 1), (2026, 1, 1)], False),  # two may be chance
        ([(2026, 9, 9)], False),  # a burst in one year is no recurrence
    ],
)
def test_a_pattern_has_three_cases_in_two_years(years: list[tuple[int, int, int]], recurs: bool) -> None:
    assert bool(recurring(cells(*years), NOVEMBER).patterns) == recurs


@pytest.mark.parametrize(
    ("years", "trend"),
    [
        ([(2024, 3, 2), (2025, 3, 2), (2026, 6, 6)], "up"),
        ([(2024, 9, 8), (2025, 9, 8), (2026, 3, 3)], "down"),
        ([(2024, 9, 4), (2025, 9, 4), (2026, 4, 4)], "level"),  # the year is not over: nine are compared with none
        ([(2024, 40, 40), (2025, 40, 40), (2026, 43, 43)], "level"),
        ([(2025, 2, 2), (2026, 2, 2)], ""),  # of few nothing is told
    ],
)
def test_the_running_year_is_compared_up_to_the_same_day(years: list[tuple[int, int, int]], trend: str) -> None:
    assert only(cells(*years)).trend == trend if trend else only(cells(*years)).n < 5 and not only(cells(*years)).trend


def test_the_same_matter_elsewhere_is_another_pattern_and_lainnya_is_none() -> None:
    years = ((2024, 2, 2), (2025, 2, 2))
    found = recurring(
        [*cells(*years), *cells(*years, place="21.72"), *cells(*years, agency="dlh"), *cells(*years, topic="LLN"),
         *cells(*years, topic="")],
        NOVEMBER,
    )  # fmt: skip
    assert [f"{p.agency_id} {p.place}" for p in found.patterns] == ["capil 21.71", "capil 21.72", "dlh 21.71"]
    assert (found.total, found.unsorted, found.repeated, found.share) == (20, 8, 12, 60)


def test_no_share_is_told_of_few() -> None:
    found = recurring(cells((2024, 2, 2), (2025, 2, 2)), NOVEMBER)
    assert (found.share, found.repeated) == (None, 4)
    assert recurring([], NOVEMBER).patterns == ()


CELL = st.builds(
    lambda agency, topic, place, year, n, part: Cell(
        agency_id=agency, topic=topic, place=place, year=year, n=n, so_far=min(n, part)
    ),
    st.sampled_from(["capil", "dlh"]), st.sampled_from(["ADM", "LST", "LLN"]), st.sampled_from(["21.71", ""]),
    st.sampled_from(NOVEMBER.years), st.integers(0, 9), st.integers(0, 9),
)  # fmt: skip


@given(st.lists(CELL), st.randoms())
def test_order_and_origin_of_cells_change_nothing(found: list[Cell], chance: object) -> None:
    shuffled = list(found)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    result = recurring(found, NOVEMBER)
    assert recurring(shuffled, NOVEMBER) == result
    assert result.total == sum(cell.n for cell in found)
    assert result.repeated <= result.total - result.unsorted
    assert all(pattern.recurs and len(pattern.years) == 3 for pattern in result.patterns)
