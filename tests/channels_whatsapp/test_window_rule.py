"""The window as a rule: a day from the last word, a margin for clocks, nothing for channels without one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from conversations.messages import TELEGRAM, WHATSAPP
from conversations.window import MARGIN, heard, is_open

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
DAY = timedelta(hours=24)


@pytest.mark.parametrize(
    ("after", "free"),
    [(timedelta(), True), (DAY - MARGIN - timedelta(seconds=1), True), (DAY - MARGIN, False), (DAY * 3, False)],
)
def test_free_words_go_for_a_day_less_the_margin(after: timedelta, free: bool) -> None:
    assert is_open(WHATSAPP, NOON, NOON + after) is free


def test_nobody_heard_of_gets_none_and_a_channel_without_a_window_all() -> None:
    assert not is_open(WHATSAPP, None, NOON)
    assert is_open(TELEGRAM, None, NOON) and is_open(TELEGRAM, NOON, NOON + DAY * 99)


def test_an_old_message_that_comes_late_opens_nothing() -> None:
    assert heard(NOON, NOON - DAY, NOON) == NOON and heard(None, NOON - DAY, NOON) == NOON - DAY
    assert heard(None, NOON + DAY, NOON) == NOON, "a clock ahead of ours"
