"""Each chat has its own pace; a 429 pauses that chat, and the account only where chat after chat is refused."""

from __future__ import annotations

import heapq
import random
from bisect import bisect_left

from bot.pace import Pace, Window


def test_a_person_gets_a_burst_of_three_and_then_one_a_second() -> None:
    pace = Pace()
    assert [pace.wait("1", group=False, now=0) for _ in range(3)] == [0, 0, 0]
    assert 0.9 < pace.wait("1", group=False, now=0) <= 1
    assert pace.wait("2", group=False, now=0) == 0, "nobody else waits for that one"
    assert pace.wait("1", group=False, now=1.01) == 0


def test_a_group_stays_below_twenty_a_minute() -> None:
    pace = Pace()
    gone = [now / 10 for now in range(1800) if pace.wait("-1", group=True, now=now / 10) == 0]
    assert max(sum(1 for other in gone if at <= other < at + 60) for at in gone) <= 19
    assert len(gone) >= 45


def test_a_refusal_pauses_that_chat_only() -> None:
    pace = Pace()
    assert not pace.refused("1", 5, now=0)
    assert not pace.refused("1", 5, now=1), "the same chat once more is still one chat"
    assert pace.wait("1", group=False, now=2) == 4
    assert pace.wait("2", group=False, now=2) == 0
    assert pace.wait("1", group=False, now=6.1) == 0


def test_refused_in_chat_after_chat_is_the_account() -> None:
    pace = Pace()
    assert [pace.refused(chat, 3, now=0) for chat in "123"] == [False, False, True]
    assert not pace.refused("4", 3, now=60), "long ago says nothing of now"


def test_however_long_answers_take_no_more_arrive_in_any_second_than_are_taken() -> None:
    window, dice = Window(30), random.Random(7)
    now, arrived, answers = 0.0, list[float](), list[tuple[float, float]]()
    while now < 60:
        while answers and answers[0][0] <= now:
            answered, began = heapq.heappop(answers)
            window.answered(began, answered)
        if (wait := window.wait(now)) > 0:
            now += min(wait, answers[0][0] - now if answers else wait) + 1e-9
            continue
        there, back = (0.1 + dice.choice((0, 0, 0, 0.1)) * dice.random() for _ in ("there", "back"))
        arrived.append(now + there)
        heapq.heappush(answers, (now + there + back, now))
    arrived.sort()
    assert max(bisect_left(arrived, at + 1) - place for place, at in enumerate(arrived)) <= 30
    assert len(arrived) > 60 * 30 * 0.9, "only what is uncertain costs pace"


def test_memory_of_chats_is_bounded() -> None:
    pace = Pace()
    pace.MOST_CHATS = 5  # type: ignore[misc]
    for chat in range(50):
        assert pace.wait(str(chat), group=False, now=0) == 0
    assert len(pace._chats) == 5


def test_a_paid_rate_leaves_the_same_share_to_answers() -> None:
    assert Pace(per_second=1000, bulk=900).rate.bulk_per_second == 900
    assert Pace(per_second=10, bulk=25).rate.bulk_per_second == 10, "never more than all"


def test_who_inherits_from_a_dead_process_waits_until_its_last_second_is_over() -> None:
    window = Window(30)
    window.fill(100.0)
    assert window.wait(100.5) > 0
    assert window.wait(101.0) == 0
