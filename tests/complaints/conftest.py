"""The calendar of the rules' tests: from the typed decrees, so that no package is judged by itself."""

import pytest

from complaints.calendar import WorkingCalendar
from tests.complaints.decrees import DAYS_OFF, DECREED


@pytest.fixture(scope="session")
def calendar() -> WorkingCalendar:
    return WorkingCalendar(holidays=DAYS_OFF, version="skb", years=DECREED, provisional=frozenset({2028}))
